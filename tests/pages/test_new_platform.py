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
