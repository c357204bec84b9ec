"""The life of an appraisal period: one function per step, each by the right role, none before its time.

What a step needs to know it reads within its own transaction; a computed result is brought to `keep_computed`, for
making it takes long and must not hold up other writers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy import Engine

from lib.commands.act import Act, Caller, Done, take
from lib.commands.fields import Fields
from lib.db.queries import chain, periods
from lib.db.queries.periods import KeptResult
from lib.domain.canonical import digest_of, read, text_of
from lib.domain.facts import PeriodStep, Signature
from lib.domain.period_life import (
    APPROVE,
    CHECK,
    COMPUTE,
    CONFIRM,
    DECISIONS,
    LOCK,
    LOCKED,
    OPEN,
    PUBLISH,
    REVISE,
    Life,
    early_remark,
    life_of,
    never,
    too_early,
)
from lib.domain.periods import Period, period_among
from lib.domain.plan import Plan
from lib.domain.results import Result, rederived
from lib.domain.rights import OPERATOR
from lib.domain.wording import full_day
from lib.errors import Problem, Refused


def open_period(engine: Engine, plan: Plan, caller: Caller, period: Period, *, text: str | None = None) -> Done:
    """Open a period: its result may be computed from now on. Refused before its first day or the plan's issue."""

    def work(act: Act) -> str:
        _demand_period(plan, period)
        if period.start > caller.today:
            raise Refused(f"考核期 {period.code} 还没有开始（{period.start}），不能打开")
        life = _allowed(act, period, OPEN)
        _step(act, life, OPEN, text=text)
        return f"{period.name}已打开，可以计算"

    return _take(engine, plan, caller, "run_period", "open_period", period, {"text": text}, work)


def keep_computed(engine: Engine, plan: Plan, caller: Caller, result: Result) -> Done:
    """Keep a result just computed as the next version of its period; units that had confirmed have to check again.

    Refused where its close lies in the future or before the period's end, where the plan or the period has moved on
    meanwhile, or where its points do not follow from its parts.
    """
    period = Period.parse(result.period)

    def work(act: Act) -> str:
        life = _allowed(act, period, COMPUTE)
        _demand_current(act, life, result)
        digest = _keep(act, life, COMPUTE, result)
        told = (
            "未核对、未公示" if not result.undecided else f"还有 {len(result.undecided)} 件申报待核实，核实前不能公示"
        )
        return f"{period.name}第 {result.version} 版已计算（收件截至 {result.close_on}，摘要 {digest[:10]}）；{told}"

    asked = {"close_on": result.close_on, "version": result.version}
    return _take(engine, plan, caller, "run_period", "compute_period", period, asked, work)


def send_to_check(engine: Engine, plan: Plan, caller: Caller, period: Period, *, text: str | None = None) -> Done:
    """Let each unit see its own lines, for as many days as the scheme says."""

    def work(act: Act) -> str:
        life = _allowed(act, period, CHECK)
        _step(act, life, CHECK, text=text)
        until = period_life(act, period).check_until
        return f"{period.name}已交各单位核对，到 {until}；各单位现在可以看到本单位的得分"

    return _take(engine, plan, caller, "run_period", "check_period", period, {"text": text}, work)


def confirm_lines(engine: Engine, plan: Plan, caller: Caller, period: Period, unit: str) -> Done:
    """A unit's head says that its lines are right."""

    def work(act: Act) -> str:
        act.demand("confirm_lines", unit)
        life = _allowed(act, period, CONFIRM)
        if unit in life.confirmed:
            raise Refused(f"{plan.unit[unit].short}已经核对过{period.name}的结果")
        _step(act, life, CONFIRM, unit=unit)
        return f"{plan.unit[unit].short}已确认{period.name}的结果无误"

    return _take(engine, plan, caller, None, "confirm_lines", period, {"unit": unit}, work)


