"""Sheets in, numbers out: the board agrees with the independent calculation to the digit."""

from datetime import date
from pathlib import Path

import pytest

from lib import clock
from lib.commands import founding
from lib.db.engine import PROJECT
from lib.definitions import load
from lib.domain.periods import Period
from lib.intake.importing import import_files
from lib.security.founding import OPERATOR_VIEWER
from lib.services import contract_json
from lib.services.appraisal import appraisal
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
    return contract_json.rank_document(appraisal(book, period, args[1]))


def _name(one, index):
    """What a row is about: an indicator and its unit, a unit, a flow, an item, a rule; else its place."""
    if not isinstance(one, dict):
        return str(index)
    keys = [str(one[key]) for key in ("code", "no", "unit", "rule") if key in one]
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


@pytest.mark.parametrize("district", DISTRICTS, ids=lambda one: one.name)
def test_every_number_of_a_district_agrees_to_the_digit(engine, district, tmp_path: Path):
    plan = load(PROJECT / "data" / "plan")
    founding.found(engine, plan, clock.now())
    (paths,) = districts.write_csv(tmp_path, [district]).values()
    import_files(engine, plan, OPERATOR_VIEWER, [Path(path) for path in paths], today=TODAY)
    facts = calculation.read(district.sheets, TODAY)
    with open_book(engine) as book:
        wrong = [
            line
            for kind, args in cases.questions(district)
            for line in _differences(
                f"{kind}{tuple(map(str, args))}", _answer(book, kind, args), getattr(calculation, kind)(facts, *args)
            )
        ]
    assert not wrong, f"{len(wrong)} differences:\n" + "\n".join(wrong[:60])
