"""What the office's forms of 填报核实 offer: occurrences, units, items and periods to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lib.domain import duties
from lib.domain.duties import DutyStatus
from lib.domain.rights import UNIT_ROLES, Viewer, may_act
from lib.domain.wording import STATE_WORDS, short_day
from lib.errors import NotAllowed
from lib.services import sight
from lib.services.book import Book
from lib.services.claim_views import queue
from lib.services.report_views import filing_page, late_periods
from lib.services.request_views import applications
from lib.services.status import status
from lib.services.waiting import DECIDE, FILE, VERIFY, duty_key, duty_title

_NOT_CHANGED = (duties.DONE, duties.DONE_LATE, duties.WAIVED)


@dataclass(frozen=True, slots=True)
class DutyChoice:
    """An occurrence that may be changed, in words: title, owner, state and due."""

    key: str
    code: str
    period: str | None
    words: str


@dataclass(frozen=True, slots=True)
class OfficeChoices:
    """Occurrences not settled, by due; units that own duties; ranked units; items; periods, the newest first."""

    duties: tuple[DutyChoice, ...]
    owners: Mapping[str, str]
    judged: Mapping[str, str]
    items: Mapping[str, str]
    periods: Mapping[str, str]


CHANGE, JUDGE, POINTS = "change", "judge", "points"
NUMBERS, EXTENSIONS, HELP = "numbers", "extensions", "help"


def parts(viewer: Viewer, book: Book, as_of: date) -> dict[str, str]:
    """The parts of 填报核实 for this viewer, by their word in the address, with how much waits in each."""
    sight.require_business(viewer)
    if viewer.role in UNIT_ROLES:
        page = filing_page(viewer, book, as_of, viewer.unit_code or "")
        return {
            FILE: _counted("任务填报", len(page.owned)),
            NUMBERS: _counted("指标填报", page.lacking),
            EXTENSIONS: "延期申请",
            HELP: "配合请求",
        }
    waiting = sum(not one.settled for one in queue(viewer, book, as_of).mine)
    asked = sum(one.may_decide for one in applications(viewer, book, as_of))
    found = {VERIFY: _counted("待核实", waiting), DECIDE: _counted("延期审批", asked)}
    if may_act(viewer, "change_duty"):
        found |= {CHANGE: "任务调整", JUDGE: "事项研判", POINTS: "加减分", FILE: "代填报"}
    return found


def _counted(word: str, count: int) -> str:
    return f"{word} {count}" if count else word


def office_choices(viewer: Viewer, book: Book, as_of: date) -> OfficeChoices:
    """For the office."""
    if not may_act(viewer, "change_duty"):
        raise NotAllowed("任务调整、研判和加减分由督导办公室办理")
    plan = book.plan
    open_ones = [one for one in status(book, as_of).duties if one.state not in _NOT_CHANGED]
    in_plan = [unit for unit in plan.units if unit.ranked or unit.kind != "agency"]
    return OfficeChoices(
        tuple(_choice(book, one) for one in sorted(open_ones, key=lambda one: (one.effective_due, duty_key(one)))),
        {unit.code: unit.short for unit in in_plan},
        {unit.code: unit.short for unit in in_plan if unit.ranked},
        {item.no: f"{item.no} {item.title}" for item in plan.items},
        {one.code: one.name for one in late_periods(plan, as_of)},
    )


def _choice(book: Book, duty: DutyStatus) -> DutyChoice:
    owner, due = book.plan.unit[duty.owner].short, short_day(duty.effective_due, duty.as_of)
    words = f"{duty_title(duty)}　{owner}　{STATE_WORDS[duty.state]}，期限 {due}"
    return DutyChoice(duty_key(duty), *duty.occurrence.key, words)