def approve_result(engine: Engine, plan: Plan, caller: Caller, period: Period, *, text: str | None = None) -> Done:
    """The leading group approves the result (领导小组审定), once every unit has confirmed or the days of checking are over."""

    def work(act: Act) -> str:
        life = _allowed(act, period, APPROVE, objections=_open_objections(act, period))
        early = _early(act, life, APPROVE, unconfirmed=len(_unconfirmed(act, life)))
        _step(act, life, APPROVE, text=_joined(text, early))
        return f"{period.name}结果已审定" + _in_brackets(early)

    return _take(engine, plan, caller, "approve_result", "approve_period", period, {"text": text}, work)


def publish_result(engine: Engine, plan: Plan, caller: Caller, period: Period, *, text: str | None = None) -> Done:
    """Publish the result: the league tables are open to all. Refused while a claim has no verdict."""

    def work(act: Act) -> str:
        life = period_life(act, period)
        result = kept_result_of(act, life)
        life = _allowed(act, period, PUBLISH, undecided=len(result.undecided) if result else 0)
        _step(act, life, PUBLISH, text=text)
        return f"{period.name}结果已公示，到 {period_life(act, period).public_until}；公示期内可以申诉"

    return _take(engine, plan, caller, "run_period", "publish_period", period, {"text": text}, work)


def lock_result(engine: Engine, plan: Plan, caller: Caller, period: Period, *, text: str | None = None) -> Done:
    """Lock the result as it was published: no later fact changes it. Refused while an objection is open or the kept
    result is not what its digest says."""

    def work(act: Act) -> str:
        life = _allowed(act, period, LOCK, objections=_open_objections(act, period))
        early = _early(act, life, LOCK)
        row = periods.kept_result(act.conn, life.digest or "")
        if row is None or digest_of(row.document) != row.digest:
            raise Refused(f"{period.code} 存储的结果与其摘要不符，不能锁定；请用 period verify 查看并由审计管理员核查")
        _step(act, life, LOCK, text=_joined(text, early))
        return f"{period.name}结果已锁定，摘要 {row.digest[:10]}；此后录入的记录不改变它" + _in_brackets(early)

    return _take(engine, plan, caller, "run_period", "lock_period", period, {"text": text}, work)


def sign_recommendation(
    engine: Engine, plan: Plan, caller: Caller, period: Period, unit: str, decision: str, *, reason: str
) -> Done:
    """A leader signs or declines what a locked year recommends for a unit, with the reason; once, for good."""

    def work(act: Act) -> str:
        fields = Fields(plan)
        why = fields.needed_text("理由", reason)
        if decision not in DECISIONS:
            fields.problems.append(Problem("决定", f"只能是{'、'.join(DECISIONS.values())}"))
        fields.refuse()
        life = period_life(act, period)
        result = kept_result_of(act, life) if life.state == LOCKED else None
        if result is None:
            raise Refused(f"{period.name}还没有锁定；锁定之后才能签署建议")
        row = result.row(unit)
        if row is None or row.recommendation is None:
            raise Refused(f"{period.name}的结果对该单位没有建议，不用签署")
        if any(one.unit == unit for one in periods.signatures(act.conn, period.code)):
            raise Refused(f"{plan.unit[unit].short}的建议已经签署或退回过，不能再改")
        act.store(Signature(0, period.code, unit, row.recommendation, decision, why, caller.today, caller.today))
        return f"{plan.unit[unit].short}：{row.recommendation}，{DECISIONS[decision]}"

    asked = {"unit": unit, "decision": decision, "reason": reason}
    return _take(engine, plan, caller, "sign_recommendation", "sign_recommendation", period, asked, work)


def keep_revised(act: Act, result: Result, unit: str, text: str) -> str:
    """Keep the version that an accepted objection made, within its own act; the digest."""
    return _keep(act, period_life(act, Period.parse(result.period)), REVISE, result, unit=unit, text=text)


def period_life(act: Act, period: Period) -> Life:
    """Where the period stands, as the act's own transaction sees it."""
    steps = periods.steps(act.conn, period.code)
    return life_of(period.code, steps, act.plan.scheme, act.plan.calendar)


