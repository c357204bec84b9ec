"""What holds on every page, the ones yet to be written included: asked of the files themselves."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.domain.rights import ROLES
from lib.shell import navigation
from tests import people
from tests.pages.conftest import PAGES, USERNAMES, Board

FILES = sorted(PAGES.rglob("*.py"))
NAMES = [str(file.relative_to(PAGES).with_suffix("")) for file in FILES]


def parsed(name: str) -> ast.Module:
    return ast.parse((PAGES / f"{name}.py").read_text(encoding="utf-8"))


def called(node: ast.AST) -> str:
    """The dotted name of a call or decorator."""
    return ast.unparse(node.func if isinstance(node, ast.Call) else node)


def test_no_page_lies_directly_in_the_folder_that_streamlit_serves_by_itself() -> None:
    assert not [file for file in FILES if file.parent == PAGES]


def test_every_page_file_is_in_the_list_of_pages() -> None:
    assert {entry.file for entry in navigation.ENTRIES} >= set(NAMES)


def test_addresses_and_titles_are_each_used_once() -> None:
    for word in ("address", "title", "file"):
        words = [getattr(entry, word) for entry in navigation.ENTRIES]
        assert len(words) == len(set(words))
    assert all(entry.address.isascii() for entry in navigation.ENTRIES)


@pytest.mark.parametrize("name", NAMES)
def test_the_first_statement_asks_for_the_viewer(name: str) -> None:
    statements = [
        node
        for node in parsed(name).body
        if not isinstance(node, ast.Import | ast.ImportFrom)
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]
    first = statements[0]
    assert isinstance(first, ast.Assign | ast.Expr), f"pages/{name}.py begins with line {first.lineno}"
    assert isinstance(first.value, ast.Call)
    assert called(first.value) in {"require_viewer", "require_session"}, f"pages/{name}.py line {first.lineno}"


@pytest.mark.parametrize("name", NAMES)
def test_only_the_password_page_takes_a_viewer_whose_password_is_due(name: str) -> None:
    assert ("password_due" in ast.unparse(parsed(name))) == (name == "admin/password")


DRAWING = sorted((people.PROJECT / "lib" / "shell").rglob("*.py")) + sorted(
    (people.PROJECT / "lib" / "ui").rglob("*.py")
)


@pytest.mark.parametrize("file", [*FILES, *DRAWING], ids=lambda file: str(file.relative_to(people.PROJECT)))
def test_dialogs_and_fragments_ask_for_the_viewer_again(file: Path) -> None:
    """Their reruns pass neither app.py nor the page's first statement."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            decorators = [called(one) for one in node.decorator_list]
            if any(one in {"st.dialog", "st.fragment", "dialog", "fragment"} for one in decorators):
                assert decorators[-1].split(".")[-1] == "guarded", f"{file}:{node.lineno} {node.name}"


@pytest.mark.parametrize("file", [*FILES, *DRAWING], ids=lambda file: str(file.relative_to(people.PROJECT)))
def test_what_is_cached_knows_its_viewer_only_as_a_plain_first_argument(file: Path) -> None:
    """One cache serves all users: a hidden argument or the session would hand one user's rows to another."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.FunctionDef):
            continue
        if not any(called(one) in {"st.cache_data", "st.cache_resource"} for one in node.decorator_list):
            continue
        names = [argument.arg for argument in node.args.args]
        where = f"{file}:{node.lineno} {node.name}"
        assert not any(name.startswith("_") and "viewer" in name for name in names), where
        assert "viewer" not in names[1:], where
        body = " ".join(ast.unparse(statement) for statement in node.body)
        assert not any(word in body for word in ("session_state", "st.user", "require_viewer", "query_params")), where


@pytest.mark.parametrize("file", [*FILES, *DRAWING], ids=lambda file: str(file.relative_to(people.PROJECT)))
def test_html_is_drawn_through_markup_alone(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert "unsafe_allow_html" not in text
    if file.name != "markup.py":
        assert "st.html(" not in text and "components.v1" not in text


@pytest.mark.parametrize("name", NAMES)
def test_a_stranger_is_shown_the_sign_in_and_nothing_of_the_page(board: Board, name: str) -> None:
    at = board.visit(None, name)
    assert [one.label for one in at.text_input] == ["用户名", "密码"]
    assert not at.title and not at.dataframe and not at.metric
    assert not at.exception


@pytest.mark.parametrize("name", NAMES)
def test_a_page_run_without_app_py_shows_a_stranger_nothing(board: Board, name: str) -> None:
    at = AppTest.from_file(PAGES / f"{name}.py", default_timeout=30).run()
    assert [one.value for one in at.error] == ["尚未登录，或登录已失效。请刷新页面后重新登录。"]
    assert len(at.main) == 1
    assert not at.exception


@pytest.mark.parametrize("name", NAMES)
def test_an_identity_without_the_edges_secret_is_a_stranger(board: Board, name: str) -> None:
    at = board.visitor("leader")
    for edge in ("", "guess"):
        at.user = {**at.user, "edge": edge}
        at.run()
        board.page(at, name)
        assert not at.title and not at.dataframe and not at.metric


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", list(USERNAMES))
def test_each_role_opens_its_pages_and_no_other(board: Board, role: str, name: str) -> None:
    at = board.visit(role, name)
    entry = next(entry for entry in navigation.ENTRIES if entry.file == name)
    refused = any("没有打开" in one.value for one in at.warning)
    if entry == navigation.FRONT and role not in entry.roles:
        return  # led to their own front page
    assert refused == (role not in entry.roles)
    if refused:
        assert not at.title and not at.dataframe and not at.metric
    assert not at.exception


def test_every_role_has_a_page_to_start_on() -> None:
    assert all(any(role in entry.roles for entry in navigation.ENTRIES) for role in ROLES)
