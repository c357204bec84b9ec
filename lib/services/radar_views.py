"""数据体检: signals in the records of a period, each with where it can be checked, and what reporting is asked of
each unit; for the office alone, never scored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from lib.db.queries import corrections
from lib.db.queries import counts as queries
from lib.domain import case_counts as kinds
from lib.domain import facts as words
from lib.domain import radar, radar_entries
from lib.domain.burden import ADDRESSED, UnitMonth, asked
from lib.domain.measures import Window
from lib.domain.periods import Period
from lib.domain.plan import Plan
from lib.domain.radar import SIGNAL_NAMES, Signal
from lib.domain.radar_entries import Edited, Entries
from lib.domain.rights import RADAR, Viewer, may
from lib.errors import NotAllowed, Refused
from lib.services.book import Book
from lib.services.indicators import indicator_readings
from lib.services.kept_results import life
from lib.services.overview import last_months
from lib.services.status import status

MONTHS = 12


@dataclass(frozen=True, slots=True)
class SignalLine:
    """A signal with the page and the filters where it can be checked."""

    signal: Signal
    page: str
    opens: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SignalGroup:
    """The signals of one kind, by its Chinese name."""

    kind: str
    name: str
    lines: tuple[SignalLine, ...]


@dataclass(frozen=True, slots=True)
class BurdenRow:
    """A unit's months in order: how much was asked of it, how much was recorded for it."""

    unit: str
    name: str
    asked: tuple[int, ...]
    entered: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RadarPage:
    """Every kind of signal, those without any too. `cut_off`: corrections recorded later are edits after it."""

    period: Period | None
    cut_off: date | None
    groups: tuple[SignalGroup, ...]
    months: tuple[Period, ...]
    burden: tuple[BurdenRow, ...]

    @property
    def count(self) -> int:
        """How many signals of all kinds."""
        return sum(len(one.lines) for one in self.groups)


def radar_page(
    viewer: Viewer, book: Book, as_of: date, period: Period | None, close_on: date | None = None
) -> RadarPage:
    """The signals of a period that has ended (None: none has), and the burden of the last twelve months.

    `close_on`: the cut-off, by default the close of the period's result, else its last day. NotAllowed to everybody but
    the office.
    """
    if not may(viewer, RADAR):
        raise NotAllowed(f"数据体检供督导办公室核对数据，{viewer.role_name}不查看；其中各项都不计分")
    if period is not None and period.end > as_of:
        raise Refused(f"{period.name}到{as_of}还没有结束：考核期结束后才能体检")
    cut_off = None if period is None else close_on or life(book, period, as_of).close_on or period.end
    months = tuple(one for one in last_months(as_of, MONTHS) if one.end >= book.plan.issued_on)
    found = [] if period is None or cut_off is None else signals(book, as_of, period, cut_off)
    return RadarPage(
        period,
        cut_off,
        tuple(
            SignalGroup(kind, name, tuple(_line(book.plan, one) for one in found if one.kind == kind))
            for kind, name in SIGNAL_NAMES.items()
        ),
        months,
        book.once(("burden", as_of), lambda: _burden(book, months, as_of)),
    )


def signals(book: Book, as_of: date, period: Period, cut_off: date) -> list[Signal]:
    """Every signal of a period that has ended, kind by kind."""
    return book.once(("radar", as_of, period, cut_off), lambda: list(_signals(book, as_of, period, cut_off)))


def _signals(book: Book, as_of: date, period: Period, cut_off: date) -> Iterator[Signal]:
    plan = book.plan
    window = Window(max(period.start, plan.issued_on), period.end)
    if window.first > window.last:
        return
    now, before = (indicator_readings(book, one, as_of) for one in (period, period.year_before))
    entries = [*_events(book, window), *_other_facts(book, window)]
    yield from radar.at_target(plan, now, period)
    yield from radar_entries.month_end(plan, entries, window, period)
    yield from radar_entries.recorded_late(plan, entries, period)
    yield from radar.shrinking(plan, now, before, period)
    yield from radar_entries.edited(plan, _edits(book, window, cut_off), cut_off, period)
    yield from radar.guards(plan, now, before, period)


def _events(book: Book, window: Window) -> Iterator[Entries]:
    """Events of cases by flow and by the unit that acted, from the counts kept beside the facts."""
    whole = queries.counts(book.conn, [kinds.DATED], window.first, window.last)
    at_end = queries.counts_on(book.conn, kinds.DATED, radar_entries.month_end_days(window))
    sums: dict[tuple[str, str], list[int]] = {}
    for found, place in ((whole, 0), (at_end, 1)):
        for (_, flow, key), n in found.items():
            unit, late = key.split(kinds.BETWEEN)
            row = sums.setdefault((unit, flow), [0, 0, 0])
            row[place] += n
            row[2] += n * int(late) * (place == 0)
    for (unit, flow), (n, ends, late_ones) in sums.items():
        yield Entries(unit, flow, None, n, ends, late_ones)


