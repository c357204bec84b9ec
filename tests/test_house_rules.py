"""The walls of the house: who may import whom, what a page is, and what no line may do.

Every checker takes source text and gives sentences; each is proved once on a source made up to break it.
The tables below are those of docs and the house rules: a new room or library is a line here, with its reason.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
APP_LINE = "app = st.App(__file__, **edge.options())"
PAGE_LINES, PAGE_FUNCTION_LINES = 80, 15
UNTELLING_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "base", "data", "info"}


class Room(NamedTuple):
    """What a room may import besides itself, domain, errors and the standard library.

    `inside`: modules of the project, each with all below it. `outside`: libraries. `clock`: may ask for the
    present day. `handles`: passes the database's Connection and Engine on, and writes no SQL.
    """

    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    clock: bool = False
    handles: bool = False


ROOMS = {
    "domain": Room(),
    # chinese_calendar: only copied into the plan's data, by a command.
    "definitions": Room(outside=("yaml", "jsonschema", "chinese_calendar")),
    "db": Room(outside=("sqlalchemy", "alembic"), clock=True),
    # sqlalchemy: accounts, sessions and the trail are its own tables.
    "security": Room(inside=("lib.db",), outside=("bcrypt", "sqlalchemy"), clock=True),
    "services": Room(inside=("lib.db", "lib.definitions"), handles=True),
    # backup, evidence: `doctor` looks at them.
    "commands": Room(
        inside=("lib.backup", "lib.db", "lib.definitions", "lib.evidence", "lib.security"), clock=True, handles=True
    ),
    "intake": Room(
        inside=("lib.commands", "lib.services"), outside=("openpyxl", "xlsxwriter", "pandas"), clock=True, handles=True
    ),
    # puremagic, PIL: what a file is, by its content. services: who sees the facts that use it.
    "evidence": Room(
        inside=("lib.db", "lib.security", "lib.services"), outside=("puremagic", "PIL"), clock=True, handles=True
    ),
    # sqlalchemy: every table alike, whatever its rows mean.
    "backup": Room(
        inside=("lib.db", "lib.definitions", "lib.evidence", "lib.security"), outside=("sqlalchemy",), clock=True
    ),
    "documents": Room(inside=("lib.services", "lib.ui.charts"), outside=("docx", "xlsxwriter", "vl_convert")),
    "simulation": Room(inside=("lib.definitions", "lib.db"), handles=True),
    "web": Room(inside=("lib.security", "lib.db", "lib.evidence"), outside=("starlette",), clock=True),
    "ui": Room(outside=("streamlit", "pandas", "altair")),
    # lib.db.shared: the engines of this process, only to hand them to services and security.
    "shell": Room(
        inside=("lib.services", "lib.security", "lib.ui", "lib.evidence", "lib.db.shared"),
        outside=("streamlit", "streamlit_authenticator"),
        clock=True,
    ),
    "pages": Room(
        inside=("lib.shell", "lib.commands", "lib.intake", "lib.documents", "lib.ui"), outside=("streamlit",)
    ),
    "cli": Room(
        inside=(
            "lib.backup", "lib.commands", "lib.db", "lib.definitions", "lib.documents", "lib.evidence", "lib.intake",
            "lib.security", "lib.services", "lib.simulation", "lib.web",
        ),
        outside=("click", "tqdm"),
        clock=True,
        handles=True,
    ),
    # Files that belong to no room.
    "app.py": Room(inside=("lib.web", "lib.shell"), outside=("streamlit",)),
    "lib/__init__.py": Room(),
    "lib/__main__.py": Room(inside=("lib.cli",)),
    "lib/clock.py": Room(),
    "lib/errors.py": Room(),
}  # fmt: skip
FOR_ALL = ("lib.domain", "lib.errors")
HANDLES = {"Connection", "Engine"}
# The one page a person must reach whose password is due; it asks for the session itself.
GUARDS = {"pages/admin/password.py": ("session = require_session(password_due=True)", "require_session")}
GUARD = ("viewer = require_viewer()", "require_viewer")


def room_of(path: str) -> str:
    """The room of a file given from the root: a key of ROOMS if the house knows it."""
    parts = path.split("/")
    if parts[0] == "lib" and len(parts) > 2:
        return parts[1]
    return "pages" if parts[0] == "pages" else path


# Imports


class Imported(NamedTuple):
    """A module imported, and the name taken from it (None: the module itself)."""

    module: str
    name: str | None


def imports_of(source: str) -> Iterator[Imported]:
    """Every import of a source, at its top or inside a function."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (Imported(alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield from (Imported(module, alias.name) for alias in node.names)


