"""The inbox: other systems' rows become facts by the rules of a file, whole or not at all, each row answered."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.exc import DBAPIError

from lib.clock import now
from lib.commands.statements import ADJUSTMENTS, CHANGES, ENTRIES, EVENTS, KINDS, REPORTS
from lib.db import tables
from lib.db.engine import reading, writing
from lib.db.inbox_tables import inbox_batch, inbox_row
from lib.db.queries import accounts
from lib.domain.inbox import LONGEST_CELLS, REFUSED, SKIPPED, STORED
from lib.intake import taking
from lib.security import audit
from tests.intake.filled import VERIFIED, stored_count
from tests.intake.inboxes import answered, row, send, settled, states, taken


@pytest.fixture
def board(founded_engine: Engine) -> Engine:
    return settled(founded_engine)


@pytest.fixture
def small_board(founded_sqlite_engine: Engine) -> Engine:
    return settled(founded_sqlite_engine)


def acts(engine: Engine) -> list[str]:
    """The acts in the trail about batches, oldest first."""
    with reading(engine) as conn:
        return [one.act for one in accounts.audit_rows(conn) if one.subject.startswith("收件箱")]


# --- stored --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_of_every_kind_becomes_a_fact_and_says_its_number(board: Engine, kind: str) -> None:
    send(board, "b1", row(kind))
    assert [one.stored for one in taken(board)] == [True]
    assert states(board, "b1") == [(None, STORED, None), (1, STORED, 1)]


def test_a_fact_from_the_inbox_names_its_way_batch_row_and_account(board: Engine) -> None:
    send(board, "2021-09", row(EVENTS, 编号="N9"))
    taken(board)
    with reading(board) as conn:
        found = conn.execute(select(tables.case_event)).one()
    assert (found.via, found.source, found.account) == ("interface", "office_system/2021-09/1", "office")
    assert acts(board) == ["import"]


def test_kinds_may_be_mixed_in_a_batch(board: Engine) -> None:
    rows = [row(EVENTS), row(REPORTS), row(ENTRIES), row(EVENTS, 动作="启动清收", 日期="2021-05-07", 金额="")]
    send(board, "b1", *rows)
    assert [one.stored for one in taken(board)] == [True]
    found = states(board, "b1")
    assert [one[0] for one in found] == [None, 1, 2, 3, 4]
    assert sorted(one[2] for one in found[1:]) == [1, 2, 3, 4]  # type: ignore[type-var]


def test_a_report_with_its_verdict_answers_with_the_number_of_the_report(board: Engine) -> None:
    send(board, "b1", row(REPORTS, **VERIFIED))
    taken(board)
    assert stored_count(board) == 2
    assert states(board, "b1")[1] == (1, STORED, 1)


def test_numbers_and_null_are_cells(board: Engine) -> None:
    send(board, "b1", (ENTRIES, json.dumps(dict(json.loads(row(ENTRIES)[1]), 分子=7, 分母=9, 数值=None))))
    assert [one.stored for one in taken(board)] == [True]


def test_a_batch_taken_twice_changes_nothing(board: Engine) -> None:
    send(board, "b1", row(EVENTS))
    taken(board)
    before = (stored_count(board), states(board, "b1"), acts(board))
    assert taken(board) == []
    assert (stored_count(board), states(board, "b1"), acts(board)) == before


def test_rows_sent_again_under_another_key_are_skipped(board: Engine) -> None:
    send(board, "b1", row(EVENTS))
    send(board, "b2", row(EVENTS), row(EVENTS, 动作="启动清收", 日期="2021-05-07", 金额=""))
    taken(board)
    assert states(board, "b2") == [(None, STORED, None), (1, SKIPPED, None), (2, STORED, 2)]


def test_batches_are_taken_in_the_order_in_which_they_came(board: Engine) -> None:
    send(board, "z", row(EVENTS))
    send(board, "a", row(EVENTS, 动作="启动清收", 日期="2021-05-07", 金额=""))
    assert [(one.batch, one.stored) for one in taken(board)] == [("z", True), ("a", True)]


def test_a_batch_that_lacks_rows_waits_and_keeps_no_other_waiting(board: Engine) -> None:
    with writing(board) as conn:
        head = {"sender": "office_system", "batch": "half", "row_count": 2, "sent_at": now()}
        conn.execute(insert(inbox_batch), head)
        kind, cells = row(EVENTS)
        first = {"sender": "office_system", "batch": "half", "row_no": 1, "sheet": kind, "cells": cells}
        conn.execute(insert(inbox_row), first)
    send(board, "whole", row(REPORTS))
    assert [one.batch for one in taken(board)] == ["whole"]
    with writing(board) as conn:
        conn.execute(insert(inbox_row), first | {"row_no": 2, "sheet": ADJUSTMENTS, "cells": row(ADJUSTMENTS)[1]})
    assert [one.batch for one in taken(board)] == ["half"]


# --- refused -------------------------------------------------------------------------------------


def test_one_wrong_row_refuses_the_batch_and_says_where(board: Engine) -> None:
    send(board, "b1", row(EVENTS), row(EVENTS, 编号="N2", 金额="很多"), row(EVENTS, 编号="N3", 日期="2031-01-01"))
    assert [one.stored for one in taken(board)] == [False]
    told = answered(board, "b1")
    assert [(one.row_no, one.header, one.state) for one in told] == [
        (None, None, REFUSED), (2, "金额(万元)", REFUSED), (3, "日期", REFUSED),
    ]  # fmt: skip
    assert told[0].reason == "2 处问题，整批未入库" and "不是数字" in (told[1].reason or "")
    assert (stored_count(board), acts(board)) == (0, ["import_refused"])


def test_a_refused_batch_is_not_tried_again(board: Engine) -> None:
    send(board, "b1", row(EVENTS, 金额="很多"))
    taken(board)
    assert taken(board) == []


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        ([row(EVENTS)], "台账"),
        ([row(CHANGES)], "任务编号"),
        ([row(ADJUSTMENTS)], "考核期"),
        ([row(ENTRIES)], "单位"),
        ([row(REPORTS, 责任单位="kgj", 任务编号="D10-1", 填报时间="2021-04-28 10:00")], "填报时间"),
        ([row(REPORTS, 责任单位="kgj", 任务编号="D10-1", **VERIFIED)], "核实结果"),
    ],
)
def test_a_batch_brings_only_what_its_account_may_import(
    board: Engine, rows: list[tuple[str, str]], column: str
) -> None:
    send(board, "b1", *rows, sender="unit_system")
    taken(board)
    told = answered(board, "b1", "unit_system")
    assert (told[0].state, told[1].header) == (REFUSED, column)
    assert stored_count(board) == 0


def test_a_conflict_quotes_nothing_of_another_unit_to_whom_may_not_see_it(board: Engine) -> None:
    send(board, "b1", row(REPORTS, 说明="内部说明"))
    send(board, "b2", row(REPORTS, 说明="另一句"), sender="unit_system")
    taken(board)
    assert "内部说明" not in str(answered(board, "b2", "unit_system"))


@pytest.mark.parametrize("change", ["disabled_at = '2021-01-01T00:00:00.000000+00:00'", "role = NULL"])
def test_a_batch_of_an_account_out_of_use_is_refused(board: Engine, change: str) -> None:
    send(board, "b1", row(EVENTS))
    with writing(board) as conn:
        conn.execute(text(f"UPDATE account SET {change} WHERE username = 'office'"))
    assert [one.stored for one in taken(board)] == [False]
    assert "不能以它办理" in str(answered(board, "b1")[1].reason)
    assert (stored_count(board), acts(board)) == (0, ["import_refused"])


def test_a_batch_too_large_to_read_is_refused_unread(board: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "MOST_CHARACTERS", 10)
    send(board, "b1", row(EVENTS))
    taken(board)
    assert "请分成几批" in str(answered(board, "b1")[1].reason)


def test_of_very_many_problems_the_first_thousand_are_told(small_board: Engine) -> None:
    send(small_board, "b1", *[(EVENTS, "x")] * 1_200)
    taken(small_board)
    told = answered(small_board, "b1")
    assert (len(told), told[0].reason) == (1_001, "1200 处问题，整批未入库，只列前 1000 处")


GARBAGE = [
    (EVENTS, ""), (EVENTS, "["), (EVENTS, "[]"), (EVENTS, '"文字"'), (EVENTS, "null"), (EVENTS, "9" * 10_000),
    (EVENTS, "[" * LONGEST_CELLS), (EVENTS, '{"a":' * 3_000), (EVENTS, '{"台账": NaN}'), (EVENTS, '{"日期": Infinity}'),
    (EVENTS, '{"台账": "npl", "台账": "npl"}'), (EVENTS, '{"台账": true}'), (EVENTS, '{"编号": {"a": [1]}}'),
    (EVENTS, '{"编号": [[1]]}'), (EVENTS, '{"日期": 1e999}'), (EVENTS, '{"金额(万元)": -1e308}'),
    (EVENTS, '{"编号": "a\\u0000b"}'), (EVENTS, '{"a\\u0000b": "x"}'), (EVENTS, '{"\\ud800": "x"}'),
    (EVENTS, '{"动作": "\\udfff"}'), (EVENTS, '{"": ""}'), (EVENTS, json.dumps({f"列{n}": n for n in range(500)})),
    (EVENTS, json.dumps({"说明": "长" * 6_000}, ensure_ascii=False)), ("", "{}"), ("乱\x01", "{}"), ("台账", "{}"),
    (REPORTS, '{"完成比例": 1e400}'), (REPORTS, json.dumps({"周期": 10**4000})),
]  # fmt: skip


def test_garbage_is_an_answer_and_never_a_crash(board: Engine) -> None:
    for number, garbage in enumerate(GARBAGE):
        send(board, f"b{number}", row(EVENTS), garbage)
    assert [one.stored for one in taken(board)] == [False] * len(GARBAGE)
    for number, garbage in enumerate(GARBAGE):
        told = answered(board, f"b{number}")
        assert {one.row_no for one in told} == {None, 2}, garbage
        assert all(one.reason for one in told), garbage
    assert stored_count(board) == 0


_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
_HEADERS = st.sampled_from(["台账", "编号", "动作", "日期", "金额(万元)", "任务编号", "单位", "完成比例"]) | st.text(
    max_size=5
)
_CELLS = st.text(max_size=60) | st.dictionaries(_HEADERS, st.recursive(_SCALARS, st.lists, max_leaves=3)).map(
    json.dumps
)
_serial = iter(range(10**9))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(st.sampled_from(KINDS) | st.text(max_size=5), _CELLS), min_size=1, max_size=4))
def test_whatever_comes_is_answered(small_board: Engine, rows: list[tuple[str, str]]) -> None:
    name = f"h{next(_serial)}"
    sendable = [tuple(part.encode("utf-8", "replace").decode() for part in one) for one in rows]
    send(small_board, name, *sendable)  # type: ignore[arg-type]
    taken(small_board)
    assert answered(small_board, name)[0].state in (STORED, REFUSED)


# --- bounds the database itself holds ------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        (inbox_batch, {"batch": ""}),
        (inbox_batch, {"batch": "k" * 101}),
        (inbox_batch, {"row_count": 0}),
        (inbox_batch, {"row_count": 20_001}),
        (inbox_batch, {"sender": "nobody"}),
        (inbox_row, {"row_no": 0}),
        (inbox_row, {"row_no": 20_001}),
        (inbox_row, {"cells": "长" * 10_000_000}),
        (inbox_row, {"sheet": "长" * 101}),
        (inbox_row, {"batch": "none"}),
    ],
)
def test_the_database_bounds_what_can_be_sent(board: Engine, table: Any, cells: dict[str, Any]) -> None:
    send(board, "b1", row(EVENTS))
    good = {
        "inbox_batch": {"sender": "office_system", "batch": "b2", "row_count": 1, "sent_at": now()},
        "inbox_row": {"sender": "office_system", "batch": "b1", "row_no": 2, "sheet": EVENTS, "cells": "{}"},
    }[table.name]
    with pytest.raises(DBAPIError), writing(board) as conn:
        conn.execute(insert(table), good | cells)
    with writing(board) as conn:
        conn.execute(insert(table), good)


# --- crashes and races ---------------------------------------------------------------------------


class Crash(Exception):
    """The process ends here."""


def test_a_crash_after_storing_leaves_the_batch_waiting_and_nothing_stored(
    board: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(board, "b1", row(EVENTS), row(REPORTS))

    def crash(*_args: object) -> None:
        raise Crash

    with monkeypatch.context() as broken:
        broken.setattr("lib.db.inbox.answer_batch", crash)
        with pytest.raises(Crash):
            taken(board)
    assert (stored_count(board), answered(board, "b1"), acts(board)) == (0, [], [])
    assert [one.stored for one in taken(board)] == [True]
    with reading(board) as conn:
        assert audit.verify(conn) == []


def test_takers_side_by_side_store_each_batch_once(board: Engine) -> None:
    for number in range(6):
        send(board, f"b{number}", row(EVENTS, 编号=f"N{number}"))
        send(board, f"bad{number}", row(EVENTS, 编号=f"N{number}", 金额="x"))
    takers = [threading.Thread(target=taken, args=(board,)) for _ in range(4)]
    for one in takers:
        one.start()
    for one in takers:
        one.join()
    assert stored_count(board) == 6
    assert sorted(acts(board)) == ["import"] * 6 + ["import_refused"] * 6
    assert [states(board, f"b{number}")[0][1] for number in range(6)] == [STORED] * 6
