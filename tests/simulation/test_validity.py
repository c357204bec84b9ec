"""Every invented fact is one that the rules would have let in."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest

from lib.clock import shanghai_day
from lib.domain import admission
from lib.domain.duties import NOTHING_RECORDED, DutyRecord, duty_records
from lib.domain.facts import COMPLETION, REASSIGNMENT, Verification
from lib.domain.ledger import Case, advanced, court_codes, opened
from lib.domain.ledger_acts import refusal
from lib.domain.plan import Plan
from lib.domain.reporting import named_occurrence, place_report
from lib.simulation import Simulation, cases, simulate
from tests.simulation.conftest import SEED, UNTIL


def test_no_event_is_refused_by_the_case_so_far(plan: Plan, ordinary: Simulation) -> None:
    courts = court_codes(plan)
    refused = []
    for history in ordinary.events.by_case():
        case: Case | None = None
        for event in (one.fact for one in history):
            flow = plan.flow[event.flow]
            refused.append(refusal(plan, flow, case, event, UNTIL))
            case = opened(flow, event, courts) if case is None else advanced(case, event, courts)
    assert len(refused) > 60_000
    assert [one for one in refused if one] == []


def test_case_numbers_are_never_used_twice(small: Simulation) -> None:
    numbers = [(case[0].fact.flow, case[0].fact.case_no) for case in small.events.by_case()]
    assert len(numbers) == len(set(numbers)) == len(small.events) == 2_000


def test_every_report_belongs_where_the_rules_place_it(plan: Plan, small: Simulation) -> None:
    records = duty_records([], [], [one.fact for one in small.changes])
    verdicts = defaultdict[int, list[Verification]](list)
    for verdict in small.verifications:
        verdicts[verdict.fact.report].append(verdict.fact)
    for report in (one.fact for one in small.reports):
        deliverable, written = plan.deliverable[report.deliverable], report.period_written
        found = place_report(plan, records, deliverable, report.unit, written, report.occurred_on, report.kind)
        assert found.key == (report.deliverable, report.period)
        own = verdicts[report.number]
        record = records.get(found.key, NOTHING_RECORDED)
        records[found.key] = DutyRecord((*record.reports, report), (*record.verifications, *own), record.changes)
        for one in own:
            days = (one.accepted_on, one.verified_on, report.occurred_on, found.opens_on, UNTIL)
            assert list(admission.verdict_refusals(*days)) == []
            assert list(admission.verdict_cell_refusals(one.verdict, one.accepted_on, one.verified_on, one.by)) == []


def test_what_is_claimed_done_is_not_called_half_done_afterwards(ordinary: Simulation) -> None:
    claimed = {}
    for report in (one.fact for one in ordinary.reports):
        if report.kind == COMPLETION:
            claimed.setdefault((report.deliverable, report.period), report.occurred_on)
    half_done = [one.fact for one in ordinary.reports if one.fact.percent is not None and one.fact.percent < 100]
    assert claimed and half_done
    never = date.max
    assert all(one.occurred_on < claimed.get((one.deliverable, one.period), never) for one in half_done)


def test_every_stated_fact_would_be_admitted(plan: Plan, small: Simulation) -> None:
    refused = [
        *(one for report in small.reports for one in admission.report_refusals(report.fact, None, UNTIL)),
        *(one for change in small.changes for one in admission.change_refusals(change.fact, UNTIL)),
        *(one for made in small.adjustments for one in admission.adjustment_refusals(made.fact, UNTIL)),
        *(one for entry in small.entries for one in admission.entry_refusals(plan, entry.fact, UNTIL)),
    ]
    assert refused == []


def test_changes_name_an_occurrence_open_on_their_day_and_an_approver(plan: Plan, small: Simulation) -> None:
    for change in (one.fact for one in small.changes):
        named_occurrence(plan, plan.deliverable[change.deliverable], change.period, change.occurred_on)
        assert change.approver
        assert change.kind != REASSIGNMENT or change.new_owner in plan.unit


def test_nothing_is_recorded_before_it_happened_or_after_the_last_day(small: Simulation) -> None:
    for fact, stated_at in small.facts():
        happened_on = fact.verified_on if isinstance(fact, Verification) else fact.occurred_on
        assert happened_on <= shanghai_day(stated_at) <= UNTIL


def test_claims_of_the_offices_own_units_are_verified_by_a_leader(small: Simulation) -> None:
    unit_of = {one.fact.number: one.fact.unit for one in small.reports}
    by = {one.fact.by for one in small.verifications if unit_of[one.fact.report] in ("qzfb", "ldxz")}
    assert by == {"领导小组副组长"}


def test_most_acts_fall_on_working_days_and_few_are_recorded_weeks_late(plan: Plan, small: Simulation) -> None:
    events = list(small.events)
    resting = sum(not plan.calendar.is_working_day(one.fact.occurred_on) for one in events)
    weeks_late = sum((shanghai_day(one.stated_at) - one.fact.occurred_on).days > 7 for one in events)
    assert 0 < resting < 0.01 * len(events)
    assert 0 < weeks_late < 0.04 * len(events)


def test_a_flow_without_a_story_of_its_own_is_played_by_its_definition(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "STORIES", {})
    courts, refused, closed = court_codes(plan), [], set()
    for history in simulate(plan, until=UNTIL, seed=SEED, cases=1_500).events.by_case():
        case: Case | None = None
        for event in (one.fact for one in history):
            flow = plan.flow[event.flow]
            refused.append(refusal(plan, flow, case, event, UNTIL))
            case = opened(flow, event, courts) if case is None else advanced(case, event, courts)
        if case is not None and case.closed_on:
            closed.add(case.flow.code)
    assert [one for one in refused if one] == []
    # Objections come with the life of a period, and not by chance.
    assert closed == set(plan.flow) - {"appeal"}
