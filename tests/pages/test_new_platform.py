"""A platform added by one YAML file stands on 平台运行 and 总览."""

from pathlib import Path

from lib import clock
from lib.commands.founding import publish_plan
from lib.definitions import load
from lib.security.founding import OPERATOR_VIEWER
from tests.cli.test_new_platform import with_lanterns
from tests.pages.conftest import Board
from tests.pages.words import sent


def test_a_platform_added_by_one_file_stands_on_the_pages(board: Board, tmp_path: Path) -> None:
    publish_plan(board.engine, OPERATOR_VIEWER, load(with_lanterns(tmp_path)), clock.now())
    assert "路灯抢修中心" in sent(board.visit("leader", "platforms/platforms"))
    assert "路灯抢修中心" in sent(board.visit("leader", "overview/cockpit"))


def test_a_platform_added_by_one_file_takes_cases_by_forms_of_its_own(board: Board, tmp_path: Path) -> None:
    publish_plan(board.engine, OPERATOR_VIEWER, load(with_lanterns(tmp_path)), clock.now())
    at = board.visit("office", "platforms/ledger", new="1", flow="lantern_repair")
    at.text_input(key="lantern_repair||报修|0|编号").set_value("灯1号")
    at.button(key="lantern_repair||报修|0|确认").click().run()
    assert "灯1号" in sent(at) and not at.error
    (unit,) = [box for box in at.selectbox if box.label == "承办单位（必填）"]
    unit.set_value("cgj")
    (button,) = [one for one in at.button if one.label == "确认派工"]
    button.click().run()
    assert not at.error
    assert "现为“抢修中”，由区城管局办理" in sent(at)
    assert [one.options for one in at.selectbox if one.label == "结果（必填）"] == [["修好", "更换"]]
