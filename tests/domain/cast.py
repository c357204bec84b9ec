"""A fixed cast for the tests of the rules: one tiny plan, its units and flows, and builders of facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lib.domain.appraisal import Facts, Score, judge, scores
from lib.domain.calendar import Duration, WorkCalendar
from lib.domain.duties import NOTHING_RECORDED, DutyStatus, Occurrence, duty_records, duty_status, occurrences
from lib.domain.facts import Adjustment, Change, Entry, Event, Report, Verification
from lib.domain.ledger import Case, Ledger, court_codes, replay
from lib.domain.line_parts import Share
from lib.domain.periods import Period
from lib.domain.plan import (
    Action,
    Attribute,
    Deliverable,
    Flow,
    Indicator,
    Item,
    Measure,
    Part,
    Plan,
    Result,
    Rule,
    Scheme,
    ShareMapping,
    State,
    Tier,
    Unit,
)
from lib.domain.ranking import RankRow, ranking
from lib.domain.recount import Recount
from lib.domain.rule_shares import Judged


def day(text: str) -> date:
    """`05-06` of 2021, or a whole ISO date."""
    return date.fromisoformat(text if len(text) > 5 else f"2021-{text}")


def days(text: str) -> list[date]:
    return [day(one) for one in text.split()]


ISSUED = day("04-24")
CALENDAR = WorkCalendar(
    rest_days=frozenset(
        days(
            "01-01 02-11 02-12 02-15 02-16 02-17 04-05 05-03 05-04 05-05 06-14 09-20 09-21 10-01 10-04 10-05 10-06 10-07"
        )
        + days("2022-01-03 2022-01-31 2022-02-01 2022-02-02 2022-02-03 2022-02-04 2022-04-04 2022-04-05")
    ),
    makeup_days=frozenset(
        days("02-07 02-20 04-25 05-08 09-18 09-26 10-09") + days("2022-01-29 2022-01-30 2022-04-02 2022-04-24")
    ),
    years=(2021, 2022),
)

UNITS = (
    Unit("qzfb", "山阳区人民政府办公室", "区政府办公室", "government", league="lead", ranked=True),
    Unit("jrj", "山阳区金融工作局", "区金融工作局", "government", ("区金融局",), league="lead", ranked=True),
    Unit("kgj", "山阳区科技和工业信息化局", "区科工信局", "government", ("工信部门",), league="lead", ranked=True),
    Unit("sfj", "山阳区司法局", "区司法局", "government", league="lead", ranked=True),
    Unit("gsl", "山阳区工商业联合会", "区工商联", "government", league="joint", ranked=True),
    Unit("ldxz", "府院联动工作领导小组办公室", "领导小组办公室", "party"),
    Unit("qfy", "山阳区人民法院", "区法院", "court"),
    Unit("qjcy", "山阳区人民检察院", "区检察院", "procuratorate"),
    Unit("zrzy", "山阳区自然资源局", "区自然资源局", "agency"),
)

ITEMS = (
    Item("3", "", "行政争议", "", "qzfb", ("qzfb", "qfy")),
    Item("10", "", "企业挽救", "", "kgj", ("kgj",)),
    Item("25", "", "不良贷款", "", "jrj", ("jrj", "qfy")),
    Item("4", "", "出庭应诉", "", "qzfb", ("qzfb", "qfy")),
)

ONCE = Deliverable("D03-1", "3", "意见", "印发。", "qzfb", ("qfy", "sfj"), due=day("05-30"))
QUARTERLY = Deliverable(
    "D04-2", "4", "通报", "每季度。", "qfy", ("qzfb",), every="quarter", due_after=Duration.parse("10d")
)
HALF_YEARLY = Deliverable(
    "D25-1", "25", "白皮书", "每半年。", "jrj", ("qfy",), every="half", due_after=Duration.parse("10d"), first_due=day("05-30")
)  # fmt: skip
STANDING = Deliverable(
    "D10-1", "10", "进展", "每季度有进展。", "kgj", ("gsl",), every="quarter", due_after=Duration.parse("10d"), standing=True
)  # fmt: skip


def limit(text: str) -> Duration:
    return Duration.parse(text)


DISPUTE = Flow(
    "dispute", "行政争议化解", "qzfb",
    states=(
        State("已登记", limit("3wd")), State("已移送", limit("2wd")), State("已交办", limit("15wd")),
        State("已反馈", limit("5wd")), State("已办结", final=True),
    ),
    actions=(
        Action("登记", "已登记"),
        Action("移送", "已移送", ("已登记",)),
        Action("交办", "已交办", ("已移送",), holder="assignee"),
        Action("反馈", "已反馈", ("已交办",), holder="qzfb", feedback=True),
        Action("退回重办", "已交办", ("已反馈",), holder="before_feedback", returns=True),
        Action("办结", "已办结", ("已反馈",), results=(
            Result("化解成功", "success"), Result("未化解", "failure"), Result("终止", "neutral"))),
    ),
    items=("3",), platform=True, limit=limit("60d"), limit_on_return=limit("5wd"),
    attributes=(Attribute("阶段", ("诉前", "诉中")),),
)  # fmt: skip

NPL = Flow(
    "npl", "不良贷款清收", "jrj",
    states=(
        State("已委托", limit("5wd")), State("清收中", limit("90d")),
        State("执行中", limit("180d"), judicial=True), State("已办结", final=True),
    ),
    actions=(
        Action("委托", "已委托"),
        Action("启动清收", "清收中", ("已委托",)),
        Action("移送执行", "执行中", ("清收中",), holder="qfy"),
        Action("回款", None, ("清收中", "执行中"), required=("金额",), recovers=True),
        Action("办结", "已办结", ("清收中", "执行中"), results=(
            Result("全部收回", "success"), Result("部分收回", "neutral"), Result("终止清收", "failure"))),
    ),
    items=("25",), platform=True, limit=limit("365d"), amount="贷款金额",
)  # fmt: skip

RESCUE = Flow(
    "rescue", "困境企业挽救", "kgj",
    states=(
        State("已申请", limit("5wd")), State("谈判中", limit("60d")), State("重整中", limit("183d")),
        State("已办结", final=True),
    ),
    actions=(
        Action("申请", "已申请"),
        Action("组织谈判", "谈判中", ("已申请",)),
        Action("进入重整", "重整中", ("谈判中",)),
        Action("办结", "已办结", ("已申请", "谈判中", "重整中"), results=(
            Result("重整成功", "success", ("重整中",)), Result("重整失败", "failure", ("重整中",)),
            Result("撤回", "neutral", ("已申请", "谈判中")))),
    ),
    items=("10",), platform=True,
)  # fmt: skip

LITIGATION = Flow(
    "litigation", "行政诉讼", "qfy",
    states=(State("已立案"), State("已开庭"), State("已审结", final=True)),
    actions=(
        Action("立案", "已立案"),
        Action("开庭", "已开庭", ("已立案", "已开庭"), required=("负责人出庭",),
               required_when={"出庭职务": ("负责人出庭", "是")}),
        Action("审结", "已审结", ("已立案", "已开庭"), results=(
            Result("判决驳回诉讼请求", "success"), Result("调解", "success"), Result("判决撤销", "failure"),
            Result("移送", "neutral"))),
    ),
    items=("3", "4"), judicial=True, history=True, limit=limit("183d"),
    attributes=(Attribute("负责人出庭", ("是", "否")), Attribute("出庭职务", ("正职", "副职", "分管负责人"))),
)  # fmt: skip

ORDER = Flow(
    "supervision_order", "督办", "ldxz",
    states=(
        State("已签发", limit("1wd")), State("办理中", limit("5wd")), State("已反馈", limit("3wd")),
        State("已销号", final=True),
    ),
    actions=(
        Action("签发", "已签发", holder="assignee"),
        Action("签收", "办理中", ("已签发",)),
        Action("反馈", "已反馈", ("办理中",), holder="ldxz", feedback=True),
        Action("退回", "办理中", ("已反馈",), holder="before_feedback", returns=True),
        Action("销号", "已销号", ("已反馈",), results=(Result("完成", "success"), Result("撤销", "neutral"))),
        Action("回头看", "办理中", ("已销号",), holder="before_feedback", limit=limit("5wd"), once=True,
               required=("说明",)),
    ),
    office=True, limit_on_return=limit("3wd"), to_court="refused",
)  # fmt: skip

REQUEST = Flow(
    "cooperation_request", "配合请求", "ldxz",
    states=(State("待配合", limit("10wd")), State("已配合", final=True), State("已拒绝", final=True)),
    actions=(
        Action("请求", "待配合", holder="assignee", required=("操作单位", "承办单位")),
        Action("配合", "已配合", ("待配合",), outcome="success"),
        Action("拒绝", "已拒绝", ("待配合",), outcome="failure", required=("说明",)),
    ),
    office=True, to_court="without_limit",
)  # fmt: skip

HEADS_IN_COURT = Indicator(
    "I04-1", "4", "负责人出庭应诉率", "threshold", "ledger",
    (Part("出庭", Measure("litigation", ("开庭",), where=(("负责人出庭", "是"),), count="cases",
                        since_registration=True), True, Fraction(9, 10)),),
    Measure("litigation", ("开庭",), count="cases"), True,
    by_unit=True, owners=("qzfb",), scored_for="each", scored=True,
)  # fmt: skip
SERVICES_LINKED = Indicator(
    "I16-1", "10", "接入服务", "threshold", "entered", (Part("接入", None, True, Fraction(1)),), None, True,
    owners=("kgj",), window="latest", scored=True,
)  # fmt: skip

RULES = (
    Rule("delivery", "delivery", "任务落实", Decimal(45)),
    Rule("target", "target", "量化指标", Decimal(25)),
    Rule("flow", "flow", "平台运行", Decimal(20), min_n=5),
    Rule("accuracy", "accuracy", "填报质量", Decimal(5), min_n=3),
    Rule("response", "response", "督办响应", Decimal(5), flows=("supervision_order", "cooperation_request")),
    Rule("reporting", "reporting", "信息报送", Decimal(0)),
)
TIERS = tuple(Tier(name, Decimal(least)) for name, least in (("优秀", 90), ("良好", 80), ("合格", 60), ("不合格", 0)))
SCHEME = Scheme("default", "考核办法", RULES, {"default": TIERS}, {"lead": "牵头组", "joint": "配合组"})

PLAN = Plan(
    "small", "小方案", "1", ISSUED, UNITS, ITEMS, (ONCE, QUARTERLY, HALF_YEARLY, STANDING),
    (DISPUTE, NPL, RESCUE, LITIGATION, ORDER, REQUEST), (HEADS_IN_COURT, SERVICES_LINKED), SCHEME, CALENDAR,
)  # fmt: skip
FLOWS = PLAN.flow
COURTS = court_codes(PLAN)


def plan_with(**changes: Any) -> Plan:
    return replace(PLAN, **changes)


def report(
    on: str, *, number: int = 1, duty: Deliverable = ONCE, unit: str | None = None, period: str | None = None,
    kind: str = "completion", recorded: str | None = None,
) -> Report:  # fmt: skip
    return Report(
        number, duty.code, unit or duty.owner, period, period, day(on), kind, None, None, None, day(recorded or on)
    )


def verdict(
    on: str, *, number: int = 101, of: int = 1, verdict: str = "pass", accepted: str | None = None
) -> Verification:  # fmt: skip
    return Verification(number, of, verdict, day(on), "office", None, day(accepted) if accepted else None, day(on))


def returned(on: str, *, number: int = 101, of: int = 1) -> Verification:
    return verdict(on, number=number, of=of, verdict="return")


def extension(on: str, due: str, *, number: int = 201, duty: Deliverable = ONCE, period: str | None = None) -> Change:
    return Change(number, duty.code, period, "extension", day(due), None, "疫情", "区长", day(on), day(on))


def waiver(on: str, *, number: int = 202, duty: Deliverable = ONCE, period: str | None = None) -> Change:
    return Change(number, duty.code, period, "waiver", None, None, "取消", "区长", day(on), day(on))


def reassignment(
    on: str, owner: str, *, number: int = 203, duty: Deliverable = ONCE, period: str | None = None
) -> Change:
    return Change(number, duty.code, period, "reassignment", None, owner, "调整", "区长", day(on), day(on))


def occurrence_of(duty: Deliverable, period: str | None = None) -> Occurrence:
    """The one-off, or the occurrence of a period."""
    last = Period.parse(period).start if period else ISSUED
    found = occurrences(duty, ISSUED, max(last, ISSUED), CALENDAR)
    return next(one for one in found if one.key == (duty.code, period))


Fact = Report | Verification | Change


def status_at(
    at: str, *facts: Fact, duty: Deliverable = ONCE, period: str | None = None, calendar: WorkCalendar = CALENDAR
) -> DutyStatus:
    """The occurrence at `at` by `facts`, all about it."""
    occurrence = occurrence_of(duty, period)
    records = duty_records(
        [one for one in facts if isinstance(one, Report)],
        [one for one in facts if isinstance(one, Verification)],
        [one for one in facts if isinstance(one, Change)],
    )
    return duty_status(occurrence, records.get(occurrence.key, NOTHING_RECORDED), day(at), calendar)


def event(
    flow: str, action: str, on: str, *, number: int = 1, seq: int = 0, case: str = "1号", assignee: str | None = None,
    actor: str | None = None, result: str | None = None, amount: str | None = None, text: str | None = None,
    recorded: str | None = None, **attributes: str,
) -> Event:  # fmt: skip
    return Event(
        number, seq, flow, case, action, day(on), actor, assignee, result, Decimal(amount) if amount else None, text,
        attributes, day(recorded or on),
    )  # fmt: skip


def events(flow: str, *steps: str, case: str = "1号", start: int = 1, recorded: str | None = None) -> list[Event]:
    """Events from lines like `登记 05-06` or `交办 05-10 assignee=sfj result=调解`; numbered from `start`."""
    found = []
    for index, step in enumerate(steps):
        action, on, *rest = step.split()
        given = dict(one.split("=", 1) for one in rest)
        if recorded:
            given.setdefault("recorded", recorded)
        found.append(event(flow, action, on, number=start + index, seq=index, case=case, **given))
    return found


def case_of(flow: str, *steps: str) -> Case:
    return replay(FLOWS[flow], events(flow, *steps), COURTS)


def ledger(*histories: Iterable[Event], plan: Plan = PLAN) -> Ledger:
    return Ledger(plan, [one for history in histories for one in history])


def recount(*histories: Iterable[Event], plan: Plan = PLAN) -> Recount:
    return Recount(plan, [one for history in histories for one in history])


def entry(
    on: str, period: str, *, indicator: str = "I16-1", unit: str = "kgj", number: int = 301,
    numerator: str | None = None, denominator: str | None = None, value: str | None = None,
) -> Entry:  # fmt: skip
    numbers = [Decimal(one) if one is not None else None for one in (numerator, denominator, value)]
    return Entry(number, period, unit, indicator, *numbers, "文件", day(on), day(on))


def adjustment(
    kind: str, points: str | None, *, unit: str = "qzfb", period: str = "2021", on: str = "12-01", number: int = 401
) -> Adjustment:
    return Adjustment(
        number, period, unit, kind, Decimal(points) if points else None, "表现", "文件", "区长", day(on), day(on)
    )


def facts(
    reports: Sequence[Report] = (), verifications: Sequence[Verification] = (), changes: Sequence[Change] = (),
    adjustments: Sequence[Adjustment] = (), entries: Sequence[Entry] = (), history: Sequence[Event] = (),
    plan: Plan = PLAN,
) -> Facts:  # fmt: skip
    return Facts(reports, verifications, changes, adjustments, entries, Recount(plan, history))


def judged(period: str, close: str, given: Facts, *, plan: Plan = PLAN, scheme: Scheme | None = None) -> Judged:
    return judge(plan, scheme or plan.scheme, Period.parse(period), day(close), given)


def scored(
    period: str, close: str, given: Facts, *, plan: Plan = PLAN, scheme: Scheme | None = None
) -> dict[str, Score]:
    return scores(judged(period, close, given, plan=plan, scheme=scheme), given.adjustments)


def share_line(score: Score, rule: str) -> Share:
    return next(line.share for line in score.lines if line.rule.code == rule)


def ranked(given: dict[str, Score], **options: Any) -> dict[str, RankRow]:
    """Rows by unit; options: plan, scheme, is_year, lights, failed."""
    plan = options.get("plan", PLAN)
    rows = ranking(
        plan,
        options.get("scheme", plan.scheme),
        given,
        is_year=options.get("is_year", True),
        lights=options.get("lights", {}),
        years_failed_before=options.get("failed", {}),
    )
    return {row.unit: row for row in rows}


def mapped(kind: str, **values: Any) -> ShareMapping:
    return ShareMapping(kind, **values)
