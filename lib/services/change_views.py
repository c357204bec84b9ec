"""工作动态: what changed since a day, by unit and item, down to the record and who entered it; for leader and office."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lib.domain import marks
from lib.domain.changes import HAPPENINGS, RETURNED, DutyMove, FlowMove, MarksMove
from lib.domain.plan import Plan
from lib.domain.rights import Viewer
from lib.errors import NotAllowed, Refused
from lib.services import meeting_views, sight
from lib.services.book import Book
from lib.services.moves import Moves, flow_moves, moves
from lib.services.overview import unit_name
from lib.services.record_lines import RecordLine, record_lines
from lib.services.sentence import Phrase, changed
from lib.services.status import status
from lib.services.waiting import duty_key, duty_title

MOST_RECORDS = 60


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A unit or an item: its marks on both days, how many of its duties each thing happened to, records about it."""

    code: str
    name: str
    move: MarksMove
    counts: Mapping[str, int]
    records: int
    is_court: bool = False


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty to which something happened, its state on the first day (None: not opened yet) and on the second."""

    key: str
    title: str
    item: str
    owner: str
    owner_name: str
    happened: tuple[str, ...]
    state_before: str | None
    state: str


@dataclass(frozen=True, slots=True)
class FlowLine:
    """A flow in numbers; cases of judicial flows are never more than that here."""

    name: str
    move: FlowMove


@dataclass(frozen=True, slots=True)
class Entered:
    """A record with the names on it: of its unit, and the owner under whom its duty opens."""

    line: RecordLine
    unit_name: str
    owner: str | None


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What changed. `units` and `items`: those to which anything did; `unit_choices`, `item_choices` the same before
    the filters, the chosen one always. `records`: the last ones of `record_count`."""

    sentence: tuple[Phrase, ...]
    units: tuple[SubjectLine, ...]
    items: tuple[SubjectLine, ...]
    duties: tuple[DutyLine, ...]
    flows: tuple[FlowLine, ...]
    records: tuple[Entered, ...]
    record_count: int
    unit_choices: Mapping[str, str]
    item_choices: Mapping[str, str]


def require_changes(viewer: Viewer) -> None:
    """Refuse whoever does not see the duties of all units."""
    sight.require_business(viewer)
    if not sight.sees_all_duties(viewer):
        raise NotAllowed(f"工作动态由区领导和督导办公室查看，{viewer.role_name}不查看其他单位的变化")


def first_day(plan: Plan) -> date:
    """The earliest day to compare with: the day before the plan was issued."""
    return plan.issued_on - timedelta(days=1)


def last_meeting(viewer: Viewer, book: Book, as_of: date) -> date | None:
    """The day of the last meeting before `as_of`, to compare with."""
    require_changes(viewer)
    return meeting_views.last_meeting(book, as_of)


def changes_page(
    viewer: Viewer, book: Book, as_of: date, since: date, unit: str | None = None, item: str | None = None
) -> ChangesPage:
    """What changed after `since` up to `as_of`, of one unit or one item where these are given."""
    require_changes(viewer)
    if not first_day(book.plan) <= since < as_of:
        raise Refused(f"起始日 {since} 不在方案印发前一日 {first_day(book.plan)} 与截至日期 {as_of} 的前一日之间")
    found, records = moves(book, since, as_of), record_lines(book, since, as_of)
    touched_units, touched_items = _touched(found, records)
    own = [one for one in found.duties if _is_of(one.status.owner, one.status.occurrence.deliverable.item, unit, item)]
    told = [one for one in records if _is_of(one.unit, one.item, unit, item)]
    owners = {duty_key(one): one.owner for one in status(book, as_of).duties}
    return ChangesPage(
        changed(viewer, book, found),
        _units(book, found, own, told, touched_units, unit, item),
        _items(book, found, own, told, touched_items, unit, item),
        tuple(_duty(book, one) for one in own),
        _flows(book, found, unit, item),
        tuple(_entered(book, one, owners) for one in told[:MOST_RECORDS]),
        len(told),
        {code: book.plan.unit[code].short for code in found.units if code in touched_units or code == unit},
        {no: f"{no}　{book.plan.item[no].title}" for no in found.items if no in touched_items or no == item},
    )


