"""The life of a period as steps: the line it goes along, every step taken, and those that may come next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from lib.db.queries import periods
from lib.db.queries.accounts import display_names
from lib.db.queries.periods import StepBy
from lib.domain.period_life import (
    APPROVE,
    APPROVED,
    CHECK,
    CHECKED,
    COMPUTE,
    COMPUTED,
    DECIDED,
    FROM,
    LOCK,
    LOCKED,
    OPEN,
    OPENED,
    PUBLISH,
    PUBLISHED,
    REVISE,
    STEP_NAMES,
    Life,
    never,
    too_early,
    was_early,
)
from lib.domain.periods import Period
from lib.domain.rights import LEADER, OFFICE, ROLE_NAMES, Viewer, may_act
from lib.domain.wording import duration_words, full_day, short_day
from lib.services.book import Book

DONE, RUNNING, NEXT, LATER = "done", "running", "next", "later"
# The line: what stands on it, the state it leads to, the step that leads there (决定 is led to by signatures).
_LINE = (
    ("打开", OPENED, OPEN), ("计算", COMPUTED, COMPUTE), ("单位核对", CHECKED, CHECK), ("审定", APPROVED, APPROVE),
    ("公示", PUBLISHED, PUBLISH), ("锁定", LOCKED, LOCK), ("决定", DECIDED, None),
)  # fmt: skip
_ACTS = {APPROVE: "approve_result"}
_RUN = "run_period"


@dataclass(frozen=True, slots=True)
class Mark:
    """One place on the line: done, running (its days are not over), next, or later; when, by whom, with what remark."""

    name: str
    standing: str
    on: date | None
    who: str
    notes: tuple[str, ...]
    early: bool


@dataclass(frozen=True, slots=True)
class PastStep:
    """A step that was taken; `unit_name` of a confirmation, or of the unit whose line was revised."""

    name: str
    on: date
    who: str
    unit_name: str
    text: str
    early: bool


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that the state allows: by whom, what it brings, why not yet; `may`: this viewer, now. `again`: a
    computation done over, beside what comes next."""

    step: str
    name: str
    by: str
    brings: str
    why_not: tuple[str, ...]
    may: bool
    again: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What a next step is judged by: the numbers that hold it."""

    undecided: int
    objections: int
    unconfirmed: int


def names_of(book: Book, accounts: list[str]) -> Callable[[str], str]:
    """The display name of an account; the account itself where it is none of this board."""
    known = display_names(book.conn, set(accounts))
    return lambda account: known.get(account, account)


def marks(book: Book, period: Period, life: Life, today: date) -> Iterator[Mark]:
    """The line from 打开 to 锁定, of a year to 决定; a step that a later computation undid is not on it."""
    steps = periods.steps_by(book.conn, period.code)
    named = names_of(book, [one.account for one in steps])
    ahead = False
    for name, state, step in _LINE:
        if state == DECIDED and period.kind != "year":
            return
        if not life.has_reached(state):
            yield Mark(name, LATER if ahead else NEXT, None, "", (), False)
            ahead = True
            continue
        last = _last(steps, step) if step else None
        yield Mark(
            name,
            RUNNING if state == life.state and state in (CHECKED, PUBLISHED) else DONE,
            last.step.occurred_on if last else None,
            named(last.account) if last else "",
            tuple(filter(None, _notes(life, state, last, today))),
            last is not None and was_early(last.step),
        )


def _last(steps: list[StepBy], step: str) -> StepBy | None:
    return next((one for one in reversed(steps) if one.step.step == step), None)


def _notes(life: Life, state: str, last: StepBy | None, today: date) -> Iterator[str]:
    """What a place on the line says besides who and when."""
    if state == COMPUTED:
        revised = sum(one.step == REVISE for one in life.steps)
        yield f"第 {life.version} 版"
        yield f"收件截至 {short_day(life.close_on, today)}"
        yield f"申诉采纳 {revised} 次" if revised else ""
    elif state == CHECKED:
        yield f"核对到 {short_day(life.check_until, today)}"
        yield f"{len(life.confirmed)} 家已确认"
    elif state == PUBLISHED:
        yield f"公示到 {short_day(life.public_until, today)}"
    elif state == LOCKED:
        yield f"摘要 {(life.digest or '')[:10]}"
    yield (last.step.text or "") if last else ""


def past(book: Book, period: Period) -> tuple[PastStep, ...]:
    """Every step in its order."""
    steps = periods.steps_by(book.conn, period.code)
    named = names_of(book, [one.account for one in steps])
    return tuple(
        PastStep(
            STEP_NAMES[one.step.step],
            one.step.occurred_on,
            named(one.account),
            unit_name(book, one.step.unit) if one.step.unit else "",
            one.step.text or "",
            was_early(one.step),
        )
        for one in steps
    )


def unit_name(book: Book, code: str) -> str:
    """The unit's short name; the code of one that the register no longer has."""
    unit = book.plan.unit.get(code)
    return unit.short if unit else code


def next_steps(
    viewer: Viewer, book: Book, period: Period, life: Life, held: Standing, today: date
) -> tuple[NextStep, ...]:
    """The next step of the line, then what may be done over."""
    steps = [step for _, _, step in _LINE if step and life.state in FROM[step]]
    ordered = sorted(steps, key=lambda step: step == COMPUTE and life.version > 0)
    return tuple(_next_step(viewer, book, period, life, held, today, step) for step in ordered)


def _next_step(
    viewer: Viewer, book: Book, period: Period, life: Life, held: Standing, today: date, step: str
) -> NextStep:
    why_not = [
        *never(life, step, undecided=held.undecided, objections=held.objections),
        *filter(None, [too_early(life, step, today, unconfirmed=held.unconfirmed)]),
        *([f"本期 {full_day(period.end)}结束，结束之后才能计算"] if step == COMPUTE and today < period.end else []),
    ]
    act = _ACTS.get(step, _RUN)
    by = LEADER if step == APPROVE else OFFICE
    again = step == COMPUTE and life.version > 0
    name = "重新计算" if again else STEP_NAMES[step]
    may = may_act(viewer, act) and not why_not
    return NextStep(step, name, ROLE_NAMES[by], _brings(book, step, again=again), tuple(why_not), may, again)


def _brings(book: Book, step: str, *, again: bool) -> str:
    """What the step does, said before it is confirmed."""
    scheme = book.plan.scheme
    if again:
        return "存为新的一版，前一版保留；已核对、已审定的要重新核对、审定"
    return {
        OPEN: "打开之后可以计算；单位还看不到结果",
        COMPUTE: "按收件截止日以前的记录计分排名，存为第 1 版；只有办公室和区领导看得到",
        CHECK: f"各单位看到本单位的得分，{duration_words(scheme.check_within)}内核对、申诉",
        APPROVE: "领导小组审定本期结果；审定之后由办公室公示",
        PUBLISH: f"各单位看到本组的名次和得分，公示{duration_words(scheme.public_for)}；公示期内可以申诉",
        LOCK: "结果连同所用的记录一起保存并计摘要，此后录入的记录不再改变它",
    }[step]
