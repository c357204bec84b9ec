"""Recording: all or nothing, the same row once, verdicts gained, conflicts told, occurrences found."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from lib.commands.record import Recorded
from lib.commands.statements import ADJUSTMENTS, CHANGES, ENTRIES, EVENTS, KINDS, REPORTS
from lib.db.engine import reading
from lib.db.queries import accounts, facts
from lib.db.queries.stated import stated_events
from lib.domain.facts import PASS
from lib.domain.rights import COURT_CLERK, LEADER, PLATFORM_CLERK, UNIT_CLERK, Viewer
from lib.errors import NotAllowed, Refused
from tests.intake.filled import (
    OFFICE_VIEWER,
    TODAY,
    VERIFIED,
    csv_file,
    good,
    imported,
    problems_of,
    stored_count,
    xlsx_file,
)


def counts(recorded: Recorded) -> tuple[int, int, int]:
    """New, skipped, verified."""
    return recorded.new, recorded.skipped, recorded.verified


def columns(engine: Engine, *rows: dict[str, Any], **options: Any) -> list[str | None]:
    """The columns of the problems of these rows."""
    return [one.column for one in problems_of(engine, csv_file(*rows), **options)]


# --- the same row once ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_that_comes_again_is_skipped(engine: Engine, kind: str) -> None:
    assert counts(imported(engine, csv_file(good(kind)))) == (1, 0, 0)
    assert counts(imported(engine, csv_file(good(kind), name="b.csv"))) == (0, 1, 0)
    assert stored_count(engine) == 1


@pytest.mark.parametrize("kind", [REPORTS, CHANGES, ADJUSTMENTS, ENTRIES])
def test_a_row_twice_in_one_file_is_stored_once(sqlite_engine: Engine, kind: str) -> None:
    assert counts(imported(sqlite_engine, csv_file(good(kind), good(kind)))) == (1, 1, 0)


def test_cells_are_compared_by_meaning(engine: Engine) -> None:
    imported(
        engine,
        csv_file(good(REPORTS, 责任单位="qzfb"), name="a.csv"),
        csv_file(good(EVENTS, 对象="企业"), name="b.csv"),
    )
    again = good(REPORTS, 发生日期="2021年4月28日", 完成比例="100%", 说明=" 意见已印发 ")
    case = good(EVENTS, 台账="npl", 日期="2021/5/6", 金额="100.00", 对象="企业 ")
    files = xlsx_file(again, name="c.xlsx"), xlsx_file(case, name="d.xlsx")
    assert counts(imported(engine, *files)) == (0, 2, 0)


CONFLICTS = [
    (REPORTS, {"说明": "另一句"}, "说明"),
    (REPORTS, {"佐证": ""}, "佐证"),
    (REPORTS, {"填报时间": "2021-04-28 10:00"}, "填报时间"),
    (EVENTS, {"金额": "100.01"}, "金额(万元)"),
    (EVENTS, {"说明": "x"}, "说明"),
    (CHANGES, {"新期限": "2021-06-01"}, "新期限"),
    (CHANGES, {"事由": "其他"}, "事由"),
    (ADJUSTMENTS, {"分值": "2"}, "分值"),
    (ENTRIES, {"分子": "8"}, "分子"),
]


@pytest.mark.parametrize(("kind", "cells", "column"), CONFLICTS)
def test_other_content_under_a_stored_key_is_a_conflict(
    sqlite_engine: Engine, kind: str, cells: dict[str, Any], column: str
) -> None:
    imported(sqlite_engine, csv_file(good(kind)))
    assert columns(sqlite_engine, good(kind, **cells)) == [column]


@pytest.mark.parametrize(("kind", "cells", "column"), CONFLICTS)
def test_two_contents_under_one_key_in_one_command_are_a_conflict(
    sqlite_engine: Engine, kind: str, cells: dict[str, Any], column: str
) -> None:
    told = problems_of(sqlite_engine, csv_file(good(kind)), csv_file(good(kind, **cells), name="b.csv"))
    assert [(one.where.file, one.column) for one in told] == [("b.csv", column)]
    assert "a.csv 第2行" in told[0].message or column == "填报时间"


# --- verdicts ------------------------------------------------------------------------------------


def test_a_stored_report_gains_the_verdict_once(engine: Engine) -> None:
    verdict = {**VERIFIED, "认定日期": "2021-04-27"}
    imported(engine, csv_file(good(REPORTS)))
    assert counts(imported(engine, csv_file(good(REPORTS, **verdict)))) == (0, 0, 1)
    assert counts(imported(engine, csv_file(good(REPORTS, **verdict)))) == (0, 1, 0)
    with reading(engine) as conn:
        found = facts.verifications(conn)
    assert [(one.report, one.verdict, one.verified_on, one.by, one.accepted_on) for one in found] == [
        (1, PASS, date(2021, 4, 29), "李明", date(2021, 4, 27))
    ]


def test_a_row_that_says_nothing_about_the_verdict_equals_the_verified_report(engine: Engine) -> None:
    imported(engine, csv_file(good(REPORTS, **VERIFIED)))
    assert counts(imported(engine, csv_file(good(REPORTS)))) == (0, 1, 0)


@pytest.mark.parametrize(
    "other", [{"核实结果": "退回"}, {"核实日期": "2021-04-30"}, {"核实人": "张三"}, {"认定日期": "2021-04-28"}]
)
def test_another_verdict_on_a_verified_report_is_a_conflict(sqlite_engine: Engine, other: dict[str, str]) -> None:
    imported(sqlite_engine, csv_file(good(REPORTS, **VERIFIED)))
    assert columns(sqlite_engine, good(REPORTS, **{**VERIFIED, **other})) == ["核实结果"]


def test_a_verdict_and_another_text_do_not_come_together(sqlite_engine: Engine) -> None:
    imported(sqlite_engine, csv_file(good(REPORTS)))
    assert columns(sqlite_engine, good(REPORTS, **VERIFIED, 说明="改了")) == ["说明"]


def test_within_one_command_the_row_with_the_verdict_wins(sqlite_engine: Engine) -> None:
    rows = good(REPORTS), good(REPORTS, **VERIFIED), good(REPORTS)
    assert counts(imported(sqlite_engine, csv_file(*rows))) == (1, 2, 0)
    with reading(sqlite_engine) as conn:
        assert len(facts.verifications(conn)) == 1


def test_dates_of_a_gained_verdict_are_checked(sqlite_engine: Engine) -> None:
    imported(sqlite_engine, csv_file(good(REPORTS)))
    late = good(REPORTS, **{**VERIFIED, "核实日期": "2021-04-27"})
    assert columns(sqlite_engine, late) == ["核实日期"]


# --- the ledger ----------------------------------------------------------------------------------

STARTED = [good(EVENTS), good(EVENTS, 动作="启动清收", 日期="2021-05-07", 金额="")]
PAID = good(EVENTS, 动作="回款", 日期="2021-05-08", 金额="10")


def test_two_equal_payments_on_a_day_are_two(engine: Engine) -> None:
    assert counts(imported(engine, csv_file(*STARTED, PAID, PAID))) == (4, 0, 0)
    assert counts(imported(engine, csv_file(*STARTED, PAID, PAID))) == (0, 4, 0)
    assert counts(imported(engine, csv_file(PAID))) == (0, 1, 0)
    assert counts(imported(engine, csv_file(PAID, PAID, PAID))) == (1, 2, 0)
    with reading(engine) as conn:
        assert [one.k for one in stated_events(conn, "npl", ["N1"])] == [1, 1, 1, 2, 3]


def test_the_same_payment_in_two_files_of_one_command_is_one(sqlite_engine: Engine) -> None:
    files = csv_file(*STARTED, PAID), csv_file(*STARTED, PAID, name="b.csv")
    assert counts(imported(sqlite_engine, *files)) == (3, 3, 0)


def test_another_recording_time_is_another_row(sqlite_engine: Engine) -> None:
    later = {**PAID, "记录时间": "2021-05-09 09:00"}
    assert counts(imported(sqlite_engine, csv_file(*STARTED, PAID, later))) == (4, 0, 0)


def test_a_doubled_registering_row_is_refused(sqlite_engine: Engine) -> None:
    told = problems_of(sqlite_engine, csv_file(good(EVENTS), good(EVENTS)))
    assert [(one.row, one.column) for one in told] == [(3, "动作")]
    assert "已登记" in told[0].message


def test_rows_of_a_case_are_applied_by_date_then_row(sqlite_engine: Engine) -> None:
    assert imported(sqlite_engine, csv_file(PAID, *reversed(STARTED))).new == 3
    with reading(sqlite_engine) as conn:
        assert [(one.seq, one.action) for one in facts.events(conn)] == [(1, "委托"), (2, "启动清收"), (3, "回款")]


def test_a_stored_case_is_played_on(sqlite_engine: Engine) -> None:
    imported(sqlite_engine, csv_file(*STARTED))
    closing = good(EVENTS, 动作="办结", 日期="2021-06-01", 金额="", 结果="部分收回")
    assert imported(sqlite_engine, csv_file(*STARTED, PAID, closing)).new == 2
    assert columns(sqlite_engine, {**PAID, "日期": "2021-06-02"}) == ["动作"]
    assert columns(sqlite_engine, {**PAID, "日期": "2021-05-06"}) == ["日期"]


def test_facts_before_the_plan_are_taken_in_flows_with_history_only(sqlite_engine: Engine) -> None:
    suit = good(EVENTS, 台账="行政诉讼", 编号="L1", 动作="立案", 日期="2019-03-01", 金额="")
    assert imported(sqlite_engine, csv_file(suit)).new == 1
    assert columns(sqlite_engine, good(EVENTS, 日期="2019-03-01")) == ["日期"]


# --- duties --------------------------------------------------------------------------------------


def circular(day: str, **cells: Any) -> dict[str, Any]:
    """A completion of the quarterly D04-2 without 周期."""
    return good(REPORTS, 任务编号="D04-2", 责任单位="区法院", 发生日期=day, 说明=f"通报 {day}", **cells)


def periods(engine: Engine) -> dict[date, str | None]:
    """Day to the period found, of D04-2."""
    with reading(engine) as conn:
        return {one.occurred_on: one.period for one in facts.reports(conn, deliverable="D04-2")}


def test_a_report_without_period_goes_to_the_first_open_one_not_done(engine: Engine) -> None:
    passed = {**VERIFIED, "核实日期": "2021-07-06"}
    rows = [circular("2021-07-08"), circular("2021-07-05", **passed), circular("2021-07-03")]
    imported(engine, csv_file(*rows))
    assert periods(engine) == {
        date(2021, 7, 3): "2021Q2", date(2021, 7, 5): "2021Q2", date(2021, 7, 8): "2021Q3"
    }  # fmt: skip


def test_a_verdict_gained_in_the_same_files_counts_for_the_place_of_a_report(sqlite_engine: Engine) -> None:
    imported(sqlite_engine, csv_file(circular("2021-07-05")))
    passed = {**VERIFIED, "核实日期": "2021-07-06"}
    imported(sqlite_engine, csv_file(circular("2021-07-08"), circular("2021-07-05", **passed)))
    assert periods(sqlite_engine)[date(2021, 7, 8)] == "2021Q3"


def test_a_waiver_in_a_later_file_counts_for_the_place_of_a_report(sqlite_engine: Engine) -> None:
    waiver = good(CHANGES, 任务编号="D04-2", 周期="2021Q2", 类型="核销", 新期限="", 日期="2021-07-05")
    rows = csv_file(circular("2021-07-08"), circular("2021-07-04"))
    imported(sqlite_engine, rows, csv_file(waiver, name="b.csv"))
    assert periods(sqlite_engine) == {date(2021, 7, 4): "2021Q2", date(2021, 7, 8): "2021Q3"}


@pytest.mark.parametrize("order", [0, 1])
def test_the_order_of_files_does_not_decide_who_owns_a_duty(sqlite_engine: Engine, order: int) -> None:
    change = good(CHANGES, 任务编号="D03-1", 类型="改派", 新期限="", 新责任单位="区司法局", 日期="2021-04-27")
    files = [csv_file(good(REPORTS, 责任单位="区司法局")), csv_file(change, name="b.csv")]
    assert imported(sqlite_engine, *(files if order else reversed(files))).new == 2
    assert columns(sqlite_engine, good(REPORTS, 发生日期="2021-04-29")) == ["责任单位"]


# --- all or nothing, dry run, trail --------------------------------------------------------------


def test_one_bad_row_keeps_every_row_out(engine: Engine) -> None:
    told = problems_of(engine, csv_file(*STARTED, PAID), csv_file(good(REPORTS, 类型="x"), name="b.csv"))
    assert len(told) == 1
    assert stored_count(engine) == 0


def test_a_dry_run_says_what_would_be_stored_and_stores_nothing(engine: Engine) -> None:
    dry = imported(engine, csv_file(*STARTED, PAID), dry_run=True)
    assert (counts(dry), dry.dry_run, stored_count(engine)) == ((3, 0, 0), True, 0)
    with reading(engine) as conn:
        assert list(accounts.audit_rows(conn)) == []
    with pytest.raises(Refused):
        imported(engine, csv_file(PAID), dry_run=True)


def test_an_import_and_a_refusal_are_each_one_row_of_the_trail(engine: Engine) -> None:
    imported(engine, csv_file(*STARTED), os_user="root")
    problems_of(engine, csv_file(good(EVENTS, 编号="N9", 动作="回款")))
    with reading(engine) as conn:
        rows = list(accounts.audit_rows(conn))
    assert [(row.account, row.act, row.subject, row.os_user) for row in rows] == [
        ("operator", "import", "a.csv", "root"),
        ("operator", "import_refused", "a.csv", None),
    ]
    assert "台账流转 新增2" in (rows[0].detail or "")


def test_what_was_stored_meanwhile_is_seen_before_storing(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the checks and the lock another act registers the same case."""
    from lib.commands import record as module

    real, waiting = module.writing, [True]

    def writing_after_another(engine: Engine) -> Any:
        if waiting:
            waiting.clear()
            imported(engine, csv_file(good(EVENTS), name="先.csv"))
        return real(engine)

    monkeypatch.setattr(module, "writing", writing_after_another)
    assert counts(imported(sqlite_engine, csv_file(*STARTED))) == (1, 1, 0)


