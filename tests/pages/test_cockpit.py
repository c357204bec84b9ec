"""总览: the sentence, the items and the platforms, for who may see them."""

from tests.pages.conftest import Board


def _texts(app) -> str:
    return "\n".join(element.value for element in (*app.markdown, *app.caption, *app.info))


def test_a_leader_reads_the_sentence_of_the_day_and_opens_any_of_25_items(board: Board) -> None:
    app = board.visit("leader", "overview/cockpit")
    assert "25 项联动事项中" in _texts(app)
    assert sum((button.key or "").startswith("item-") for button in app.button) == 25
    assert sum((button.key or "").startswith("flow-") for button in app.button) == 5


def test_a_past_day_in_the_address_is_shown(board: Board) -> None:
    app = board.visit("leader", "overview/cockpit", as_of="2021-04-24")
    assert "数据截至 2021年4月24日" in _texts(app)


def test_a_unit_head_sees_no_draft_ranking(board: Board) -> None:
    assert "尚未公示" in _texts(board.visit("unit_head", "overview/cockpit"))


def test_a_stranger_sees_none_of_it(board: Board) -> None:
    assert "联动事项" not in _texts(board.visit(None, "overview/cockpit"))
