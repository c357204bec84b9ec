"""导入导出, 审计 and 运行 in a real browser: on tablet and desktop, by touch, in Chinese, without serious findings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.browser.conftest import Board, Visitor
from tests.browser.test_business_pages import overflow
from tests.intake.filled import csv_file, good

Visitors = Callable[..., Visitor]


def bring(visitor: Visitor, folder: Path, **cells: str) -> None:
    file = folder / "进展.csv"
    file.write_bytes(csv_file(good("进展填报", **cells)).content)
    visitor.page.locator("input[type=file]").set_input_files(file)
    visitor.page.locator(".board-outcome").first.wait_for()
    visitor.still()


def test_a_file_is_tried_stored_and_known_again(visitors: Visitors, board: Board, tmp_path: Path) -> None:
    visitor = visitors("tablet", at=board).arrive("office", address="exchange")
    bring(visitor, tmp_path)
    visitor.page.get_by_role("button", name="入库 1 行").click()
    visitor.page.get_by_text("新增 1 行").wait_for()
    visitor.open("exchange")
    bring(visitor, tmp_path)
    assert "无需再入库" in visitor.words()


def test_what_is_wrong_comes_back_as_a_workbook(visitors: Visitors, board: Board, tmp_path: Path) -> None:
    visitor = visitors("tablet_upright", at=board).arrive("office", address="exchange")
    bring(visitor, tmp_path, 发生日期="21-04-28")
    with visitor.page.expect_download() as loading:
        visitor.page.get_by_role("button", name="下载标注工作簿").click()
    assert loading.value.suggested_filename == "导入问题.xlsx"
    assert overflow(visitor) == 0


def test_a_template_comes_with_one_tap_and_leaves_its_row(visitors: Visitors, board: Board) -> None:
    visitor = visitors("tablet", at=board).arrive("office", address="exchange")
    visitor.page.get_by_role("tab", name="模板").click()
    with visitor.page.expect_download() as loading:
        visitor.page.get_by_role("button", name="下载模板").click()
    assert loading.value.suggested_filename == "进展填报_模板.xlsx"
    auditor = visitors("tablet", at=board).arrive("auditor", address="audit")
    auditor.page.get_by_text("模板：进展填报").first.wait_for()


def test_a_row_of_the_trail_opens_and_the_trail_is_checked(visitors: Visitors, board: Board) -> None:
    visitor = visitors("tablet", at=board, touch=True).arrive("auditor", address="audit")
    visitor.page.locator(".board-table tbody tr").first.locator("td").nth(1).tap()
    visitor.page.wait_for_url("**/audit?*row=*")
    visitor.page.get_by_text("本行散列").wait_for()
    visitor.page.get_by_text("核对与导出").click()
    visitor.page.get_by_role("button", name="核对", exact=True).click()
    visitor.page.get_by_text("未发现改动、缺失或插入").wait_for()