def forbidden_imports(room: str, source: str) -> list[str]:
    """Imports of a source that its room may not have."""
    return [f"{one.module} {one.name or ''}".strip() for one in imports_of(source) if not _may_import(room, one)]


def _may_import(room: str, one: Imported) -> bool:
    allowed, top = ROOMS[room], one.module.split(".")[0]
    if top == "lib":
        # `from lib import clock` names the module as `from lib.clock import …` does.
        module = f"lib.{one.name}" if one.module == "lib" else one.module
        inside = (*FOR_ALL, *allowed.inside, f"lib.{room}", *(("lib.clock",) if allowed.clock else ()))
        return any(_within(place, module, one.name) for place in inside)
    if top == "sqlalchemy" and allowed.handles and one.name in HANDLES:
        return True
    return top in sys.stdlib_module_names or top in allowed.outside


def _within(place: str, module: str, name: str | None) -> bool:
    """Whether an import reaches `place` or below: as a module, or as a name taken from its parent."""
    return module == place or module.startswith(place + ".") or f"{module}.{name}" == place


# What no line may do


def wide_excepts(source: str) -> list[str]:
    """Bare excepts and those that catch Exception or BaseException."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ExceptHandler):
            caught = (
                {one.id for one in ast.walk(node.type) if isinstance(one, ast.Name)} if node.type else {"everything"}
            )
            found += [
                f"line {node.lineno} catches {one}" for one in caught & {"everything", "Exception", "BaseException"}
            ]
    return found


def html_doors(source: str) -> list[str]:
    """Uses of Streamlit's html functions."""
    found = [
        f"line {node.lineno} calls {ast.unparse(node)}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr == "html" and _root(node) in {"st", "streamlit", "components"}
    ]
    taken = [one for one in imports_of(source) if one.module.startswith("streamlit") and one.name == "html"]
    return found + [f"takes html from {one.module}" for one in taken]


def unsafe_html(source: str) -> list[str]:
    """Uses of the keyword that lets text be HTML."""
    return [
        f"line {node.value.lineno} passes {node.arg}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html"
    ]


def clock_readings(source: str) -> list[str]:
    """Readings of the clock: the module time, and now, today or utcnow of anything."""
    found = [f"imports {one.module}" for one in imports_of(source) if one.module.split(".")[0] == "time"]
    found += ["takes time from datetime" for one in imports_of(source) if one == ("datetime", "time")]
    return found + [
        f"line {node.lineno} reads {ast.unparse(node)}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}
    ]


def uncounted_writes(source: str) -> list[str]:
    """Takings of the bare writers of facts, which leave the counts behind: lib.db.recording is the way in."""
    return [f"takes {one.name}" for one in imports_of(source) if one.module == "lib.db.facts" and one.name in _WRITERS]


_WRITERS = {"append", "correct"}


def untelling_names(path: str) -> list[str]:
    """Folders and modules of a path whose name says nothing."""
    return [part for part in Path(path).with_suffix("").parts[1:] if part in UNTELLING_NAMES]


def _root(node: ast.expr) -> str | None:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


# Caches


def leaking_caches(source: str) -> list[str]:
    """Cached functions whose key leaves the viewer out, or that read what belongs to one reader."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and any(map(_caches, node.decorator_list)):
            found += [f"{node.name}: {one}" for one in (*_hidden_viewers(node), *_private_readings(node))]
    return found


def _caches(decorator: ast.expr) -> bool:
    call = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = call.attr if isinstance(call, ast.Attribute) else call.id if isinstance(call, ast.Name) else ""
    return name in {"cache_data", "cache_resource"}


def _hidden_viewers(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    for place, one in enumerate(arguments):
        words = f"{one.arg} {ast.unparse(one.annotation) if one.annotation else ''}".lower()
        if not any(word in words for word in ("viewer", "session", "user", "live")):
            continue
        if one.arg.startswith("_"):
            yield f"{one.arg} is left out of the key"
        elif place:
            yield f"{one.arg} is not the first argument"


def _private_readings(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Attribute) and one.attr in {"session_state", "query_params", "user", "context"}:
            if _root(one) in {"st", "streamlit"}:
                yield f"reads {ast.unparse(one)}"
        elif isinstance(one, ast.Name) and one.id == "session_state":
            yield "reads session_state"


# Pages


def unguarded(source: str, guard: tuple[str, str] = GUARD) -> list[str]:
    """Why a page is open to strangers: its first statement is not the guard, or the guard is not the shell's."""
    statement, name = guard
    body = ast.parse(source).body
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    rest = [one for one in body if not isinstance(one, ast.Import | ast.ImportFrom)]
    found = [] if rest and ast.unparse(rest[0]) == statement else [f"the first statement is not {statement}"]
    genuine = Imported("lib.shell.session", name) in imports_of(source)
    return found if genuine else [*found, f"{name} is not that of lib.shell.session"]


