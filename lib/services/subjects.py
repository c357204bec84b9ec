"""What a part of a line is about, in words: the duty, flow, indicator, report or stay that its subject names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from lib.db.queries.cases import CasePlace, case_places
from lib.domain.appraisal import Score
from lib.domain.fact_words import ADJUSTMENT_WORDS, word_for
from lib.domain.periods import Period
from lib.domain.plan import Flow, Plan
from lib.domain.rights import Viewer
from lib.domain.rulings import ADJUSTMENT, STAY
from lib.domain.wording import full_day
from lib.services import sight
from lib.services.book import Book


def subject_title(book: Book, plan: Plan, subject: str, score: Score | None = None) -> str:
    """The thing judged, as the plan of the result calls it; the subject itself where nothing has that name any more.

    `score`: the one an adjustment belongs to. Of a stay ask `stay_is_seen` first: it is named by its case.
    """
    kind, _, name = subject.partition(":")
    if kind == ADJUSTMENT:
        return _adjustment(subject, score)
    if kind == "report":
        return _report(book, plan, name)
    return _TITLES[kind](plan, name) if kind in _TITLES else subject


def stay_is_seen(viewer: Viewer, book: Book, subject: str) -> bool:
    """Whether the viewer may be told the case of a stay (stay:dispute/争议〔2021〕3号/2021-05-03), as it stands now."""
    flow, _, rest = subject.removeprefix(STAY).partition("/")
    key = (flow, rest.rpartition("/")[0])
    place = case_places(book.conn, [key]).get(key)
    return place is not None and flow in book.plan.flow and sees_place(viewer, book.plan.flow[flow], place)


def sees_place(viewer: Viewer, flow: Flow, place: CasePlace) -> bool:
    """Whether the viewer may be given a row of the case of this place."""
    seen = sight.head_grade(viewer, flow, unit=place.unit, holder=place.holder, before_court=place.before_court)
    return seen is not None


def unnamed_stay(plan: Plan, subject: str) -> str:
    """A stay without its case: the flow and the day it began."""
    flow, _, rest = subject.removeprefix(STAY).partition("/")
    return f"{_flow(plan, flow)}的一个环节（{_began(rest.rpartition('/')[2])}起）"


def rule_title(plan: Plan, code: str) -> str:
    """A rule of the scheme, or the line of bonus and deduction."""
    if code == ADJUSTMENT:
        return "加减分"
    return next((rule.title for rule in plan.scheme.rules if rule.code == code), code)


def _adjustment(subject: str, score: Score | None) -> str:
    found = (one for one in score.adjustments if f"{ADJUSTMENT}:{one.number}" == subject) if score else ()
    return next((f"{word_for(ADJUSTMENT_WORDS, one.kind)}：{one.reason}" for one in found), "加减分")


def _report(book: Book, plan: Plan, number: str) -> str:
    """A claim by the duty it is on; one corrected away since is no longer in the book."""
    report = next((one for one in book.facts.reports if f"{one.number}" == number), None)
    if report is None:
        return f"第 {number} 号申报"
    return f"{_duty(plan, '.'.join(filter(None, (report.deliverable, report.period))))}的申报"


def _duty(plan: Plan, name: str) -> str:
    code, _, period = name.partition(".")
    duty = plan.deliverable.get(code)
    if duty is None:
        return name
    return f"{duty.title}（{Period.parse(period).name}）" if period else duty.title


def _flow(plan: Plan, name: str) -> str:
    return plan.flow[name].name if name in plan.flow else name


def _stay(plan: Plan, name: str) -> str:
    flow, _, rest = name.partition("/")
    case_no, _, day = rest.rpartition("/")
    return f"{case_no}（{_flow(plan, flow)}，{_began(day)}起）"


def _began(day: str) -> str:
    """The day a stay began, as the office writes it."""
    try:
        return full_day(date.fromisoformat(day))
    except ValueError:
        return day  # a subject typed into a file of facts


def _indicator(plan: Plan, name: str) -> str:
    return next((one.title for one in plan.indicators if one.code == name), name)


_TITLES: Mapping[str, Callable[[Plan, str], str]] = {
    "duty": _duty,
    "flow": _flow,
    "stay": _stay,
    "indicator": _indicator,
    "months": lambda _plan, _name: "有任务的月份",
}
