"""The life of an appraisal period: each step by the right role, in its order, at its time; refusals leave their row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from lib.commands import period_acts
from lib.commands.duty_acts import verify_report
from lib.db.engine import reading
from lib.db.queries import periods
from lib.domain.canonical import digest_of
from lib.domain.period_life import (
    APPROVED,
    CHECKED,
    COMPUTED,
    DECIDED,
    DECLINED,
    DRAFT,
    LOCKED,
    OPENED,
    PUBLISHED,
    SIGNED,
    STATES,
)
from lib.domain.periods import Period
from lib.errors import NotAllowed, Refused
from lib.services.book import open_book
from lib.services.kept_results import life
from tests.commands.cast import CAST, refusal, stored, trail
from tests.people import plan
from tests.period_world import (
    APPROVED_ON,
    CHECK_UNTIL,
    CLOSE,
    LOCKED_ON,
    PUBLIC_UNTIL,
    QUARTER,
    WAY,
    YEAR,
    YEAR_LOCKED_ON,
    answered,
    by,
    claimed,
    computed,
    head_of,
    objected,
    settle,
    state,
    take_step,
    taken_until,
    versions,
    year_taken_until,
)

OFFICES = {"office", "office_qzfb", "operator"}
SIGNED_ON = date(2022, 2, 8)
MAY = {
    "open": OFFICES, "compute": OFFICES, "check": OFFICES, "confirm": {"head"}, "approve": {"leader", "operator"},
    "publish": OFFICES, "lock": OFFICES, "sign": {"leader"},
}  # fmt: skip
BEFORE = {"compute": "open", "check": "compute", "approve": "check", "publish": "approve", "lock": "publish"}
SECOND_DAY = {"approve": APPROVED_ON, "publish": APPROVED_ON, "lock": LOCKED_ON}
# Units with a score and a place: those whose word a check waits for.
ASKED = ("kgj", "jrj", "zsj", "qzfb", "czj", "zzw", "scj")


def test_a_period_goes_its_whole_way(engine: Engine) -> None:
    settle(engine)
    reached = []
    for step, who, day in WAY:
        take_step(engine, step, who, day)
        reached.append(state(engine).state)
    assert reached == [OPENED, COMPUTED, CHECKED, APPROVED, PUBLISHED, LOCKED]
    now = state(engine)
    assert (now.version, now.check_until, now.public_until, now.close_on) == (1, CHECK_UNTIL, PUBLIC_UNTIL, CLOSE)
    with reading(engine) as conn:
        kept = periods.kept_result(conn, now.digest or "")
        assert [(one.step.step, one.account) for one in periods.steps_by(conn, QUARTER.code)] == [
            (step, CAST[who].username) for step, who, _ in WAY
        ]
    assert kept is not None and digest_of(kept.document) == kept.digest == now.digest
    assert [row.act for row in trail(engine, 6)] == [
        "lock_period", "publish_period", "approve_period", "check_period", "compute_period", "open_period",
    ]  # fmt: skip


@pytest.mark.parametrize("step", MAY)
def test_each_step_is_for_its_role_and_refused_to_every_other(world: Engine, step: str) -> None:
    day, period = SECOND_DAY.get(step, CLOSE), QUARTER
    said: dict[str, Any] = {}
    if step == "sign":
        year_taken_until(world, "lock")
        day, period, said = YEAR_LOCKED_ON, YEAR, {"unit": "zzw"}
    elif step == "confirm":
        taken_until(world, "check")
    elif step in BEFORE:
        taken_until(world, BEFORE[step])
    if step == "compute":
        said = {"made": computed(world, QUARTER, CLOSE)}
    for who in CAST:
        if who in MAY[step]:
            continue
        before = stored(world)
        with pytest.raises(NotAllowed):
            take_step(world, step, who, day, period, **said)
        assert stored(world) == before
        row = trail(world)[0]
        assert row.act.endswith("_refused") and row.account == CAST[who].username and period.code in row.subject
    take_step(world, step, sorted(MAY[step])[0], day, period, **said)


def test_no_step_is_taken_out_of_its_order(world: Engine) -> None:
    """In every state, each step that does not follow from it is refused with the state and what it would take."""
    follows = {
        DRAFT: {"open"}, OPENED: {"compute"}, COMPUTED: {"compute", "check"}, CHECKED: {"compute", "confirm", "approve"},
        APPROVED: {"compute", "publish"}, PUBLISHED: {"lock"}, LOCKED: set(),
    }  # fmt: skip
    days = dict.fromkeys(MAY, LOCKED_ON)
    for before, (forward, actor, day) in zip(follows, (*WAY, ("", "", CLOSE)), strict=True):
        assert state(world).state == before
        for step in (one for one in MAY if one not in (*follows[before], "sign")):
            who = "head" if step == "confirm" else "leader" if step == "approve" else "office"
            if step == "compute" and before == DRAFT:
                told = refusal(world, lambda e: take_step(e, "compute", "office", CLOSE))
            else:
                told = refusal(world, lambda e, s=step, w=who: take_step(e, s, w, days[s]))
            assert "2021Q2 现为" in told and "要在" in told, (before, step)
        if forward:
            take_step(world, forward, actor, day)


@pytest.mark.parametrize(("written", "told"), [("2021Q1", "印发"), ("2021Q3", "还没有开始"), ("2021-05", "不按月计")])
def test_a_period_without_anything_to_appraise_is_not_opened(world: Engine, written: str, told: str) -> None:
    today = date(2021, 6, 30)
    assert told in refusal(
        world, lambda e: period_acts.open_period(e, plan(), by("office", today), Period.parse(written))
    )


def test_a_running_period_is_opened_and_not_computed_before_its_end(world: Engine) -> None:
    take_step(world, "open", "office", QUARTER.end)
    told = refusal(world, lambda e: take_step(e, "compute", "office", QUARTER.end - timedelta(days=1)))
    assert "收件截止日应在考核期结束" in told
    take_step(world, "compute", "office", QUARTER.end)


def test_a_close_in_the_future_is_refused(world: Engine) -> None:
    take_step(world, "open", "office", CLOSE)
    told = refusal(world, lambda e: take_step(e, "compute", "office", CLOSE, close_on=CLOSE + timedelta(days=1)))
    assert "收件截止" in told and "2021-07-06" in told


def test_a_result_made_before_somebody_else_computed_is_not_kept(world: Engine) -> None:
    take_step(world, "open", "office", CLOSE)
    slow = computed(world, QUARTER, CLOSE)
    take_step(world, "compute", "office_qzfb", CLOSE)
    assert "请重新计算" in refusal(world, period_acts.keep_computed, plan(), by("office", CLOSE), slow)


def test_a_result_whose_points_do_not_follow_from_its_parts_is_not_kept(world: Engine) -> None:
    take_step(world, "open", "office", CLOSE)
    made = computed(world, QUARTER, CLOSE)
    row = made.rows[1]
    better = replace(row, score=replace(row.score, total=row.score.total + 1))  # type: ignore[operator]
    forged = replace(made, rows=(better, *made.rows))
    assert "与数据库不符" in refusal(world, period_acts.keep_computed, plan(), by("office", CLOSE), forged)


# Time


@pytest.mark.parametrize(
    ("step", "before", "last"), [("approve", "check", CHECK_UNTIL), ("lock", "publish", PUBLIC_UNTIL)]
)
def test_the_last_day_still_belongs_to_the_units(world: Engine, step: str, before: str, last: date) -> None:
    taken_until(world, before)
    who = "leader" if step == "approve" else "office"
    assert str(last) in refusal(world, lambda e: take_step(e, step, who, last))
    take_step(world, step, who, last + timedelta(days=1))


@pytest.mark.parametrize(
    ("step", "before", "last"), [("approve", "check", CHECK_UNTIL), ("lock", "publish", PUBLIC_UNTIL)]
)
def test_the_operator_may_be_early_and_the_step_says_so_for_good(
    world: Engine, step: str, before: str, last: date
) -> None:
    taken_until(world, before)
    done = take_step(world, step, "operator", last, text="会议已定")
    text = state(world).last(step).text  # type: ignore[union-attr]
    assert text.startswith("会议已定；") and str(last) in text and "未满即办" in text
    assert "未满即办" in done.sentence


def test_a_check_ends_once_every_ranked_unit_with_a_score_has_confirmed(world: Engine) -> None:
    taken_until(world, "check")
    for unit in ASKED[:-1]:
        take_step(world, "confirm", head_of(unit), CLOSE, unit=unit)
    assert "还有 1 个单位" in refusal(world, lambda e: take_step(e, "approve", "leader", CLOSE))
    take_step(world, "confirm", head_of(ASKED[-1]), CLOSE, unit=ASKED[-1])
    take_step(world, "approve", "leader", CLOSE)


def test_a_unit_confirms_once_and_its_own_lines_alone(world: Engine) -> None:
    taken_until(world, "check")
    take_step(world, "confirm", "head", CLOSE)
    assert "已经核对过" in refusal(world, lambda e: take_step(e, "confirm", "head", CLOSE))
    with pytest.raises(NotAllowed, match="只能为本单位"):
        take_step(world, "confirm", "head", CLOSE, unit="czj")
    assert state(world).confirmed == {"kgj"}


# Computing again


def test_computing_again_makes_a_further_version_and_asks_the_units_again(world: Engine) -> None:
    taken_until(world, "check")
    take_step(world, "confirm", "head", CLOSE)
    take_step(world, "compute", "office", CHECK_UNTIL)
    now = state(world)
    assert (now.state, now.version, now.confirmed, now.close_on) == (COMPUTED, 2, frozenset(), CHECK_UNTIL)
    assert [one.version for one in versions(world)] == [1, 2]
    take_step(world, "check", "office", APPROVED_ON)
    assert "还有 7 个单位" in refusal(world, lambda e: take_step(e, "approve", "leader", APPROVED_ON))


def test_an_undecided_claim_keeps_a_result_from_being_published_until_it_is_decided_and_computed_anew(
    world: Engine,
) -> None:
    number = claimed(world, "D13-1", "zzw", date(2021, 4, 29), None)
    taken_until(world, "approve")
    assert versions(world)[0].undecided == (number,)
    told = refusal(world, lambda e: take_step(e, "publish", "office", APPROVED_ON))
    assert "1 件申报没有核实结论" in told and "重新计算" in told
    verify_report(world, plan(), by("office", APPROVED_ON), number, verdict="pass", verified_on=APPROVED_ON)
    take_step(world, "compute", "office", APPROVED_ON)
    for step, who, day in (("check", "office", APPROVED_ON), ("approve", "leader", LOCKED_ON)):
        take_step(world, step, who, day)
    take_step(world, "publish", "office", LOCKED_ON)
    assert state(world).state == PUBLISHED and versions(world)[1].undecided == ()


@pytest.mark.parametrize(("step", "before"), [("approve", "check"), ("lock", "publish")])
def test_nothing_is_approved_or_locked_while_an_objection_is_open(world: Engine, step: str, before: str) -> None:
    taken_until(world, before)
    objected(world, "duty:D10-1", today=SECOND_DAY.get(before, CLOSE))
    who = "leader" if step == "approve" else "office"
    assert "1 件申诉没有答复" in refusal(world, lambda e: take_step(e, step, who, LOCKED_ON))
    answered(world, today=LOCKED_ON)
    take_step(world, step, who, LOCKED_ON)


# The year


def test_a_quarter_has_nothing_to_sign(world: Engine) -> None:
    taken_until(world, "lock")
    assert "没有建议" in refusal(world, lambda e: take_step(e, "sign", "leader", LOCKED_ON, unit="kgj"))
    assert state(world).state == LOCKED


def test_a_year_is_decided_once_a_leader_has_signed_or_declined_every_recommendation(engine: Engine) -> None:
    settle(engine)
    year_taken_until(engine, "publish")
    assert "还没有锁定" in refusal(engine, lambda e: take_step(e, "sign", "leader", YEAR_LOCKED_ON, YEAR, unit="zzw"))
    take_step(engine, "lock", "office", YEAR_LOCKED_ON, YEAR)
    (result,) = versions(engine, YEAR)
    advised = {row.unit: row.recommendation for row in result.rows if row.recommendation}
    assert set(advised.values()) == {"约谈"} and len(advised) >= 6
    for unit in advised:
        assert state(engine, YEAR).state == LOCKED
        decision = DECLINED if unit == "czj" else SIGNED
        take_step(engine, "sign", "leader", SIGNED_ON, YEAR, unit=unit, decision=decision, reason="经会议研究")
    assert state(engine, YEAR).state == DECIDED
    with open_book(engine) as book:
        known = [life(book, YEAR, SIGNED_ON - timedelta(days=days)).state for days in (0, 1)]
    assert known == [DECIDED, LOCKED]
    with reading(engine) as conn:
        signed = {one.unit: (one.decision, one.recommendation) for one in periods.signatures(conn, YEAR.code)}
    assert signed["czj"] == ("declined", "约谈") and set(signed) == set(advised)
    assert "不能再改" in refusal(engine, lambda e: take_step(e, "sign", "leader", YEAR_LOCKED_ON, YEAR, unit="czj"))


@pytest.mark.parametrize(
    ("said", "told"), [({"reason": " "}, "理由"), ({"decision": "maybe"}, "决定"), ({"unit": "wgl"}, "没有建议")]
)
def test_a_signature_without_reason_decision_or_recommendation_is_refused(
    world: Engine, said: dict[str, Any], told: str
) -> None:
    year_taken_until(world, "lock")
    fields = {"unit": "zzw", **said}
    assert told in refusal(world, lambda e: take_step(e, "sign", "leader", YEAR_LOCKED_ON, YEAR, **fields))


def test_the_same_key_takes_a_step_once(world: Engine) -> None:
    first = period_acts.open_period(world, plan(), by("office", CLOSE, "k1"), QUARTER)
    again = period_acts.open_period(world, plan(), by("office", CLOSE, "k1"), QUARTER)
    assert again.again and again.sentence == first.sentence and len(state(world).steps) == 1
    with pytest.raises(Refused, match="不能打开"):
        period_acts.open_period(world, plan(), by("office", CLOSE, "k2"), QUARTER)


def test_every_state_has_its_place_in_the_order() -> None:
    assert STATES == (DRAFT, OPENED, COMPUTED, CHECKED, APPROVED, PUBLISHED, LOCKED, DECIDED)
