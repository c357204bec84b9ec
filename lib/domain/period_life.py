"""The life of an appraisal period: opened, computed, checked, approved, published, locked (domain.md 5, Life)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from lib.domain.calendar import WorkCalendar
from lib.domain.facts import PeriodStep
from lib.domain.plan import Scheme

# Steps; `confirm` is a unit's word that its lines are right, `revise` the version an accepted objection made.
OPEN, COMPUTE, CHECK, CONFIRM = "open", "compute", "check", "confirm"
APPROVE, PUBLISH, REVISE, LOCK = "approve", "publish", "revise", "lock"
# States. `draft`: not opened; `decided`: locked, and a leader has signed or declined every recommendation.
DRAFT, OPENED, COMPUTED, CHECKED = "draft", "open", "computed", "checked"
APPROVED, PUBLISHED, LOCKED, DECIDED = "approved", "published", "locked", "decided"
STATES = (DRAFT, OPENED, COMPUTED, CHECKED, APPROVED, PUBLISHED, LOCKED, DECIDED)
STATE_NAMES = {
    DRAFT: "未打开",
    OPENED: "已打开",
    COMPUTED: "已计算",
    CHECKED: "单位核对中",
    APPROVED: "已审定",
    PUBLISHED: "公示中",
    LOCKED: "已锁定",
    DECIDED: "已决定",
}
STEP_NAMES = {
    OPEN: "打开",
    COMPUTE: "计算",
    CHECK: "交单位核对",
    CONFIRM: "核对无误",
    APPROVE: "审定",
    PUBLISH: "公示",
    REVISE: "申诉采纳后重算",
    LOCK: "锁定",
}
_EARLY = "未满即办"
_LEADS_TO = {OPEN: OPENED, COMPUTE: COMPUTED, CHECK: CHECKED, APPROVE: APPROVED, PUBLISH: PUBLISHED, LOCK: LOCKED}
# From which states a step may be taken. A computation that follows a check or an approval has to be checked again; after
# the approval it is the way out where a claim without a verdict forbids to publish.
FROM = {
    OPEN: (DRAFT,),
    COMPUTE: (OPENED, COMPUTED, CHECKED, APPROVED),
    CHECK: (COMPUTED,),
    CONFIRM: (CHECKED,),
    APPROVE: (CHECKED,),
    PUBLISH: (APPROVED,),
    REVISE: (CHECKED, APPROVED, PUBLISHED),
    LOCK: (PUBLISHED,),
}
OBJECTING = (CHECKED, APPROVED, PUBLISHED)
# What a leader makes of a recommendation of a locked year.
SIGNED, DECLINED = "signed", "declined"
DECISIONS = {SIGNED: "签署", DECLINED: "不采纳"}


@dataclass(frozen=True, slots=True)
class Life:
    """Where a period stands. `check_until` and `public_until` are the last days of checking and of publicity."""

    period: str
    state: str
    steps: tuple[PeriodStep, ...]
    digest: str | None
    close_on: date | None
    check_until: date | None
    public_until: date | None
    confirmed: frozenset[str]

    def has_reached(self, state: str) -> bool:
        """Whether the state is this one or a later one."""
        return STATES.index(self.state) >= STATES.index(state)

    @property
    def version(self) -> int:
        """How many results the period has had; 0 before the first."""
        return sum(one.step in (COMPUTE, REVISE) for one in self.steps)

    def last(self, step: str) -> PeriodStep | None:
        """The last step of a kind; None where there was none."""
        return next((one for one in reversed(self.steps) if one.step == step), None)


def life_of(period: str, steps: Iterable[PeriodStep], scheme: Scheme, calendar: WorkCalendar) -> Life:
    """The life that these steps of the period, in their order, make. The days of checking and of publicity are counted
    from the last step that began them."""
    own = tuple(sorted((one for one in steps if one.period == period), key=lambda one: one.number))
    state, digest, close_on = DRAFT, None, None
    check_until = public_until = None
    confirmed: set[str] = set()
    for one in own:
        state = _LEADS_TO.get(one.step, state)
        if one.step in (COMPUTE, REVISE):
            digest, close_on = one.digest, one.close_on
        if one.step == COMPUTE:
            confirmed.clear()
        elif one.step == CHECK:
            check_until = calendar.end_of(one.occurred_on, scheme.check_within)
        elif one.step == PUBLISH:
            public_until = calendar.end_of(one.occurred_on, scheme.public_for)
        elif one.step == CONFIRM and one.unit is not None:
            confirmed.add(one.unit)
    return Life(period, state, own, digest, close_on, check_until, public_until, frozenset(confirmed))


def never(life: Life, step: str, *, undecided: int = 0, objections: int = 0) -> Iterator[str]:
    """Why a step cannot be taken, whoever asks; nothing where it can.

    `undecided`: claims without a verdict in the result; `objections`: those not yet answered.
    """
    if life.state not in FROM[step]:
        wanted = "、".join(STATE_NAMES[one] for one in FROM[step])
        yield f"{life.period} 现为“{STATE_NAMES[life.state]}”，不能{STEP_NAMES[step]}；{STEP_NAMES[step]}要在“{wanted}”时进行"
    if step == PUBLISH and undecided:
        yield f"还有 {undecided} 件申报没有核实结论，不能公示；请先核实，再以核实之后的截止日重新计算"
    if step in (APPROVE, LOCK) and objections:
        yield f"还有 {objections} 件申诉没有答复，不能{STEP_NAMES[step]}；请先答复"


def too_early(life: Life, step: str, today: date, *, unconfirmed: int = 1) -> str | None:
    """Why a step comes before its time: the days of checking or of publicity are not over; None where it is time.

    The last day is still theirs. A check ends early once every unit has confirmed.
    """
    if step == APPROVE and life.check_until and today <= life.check_until and unconfirmed:
        return f"核对期到 {life.check_until}，还有 {unconfirmed} 个单位没有核对"
    if step == LOCK and life.public_until and today <= life.public_until:
        return f"公示期到 {life.public_until}"
    return None


def early_remark(early: str) -> str:
    """How the remark of a step ends that was taken although it was too early."""
    return f"{early}，{_EARLY}"


def was_early(step: PeriodStep) -> bool:
    """Whether the step says that it was taken before its time."""
    return (step.text or "").endswith(_EARLY)
