"""导入导出, 审计 and 运行: what they show, say when empty, do when pressed, and keep from others."""

from __future__ import annotations

from lib.db.board import set_setting
from lib.db.engine import reading, writing
from lib.db.queries import accounts as queries
from lib.db.queries.chain import last_number
from lib.security import audit
from tests.intake.filled import csv_file, good
from tests.pages.conftest import Board
from tests.pages.words import shown

REPORT = csv_file(good("进展填报"), name="进展.csv")


def uploaded(board: Board, role: str, *files: tuple[str, bytes, str]):  # type: ignore[no-untyped-def]
    at = board.visit(role, "office/exchange")
    at.file_uploader[0].set_value(list(files))
    return at.run()


def test_the_exchange_says_what_may_come_in_and_what_to_do(board: Board) -> None:
    at = board.visit("unit_clerk", "office/exchange")
    assert at.title[0].value == "导入导出"
    words = shown(at)
    assert "可导入：进展填报、指标填报" in words and "还没有选择文件" in words
    assert list(at.selectbox[0].options) == ["进展填报", "台账流转", "任务调整", "指标填报"]


def test_an_upload_is_shown_before_it_is_stored_and_stored_once(board: Board) -> None:
    at = uploaded(board, "office", ("进展.csv", REPORT.content, "text/csv"))
    assert "检查通过" in shown(at) and "D03-1" in shown(at)
    with reading(board.engine) as conn:
        assert last_number(conn) == 0
    [button] = [one for one in at.button if one.label.startswith("入库")]
    at = button.click().run()
    assert "新增 1 行" in shown(at)
    assert not [one for one in at.button if one.label.startswith("入库")]
    again = uploaded(board, "office", ("进展.csv", REPORT.content, "text/csv"))
    assert "已在库中" in shown(again)
    assert not [one for one in again.button if one.label.startswith("入库")]
    with reading(board.engine) as conn:
        assert last_number(conn) == 1
        [row] = [one for one in queries.latest_audit_rows(conn, 9) if one.act == "import"]
    assert (row.account, row.subject) == ("office", "进展.csv")


def test_what_is_wrong_is_listed_and_nothing_can_be_stored(board: Board) -> None:
    bad = csv_file(good("进展填报", 发生日期="21-04-28"), name="坏.csv")
    at = uploaded(board, "office", ("坏.csv", bad.content, "text/csv"))
    assert "未通过" in shown(at) and "两位" in shown(at)
    assert not [one for one in at.button if one.label.startswith("入库")]
    assert "下载标注工作簿" in [one.label for one in at.download_button]


def test_a_published_rate_that_differs_is_told_and_can_be_stored_all_the_same(board: Board) -> None:
    odd = csv_file(good("指标填报", 数值="70"), name="率.csv")
    at = uploaded(board, "office", ("率.csv", odd.content, "text/csv"))
    assert "公布值 70 与两数不符：7 ÷ 9 = 77.78%，按后者计" in shown(at)
    assert [one.label for one in at.button if one.label.startswith("入库")] == ["入库 1 行"]


def test_an_export_is_made_when_asked_for_and_leaves_its_row(board: Board) -> None:
    at = board.visit("office", "office/exchange")
    before = [one.label for one in at.download_button]
    at = next(one for one in at.button if one.label == "生成文件").click().run()
    assert "已生成" in shown(at) and "0 行" in shown(at)
    assert [one.label for one in at.download_button] != before
    with reading(board.engine) as conn:
        assert [one.act for one in queries.latest_audit_rows(conn, 1)] == ["exported"]


def test_the_trail_is_shown_with_words_filtered_and_opened(board: Board) -> None:
    with writing(board.engine) as conn:
        audit.record(conn, "clerk", "import_refused", "乙.csv", "3 处问题")
        number = audit.record(conn, "office", "exported", "进展填报", "详情在此")
    words = shown(board.visit("audit_admin", "admin/audit"))
    assert "导入表格" in words and "被拒绝" in words and "乙.csv" in words
    assert "clerk（王科员）" in words and "3 处问题" in words and "本行散列" not in words
    words = shown(board.visit("audit_admin", "admin/audit", refused="1"))
    assert "乙.csv" in words and "进展填报" not in words
    assert "详情在此" in shown(board.visit("audit_admin", "admin/audit", row=f"{number}"))
    assert "没有符合条件的留痕" in shown(board.visit("audit_admin", "admin/audit", account="head"))


def test_an_address_that_makes_no_sense_shows_the_newest(board: Board) -> None:
    at = board.visit("audit_admin", "admin/audit", below="x", account="nobody", to="never", act="?")
    assert not at.exception and "建立账号" in shown(at)


def test_a_check_says_whole_and_gives_the_anchor(board: Board) -> None:
    at = board.visit("audit_admin", "admin/audit")
    at = next(one for one in at.button if one.label == "核对").click().run()
    assert "完整" in shown(at) and "锚点" in shown(at)
    at.text_input[0].set_value(f"1:{'0' * 64}")
    at = next(one for one in at.button if one.label == "核对").click().run()
    assert "不符" in shown(at) and "第 1 行与锚点不符" in shown(at)


def test_the_trail_is_taken_out_and_that_is_in_it(board: Board) -> None:
    at = board.visit("audit_admin", "admin/audit")
    at = next(one for one in at.button if one.label.startswith("导出所选")).click().run()
    assert [one.label for one in at.download_button] == ["下载文件"]
    with reading(board.engine) as conn:
        [row] = queries.latest_audit_rows(conn, 1)
    assert (row.account, row.act, row.subject) == ("auditor", "exported", "审计留痕")


def test_the_health_of_an_empty_board_is_told(board: Board) -> None:
    words = shown(board.visit("sys_admin", "admin/health"))
    assert "还没有做过" in words and "演示数据" in words and "SQLite" in words and "注意" in words


def test_the_last_runs_are_told_and_a_broken_trail_is_a_problem(board: Board) -> None:
    with writing(board.engine) as conn:
        set_setting(conn, "last_backup", "2022-01-02T03:04:05+00:00")
        set_setting(conn, "last_verify", "2022-01-02T03:04:05+00:00 5 行，2 处不符")
    words = shown(board.visit("sys_admin", "admin/health"))
    assert "2022-01-02 11:04，该做了" in words and "2 处不符" in words and "问题" in words


def test_health_shows_no_business_data(demo_board: Board) -> None:
    words = shown(demo_board.visit("sys_admin", "admin/health"))
    assert "2022年6月30日" in words
    assert "D03-1" not in words and "区金融" not in words
