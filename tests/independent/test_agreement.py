"""Sheets in, numbers out: the board agrees with the independent calculation to the digit."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from lib import clock
from lib.commands import founding
from lib.commands.act import Caller
from lib.commands.report_acts import verify_report
from lib.db.engine import PROJECT, reading
from lib.db.queries import facts
from lib.definitions import load
from lib.domain.facts import PASS, RETURN
from lib.domain.periods import Period
from lib.intake.importing import import_files
from lib.security.founding import OPERATOR_VIEWER
from lib.services import contract_json
from lib.services.appraisal import appraisal, explained
from lib.services.book import open_book
from lib.services.indicators import indicator_readings
from lib.services.platforms import platform_counts
from lib.services.status import status
from tests.independent import calculation, cases, districts

TODAY = date(2026, 11, 22)
DISTRICTS = districts.districts()
IGNORED = {"title", "plan", "snapshot", "known_at", "digest", "scheme", "note"}


def _answer(book, kind, args):
    if kind == "status":
        return contract_json.status_document(book, status(book, *args))
    if kind == "platforms":
        return contract_json.platforms_document(*args, platform_counts(book, *args))
    period = Period.parse(args[0])
    if kind == "indicators":
        return contract_json.indicators_document(args[0], indicator_readings(book, period))
    if kind == "explain":
        result = explained(book, period, args[1])
        return {"rows": [contract_json.explain_document(result, unit, ()) for unit in book.plan.unit]}
    return contract_json.rank_document(appraisal(book, period, args[1]))


def _name(one, index):
    """What a row is about: an indicator and its unit, a unit, a flow, an item, a rule, a part; else its place."""
    if not isinstance(one, dict):
        return str(index)
    keys = [str(one[key]) for key in ("code", "no", "unit", "rule", "subject") if key in one]
    return "/".join(keys) or str(index)


def _differences(path, ours, theirs):
    if isinstance(theirs, dict):
        for key in theirs:
            if key in IGNORED:
                continue
            if key == "by_unit":
                ours_by = {k: v for k, v in ours[key].items() if any(v.values())}
                theirs_by = {k: v for k, v in theirs[key].items() if any(v.values())}
                if ours_by != theirs_by:
                    yield f"{path}.by_unit: {ours_by} != {theirs_by}"
                continue
            yield from _differences(f"{path}.{key}", ours.get(key, "absent"), theirs[key])
    elif isinstance(theirs, list) and isinstance(ours, list):
        if len(ours) != len(theirs):
            yield f"{path}: {len(ours)} rows, not {len(theirs)}"
        keyed = {_name(one, index): one for index, one in enumerate(ours)}
        for index, one in enumerate(theirs):
            yield from _differences(f"{path}[{_name(one, index)}]", keyed.get(_name(one, index), {}), one)
    elif ours != theirs:
        yield f"{path}: {ours!r}, not {theirs!r}"


@cache
def _asked_and_answered(name):
    """What is asked of a district, with the answers worked out by hand; the same for either engine."""
    district = next(one for one in DISTRICTS if one.name == name)
    seen = calculation.read(district.sheets, TODAY, district.revisions)
    return [(kind, args, getattr(calculation, kind)(seen, *args)) for kind, args in cases.questions(district)]


def _revise(engine, plan, district):
    """Give the verdicts that no sheet brings, each naming the one it revises."""
    with reading(engine) as conn:
        reports, given = facts.reports(conn), {one.report: one.number for one in facts.verifications(conn)}
    stored = {(one.deliverable, one.unit, one.occurred_on): one.number for one in reports}
    rows = calculation.read_reports(district.sheets["进展填报"], TODAY)
    for row, verdict, day, accepted_on in district.revisions:
        number, caller = stored[rows[row]["code"], rows[row]["unit"], rows[row]["date"]], Caller(OPERATOR_VIEWER, TODAY)
        done = verify_report(
            engine, plan, caller, number, verdict={"通过": PASS, "退回": RETURN}[verdict], verified_on=day,
            reason="经复核", accepted_on=accepted_on, revises=given.get(number),
        )  # fmt: skip
        (given[number],) = done.numbers


@pytest.mark.parametrize("district", DISTRICTS, ids=lambda one: one.name)
def test_every_number_of_a_district_agrees_to_the_digit(engine, district, tmp_path: Path):
    plan = load(PROJECT / "data" / "plan")
    founding.found(engine, plan, clock.now())
    (paths,) = districts.write_csv(tmp_path, [district]).values()
    import_files(engine, plan, OPERATOR_VIEWER, [Path(path) for path in paths], today=TODAY)
    _revise(engine, plan, district)
    with open_book(engine) as book:
        wrong = [
            line
            for kind, args, answer in _asked_and_answered(district.name)
            for line in _differences(f"{kind}{tuple(map(str, args))}", _answer(book, kind, args), answer)
        ]
    assert not wrong, f"{len(wrong)} differences:\n" + "\n".join(wrong[:60])
