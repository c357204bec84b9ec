"""calendar.yaml and the library it is written from."""

from pathlib import Path

from lib.definitions import load, update_calendar
from tests.definitions.folders import written

SHANYANG = Path(__file__).parents[2] / "data" / "plan"


def test_updating_the_calendar_adds_every_year_from_2020(tmp_path: Path) -> None:
    years = update_calendar(written(tmp_path))
    assert years[:2] == (2020, 2021)
    assert load(tmp_path).calendar.years == years


def test_the_calendar_of_the_plan_agrees_with_the_library_in_its_years(tmp_path: Path) -> None:
    update_calendar(written(tmp_path))
    fresh, kept = load(tmp_path).calendar, load(SHANYANG).calendar
    assert set(kept.years) <= set(fresh.years)
    assert kept.rest_days == {day for day in fresh.rest_days if day.year in kept.years}
    assert kept.makeup_days == {day for day in fresh.makeup_days if day.year in kept.years}


def test_without_roll_forward_a_due_day_stays(tmp_path: Path) -> None:
    text = (written(tmp_path) / "plan.yaml").read_text(encoding="utf-8")
    plan = load(written(tmp_path, plan=text + "settings: {roll_forward: false}\n"))
    assert not plan.calendar.roll
    assert plan.settings["roll_forward"] == "false"