def _other_facts(book: Book, window: Window) -> Iterator[Entries]:
    """Facts beside the ledger: a unit's own reports and numbers; what the office states, under no unit."""
    ends = set(radar_entries.month_end_days(window))
    sums: dict[tuple[str | None, str], list[int]] = {}
    for unit, kind, occurred_on, recorded_on in _stated(book):
        if window.first <= occurred_on <= window.last:
            row = sums.setdefault((unit, kind), [0, 0, 0])
            row[0] += 1
            row[1] += occurred_on in ends
            row[2] += words.recorded_late(occurred_on, recorded_on)
    for (unit, kind), row in sums.items():
        yield Entries(unit, None, kind, *row)


def _stated(book: Book) -> Iterator[tuple[str | None, str, date, date]]:
    """Whose, of what kind, dated, recorded."""
    facts = book.facts
    yield from ((one.unit, "report", one.occurred_on, one.recorded_on) for one in facts.reports)
    yield from ((one.unit, "entered_number", one.occurred_on, one.recorded_on) for one in facts.entries)
    yield from ((None, "verification", one.verified_on, one.recorded_on) for one in facts.verifications)
    yield from ((None, "duty_change", one.occurred_on, one.recorded_on) for one in facts.changes)
    yield from ((None, "adjustment", one.occurred_on, one.recorded_on) for one in facts.adjustments)
    yield from ((None, "judgement", one.occurred_on, one.recorded_on) for one in book.judgements)


def _edits(book: Book, window: Window, cut_off: date) -> list[Edited]:
    """By flow, or by unit and kind: a change of a duty is its deliverable's owner's, a judgement the item's lead's."""
    plan = book.plan
    sums: dict[tuple[str | None, str | None, str | None], list[int]] = {}
    for (flow, voided), n in queries.edits(book.conn, window.first, window.last, cut_off).items():
        sums.setdefault((None, flow, None), [0, 0])[0 if voided else 1] += n
    for row in corrections.edits_beside_events(book.conn, window.first, window.last, cut_off):
        unit, about = row.unit, row.about or ""
        if row.kind == "duty_change" and about in plan.deliverable:
            unit = plan.deliverable[about].owner
        elif row.kind == "judgement" and about in plan.item:
            unit = plan.item[about].lead
        found = sums.setdefault((unit, None, row.kind), [0, 0])
        found[0] += row.voided
        found[1] += row.replaced
    return [Edited(*key, *row) for key, row in sums.items()]


def _line(plan: Plan, one: Signal) -> SignalLine:
    page, opens = _where(plan, one)
    return SignalLine(one, page, tuple(sorted(opens.items())))


def _where(plan: Plan, one: Signal) -> tuple[str, Mapping[str, str]]:
    """Where it can be checked: the indicator, a flow (with its holder where cases may be rows), or the unit."""
    if one.indicator is not None:
        return "duties/indicators", {"indicator": one.indicator, "period": one.period}
    if one.flow is not None:
        flow = plan.flow[one.flow]
        by_holder = one.unit and one.kind == radar.RECORDED_LATE and not (flow.judicial or flow.office)
        return "platforms/platforms", {"flow": one.flow, **({"holder": one.unit} if by_holder and one.unit else {})}
    if one.unit is not None:
        return "duties/units", {"unit": one.unit}
    return "office/reports", {}


def _burden(book: Book, months: tuple[Period, ...], as_of: date) -> tuple[BurdenRow, ...]:
    """Units of which anything was asked or for which anything was recorded, those of which most was asked first."""
    starts = [month.start for month in months]
    wanted = asked(book.plan, status(book, as_of).duties, months)
    wanted.update(queries.counts_by_key_and_month(book.conn, kinds.REGISTERED, starts, as_of, ADDRESSED))
    given: Counter[UnitMonth] = Counter(queries.counts_by_key_and_month(book.conn, kinds.RECORDED, starts, as_of))
    filed = [(one.unit, one.recorded_on) for one in book.facts.reports]
    filed += [(one.unit, one.recorded_on) for one in book.facts.entries]
    given.update((unit, day.replace(day=1)) for unit, day in filed if day <= as_of)
    rows = [
        BurdenRow(
            code, unit.short, tuple(wanted[code, start] for start in starts), tuple(given[code, start] for start in starts)
        )
        for code, unit in book.plan.unit.items()
    ]  # fmt: skip
    shown = [one for one in rows if any(one.asked) or any(one.entered)]
    return tuple(sorted(shown, key=lambda one: (-sum(one.asked), -sum(one.entered))))
