"""The search of the ledger on both engines: scopes, words, deadlines, limits, and a case's trail with its corrections."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from lib.commands.correct import correct_fact
from lib.db.engine import reading
from lib.db.queries.cases import (
    ENDED,
    PAUSED,
    RUNNING,
    UNTIMED,
    CaseSearch,
    Scope,
    case_heads,
    case_of,
    case_trail,
)
from tests.commands.cast import TODAY, caller, move, register
from tests.people import plan

RESCUE = Scope(whole=("rescue",))


def numbers(engine: Engine, scope: Scope, kind: str = RUNNING, limit: int = 100, **wanted: object) -> list[str]:
    with reading(engine) as conn:
        return [head.case_no for head in case_heads(conn, scope, CaseSearch(**wanted), kind, limit)]  # type: ignore[arg-type]


@pytest.fixture
def settled(engine: Engine) -> Engine:
    """Three rescue cases, one of them paused and one closed, and a dispute of the same day held by 区自然资源局."""
    for case_no, name in (("救1号", "甲_机械厂"), ("救2号", "乙%100厂"), ("救3号", "丙Steel厂")):
        register(engine, "office", "rescue", case_no, attributes={"企业": name, "行业": "装备"})
    move(engine, "office", "rescue", "中止", "救2号")
    move(engine, "office", "rescue", "办结", "救3号", result="撤回")
    register(engine, "office", "dispute", "争1号")
    move(engine, "office", "dispute", "移送", "争1号")
    move(engine, "office", "dispute", "交办", "争1号", assignee="zrzy")
    return engine


def test_each_kind_of_head_is_walked_apart(settled: Engine) -> None:
    found = {kind: numbers(settled, RESCUE, kind) for kind in (RUNNING, PAUSED, UNTIMED, ENDED)}
    assert found == {RUNNING: ["救1号"], PAUSED: ["救2号"], UNTIMED: [], ENDED: ["救3号"]}


def test_a_unit_finds_what_it_holds_or_handles_once_and_nothing_else(settled: Engine) -> None:
    flows = tuple(flow.code for flow in plan().flows)
    assert numbers(settled, Scope(own=flows, unit="zrzy")) == ["争1号"]
    assert numbers(settled, Scope(own=flows, unit="kgj")) == ["救1号"]
    assert numbers(settled, Scope(own=flows, unit="qzfb")) == ["争1号"]
    assert numbers(settled, Scope(own=flows, unit="qzfb", handled=False)) == []
    assert numbers(settled, Scope(own=flows, unit="sfj")) == []
    assert numbers(settled, Scope()) == []


@pytest.mark.parametrize(
    ("word", "hit"),
    [
        ("救1", True),
        ("_机", True),
        ("_", True),
        ("装备", True),
        ("甲%厂", False),
        ("%", False),
        ("救9", False),
        ("'", False),
    ],
)
def test_a_word_is_looked_for_letter_by_letter(settled: Engine, word: str, hit: bool) -> None:
    assert numbers(settled, RESCUE, word=word) == (["救1号"] if hit else [])


@pytest.mark.parametrize("word", ["steel", "STEEL", "Steel"])
def test_latin_letters_are_found_in_either_case(settled: Engine, word: str) -> None:
    assert numbers(settled, RESCUE, ENDED, word=word) == ["救3号"]


def test_days_are_inclusive_and_what_has_no_deadline_is_never_within_them(settled: Engine) -> None:
    due = date(2021, 5, 12)  # 5 working days after 6 May, 8 May being one
    day = timedelta(days=1)
    assert numbers(settled, RESCUE, due_to=due) == ["救1号"]
    assert numbers(settled, RESCUE, due_from=due) == ["救1号"]
    assert numbers(settled, RESCUE, due_to=due - day) == numbers(settled, RESCUE, due_from=due + day) == []
    assert numbers(settled, RESCUE, PAUSED, due_to=due, pause_from=-6) == ["救2号"]
    assert numbers(settled, RESCUE, PAUSED, due_to=due, pause_from=-5) == []
    assert numbers(settled, RESCUE, ENDED, due_to=date.max) == []


def test_what_is_read_ends_at_the_limit_with_the_nearest_deadline(engine: Engine) -> None:
    for age in (0, 8, 10):
        register(engine, "office", "rescue", f"{age}天", occurred_on=TODAY - timedelta(days=age))
    assert numbers(engine, RESCUE, limit=2) == ["10天", "8天"]


def test_a_case_before_a_court_is_found_by_the_court_alone(engine: Engine) -> None:
    register(engine, "court", "litigation", "行1号", assignee="zrzy")
    assert numbers(engine, Scope(whole=("litigation",))) == []
    assert numbers(engine, Scope(whole=("litigation",), before_court=True)) == ["行1号"]


def test_the_trail_tells_who_recorded_what_and_which_event_was_corrected_why(settled: Engine) -> None:
    with reading(settled) as conn:
        wrong = case_trail(conn, "dispute", "争1号")[1].event
    right = wrong._replace(text="改正")
    correct_fact(settled, plan(), caller("office"), wrong.number, right, reason="笔误", approver="李副区长")
    with reading(settled) as conn:
        trail = case_trail(conn, "dispute", "争1号")
        found = case_of(conn, wrong.number)
    assert [(one.event.action, one.replaced, one.correction_reason) for one in trail] == [
        ("登记", False, None),
        ("移送", True, "笔误"),
        ("移送", False, None),
        ("交办", False, None),
    ]
    assert [one.corrected_on is None for one in trail] == [True, False, True, True]
    assert {one.account for one in trail} == {"dudao"}
    assert found == ("dispute", "争1号")


def test_no_case_has_no_trail_and_no_number_of_another_kind_a_case(settled: Engine) -> None:
    with reading(settled) as conn:
        assert case_trail(conn, "dispute", "无") == []
        assert case_of(conn, 10_000) is None
