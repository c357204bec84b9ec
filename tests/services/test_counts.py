"""What is read from counts equals a recount from the facts, after any acts, corrections and pauses, on any day."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Connection, Engine, select

from lib.db import count_tables, counting, recording
from lib.db.engine import reading, writing
from lib.db.facts import Origin
from lib.db.queries import counts as queries
from lib.db.queries import facts
from lib.domain import case_counts as kinds
from lib.domain.appraisal import appraisal_window
from lib.domain.facts import Event
from lib.domain.ledger import Case, advanced, court_codes, opened, replay
from lib.domain.ledger_acts import allowed_actions, refused_cell
from lib.domain.measures import Tally, Window
from lib.domain.periods import Period, periods_since
from lib.domain.plan import ASSIGNEE, Flow, Plan
from lib.domain.radar_entries import month_end_days
from lib.domain.recount import LedgerReadings, Recount, StayCounts
from lib.domain.standing import days_overdue
from lib.errors import Unavailable
from lib.services.counted import CountedLedger
from tests import people

OFFICE = Origin("zhao", "page")
FIRST, LAST = date(2021, 4, 24), date(2022, 8, 31)
PERIODS = ("2021", "2022", "2021Q4", "2022Q1", "2022H1", "2021-07")
CLOSES = (date(2021, 12, 31), date(2022, 7, 20), date(2030, 1, 1))
FLOWS = ("dispute", "litigation", "npl", "rescue", "supervision_order", "nonlitigation", "cooperation_request")
UNITS = ("gaj", "sfj", "jrj", "zrzy", "czj")
SEEDS = (1, 2, 3, 4)


class Clerk:
    """Acts at random, but only as the rules allow; days cluster, so that several acts share one."""

    def __init__(self, plan: Plan, seed: int) -> None:
        self.plan, self.random, self.courts = plan, random.Random(seed), court_codes(plan)

    def day(self, first: date, most: int) -> date:
        return min(LAST, first + timedelta(days=self.random.choice((0, 0, 1, 2, 5, 12, 40, most))))

    def next_event(self, flow: Flow, case_no: str, case: Case | None) -> Event | None:
        """An allowed event of this case; None if there is none, or none was found at once."""
        if case is not None and not allowed_actions(case):
            return None
        for _ in range(12):
            event = self._guess(flow, case_no, case)
            if refused_cell(self.plan, flow, case, event, LAST) is None:
                return event
        return None

    def _guess(self, flow: Flow, case_no: str, case: Case | None) -> Event:
        choose = self.random.choice
        name = choose(allowed_actions(case)) if case else flow.register_action.name
        action = flow.action.get(name)
        day = self.day(case.events[-1].occurred_on, 90) if case else self.day(FIRST, self.random.randrange(1, 450))
        attributes = {"负责人出庭": choose(("是", "否")), "出庭职务": "正职"} if name == "开庭" else {}
        assignee = choose(UNITS) if action and (action.holder == ASSIGNEE or action.registers) else None
        results = [one.name for one in action.results] if action else []
        amount = Decimal(self.random.randrange(1, 500)) / 4 if flow.code == "npl" else None
        return Event(
            0, 0, flow.code, case_no, name, day, choose((*UNITS, None)), assignee, choose(results) if results else None,
            amount, "说明", attributes, day,
        )  # fmt: skip

    def origin(self, day: date) -> Origin:
        """Some facts are recorded on their day, some long after."""
        lag = timedelta(days=self.random.choice((0, 0, 1, 9, 60)))
        return OFFICE._replace(stated_at=datetime.combine(day + lag, time(4), UTC))


def is_possible(plan: Plan, events: list[Event]) -> bool:
    """Whether these events, in order, could all have happened."""
    case: Case | None = None
    courts = court_codes(plan)
    for event in sorted(events, key=lambda one: (one.occurred_on, one.seq)):
        flow = plan.flow[event.flow]
        if refused_cell(plan, flow, case, event, LAST) is not None:
            return False
        case = opened(flow, event, courts) if case is None else advanced(case, event, courts)
    return True


def act(conn: Connection, clerk: Clerk, cases: dict[tuple[str, str], list[Event]]) -> None:
    """Register a case, or take the next step of one."""
    plan, choose = clerk.plan, clerk.random.choice
    known = choose(sorted(cases)) if cases and clerk.random.random() < 0.8 else None
    flow, case_no = known or (choose(FLOWS), f"案{len(cases) + 1}")
    case = replay(plan.flow[flow], cases[known], clerk.courts) if known else None
    event = clerk.next_event(plan.flow[flow], case_no, case)
    if event is not None:
        recording.append(conn, plan, [event], clerk.origin(event.occurred_on))


def correct(conn: Connection, clerk: Clerk, cases: dict[tuple[str, str], list[Event]]) -> None:
    """Void an event, or put it on another day, where what remains could have happened."""
    events = cases[clerk.random.choice(sorted(cases))]
    old = clerk.random.choice(events)
    others = [one for one in events if one.number != old.number]
    moved = old._replace(occurred_on=old.occurred_on + timedelta(days=clerk.random.choice((-3, -1, 1, 4))))
    for replacement, remaining in ((None, others), (moved, [*others, moved])):
        if clerk.random.random() < 0.6 and (is_possible(clerk.plan, remaining) or not remaining):
            origin = clerk.origin(old.occurred_on)
            recording.correct(conn, clerk.plan, old.number, replacement, reason="误", approver="李", origin=origin)
            return


def standing_cases(conn: Connection) -> dict[tuple[str, str], list[Event]]:
    found: dict[tuple[str, str], list[Event]] = {}
    for event in facts.events(conn):
        found.setdefault((event.flow, event.case_no), []).append(event)
    return found


def played(engine: Engine, seed: int, steps: int) -> Plan:
    """A board after so many random acts and corrections, each in a transaction of its own."""
    clerk = Clerk(people.plan(), seed)
    for _ in range(steps):
        with writing(engine) as conn:
            cases = standing_cases(conn)
            (correct if cases and clerk.random.random() < 0.15 else act)(conn, clerk, cases)
    return clerk.plan


def days(seed: int) -> list[date]:
    """Days of every kind: rest days, month ends, before all and after all."""
    chosen = random.Random(seed)
    some = [FIRST + timedelta(days=chosen.randrange(0, 560)) for _ in range(8)]
    return [FIRST, date(2021, 10, 1), date(2021, 12, 31), date(2022, 2, 28), LAST, LAST + timedelta(days=200), *some]


def standing_of(ledger: LedgerReadings, plan: Plan, day: date) -> Iterator[object]:
    """All that is read of one day."""
    yield {flow: sorted(held) for flow, held in ledger.holdings(day).items()}
    for first in (date(day.year, 1, 1), day - timedelta(days=45), day):
        yield dict(ledger.platforms(first, day))
    yield dict(ledger.standing(day))
    yield [(ledger.standing(day, flow)[flow], ledger.ages(flow, day)) for flow in plan.flow]
    months = [Period.of("month", day)]
    while len(months) < 12:
        months.insert(0, Period.of("month", months[0].start - timedelta(days=1)))
    yield {flow: list(counts) for flow, counts in ledger.months(months, day).items()}
    for flow, unit, outside in ((None, None, False), (None, None, True), ("dispute", None, True), (None, "gaj", True)):
        cases = ledger.open_cases(day, 10_000, flow=flow, unit=unit, outside_court=outside)
        yield sorted((case.flow.code, case.case_no, case.state, case.holder) for case in cases)


def judged_of(ledger: LedgerReadings, plan: Plan, close_on: date) -> Iterator[object]:
    """All that an appraisal closed on that day reads."""
    for code in PERIODS:
        period = Period.parse(code)
        window = appraisal_window(plan, period, close_on)
        if window.first > window.last:
            continue
        counts = ledger.stay_counts(window, close_on)
        yield (
            code,
            {
                (holder, flow): count[:2]
                for holder, flows in counts.items()
                for flow, count in flows.items()
                if count[1]
            },
        )
        for indicator in plan.indicators:
            for days in (window, window.year_earlier, Window(period.start, min(period.end, close_on))):
                if indicator.source == "ledger" and days.first <= days.last:
                    yield code, indicator.code, days, counted(ledger.tallies(indicator, days, close_on))


def durations_of(ledger: LedgerReadings, plan: Plan) -> Iterator[list[int]]:
    """How long every closing took that an indicator counts out of a state, whatever its time limit."""
    measures = [one for indicator in plan.indicators for one in indicator.measures if one.out_of]
    for code, measure in itertools.product(PERIODS, measures):
        period = Period.parse(code)
        yield ledger.closing_days(measure, Window(period.start, period.end))


def counted(tallies: dict[str | None, Tally]) -> dict[str | None, tuple[object, ...]]:
    """Without the facts, and without units of which nothing was counted."""
    return {unit: one[:2] for unit, one in tallies.items() if unit is None or any(one.numerators) or one.denominator}


def derived(conn: Connection) -> dict[str, list[tuple[object, ...]]]:
    return {
        table.name: sorted(tuple(map(str, row)) for row in conn.execute(select(table))) for table in count_tables.COUNTS
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_counted_equals_a_recount_on_any_day_and_at_any_close(engine: Engine, seed: int) -> None:
    plan = played(engine, seed, steps=160)
    with reading(engine) as conn:
        ledger = CountedLedger(conn, plan)
        whole = Recount(plan, facts.events(conn))
        for day in days(seed):
            for ours, theirs in zip(standing_of(ledger, plan, day), standing_of(whole, plan, day), strict=True):
                assert ours == theirs, day
        for close_on in CLOSES:
            at_close = Recount(plan, facts.events(conn, corrections_recorded_until=close_on))
            ours, theirs = (list(judged_of(one, plan, close_on)) for one in (ledger, at_close))
            assert ours == theirs, close_on
        assert list(durations_of(ledger, plan)) == list(durations_of(whole, plan))
        for flow in plan.flow:
            assert ledger.open_stays(flow, LAST) == whole.open_stays(flow, LAST)
            assert ledger.open_stays(flow, FIRST) is None, "what was open on a day of the past is not kept by its days"


def urged(engine: Engine, *recorded: str) -> tuple[Plan, int]:
    """A dispute of May 2021 that stands still from the second day, and is urged on the third: steps recorded on these
    days. Its plan, and the number of the last step."""
    plan = people.plan()
    days = (date(2021, 5, 6), date(2021, 5, 7), date(2021, 5, 8))
    with writing(engine) as conn:
        for name, day, known in zip(("登记", "移送", "催办"), days, recorded, strict=True):
            event = Event(0, 0, "dispute", "案1", name, day, None, None, None, None, "说明", {}, day)
            (number,) = recording.append(conn, plan, [event], recorded_on(known))
    return plan, number


def recorded_on(day: str) -> Origin:
    return OFFICE._replace(stated_at=datetime.combine(date.fromisoformat(day), time(4), UTC))


def same_by_counts_and_by_events(engine: Engine, plan: Plan, window: Window, close_on: date) -> StayCounts:
    """The stays judged at a close: what the counts, all events, and the events behind the counts all say."""
    with reading(engine) as conn:
        ledger = CountedLedger(conn, plan)
        known = facts.events(conn, corrections_recorded_until=close_on)
        behind = ledger.events_behind(window.first, window.last, close_on)
        found = [one.stay_counts(window, close_on) for one in (ledger, Recount(plan, known), Recount(plan, behind))]
    bare = [
        {holder: {flow: count[:2] for flow, count in flows.items()} for holder, flows in one.items()} for one in found
    ]
    assert bare[0] == bare[1] == bare[2]
    return bare[0]


def test_a_case_that_was_still_open_as_the_close_knew_it_is_behind_its_count(engine: Engine) -> None:
    plan, _ = urged(engine, "2021-05-06", "2021-05-07", "2021-05-08")
    with writing(engine) as conn:
        for name, assignee, result in (("交办", "gaj", None), ("反馈", None, None), ("办结", None, "化解成功")):
            event = Event(
                0, 0, "dispute", "案1", name, date(2021, 5, 8), None, assignee, result, None, None, {}, date(2021, 5, 8)
            )
            recording.append(conn, plan, [event], recorded_on("2026-01-05"))
    window = Window(date(2023, 1, 1), date(2023, 12, 31))
    assert same_by_counts_and_by_events(engine, plan, window, date(2024, 1, 20)) == {"qzfb": {"dispute": (0, 1)}}


def test_a_close_does_not_see_what_was_voided_after_it_though_no_event_came_later(engine: Engine) -> None:
    plan, number = urged(engine, "2021-05-06", "2021-05-07", "2021-05-08")
    with writing(engine) as conn:
        for old in (number, number - 1):
            recording.correct(conn, plan, old, None, reason="误", approver="李", origin=recorded_on("2021-08-01"))
    window = Window(date(2021, 4, 24), date(2021, 6, 30))
    for close_on, judged in ((date(2021, 7, 15), (1, 2)), (date(2021, 8, 1), (0, 1))):
        assert same_by_counts_and_by_events(engine, plan, window, close_on) == {"qzfb": {"dispute": judged}}


@pytest.mark.parametrize("seed", SEEDS)
def test_pressing_cases_are_those_late_on_any_day_and_those_due_soon_now(sqlite_engine: Engine, seed: int) -> None:
    plan = played(sqlite_engine, seed, steps=160)
    with reading(sqlite_engine) as conn:
        ledger, whole = CountedLedger(conn, plan), Recount(plan, facts.events(conn))
        newest = max(event.occurred_on for event in facts.events(conn))
        for day, unit in itertools.product([*days(seed), newest], ("qzfb", "gaj", "kgj", "zzw")):
            theirs = whole.pressing_cases(day, 1_000, unit=unit)
            if day < newest:  # what would fall due is known of the present alone
                theirs = [one for one in theirs if days_overdue(one, plan.calendar, day)]
            ours = ledger.pressing_cases(day, 1_000, unit=unit)
            assert {(one.flow.code, one.case_no, one.state) for one in ours} == {
                (one.flow.code, one.case_no, one.state) for one in theirs
            }, (day, unit)


@pytest.mark.parametrize("seed", SEEDS)
def test_held_cases_are_the_same_on_any_day_and_the_next_due_come_first(engine: Engine, seed: int) -> None:
    plan = played(engine, seed, steps=160)
    with reading(engine) as conn:
        ledger, whole = CountedLedger(conn, plan), Recount(plan, facts.events(conn))
        newest = max(event.occurred_on for event in facts.events(conn))
        most = 0
        for day, unit in itertools.product([*days(seed), newest], ("qzfb", "gaj", "kgj", "zzw")):
            for flow in plan.flow:
                ours = ledger.held_cases(day, 1_000, flow=flow, unit=unit)
                theirs = whole.held_cases(day, 1_000, flow=flow, unit=unit)
                assert {(one.case_no, one.state) for one in ours} == {(one.case_no, one.state) for one in theirs}
                if day == newest and len(theirs) > 1:
                    most = max(most, len(theirs))
                    (first,) = ledger.held_cases(day, 1, flow=flow, unit=unit)
                    late = [one.is_overdue(plan.calendar, day) for one in theirs]
                    assert first.is_overdue(plan.calendar, day) is all(late)
        assert most > 1


@pytest.mark.parametrize("seed", SEEDS)
def test_a_rebuild_makes_what_stood_before(engine: Engine, seed: int) -> None:
    plan = played(engine, seed, steps=60)
    with writing(engine) as conn:
        before = derived(conn)
        counting.rebuild(conn, plan)
        assert derived(conn) == before
        assert all(before[name] for name in ("case_head", "tally", "measure_tally"))


def test_entries_are_counted_for_the_unit_that_acted_by_day_and_by_month(engine: Engine) -> None:
    plan = played(engine, seed=1, steps=60)
    first, last = date(2021, 6, 15), date(2021, 12, 31)
    months = [one.start for one in periods_since("month", first, last)]
    with reading(engine) as conn:
        acted = list(taken(plan, standing_cases(conn)))
        by_day = Counter(
            (one.flow, f"{unit}|{int(late)}") for one, unit, late in acted if first <= one.occurred_on <= last
        )
        ours = queries.counts(conn, [kinds.DATED], first, last)
        assert {(flow, key): n for (_, flow, key), n in ours.items()} == by_day
        ends = month_end_days(Window(FIRST, LAST))
        at_end = Counter((one.flow, f"{unit}|{int(late)}") for one, unit, late in acted if one.occurred_on in ends)
        ours = queries.counts_on(conn, kinds.DATED, ends)
        assert {(flow, key): n for (_, flow, key), n in ours.items()} == at_end
        recorded = Counter(
            (unit, one.recorded_on.replace(day=1))
            for one, unit, _ in acted
            if months[0] <= one.recorded_on <= date(2021, 12, 20)
        )
        assert queries.counts_by_key_and_month(conn, kinds.RECORDED, months, date(2021, 12, 20)) == recorded


def taken(plan: Plan, cases: dict[tuple[str, str], list[Event]]) -> Iterator[tuple[Event, str, bool]]:
    """Every event with the unit that took it, and whether it was recorded more than a week later."""
    courts = court_codes(plan)
    for (flow, _), events in cases.items():
        ordered = sorted(events, key=lambda one: (one.occurred_on, one.seq))
        for place, event in enumerate(ordered):
            held = replay(plan.flow[flow], ordered[:place], courts).holder if place else plan.flow[flow].in_charge
            yield event, event.actor or held, event.recorded_on > event.occurred_on + timedelta(days=7)


def test_counts_made_for_another_plan_are_not_added_to(engine: Engine) -> None:
    plan = people.plan()
    clerk = Clerk(plan, 1)
    event = clerk.next_event(plan.flow["dispute"], "案1", None)
    assert event is not None
    with writing(engine) as conn:
        recording.append(conn, plan, [event], OFFICE)
    other = replace(plan, digest="0" * 64)
    with pytest.raises(Unavailable, match="rebuild"), writing(engine) as conn:
        recording.append(conn, other, [event._replace(case_no="案2")], OFFICE)
    with reading(engine) as conn:
        assert len(facts.events(conn)) == 1