def _touched(found: Moves, records: Sequence[RecordLine]) -> tuple[set[str], set[str]]:
    """The units and the items to which anything happened."""
    units = {code for code, move in found.units.items() if move.moved}
    units |= {one.status.owner for one in found.duties} | {one.unit for one in records if one.unit}
    items = {no for no, move in found.items.items() if move.moved}
    items |= {one.status.occurrence.deliverable.item for one in found.duties} | {
        one.item for one in records if one.item
    }
    return units, items


def _is_of(of_unit: str | None, of_item: str | None, unit: str | None, item: str | None) -> bool:
    return unit in (None, of_unit) and item in (None, of_item)


def _units(
    book: Book, found: Moves, duties: Sequence[DutyMove], records: Sequence[RecordLine], touched: Collection[str],
    unit: str | None, item: str | None,
) -> tuple[SubjectLine, ...]:  # fmt: skip
    """Of an item only the units that did something about it: the marks of the others moved for other reasons."""
    counts = _counts((one.status.owner, one) for one in duties)
    entered = Counter(one.unit for one in records)
    codes = [unit] if unit else touched if item is None else {*counts, *(code for code in entered if code)}
    lines = [
        SubjectLine(
            code, book.plan.unit[code].short, found.units[code], counts.get(code, {}), entered[code],
            book.plan.unit[code].is_court,
        )
        for code in found.units
        if code in codes
    ]  # fmt: skip
    return _worst_first(lines)


def _items(
    book: Book, found: Moves, duties: Sequence[DutyMove], records: Sequence[RecordLine], touched: Collection[str],
    unit: str | None, item: str | None,
) -> tuple[SubjectLine, ...]:  # fmt: skip
    counts = _counts((one.status.occurrence.deliverable.item, one) for one in duties)
    entered = Counter(one.item for one in records)
    nos = [item] if item else touched if unit is None else {*counts, *(no for no in entered if no)}
    lines = [
        SubjectLine(no, book.plan.item[no].title, found.items[no], counts.get(no, {}), entered[no])
        for no in found.items
        if no in nos
    ]
    return _worst_first(lines)


def _counts(duties: Iterable[tuple[str, DutyMove]]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for code, one in duties:
        found.setdefault(code, Counter()).update(one.happened)
    return found


def _worst_first(lines: Sequence[SubjectLine]) -> tuple[SubjectLine, ...]:
    """Those that turned red, those with duties newly overdue or returned, then by the light they turned to."""
    order, last = list(HAPPENINGS), len(HAPPENINGS)

    def key(one: SubjectLine) -> tuple[bool, int, int, int]:
        first = min((order.index(kind) for kind in one.counts), default=last)
        turned = marks.WORST_FIRST.index(one.move.light.after) if one.move.light.moved else last
        return not one.move.light.turned_red, first if first <= order.index(RETURNED) else last, turned, first

    return tuple(sorted(lines, key=key))


def _duty(book: Book, one: DutyMove) -> DutyLine:
    duty = one.status
    return DutyLine(
        duty_key(duty), duty_title(duty), duty.occurrence.deliverable.item, duty.owner, unit_name(book, duty.owner),
        one.happened, one.state_before, duty.state,
    )  # fmt: skip


def _flows(book: Book, found: Moves, unit: str | None, item: str | None) -> tuple[FlowLine, ...]:
    flows = found.flows if unit is None else flow_moves(book, found.since, found.as_of, unit)
    return tuple(
        FlowLine(book.plan.flow[one.flow].name, one)
        for one in flows
        if one.moved and (item is None or item in book.plan.flow[one.flow].items)
    )


def _entered(book: Book, one: RecordLine, owners: Mapping[str, str]) -> Entered:
    """A duty that is not there on the day (not opened yet, or no more in the plan) opens nowhere."""
    owner = owners.get(one.opens.duty) if one.opens.duty else None
    return Entered(one, unit_name(book, one.unit), owner)
