"""What holds whatever the facts: as-of, order, completeness, sums and ranks (domain.md 1 to 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lib.domain.appraisal import pointed, scores, total_of
from lib.domain.calendar import Duration
from lib.domain.duties import STATES, duty_records, duty_statuses
from lib.domain.facts import Change, Event, Report, Verification
from lib.domain.indicators import reading
from lib.domain.ledger import Case, Ledger, advanced, opened
from lib.domain.ledger_acts import allowed_actions, refusal
from lib.domain.line_parts import Share
from lib.domain.marks import LIGHT_OF_STATE, unit_statuses
from lib.domain.measures import Tally
from lib.domain.plan import Indicator, Part, Rule
from lib.domain.platforms import platform_count
from lib.domain.ranking import competition_ranks, rank_spans
from lib.domain.rounding import half_up, wilson
from lib.domain.standing import holdings
from tests.domain.cast import (
    CALENDAR,
    COURTS,
    FLOWS,
    HALF_YEARLY,
    ISSUED,
    ONCE,
    PLAN,
    QUARTERLY,
    SCHEME,
    STANDING,
    day,
    event,
    facts,
    judged,
)

FEW = settings(max_examples=60, deadline=None, derandomize=True)
MANY = settings(max_examples=200, deadline=None, derandomize=True)
DAYS = st.integers(0, 300).map(lambda n: ISSUED + timedelta(days=n))
DUTIES = (ONCE, QUARTERLY, HALF_YEARLY, STANDING)
KEYS = [
    ("D03-1", None), ("D04-2", "2021Q2"), ("D04-2", "2021Q3"), ("D25-1", "2021H1"), ("D10-1", "2021Q2"),
    ("D10-1", "2021Q3"),
]  # fmt: skip
OWNERS = {duty.code: duty.owner for duty in DUTIES}
RANKED = ("qzfb", "jrj", "kgj", "sfj")


def _report(number: int, key: tuple[str, str | None], on: date, kind: str, recorded: int) -> Report:
    duty, period = key
    return Report(
        number, duty, OWNERS[duty], period, period, on, kind, None, None, None, on + timedelta(days=recorded)
    )  # fmt: skip


@st.composite
def duty_facts(draw: st.DrawFn) -> tuple[list[Report], list[Verification], list[Change]]:
    """Reports with verdicts dated on or after them, and changes."""
    reports, verdicts, changes = [], [], []
    for number in range(draw(st.integers(0, 6))):
        key, on = draw(st.sampled_from(KEYS)), draw(DAYS)
        reports.append(
            _report(number, key, on, draw(st.sampled_from(["progress", "completion"])), draw(st.integers(0, 9)))
        )
        for _ in range(draw(st.integers(0, 2))):
            verified = on + timedelta(days=draw(st.integers(0, 40)))
            word = draw(st.sampled_from(["pass", "return"]))
            accepted = draw(st.sampled_from([None, on])) if word == "pass" else None
            verdicts.append(Verification(100 + len(verdicts), number, word, verified, "o", None, accepted, verified))
    for number in range(draw(st.integers(0, 3))):
        (duty, period), on = draw(st.sampled_from(KEYS)), draw(DAYS)
        kind = draw(st.sampled_from(["extension", "waiver", "reassignment"]))
        due = draw(DAYS) if kind == "extension" else None
        owner = draw(st.sampled_from(RANKED)) if kind == "reassignment" else None
        changes.append(Change(200 + number, duty, period, kind, due, owner, "r", "a", on, on))
    return reports, verdicts, changes


@st.composite
def histories(draw: st.DrawFn, flow: str = "dispute", cases: int = 3, units: Sequence[str] = RANKED) -> list[Event]:
    """Cases played on by allowed actions only, in the order of storing."""
    found: list[Event] = []
    for number in range(draw(st.integers(1, cases))):
        found += draw(one_history(flow, f"{number}号", 100 * number + 1, units))
    return found


@st.composite
def one_history(draw: st.DrawFn, flow: str, case_no: str, start: int, units: Sequence[str]) -> list[Event]:
    on, definition = draw(DAYS), FLOWS[flow]
    assignee = draw(st.sampled_from(units))
    first = event(flow, definition.register_action.name, str(on), case=case_no, number=start, assignee=assignee)
    found, case = [first], opened(definition, first, COURTS)
    for index in range(1, draw(st.integers(1, 9))):
        choices = allowed_actions(case)
        if not choices:
            break
        on += timedelta(days=draw(st.integers(0, 20)))
        one = _step(case, draw(st.sampled_from(choices)), on, start + index, index, draw(st.sampled_from(units)))
        assert refusal(PLAN, definition, case, one, day("2030-01-01")) is None
        case = advanced(case, one, COURTS)
        found.append(one)
    return found


def _step(case: Case, action: str, on: date, number: int, seq: int, unit: str) -> Event:
    defined = case.flow.action.get(action)
    given: dict[str, Any] = {}
    if defined and defined.holder == "assignee":
        given["assignee"] = unit
    if defined and defined.results:
        given["result"] = next(one.name for one in defined.results if not one.states or case.state in one.states)
    if defined and defined.recovers:
        given["amount"] = "1"
    return event(case.flow.code, action, str(on), case=case.case_no, number=number, seq=seq, text="说明", **given)


# Duties


@MANY
@given(duty_facts(), DAYS)
def test_every_occurrence_has_one_state_and_a_light(
    stated: tuple[list[Report], list[Verification], list[Change]], at: date
) -> None:
    for status in duty_statuses(PLAN, duty_records(*stated), at):
        assert status.state in STATES
        assert status.state in LIGHT_OF_STATE


@FEW
@given(duty_facts(), DAYS)
def test_states_add_up_to_owned_and_owned_to_all_occurrences(
    stated: tuple[list[Report], list[Verification], list[Change]], at: date
) -> None:
    statuses = duty_statuses(PLAN, duty_records(*stated), at)
    units = unit_statuses(PLAN, statuses, (), ())
    assert all(one.owned == sum(one.counts.get(state, 0) for state in STATES) for one in units)
    assert sum(one.owned for one in units) == len(statuses)


@FEW
@given(duty_facts(), duty_facts(), DAYS)
def test_duty_facts_dated_after_a_day_change_nothing_on_it(
    stated: tuple[list[Report], list[Verification], list[Change]],
    later: tuple[list[Report], list[Verification], list[Change]],
    at: date,
) -> None:
    reports, verdicts, changes = stated
    more = [one._replace(number=one.number + 1000) for one in later[0] if one.occurred_on > at]
    late_verdicts = [one._replace(number=one.number + 1000) for one in later[1] if one.verified_on > at]
    late_changes = [one._replace(number=one.number + 1000) for one in later[2] if one.occurred_on > at]
    with_future = duty_records([*reports, *more], [*verdicts, *late_verdicts], [*changes, *late_changes])
    assert duty_statuses(PLAN, with_future, at) == duty_statuses(PLAN, duty_records(*stated), at)


@FEW
@given(duty_facts(), DAYS, st.randoms(use_true_random=False))
def test_the_order_of_storing_does_not_change_the_state(
    stated: tuple[list[Report], list[Verification], list[Change]], at: date, shuffled: Any
) -> None:
    mixed = [list(group) for group in stated]
    for group in mixed:
        shuffled.shuffle(group)
    reports, verdicts, changes = mixed
    states = [
        [
            (one.occurrence.key, one.state, one.owner, one.effective_due, one.days_late)
            for one in duty_statuses(PLAN, records, at)
        ]
        for records in (duty_records(*stated), duty_records(reports, verdicts, changes))  # type: ignore[arg-type]
    ]
    assert states[0] == states[1]


@MANY
@given(DAYS, st.integers(0, 60), st.booleans())
def test_a_limit_never_ends_before_it_begins_and_rolls_to_a_working_day(on: date, length: int, working: bool) -> None:
    end = CALENDAR.end_of(on, Duration(length, working))
    assert on <= end <= CALENDAR.roll_forward(end)
    assert CALENDAR.is_working_day(CALENDAR.roll_forward(end))
    if working:
        assert sum(CALENDAR.is_working_day(on + timedelta(days=n)) for n in range(1, (end - on).days + 1)) == length


# The ledger


@FEW
@given(histories(), st.randoms(use_true_random=False))
def test_a_ledger_is_the_same_in_whatever_order_its_events_are_read(history: list[Event], shuffled: Any) -> None:
    mixed = list(history)
    shuffled.shuffle(mixed)
    books = [Ledger(PLAN, events).cases("dispute", day("2030-01-01")) for events in (history, mixed)]
    assert sorted(books[0], key=lambda case: case.case_no) == sorted(books[1], key=lambda case: case.case_no)


@FEW
@given(histories(), DAYS)
def test_events_dated_after_a_day_change_nothing_on_it(history: list[Event], at: date) -> None:
    before = [one for one in history if one.occurred_on <= at]
    whole, known = Ledger(PLAN, history).cases("dispute", at), Ledger(PLAN, before).cases("dispute", at)
    assert whole == known
    assert platform_count(FLOWS["dispute"], whole, ISSUED, at, CALENDAR) == platform_count(
        FLOWS["dispute"], known, ISSUED, at, CALENDAR
    )


@FEW
@given(histories(flow="supervision_order"), DAYS)
def test_every_case_is_open_with_one_stay_or_closed_with_none(history: list[Event], at: date) -> None:
    for case in Ledger(PLAN, history).cases("supervision_order", at):
        assert (case.open_stay is None) == (case.closed_on is not None) == case.flow.state[case.state].final
        assert all(stay.left_on is not None for stay in case.stays[:-1])


@FEW
@given(histories(flow="npl"), DAYS)
def test_states_and_open_and_closed_cases_add_up(history: list[Event], at: date) -> None:
    cases = Ledger(PLAN, history).cases("npl", at)
    count = platform_count(FLOWS["npl"], cases, date(2000, 1, 1), at, CALENDAR)
    assert count.registered == count.open + count.closed == sum(count.by_state.values()) == len(cases)
    assert count.closed == count.success + count.failure + count.neutral
    assert count.overdue <= count.open
    assert sum(row.registered for row in count.by_unit.values()) == count.registered


@FEW
@given(histories(flow="npl"), DAYS)
def test_no_judicial_stay_waits_in_a_run_mark(history: list[Event], at: date) -> None:
    cases = Ledger(PLAN, history).cases("npl", at)
    held = sum(one.open for one in holdings(cases, CALENDAR, at))
    assert held == sum(case.closed_on is None and case.state != "执行中" for case in cases)


# Points and ranks

SHARES = st.one_of(st.none(), st.fractions(0, 1, max_denominator=300))
WEIGHTS = st.decimals(Decimal("0.5"), 100, places=1)


def _lines(weights: Sequence[Decimal], given_shares: Sequence[Fraction | None]) -> list[tuple[Rule, Share]]:
    return [
        (Rule(f"r{n}", "delivery", "", weight), Share(share, ""))
        for n, (weight, share) in enumerate(zip(weights, given_shares, strict=False))
    ]


@MANY
@given(
    st.lists(WEIGHTS, min_size=1, max_size=7),
    st.lists(SHARES, min_size=7, max_size=7),
    st.decimals(0, 5, places=2),
    st.decimals(0, 10, places=2),
)
def test_the_waterfall_adds_up_to_the_total_shown(
    weights: list[Decimal], given_shares: list[Fraction | None], bonus: Decimal, deduction: Decimal
) -> None:
    lines = pointed(_lines(weights, given_shares), SCHEME, {})
    total = total_of(lines, bonus, deduction)
    shown = [line.points for line in lines if line.points is not None]
    assert (total is None) == (not shown)
    if total is not None:
        assert total == max(Decimal(0), sum(shown, Decimal(0)) + bonus - deduction)
        assert all(points == points.quantize(Decimal("0.01")) for points in shown)
        assert sum(shown, Decimal(0)) <= 100 + Decimal("0.005") * len(shown)


@MANY
@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.decimals(0, 100, places=1), max_size=12))
def test_a_rank_is_one_more_than_the_number_of_better_units(totals: dict[str, Decimal]) -> None:
    ranks = competition_ranks(totals)
    for unit, total in totals.items():
        assert ranks[unit] == 1 + sum(other > total for other in totals.values())


@FEW
@given(st.lists(st.lists(SHARES, min_size=5, max_size=5), min_size=1, max_size=4))
def test_a_rank_span_holds_the_rank(given_shares: list[list[Fraction | None]]) -> None:
    base = scores(judged("2021Q2", "07-15", facts()), ())
    made = {}
    for unit, own in zip(RANKED, given_shares, strict=False):
        lines = pointed([(rule, Share(one, "")) for rule, one in zip(SCHEME.rules, own, strict=False)], SCHEME, {})
        made[unit] = replace(base[unit], lines=lines, total=total_of(lines, Decimal(0), Decimal(0)))
    ranks = competition_ranks({unit: one.total or Decimal(0) for unit, one in made.items()})
    for unit, (low, high) in rank_spans(SCHEME, made, dict.fromkeys(made, "lead")).items():
        assert 1 <= low <= ranks[unit] <= high <= len(made)


@FEW
@given(duty_facts(), duty_facts(), histories())
def test_facts_dated_after_the_close_change_no_score(
    stated: tuple[list[Report], list[Verification], list[Change]],
    later: tuple[list[Report], list[Verification], list[Change]],
    history: list[Event],
) -> None:
    close = day("10-15")
    future = (
        [one._replace(number=one.number + 1000) for one in later[0] if one.occurred_on > close],
        [one._replace(number=one.number + 1000) for one in later[1] if one.verified_on > close],
        [one._replace(number=one.number + 1000) for one in later[2] if one.occurred_on > close],
    )
    seen = [one for one in history if one.occurred_on <= close]
    known = facts(*stated, history=seen)
    whole = facts(*([*a, *b] for a, b in zip(stated, future, strict=True)), history=history)  # type: ignore[arg-type]
    first, second = (scores(judged("2021Q3", "10-15", one), ()) for one in (known, whole))
    assert first == second


# Numbers


@MANY
@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_rate_and_stays_between_nothing_and_all(numbers: tuple[int, int]) -> None:
    numerator, n = numbers
    bounds = wilson(Fraction(numerator), Fraction(n))
    assert bounds is not None
    assert 0 <= Fraction(bounds[0]) <= Fraction(numerator, n) <= Fraction(bounds[1]) <= 1


@MANY
@given(st.fractions(-1000, 1000, max_denominator=10**6), st.integers(0, 6))
def test_rounding_is_off_by_at_most_half_a_step(value: Fraction, places: int) -> None:
    assert abs(Fraction(half_up(value, places)) - value) <= Fraction(1, 2 * 10**places)
    assert half_up(-value, places) == -half_up(value, places)


@MANY
@given(st.integers(0, 60), st.integers(0, 60), st.fractions(Fraction(1, 10), 1, max_denominator=20), st.booleans())
def test_colour_side_and_attainment_of_a_threshold_agree(
    numerator: int, n: int, target: Fraction, at_least: bool
) -> None:
    part = Part("率", None, at_least, target, Fraction(0) if at_least else target + 1)
    indicator = Indicator("I", "3", "率", "threshold", "ledger", (part,), None, True)
    found = reading(indicator, None, Tally((Fraction(numerator),), Fraction(n)), None)
    assert (found.colour is None) == (found.attainment is None) == (n < 5)
    assert (found.met is None) == (n == 0)
    if found.colour is not None:
        assert found.met == (found.colour == "green") == (found.attainment == 1)
