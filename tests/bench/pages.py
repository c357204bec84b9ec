"""What a run of each page costs on the server, beside the same widgets fed with constants (quality.md, speed).

`python -m tests.bench.pages [--cases 20000] [--runs 15] [--writes 5] [--page 总览 …] [--no-cold] [--profile]` prints for
each page, visited by the role that uses it: milliseconds of a run with constants (K), warm, first after a write and in a
cold process; the first two ÷ K; and the bytes of a run.

**A run** is app.py from its first line to its last under Streamlit's own script runner, with its compiled pages kept
as the server keeps them; what tests add around it (reading the tree of elements) is not timed.

**Constants**: one run is made in which every answer that `lib/shell`, `pages` or `lib/ui` get from a room that reads
or reckons (services, security, db, commands, intake, evidence, and the reads of the shell) is noted, in order. In a
run with constants each of these calls returns what it returned then, at once. What is left is app.py, the menu, the
frame, every widget and the making of its HTML. Runs with constants and warm runs take turns, so that what else the
machine does falls on both.

**First after a write**: a case is registered between the runs, in a copy of the board: dated the day shown, as acts are;
`past`: dated years ago, which no result outlasts. **Cold**: the first run of a
process of its own, which imports all pages' modules and reads the plan.

**Bytes** of a run: all its messages, as a browser gets them that has none of them yet; `again`: as it gets them the
second time, having told which large ones it keeps.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from pathlib import Path
from types import FunctionType
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine
from streamlit.runtime.forward_msg_cache import create_reference_msg, populate_hash_if_needed
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, app_test, local_script_runner

from lib.db.engine import PROJECT, open_engine
from tests import people
from tests.bench.harness import USERNAMES, VISITS, board, register_a_case, with_board

READING = tuple(f"lib.{room}" for room in ("services", "security", "db", "commands", "intake", "evidence", "backup"))
SHELL_READS = ("lib.shell.cached", "lib.shell.period_reads")


class Constants:
    """The answers of one run, to be given again in the same order."""

    def __init__(self) -> None:
        self.given: dict[tuple[Callable[..., Any], int], Any] = {}
        self._noting, self._asked = True, Counter[Callable[..., Any]]()
        self._inside = threading.local()

    def begin(self, *, noting: bool) -> None:
        self._noting = noting
        self._asked.clear()

    def answering(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its answers noted or given again; what it asks itself is its own affair."""

        @wraps(function)
        def asked(*args: Any, **kwargs: Any) -> Any:
            if getattr(self._inside, "now", False):
                return function(*args, **kwargs)
            key = (function, self._asked[function])
            self._asked[function] += 1
            if not self._noting:
                return self.given[key]
            self._inside.now = True
            try:
                self.given[key] = function(*args, **kwargs)
            finally:
                self._inside.now = False
            return self.given[key]

        return asked

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Every function of a reading room, and of every name the shell has for one, answers from here."""
        replaced = []
        made = cache(self.answering)
        for module in [one for name, one in sys.modules.items() if name.startswith(("lib.shell", *READING))]:
            for name, value in list(vars(module).items()):
                if isinstance(value, FunctionType) and value.__module__.startswith((*READING, *SHELL_READS)):
                    replaced.append((module, name, value))
                    setattr(module, name, made(value))
        try:
            yield
        finally:
            for module, name, value in replaced:
                setattr(module, name, value)


class Runner(local_script_runner.LocalScriptRunner):
    """Streamlit's runner with the script itself timed and its messages counted as the server sends them."""

    milliseconds, sent, again = 0.0, 0, 0
    profile: cProfile.Profile | None = None

    def _run_script(self, rerun_data: Any) -> None:
        profile, started = type(self).profile, time.perf_counter()
        if profile:
            profile.enable()
        try:
            super()._run_script(rerun_data)
        finally:
            if profile:
                profile.disable()
            kept = type(self)
            kept.milliseconds = (time.perf_counter() - started) * 1000
            kept.sent, kept.again = _bytes(self.forward_msgs())


def _bytes(messages: list[Any]) -> tuple[int, int]:
    first, second = 0, 0
    for one in messages:
        populate_hash_if_needed(one)
        first += one.ByteSize()
        second += (create_reference_msg(one) if one.metadata.cacheable else one).ByteSize()
    return first, second


class Visitor:
    """Someone signed in, on one page."""

    def __init__(self, engine: Engine, role: str, page: str, query: dict[str, str]) -> None:
        self._at = AppTest.from_file(PROJECT / "app.py", default_timeout=120)
        username = USERNAMES[role]
        self._at.user = people.handshake_of(username, people.cookie_for(engine, username))
        self._at.run()
        for name, value in query.items():
            self._at.query_params[name] = value
        self._at.switch_page(f"pages/{page}.py")

    def run(self) -> float:
        """One run; its milliseconds."""
        self._at.run()
        assert not self._at.exception, self._at.exception
        return Runner.milliseconds