def test_where_a_fact_came_from_is_stored_with_it(sqlite_engine: Engine) -> None:
    from lib.db.queries.chain import fact_origin

    imported(sqlite_engine, xlsx_file(good(REPORTS, **VERIFIED, 填报时间="2021-04-28 09:00"), name="报.xlsx"))
    with reading(sqlite_engine) as conn:
        origins = fact_origin(conn, [1, 2])
    assert [(one.account, one.via, one.source) for one in origins] == [("operator", "import", "报.xlsx/表1/2")] * 2
    assert f"{origins[0].stated_at:%Y-%m-%d %H:%M}" == "2021-04-28 01:00"


# --- rights --------------------------------------------------------------------------------------

CLERK = Viewer("zfb", "赵", UNIT_CLERK, "qzfb", "government")
PLATFORM = Viewer("jrj", "钱", PLATFORM_CLERK, "jrj", "government")
COURT = Viewer("fy", "孙", COURT_CLERK, "qfy", "court")
HEARD = good(EVENTS, 台账="行政诉讼", 编号="L1", 动作="立案", 金额="")


@pytest.mark.parametrize(
    ("viewer", "row"),
    [(CLERK, good(REPORTS)), (PLATFORM, good(EVENTS)), (COURT, HEARD), (OFFICE_VIEWER, HEARD),
     (OFFICE_VIEWER, good(REPORTS, **VERIFIED, 填报时间="2021-04-29 09:00"))],
)  # fmt: skip
def test_each_account_brings_its_own_rows(sqlite_engine: Engine, viewer: Viewer, row: dict[str, Any]) -> None:
    assert imported(sqlite_engine, csv_file(row), viewer=viewer).new == 1


