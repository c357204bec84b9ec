"""The agenda of a meeting: its order, what changed since the last one, and the dues offered, at their edges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.agenda import PARTS, Standing, UnitChanges, agenda, due_choices, unit_changes
from lib.domain.duties import duty_statuses
from lib.domain.facts import Report, Verification
from lib.domain.marks import NONE, UnitStatus, unit_statuses
from lib.domain.standing import Holding
from tests.domain.cast import CALENDAR, PLAN, day, extension, report, status_at, verdict

# D03-1 of qzfb is due on Sunday 2021-05-30, in time until Monday 05-31.
NOTHING = UnitChanges(NONE, NONE)


def standing(at: str, *facts: Report | Verification, held: Sequence[Holding] = ()) -> Standing:
    """The board with D03-1 alone."""
    found = [status_at(at, *facts)]
    return Standing(unit_statuses(PLAN, found, held, ()), found)


def changes(before: str, at: str, *facts: Report | Verification, orders: int = 0) -> UnitChanges:
    return unit_changes(standing(before, *facts), standing(at, *facts), {"qzfb": orders})["qzfb"]


@pytest.mark.parametrize(
    ("before", "at", "overdue"),
    [("05-30", "05-31", 0), ("05-31", "06-01", 1), ("06-01", "06-02", 0), ("05-01", "07-01", 1)],
)
def test_a_duty_is_newly_overdue_once(before: str, at: str, overdue: int) -> None:
    found = changes(before, at)
    assert len(found.overdue) == overdue and found.done == ()


@pytest.mark.parametrize(
    ("before", "at", "done"), [("05-09", "05-10", 0), ("05-10", "05-11", 1), ("05-11", "05-12", 0)]
)
def test_a_duty_is_newly_done_on_the_day_of_its_verdict(before: str, at: str, done: int) -> None:
    found = changes(before, at, report("05-08"), verdict("05-11"))
    assert len(found.done) == done and found.overdue == ()


def test_a_duty_that_did_not_exist_before_is_new() -> None:
    now = standing("06-01")
    before = Standing(now.units, ())
    assert len(unit_changes(before, now, {})["qzfb"].overdue) == 1


def test_a_light_that_turned_and_a_new_order_are_changes_and_nothing_else_is() -> None:
    turned = changes("05-31", "06-01")
    assert (turned.light_before, turned.light, turned.is_change) == ("yellow", "red", True)
    assert changes("06-01", "06-02", orders=1).is_change
    assert not changes("06-01", "06-02").is_change
    assert not unit_changes(standing("06-01"), standing("06-02"), {})["sfj"].is_change


def turns(
    units: Sequence[UnitStatus], changed: Mapping[str, UnitChanges] | None = None, promised: Sequence[str] = ()
) -> list[tuple[str, str]]:
    """The agenda without the quiet units that have no light."""
    dark = {one.unit for one in units if one.light == NONE}
    found = agenda(PLAN, units, changed or {}, promised)
    return [(one.unit, one.part) for one in found if one.part != "quiet" or one.unit not in dark]


def lit(**lights: str) -> list[UnitStatus]:
    """Units of the plan with these lights, the others dark; a unit so named owns nothing."""
    made = unit_statuses(PLAN, (), (), ())
    return [replace(one, task_mark=lights.get(one.unit, NONE)) for one in made]


def test_red_comes_first_then_what_changed_what_was_promised_what_is_near_and_the_rest() -> None:
    units = lit(qzfb="green", jrj="yellow", kgj="red", sfj="green", gsl="blue")
    order = turns(units, {"sfj": UnitChanges("yellow", "green")}, ["gsl"])
    assert order == [("kgj", "red"), ("sfj", "changed"), ("gsl", "promised"), ("jrj", "near"), ("qzfb", "quiet")]


def test_a_unit_stands_once_in_the_first_part_it_belongs_to() -> None:
    units = lit(kgj="red", jrj="yellow")
    changed = {"kgj": UnitChanges("green", "red"), "jrj": UnitChanges("green", "yellow")}
    assert turns(units, changed, ["kgj", "jrj"]) == [("kgj", "red"), ("jrj", "changed")]


def test_within_a_part_the_worse_light_then_the_more_overdue_then_the_register_comes_first() -> None:
    units = lit(qzfb="red", jrj="red", kgj="red", sfj="red", gsl="green")
    more = {"kgj": {"overdue": 3}, "jrj": {"overdue": 1}, "sfj": {"overdue": 1}}
    units = [replace(one, counts=more.get(one.unit, {})) for one in units]
    assert [unit for unit, part in turns(units) if part == "red"] == ["kgj", "jrj", "sfj", "qzfb"]
    changed = {"qzfb": UnitChanges("red", "green"), "gsl": UnitChanges("green", "yellow")}
    assert turns(lit(qzfb="green", gsl="yellow"), changed) == [("gsl", "changed"), ("qzfb", "changed")]


def test_a_light_that_turns_green_in_the_meeting_moves_no_unit() -> None:
    changed = {code: UnitChanges("yellow", "green") for code in ("qzfb", "jrj", "gsl")}
    for lights in ({"qzfb": "green"}, {"qzfb": "green", "gsl": "green"}, {"gsl": "blue"}):
        assert [unit for unit, part in turns(lit(**lights), changed) if part == "changed"] == ["qzfb", "jrj", "gsl"]


def test_court_and_procuratorate_are_never_red_and_come_last_in_their_part() -> None:
    late = Holding("dispute", "qfy", 4, 4, 4, 90)
    units = unit_statuses(PLAN, (), [late, late._replace(holder="gsl", longest_days=3)], ())
    changed = {code: UnitChanges("green", "yellow") for code in ("qfy", "gsl")}
    assert turns(units, changed) == [("gsl", "changed"), ("qfy", "changed")]


def test_an_agency_without_light_change_or_promise_is_left_out_and_every_other_unit_is_there() -> None:
    def there(
        units: Sequence[UnitStatus], changed: Mapping[str, UnitChanges] | None = None, *promised: str
    ) -> set[str]:
        return {one.unit for one in agenda(PLAN, units, changed or {}, promised)}

    others = {one.code for one in PLAN.units} - {"zrzy"}
    assert there(lit()) == others
    assert there(lit(), {"zrzy": NOTHING}) == others
    whole = others | {"zrzy"}
    assert there(lit(zrzy="green")) == there(lit(), None, "zrzy") == whole
    assert there(lit(), {"zrzy": UnitChanges(NONE, NONE, orders=1)}) == whole


def test_a_first_meeting_has_no_changes() -> None:
    units = unit_statuses(PLAN, duty_statuses(PLAN, {}, day("06-01")), (), ())
    assert {part for _, part in turns(units)} <= {"red", "near", "quiet"}


LIGHTS = st.sampled_from(("red", "yellow", "pending", "green", "blue", NONE))


@given(
    st.dictionaries(st.sampled_from([one.code for one in PLAN.units]), LIGHTS),
    st.sets(st.sampled_from([one.code for one in PLAN.units])),
)
def test_parts_never_mix_and_no_unit_comes_twice(lights: dict[str, str], promised: set[str]) -> None:
    found = turns(lit(**lights), {}, sorted(promised))
    assert [PARTS.index(part) for _, part in found] == sorted(PARTS.index(part) for _, part in found)
    assert len({unit for unit, _ in found}) == len(found)
    assert {unit for unit, light in lights.items() if light != NONE} <= {unit for unit, _ in found}


# 2021-05-01 to 05-05 are off, 05-08 is a make-up Saturday; 06-12 to 06-14 are off.
@pytest.mark.parametrize(
    ("at", "dues"),
    [
        ("04-30", "3个工作日 05-08 一周 05-07 两周 05-14 下月底 05-31"),
        ("05-06", "3个工作日 05-10 一周 05-13 两周 05-20 月底 05-31"),
        ("05-26", "3个工作日 05-31 一周 06-02 两周 06-09 下月底 06-30"),
        ("05-25", "3个工作日 05-28 一周 06-01 两周 06-08 月底 05-31"),
        ("06-07", "3个工作日 06-10 一周 06-15 两周 06-21 月底 06-30"),
        ("12-31", "3个工作日 2022-01-06 一周 2022-01-07 两周 2022-01-14 下月底 2022-01-30"),
    ],
)
def test_the_dues_offered_are_working_days(at: str, dues: str) -> None:
    words = dues.split()
    found = due_choices(CALENDAR, day(at))
    assert [(one.word, one.day) for one in found] == list(zip(words[::2], map(day, words[1::2]), strict=True))
    assert all(CALENDAR.is_working_day(one.day) for one in found)


def test_an_extension_takes_the_redness_back() -> None:
    before = Standing((), [status_at("06-01")])
    now = [status_at("06-02", extension("06-02", "06-30"))]
    found = unit_changes(
        before._replace(units=standing("06-01").units), Standing(unit_statuses(PLAN, now, (), ()), now), {}
    )
    assert (found["qzfb"].light_before, found["qzfb"].light, found["qzfb"].overdue) == ("red", "green", ())