@contextmanager
def running() -> Iterator[None]:
    """Streamlit runs scripts as here measured."""
    kept = ScriptCache()
    with (
        patch.object(app_test, "LocalScriptRunner", Runner),
        patch.object(app_test, "ScriptCache", lambda: kept),
        patch.object(local_script_runner, "ScriptCache", lambda: kept),
    ):
        yield


def measure(engine: Engine, name: str, asked: argparse.Namespace) -> dict[str, float]:
    """The figures of one page."""
    visitor, constants = Visitor(engine, *VISITS[name]), Constants()
    visitor.run(), visitor.run()
    with constants.in_place():
        constants.begin(noting=True)
        visitor.run()
    warm, fixed = [], []
    for _ in range(asked.runs):
        warm.append(visitor.run())
        with constants.in_place():
            constants.begin(noting=False)
            fixed.append(visitor.run())
    if asked.profile:
        profiled(f"{name}, warm", visitor, lambda: None)
        profiled(f"{name}, after a write", visitor, lambda: register_a_case(engine, asked.until))
    visitor.run()
    sent, again, after, past = Runner.sent, Runner.again, [], []
    for _ in range(asked.writes):
        register_a_case(engine, asked.until)
        after.append(visitor.run())
        register_a_case(engine)
        past.append(visitor.run())
    medians = (statistics.median(one) for one in (fixed, warm, after, past))
    return dict(zip(("K", "warm", "write", "past"), medians, strict=True)) | {"sent": sent, "again": again}


def profiled(title: str, visitor: Visitor, before: Callable[[], object]) -> None:
    """Where ten runs go."""
    Runner.profile = cProfile.Profile()
    for _ in range(10):
        profile, Runner.profile = Runner.profile, None
        before()
        Runner.profile = profile
        visitor.run()
    print(f"\n{title}, ten runs")
    pstats.Stats(Runner.profile).sort_stats("cumtime").print_stats(60)
    Runner.profile = None


def first_run(name: str) -> float:
    """The first run of this process, from a database already open: for a process of its own."""
    at_once = Visitor.__new__(Visitor)
    role, page, query = VISITS[name]
    at_once._at = AppTest.from_file(PROJECT / "app.py", default_timeout=120)
    engine = open_engine()
    at_once._at.user = people.handshake_of(USERNAMES[role], people.cookie_for(engine, USERNAMES[role]))
    for one, value in query.items():
        at_once._at.query_params[one] = value
    if page != "overview/cockpit":
        at_once._at.switch_page(f"pages/{page}.py")
    return at_once.run()


def cold(name: str) -> float:
    """The first run of a process of its own."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.bench.pages", "--first", name]
    said = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)
    return float(said.stdout.split()[-1])


def main() -> None:
    """Print the table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    with_board(ask, 20_000)
    ask.add_argument("--runs", type=int, default=15)
    ask.add_argument("--writes", type=int, default=5)
    ask.add_argument("--page", choices=list(VISITS), nargs="*", default=list(VISITS))
    ask.add_argument("--no-cold", action="store_true")
    ask.add_argument("--profile", action="store_true")
    ask.add_argument("--first", choices=list(VISITS), help=argparse.SUPPRESS)
    asked = ask.parse_args()
    with running():
        if asked.first:
            print(first_run(asked.first))
            return
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "board.db"
            shutil.copy(str(board(asked.folder, asked.cases, asked.until).url.database), file)
            os.environ["DATABASE_URL"] = f"sqlite:///{file}"
            table(open_engine(), asked)


def table(engine: Engine, asked: argparse.Namespace) -> None:
    """One line a page."""
    print(f"milliseconds, {asked.cases:,} cases, medians of {asked.runs} warm runs and {asked.writes} after writes")
    print("K: constants · ÷K goals: warm 1.3, after a write 2 · kB: first sent / sent again (goal 100)")
    for name in asked.page:
        found = measure(engine, name, asked)
        k, warm, write, past = (found[one] for one in ("K", "warm", "write", "past"))
        once = "" if asked.no_cold else f"  cold {cold(name):7.0f}"
        print(
            f"  K {k:6.1f}  warm {warm:6.1f} ÷K {warm / k:4.2f}  write {write:6.1f} ÷K {write / k:4.2f}"
            f"  past {past:6.1f} ÷K {past / k:4.2f}{once}"
            f"  kB {found['sent'] / 1000:5.0f} / {found['again'] / 1000:4.0f}  {name}",
            flush=True,
        )


if __name__ == "__main__":
    main()