@pytest.mark.parametrize(
    ("viewer", "row", "column"),
    [
        (CLERK, good(REPORTS, 任务编号="D01-1", 责任单位="区司法局"), "责任单位"),
        (CLERK, good(REPORTS, 填报时间="2021-04-29 09:00"), "填报时间"),
        (CLERK, good(REPORTS, **VERIFIED), "核实结果"),
        (CLERK, good(EVENTS), "台账"),
        (CLERK, good(CHANGES), "任务编号"),
        (CLERK, good(ADJUSTMENTS), "考核期"),
        (CLERK, good(ENTRIES), "单位"),
        (PLATFORM, good(EVENTS, 台账="困境企业挽救", 动作="申请", 金额=""), "台账"),
        (PLATFORM, good(EVENTS, 记录时间="2021-05-06 09:00"), "记录时间"),
        (COURT, good(EVENTS), "台账"),
        (PLATFORM, HEARD, "台账"),
        (OFFICE_VIEWER, good(REPORTS, 任务编号="DG1-1", 责任单位="ldxz", **{**VERIFIED, "核实人": "王芳"}), "核实人"),
    ],
)
def test_rows_and_cells_of_others_are_refused(
    sqlite_engine: Engine, viewer: Viewer, row: dict[str, Any], column: str
) -> None:
    with pytest.raises(NotAllowed) as refused:
        imported(sqlite_engine, csv_file(row), viewer=viewer)
    assert column in [one.column for one in refused.value.problems]  # type: ignore[attr-defined]
    assert stored_count(sqlite_engine) == 0


def test_what_others_stored_is_not_quoted_to_an_account_without_the_right(sqlite_engine: Engine) -> None:
    imported(sqlite_engine, csv_file(good(REPORTS, 任务编号="D01-1", 责任单位="区司法局", 说明="内部意见")))
    probe = good(REPORTS, 任务编号="D01-1", 责任单位="区司法局", 说明="猜")
    told = problems_of(sqlite_engine, csv_file(probe), viewer=CLERK)
    assert [one.column for one in told] == ["责任单位"]
    assert "内部意见" not in str(told)


def test_a_leader_imports_nothing(sqlite_engine: Engine) -> None:
    with pytest.raises(NotAllowed, match="不能导入"):
        imported(sqlite_engine, csv_file(good(REPORTS)), viewer=Viewer("ld", "李明", LEADER))


def test_the_day_of_the_import_is_given(sqlite_engine: Engine) -> None:
    row = good(REPORTS, 发生日期="2021-09-02")
    assert columns(sqlite_engine, row) == ["发生日期"]
    assert imported(sqlite_engine, csv_file(row), today=TODAY.replace(day=2)).new == 1
