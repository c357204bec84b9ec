"""What pages read, at few cases and at many: the time to make each page's record after a write, and its growth.

`python -m tests.bench.growth [--small 20000] [--large 1000000] [--until 2026-06-30] [--runs 5] [--folder DIR]`
makes two demo boards of five years (kept in the folder, so that a second run starts at once) and prints, for today,
for days of the past and after a correction of the past, the median time at both sizes and their ratio.

First after a write: nothing worked out before is kept, the file's pages are in the machine's memory. One harness,
one process, the two boards in turn.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Engine

from lib.db import recording
from lib.db.engine import PROJECT, open_engine, reading, writing
from lib.db.facts import Origin
from lib.db.queries import facts
from lib.db.queries.facts import histories
from lib.domain.facts import Event
from lib.domain.periods import Period, last_ended_quarter
from lib.domain.rights import Viewer
from lib.services import book as books
from lib.services import duty_views, item_views, my_unit, overview, platform_views, ranking_views
from lib.services.book import Book, open_book, read_plan

OFFICE = Viewer("office", "赵主任", "office", "qzfb", "government")
Page = Callable[[Book, date, Period], object]
PAGES: dict[str, Page] = {
    "总览": lambda book, day, period: overview.cockpit(OFFICE, book, day, period),
    "责任单位": lambda book, day, period: duty_views.units_page(OFFICE, book, day),
    "联动事项": lambda book, day, period: item_views.items_page(OFFICE, book, day),
    "平台运行": lambda book, day, period: platform_views.flows_page(OFFICE, book, day),
    "平台运行／一个平台": lambda book, day, period: platform_views.flow_page(OFFICE, book, day, "nonlitigation"),
    "考核排名": lambda book, day, period: ranking_views.ranking_page(OFFICE, book, day, period),
    "我的单位": lambda book, day, period: my_unit.my_unit(OFFICE, book, day, period, "zzw"),
}


def board(folder: Path, cases: int, until: date) -> Engine:
    """A demo board of so many cases, made once."""
    file = folder / f"{cases}-{until}.db"
    address = f"sqlite:///{file}"
    if not file.exists():
        print(f"making {cases:,} cases …", flush=True)
        command = [sys.executable, "-m", "lib", "init", "--demo", "--cases", str(cases), "--until", str(until)]
        subprocess.run(command, cwd=PROJECT, env={**os.environ, "DATABASE_URL": address}, check=True)
    return open_engine(address)


def forget() -> None:
    """As after a write: nothing worked out before counts any more. The plan and the duties' facts stay read."""
    books._shelves.__init__(books.SHELVES_KEPT)  # type: ignore[misc]


def milliseconds(engine: Engine, page: Page, day: date, runs: int) -> float:
    """Median time of making the page's record, first after a write."""
    period, taken = last_ended_quarter(day), []
    for _ in range(runs + 1):
        forget()
        started = time.perf_counter()
        with open_book(engine) as book:
            page(book, day, period)
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken[1:])


def correct_the_past(engine: Engine) -> float:
    """Milliseconds of voiding and storing again the last event of a case closed years ago, with all counts."""
    plan, origin = read_plan(engine), Origin("office", "page")
    with reading(engine) as conn:
        old = next(one for one in facts.events(conn, until=date(2021, 9, 30), flow="nonlitigation") if one.result)
    started = time.perf_counter()
    with writing(engine) as conn:
        recording.correct(conn, plan, old.number, None, reason="误", approver="李", origin=origin)
    with writing(engine) as conn:
        recording.append(conn, plan, [old], origin)
    return (time.perf_counter() - started) * 1000 / 2


def act_milliseconds(engine: Engine, acts: int) -> float:
    """Median time of one act with its counts: registering a case, in a transaction of its own."""
    plan, taken = read_plan(engine), []
    last = plan.issued_on
    for number in range(acts):
        event = Event(
            0, 0, "dispute", f"bench-{time.time_ns()}-{number}", "登记", last, None, None, None, None, None, {}, last
        )
        started = time.perf_counter()
        with writing(engine) as conn:
            histories(conn, [(event.flow, event.case_no)])
            recording.append(conn, plan, [event], Origin("office", "page"))
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", type=int, default=20_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--until", type=date.fromisoformat, default=date(2026, 6, 30))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "board-bench")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    small, large = (board(given.folder, cases, given.until) for cases in (given.small, given.large))
    print(f"\nmilliseconds, first after a write, median of {given.runs}: {given.small:,} | {given.large:,} | ratio")
    days = {"last day": given.until, "a year ago": given.until - timedelta(days=365), "in 2022": date(2022, 9, 15)}
    for when, day in days.items():
        print(f"\n{when} ({day})")
        for name, page in PAGES.items():
            ours, theirs = (milliseconds(engine, page, day, given.runs) for engine in (small, large))
            print(f"  {name:<12}\t{ours:8.1f}\t{theirs:8.1f}\t{theirs / ours:6.2f}")
    print("\nan act and a correction of the past, with their counts, on SQLite with synchronous=FULL")
    for words, measured in (("one act", lambda one: act_milliseconds(one, 40)), ("a correction", correct_the_past)):
        ours, theirs = measured(small), measured(large)
        print(f"  {words:<12}\t{ours:8.1f}\t{theirs:8.1f}\t{theirs / ours:6.2f}")


if __name__ == "__main__":
    main()