def loose_functions(source: str) -> list[str]:
    """Functions of a page that stand neither under st.dialog nor st.fragment, or are too long."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        decorators = [one.func if isinstance(one, ast.Call) else one for one in node.decorator_list]
        if not {"st.dialog", "st.fragment"} & {ast.unparse(one) for one in decorators}:
            found.append(f"{node.name} is neither dialog nor fragment")
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > PAGE_FUNCTION_LINES:
            found.append(f"{node.name} has {length} lines")
    return found


def too_long(source: str) -> list[str]:
    """Whether a page is longer than a page may be."""
    lines = len(source.splitlines())
    return [f"{lines} lines"] if lines > PAGE_LINES else []


def misplaced_page(path: str) -> list[str]:
    """A file directly in pages/ is served without app.py until the navigation has run once."""
    return ["stands directly in pages/"] if path.count("/") < 2 else []


def app_without_its_line(source: str) -> list[str]:
    """The server finds the app by reading the syntax tree of app.py for this very line."""
    lines = [ast.unparse(node) for node in ast.parse(source).body if isinstance(node, ast.Assign)]
    return [] if APP_LINE in lines and APP_LINE in source.splitlines() else [f"lacks {APP_LINE}"]


# The house as it stands


def _files(*folders: str) -> list[str]:
    found = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    return sorted(file.relative_to(ROOT).as_posix() for file in found)


LIBRARY, PAGES, DOMAIN = _files("lib"), _files("pages"), _files("lib/domain")
ALL = [*LIBRARY, *PAGES, "app.py"]


def _problems(paths: list[str], check: Callable[[str], list[str]]) -> list[str]:
    return [f"{path}: {one}" for path in paths for one in check((ROOT / path).read_text(encoding="utf-8"))]


@pytest.mark.parametrize("room", sorted({room_of(path) for path in ALL}))
def test_a_room_imports_only_what_the_table_allows(room: str) -> None:
    assert room in ROOMS, f"{room} is not in the table of the house"
    own = [path for path in ALL if room_of(path) == room]
    assert _problems(own, lambda source: forbidden_imports(room, source)) == []


def test_nothing_catches_everything() -> None:
    assert _problems(ALL, wide_excepts) == []


def test_html_goes_through_one_door() -> None:
    assert _problems([path for path in ALL if path != "lib/ui/markup.py"], html_doors) == []


def test_facts_are_stored_with_their_counts() -> None:
    assert _problems([path for path in ALL if path != "lib/db/recording.py"], uncounted_writes) == []


def test_text_is_never_html() -> None:
    assert _problems(ALL, unsafe_html) == []


def test_the_rules_never_read_a_clock() -> None:
    assert _problems(DOMAIN, clock_readings) == []


def test_every_folder_and_module_has_a_telling_name() -> None:
    assert [path for path in ALL if untelling_names(path)] == []


def test_no_cache_serves_one_reader_s_rows_to_another() -> None:
    assert _problems(ALL, leaking_caches) == []


def test_every_page_asks_who_is_looking_first() -> None:
    found = [_problems([path], lambda source, path=path: unguarded(source, GUARDS.get(path, GUARD))) for path in PAGES]
    assert [one for problems in found for one in problems] == []


def test_every_exception_to_the_guard_is_a_page() -> None:
    assert set(GUARDS) <= set(PAGES)


def test_no_page_stands_directly_in_pages() -> None:
    assert [path for path in PAGES if misplaced_page(path)] == []


def test_pages_define_no_functions_but_dialogs_and_fragments() -> None:
    assert _problems(PAGES, loose_functions) == []


def test_pages_are_short() -> None:
    assert _problems(PAGES, too_long) == []


def test_the_app_has_the_line_the_server_looks_for() -> None:
    assert _problems(["app.py"], app_without_its_line) == []


def test_there_are_rules_pages_and_a_library_to_look_at() -> None:
    assert (len(DOMAIN) > 10, len(PAGES) > 1, len(LIBRARY) > 50) == (True, True, True)


# Each wall, broken once


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("domain", "import sqlalchemy"),
        ("domain", "from lib.db.engine import reading"),
        ("domain", "from lib import clock"),
        ("domain", "def f():\n    import pandas"),
        ("domain", "from . import duties"),
        ("definitions", "import sqlalchemy"),
        ("db", "from lib.services import book"),
        ("security", "import streamlit as st"),
        ("services", "from lib.commands import record"),
        ("services", "from sqlalchemy import select"),
        ("services", "import streamlit"),
        ("services", "from lib.clock import today"),
        ("commands", "from lib.services.book import Book"),
        ("commands", "import sqlalchemy"),
        ("intake", "from lib.db import engine"),
        ("documents", "from lib.ui import markup"),
        ("documents", "from lib.ui.cards import card"),
        ("simulation", "from lib.services import book"),
        ("web", "import streamlit"),
        ("ui", "from lib.services import book"),
        ("ui", "from lib.shell import cached"),
        ("shell", "from lib.db.engine import reading"),
        ("shell", "from lib.commands import record"),
        ("pages", "from lib.services import overview"),
        ("pages", "from lib.db import engine"),
        ("pages", "import pandas as pd"),
        ("cli", "from lib.shell import session"),
        ("cli", "from lib.ui.markup import html"),
        ("cli", "import pages.overview.cockpit"),
        ("lib/errors.py", "from lib.db import engine"),
    ],
)
def test_an_import_the_table_does_not_allow_is_found(room: str, source: str) -> None:
    assert forbidden_imports(room, source)


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("domain", "from lib.errors import Refused\nfrom decimal import Decimal\nfrom lib.domain import duties"),
        ("domain", "from lib import errors"),
        ("services", "from sqlalchemy import Connection, Engine\nfrom lib.db.queries import facts"),
        ("documents", "from lib.ui import charts\nfrom lib.ui.charts import bars"),
        ("shell", "from lib.db.shared import read_engine\nfrom lib.db import shared\nfrom lib import clock"),
        ("pages", "import streamlit as st\nfrom lib.shell import cached\nfrom lib.domain.rights import may"),
        ("cli", "import click\nfrom lib.web import edge\nfrom lib.services import book"),
    ],
)
def test_an_import_the_table_allows_is_left_alone(room: str, source: str) -> None:
    assert forbidden_imports(room, source) == []


@pytest.mark.parametrize("path", ["lib/stray.py", "lib/helpers/text.py"])
def test_a_room_the_house_does_not_know_is_found(path: str) -> None:
    assert room_of(path) not in ROOMS


@pytest.mark.parametrize(
    "clause", ["except:", "except Exception:", "except (ValueError, Exception) as error:", "except BaseException:"]
)
def test_a_wide_except_is_found(clause: str) -> None:
    assert wide_excepts(f"try:\n    x = 1\n{clause}\n    pass")


def test_a_narrow_except_is_left_alone() -> None:
    assert wide_excepts("try:\n    x = 1\nexcept (ValueError, OSError):\n    pass") == []


@pytest.mark.parametrize(
    "source",
    [
        "st.html('<b>')",
        "streamlit.html('')",
        "draw = st.html",
        "from streamlit import html",
        "st.components.v1.html('')",
    ],
)
def test_a_second_door_for_html_is_found(source: str) -> None:
    assert html_doors(source)


def test_the_project_s_own_html_function_is_left_alone() -> None:
    assert html_doors("from lib.ui import markup\nmarkup.html('{a}', a=1)") == []


@pytest.mark.parametrize("source", ["from lib.db.facts import append", "from lib.db.facts import Fact, correct"])
def test_a_fact_stored_without_its_counts_is_found(source: str) -> None:
    assert uncounted_writes(source)


@pytest.mark.parametrize("source", ["st.markdown('', unsafe_allow_html=True)", "f(unsafe_allow_html=allowed)"])
def test_text_let_through_as_html_is_found(source: str) -> None:
    assert unsafe_html(source)


@pytest.mark.parametrize(
    "source",
    [
        "x = datetime.now()", "x = date.today()", "x = datetime.datetime.utcnow()", "import time", "from time import time",
        "clock = date.today",
    ],
)  # fmt: skip
def test_a_rule_that_reads_a_clock_is_found(source: str) -> None:
    assert clock_readings(source)


@pytest.mark.parametrize("path", ["lib/utils/text.py", "lib/domain/helpers.py", "lib/base.py", "pages/data/one.py"])
def test_a_name_that_says_nothing_is_found(path: str) -> None:
    assert untelling_names(path)


@pytest.mark.parametrize(
    "source",
    [
        "@st.cache_data\ndef f(_viewer): ...",
        "@st.cache_data(ttl=60)\ndef f(_who: Viewer): ...",
        "@st.cache_resource\ndef f(day, _session): ...",
        "@st.cache_data\ndef f(day, viewer): ...",
        "@st.cache_data\ndef f(day):\n    return st.session_state['day']",
        "@st.cache_data\ndef f(day):\n    return st.user.name",
        "@cache_data\ndef f(day):\n    return session_state.day",
        "@st.cache_data\ndef f(*, _viewer): ...",
    ],
)
def test_a_cache_that_would_leak_is_found(source: str) -> None:
    assert leaking_caches(source)


@pytest.mark.parametrize(
    "source",
    [
        "@st.cache_data\ndef f(viewer, edition, day): ...",
        "@st.cache_resource\ndef f(_book, edition): ...",
        "def f(_viewer):\n    return st.session_state",
    ],
)
def test_a_cache_that_takes_the_viewer_plainly_is_left_alone(source: str) -> None:
    assert leaking_caches(source) == []


_SHELL = "from lib.shell.session import require_viewer\n"


@pytest.mark.parametrize(
    "source",
    [
        "",
        f'"""A page."""\n{_SHELL}',
        f"{_SHELL}st.title('')\nviewer = require_viewer()",
        f"{_SHELL}viewer = None",
        f"{_SHELL}require_viewer()",
        f"{_SHELL}if True:\n    viewer = require_viewer()",
        f"{_SHELL}viewer = require_viewer(password_due=True)",
        "from lib.shell.frame import require_viewer\nviewer = require_viewer()",
        "def require_viewer(): ...\nviewer = require_viewer()",
    ],
)
def test_a_page_open_to_strangers_is_found(source: str) -> None:
    assert unguarded(source)


def test_a_guarded_page_is_left_alone() -> None:
    assert (
        unguarded(f'"""A page."""\n\nimport streamlit as st\n{_SHELL}\nviewer = require_viewer()\nst.title("")') == []
    )


@pytest.mark.parametrize(
    "source",
    [
        "def f(): ...",
        "@st.cache_data\ndef f(): ...",
        "if x:\n    def f(): ...",
        "@st.dialog('')\ndef f():\n" + "    x = 1\n" * PAGE_FUNCTION_LINES,
    ],
)
def test_a_loose_or_long_function_of_a_page_is_found(source: str) -> None:
    assert loose_functions(source)


@pytest.mark.parametrize("decorator", ["@st.dialog('')", "@st.fragment", "@st.fragment(run_every=5)\n@guarded"])
def test_a_dialog_or_fragment_is_left_alone(decorator: str) -> None:
    assert loose_functions(f"{decorator}\ndef f():\n    x = 1") == []


@pytest.mark.parametrize(("lines", "long"), [(PAGE_LINES, False), (PAGE_LINES + 1, True)])
def test_a_page_of_more_than_eighty_lines_is_found(lines: int, long: bool) -> None:
    assert bool(too_long("x = 1\n" * lines)) is long


@pytest.mark.parametrize(
    ("path", "misplaced"),
    [("pages/cockpit.py", True), ("pages/__init__.py", True), ("pages/overview/cockpit.py", False)],
)
def test_a_page_directly_in_pages_is_found(path: str, misplaced: bool) -> None:
    assert bool(misplaced_page(path)) is misplaced


@pytest.mark.parametrize(
    "source",
    [
        "app = edge.make()",
        "app = st.App(__file__)",
        f"# {APP_LINE}",
        f"if x:\n    {APP_LINE}",
        "app = st.App(\n    __file__, **edge.options())",
    ],
)
def test_an_app_the_server_would_not_find_is_found(source: str) -> None:
    assert app_without_its_line(source)
