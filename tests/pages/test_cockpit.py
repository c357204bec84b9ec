"""总览 opens for who may see it, at any day, and shows nothing to a stranger."""

import pytest

from tests.pages.conftest import Board


@pytest.mark.parametrize("role", ["leader", "office", "unit_head", "platform_clerk", "court_clerk"])
def test_it_opens_without_an_error_for_every_role_with_business(board: Board, role: str) -> None:
    app = board.visit(role, "overview/cockpit", as_of="2021-06-30")
    assert not app.exception
    assert not app.error


def test_a_stranger_sees_none_of_it(board: Board) -> None:
    app = board.visit(None, "overview/cockpit")
    assert "联动事项" not in "\n".join(element.value for element in app.markdown)
