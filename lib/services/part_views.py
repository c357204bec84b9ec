"""One part of a line, opened: what it cost and why, the stays not in time behind it, its facts, its objection."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from lib.domain.periods import Period
from lib.domain.rights import Viewer
from lib.domain.rulings import ADJUSTMENT, FLOW, STAY
from lib.domain.waterfall import apportioned
from lib.domain.wording import full_day
from lib.errors import NotAllowed
from lib.services.appraisal import Appraisal
from lib.services.book import Book
from lib.services.late_stays import LateInState, LateStay, late_by_state, late_stays
from lib.services.my_unit import unit_choices
from lib.services.part_facts import PartFacts, part_facts
from lib.services.score_views import Part, ScorePage, ScoreStep, score_page, shown_result
from lib.services.subjects import subject_title

DRAFT_FACTS = "草稿只计数，不逐条列出台账记录；结果计算之后，这里列出所依据的每一条"


@dataclass(frozen=True, slots=True)
class StayLine:
    """A stay not in time with the points it cost, and the part it is to be objected to."""

    stay: LateStay
    part: Part


@dataclass(frozen=True, slots=True)
class PartPage:
    """A part with its rule (None: bonus and deduction). `stays`: those not in time that are known; `more_stays`: how
    many others there are; `by_state`: where none is known by itself, how many in which state. `why_no_facts`: why there are none."""

    unit: str
    unit_name: str
    period: Period
    part: Part
    step: ScoreStep | None
    stays: tuple[StayLine, ...]
    more_stays: int
    by_state: tuple[LateInState, ...]
    facts: PartFacts
    why_no_facts: str


def part_page(
    viewer: Viewer, book: Book, as_of: date, period: Period, unit: str, rule: str, subject: str
) -> PartPage | None:
    """The part of the line `rule` that `subject` names, in what the viewer is shown of the period; None where there
    is none."""
    if unit not in unit_choices(viewer, book):
        raise NotAllowed("得分依据只对本单位、督导办公室和区领导显示")
    result = shown_result(viewer, book, as_of, period, unit)
    if result is None:
        return None
    page = score_page(viewer, book, as_of, period, unit)
    whole = page.part(rule, _part_of(subject))
    if whole is None:
        return None
    step = next((one for one in page.steps if one.code == rule), None)
    stays, more = _stays(viewer, book, result, page, whole) if whole.subject.startswith(FLOW) else ((), 0)
    by_state = _by_state(viewer, book, result, whole, unit) if more and not stays else ()
    if not subject.startswith(STAY):
        return _page(
            viewer, book, result, unit, whole, step, stays, more, by_state, _numbers(result, unit, rule, subject)
        )
    one = next((line for line in stays if line.part.subject == subject), None)
    return _page(viewer, book, result, unit, one.part, step, (one,), 0, (), one.stay.facts) if one else None


def _part_of(subject: str) -> str:
    """The part a subject belongs to: of a stay that of its flow."""
    return FLOW + subject.removeprefix(STAY).split("/", 1)[0] if subject.startswith(STAY) else subject


def _page(
    viewer: Viewer, book: Book, result: Appraisal, unit: str, part: Part, step: ScoreStep | None,
    stays: tuple[StayLine, ...], more: int, by_state: tuple[LateInState, ...], numbers: tuple[int, ...],
) -> PartPage:  # fmt: skip
    facts = part_facts(viewer, book, result.plan, numbers)
    return PartPage(
        unit, book.plan.unit[unit].short, result.period, part, step, stays, more, by_state, facts,
        _why_no_facts(result, facts),
    )  # fmt: skip


def _why_no_facts(result: Appraisal, facts: PartFacts) -> str:
    """Why there is none at all."""
    if facts.total:
        return ""
    return DRAFT_FACTS if result.digest is None else "没有记录：本项因为没有记录而失分"


def _numbers(result: Appraisal, unit: str, rule: str, subject: str) -> tuple[int, ...]:
    if rule == ADJUSTMENT:
        return (int(subject.partition(":")[2]),)
    lines = (line for line in result.row(unit).score.lines if line.rule.code == rule)
    return next((tuple(one.facts) for line in lines for one in line.share.parts if one.subject == subject), ())


def _stays(
    viewer: Viewer, book: Book, result: Appraisal, page: ScorePage, whole: Part
) -> tuple[tuple[StayLine, ...], int]:
    """The stays not in time behind a flow's part, and how many more there are. Each costs the same."""
    count = int(whole.counted - whole.earned)
    flow = whole.subject.removeprefix(FLOW)
    facts = _numbers(result, page.unit, whole.rule, whole.subject)
    known = late_stays(viewer, book, result, page.unit, flow, facts)
    costs = apportioned(whole.cost, [Fraction(1)] * count, result.scheme.decimals)
    lines = [
        StayLine(one, _part_of_stay(book, result, page, whole, one, cost))
        for one, cost in zip(known, costs, strict=False)
    ]
    return tuple(lines), count - len(lines)


def _by_state(viewer: Viewer, book: Book, result: Appraisal, whole: Part, unit: str) -> tuple[LateInState, ...]:
    facts = _numbers(result, unit, whole.rule, whole.subject)
    return late_by_state(viewer, book, result, unit, whole.subject.removeprefix(FLOW), facts)


def _part_of_stay(book: Book, result: Appraisal, page: ScorePage, whole: Part, stay: LateStay, cost: Decimal) -> Part:
    made = next((one for one in page.objections if stay.subject and one.subject == stay.subject), None)
    title = subject_title(book, result.plan, stay.subject) if stay.subject else whole.title
    why = f"{stay.state}，{full_day(stay.entered_on)}起，期限 {full_day(stay.deadline)}，超期 {stay.days_late} 天"
    return replace(
        whole, subject=stay.subject, title=title, why=why, counted=Fraction(1), earned=Fraction(0), cost=cost,
        facts=len(stay.facts), objection=made, may_object=page.may_object and bool(stay.subject) and made is None,
    )  # fmt: skip