def kept_result_of(act: Act, life: Life) -> Result | None:
    """The result in force of the period; None before the first."""
    row = periods.kept_result(act.conn, life.digest) if life.digest else None
    return read(Result, row.document) if row else None


def _take(
    engine: Engine, plan: Plan, caller: Caller, right: str | None, act: str, period: Period, asked: Mapping[str, object],
    work: Callable[[Act], str],
) -> Done:  # fmt: skip
    def within(under_way: Act) -> str:
        if right is not None:
            under_way.demand(right)
        return work(under_way)

    return take(engine, plan, caller, act, f"考核期 {period.code}", {"period": period.code, **asked}, within)


def _demand_period(plan: Plan, period: Period) -> None:
    try:
        period_among(period.code, plan.scheme.periods)
    except ValueError as wrong:
        raise Refused(str(wrong)) from wrong
    if period.end < plan.issued_on:
        raise Refused(f"考核期 {period.code} 在方案印发（{full_day(plan.issued_on)}）之前，没有可考核的内容")


def _allowed(act: Act, period: Period, step: str, *, undecided: int = 0, objections: int = 0) -> Life:
    """The life, if the step may be taken now."""
    life = period_life(act, period)
    if problems := list(never(life, step, undecided=undecided, objections=objections)):
        raise Refused([Problem("", one) for one in problems])
    return life


def _early(act: Act, life: Life, step: str, *, unconfirmed: int = 1) -> str | None:
    """What is left of the days to wait. The operator, who enters what was decided on paper, may go on: the step says so
    for good. Everybody else waits."""
    early = too_early(life, step, act.caller.today, unconfirmed=unconfirmed)
    if early is not None and act.viewer.role != OPERATOR:
        raise Refused(f"{early}，期满后再办")
    return None if early is None else early_remark(early)


def _unconfirmed(act: Act, life: Life) -> list[str]:
    """Units asked to check that have not confirmed."""
    result = kept_result_of(act, life)
    return [unit for unit in result.asked(act.plan) if unit not in life.confirmed] if result else []


def _open_objections(act: Act, period: Period) -> int:
    return sum(one.closed_on is None for one in periods.objections(act.conn, period.code))


def _demand_current(act: Act, life: Life, result: Result) -> None:
    period, today = Period.parse(result.period), act.caller.today
    if not period.end <= result.close_on <= today:
        told = f"收件截止日应在考核期结束（{period.end}）之后、今天（{today}）之前，含两端；现为 {result.close_on}"
        raise Refused([Problem("收件截止", told)])
    if result.plan != act.plan.digest or result.version != life.version + 1:
        raise Refused("计算期间方案或本期状态有了变化，结果没有保存；请重新计算")
    if result.seen > chain.last_number(act.conn) or rederived(act.plan, result) != result.rows:
        raise Refused("结果与数据库不符，没有保存；请重新计算")


def _keep(act: Act, life: Life, step: str, result: Result, *, unit: str | None = None, text: str | None = None) -> str:
    document = text_of(result)
    digest = digest_of(document)
    number = _step(act, life, step, unit=unit, close_on=result.close_on, digest=digest, text=text)
    periods.keep_result(act.conn, KeptResult(number, life.period, result.version, digest, document))
    return digest


def _step(
    act: Act,
    life: Life,
    step: str,
    *,
    unit: str | None = None,
    close_on: date | None = None,
    digest: str | None = None,
    text: str | None = None,
) -> int:
    today = act.caller.today
    said = Fields(act.plan)
    remark = said.text("说明", text)
    said.refuse()
    fact = PeriodStep(
        0, life.period, step, unit, close_on or life.close_on, digest or life.digest, remark, today, today
    )
    return act.store(fact)[0]


def _joined(*texts: str | None) -> str | None:
    return "；".join(one.strip() for one in texts if one and one.strip()) or None


def _in_brackets(text: str | None) -> str:
    return f"（{text}）" if text else ""
