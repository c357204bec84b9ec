"""What pages read, at few cases and at many: the time to make each page's record after a write, and its growth.

`python -m tests.bench.growth [--small 20000] [--large 1000000] [--until 2026-06-30] [--runs 5] [--folder DIR]`
makes a demo board of five years, and one with every case as often as makes the large number (both kept in the
folder, so that a second run starts at once), and prints, for today,
for days of the past and after a correction of the past, the median time at both sizes and their ratio.

First after a write: nothing worked out before is kept, the file's pages are in the machine's memory. One harness,
one process, the two boards in turn.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Engine, select

from lib.db import recording
from lib.db.count_tables import case_head
from lib.db.engine import open_engine, reading, writing
from lib.db.facts import Origin
from lib.db.migrate import migrate
from lib.domain.periods import Period, last_ended_quarter
from lib.domain.rights import Viewer
from lib.services import book as books
from lib.services import duty_views, item_views, my_unit, overview, platform_views, radar_views, ranking_views
from lib.services.book import Book, open_book, read_plan
from tests.bench.harness import board, register_a_case

OFFICE = Viewer("office", "赵主任", "office", "qzfb", "government")
Page = Callable[[Book, date, Period], object]
PAGES: dict[str, Page] = {
    "总览": lambda book, day, period: overview.cockpit(OFFICE, book, day, period),
    "责任单位": lambda book, day, period: duty_views.units_page(OFFICE, book, day),
    "联动事项": lambda book, day, period: item_views.items_page(OFFICE, book, day),
    "平台运行": lambda book, day, period: platform_views.flows_page(OFFICE, book, day),
    "平台运行／一个平台": lambda book, day, period: platform_views.flow_page(OFFICE, book, day, "nonlitigation"),
    "考核排名": lambda book, day, period: ranking_views.ranking_page(OFFICE, book, day, period),
    "数据体检": lambda book, day, period: radar_views.radar_page(OFFICE, book, day, period),
    "我的单位": lambda book, day, period: my_unit.my_unit(OFFICE, book, day, period, "zzw"),
}


def multiplied(small: Engine, folder: Path, times: int) -> Engine:
    """The board with every case there so many times under numbers of their own, made once.

    Counts are sums over cases, so those of the copies are the first ones' times as many: the same board that acts
    would have made, without waiting for a million of them (tests/bench/test_multiplied.py holds it to a rebuild).
    """
    source = Path(str(small.url.database))
    file = folder / f"{source.stem}-times-{times}.db"
    if not file.exists():
        print(f"multiplying by {times} …", flush=True)
        part = file.with_suffix(".part")
        shutil.copy(source, part)
        with sqlite3.connect(part) as conn:
            _multiply(conn, times)
        conn.close()
        part.rename(file)
        migrate(open_engine(f"sqlite:///{file}"))  # makes the guards anew
    return open_engine(f"sqlite:///{file}")


def _multiply(conn: sqlite3.Connection, times: int) -> None:
    for pragma in (
        "journal_mode=DELETE",
        "journal_mode=OFF",
        "synchronous=OFF",
        "cache_size=-2000000",
        "temp_store=MEMORY",
    ):
        conn.execute(f"PRAGMA {pragma}")  # a file that failed halfway is thrown away
    for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        conn.execute(f"DROP TRIGGER {name}")
    (last,) = conn.execute("SELECT last_number FROM chain_tail").fetchone()
    for table, numbered in (
        ("case_event", {"number", "position"}),
        ("case_head", {"last_number"}),
        ("late_span", set()),
    ):
        columns = [row[1] for row in conn.execute(f"PRAGMA table_info({table})")]
        made = [
            f"{one} + :shift" if one in numbered else "case_no || :copy" if one == "case_no" else one for one in columns
        ]
        quoted = [f'"{one}"' if one == cell else cell for one, cell in zip(columns, made, strict=True)]
        listed = ", ".join(f'"{one}"' for one in columns)
        conn.execute(f"CREATE TEMP TABLE first_{table} AS SELECT * FROM {table}")
        for copy in range(1, times):
            given = {"shift": copy * last, "copy": f"·{copy}"}
            conn.execute(f"INSERT INTO {table} ({listed}) SELECT {', '.join(quoted)} FROM first_{table}", given)
    conn.execute("UPDATE tally SET n = n * ?", (times,))
    conn.execute("UPDATE measure_tally SET n = n * ?", (times,))
    for key, amount in conn.execute("SELECT rowid, amount FROM amount_tally").fetchall():
        conn.execute("UPDATE amount_tally SET amount = ? WHERE rowid = ?", (f"{Decimal(amount) * times:f}", key))
    conn.execute("UPDATE chain_tail SET last_number = ?", (last * times,))


def forget() -> None:
    """As after a write: nothing worked out before counts any more. The plan and the duties' facts stay read."""
    books._shelves.__init__(books.SHELVES_KEPT)  # type: ignore[misc]
    books._lasting.__init__(books.LASTING_KEPT)  # type: ignore[misc]


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
    """Median time of voiding the last event of a case closed years ago, with all counts of the days since."""
    plan, taken = read_plan(engine), []
    with reading(engine) as conn:
        heads = select(case_head.c.last_number).where(
            case_head.c.flow == "nonlitigation", case_head.c.closed_on < date(2021, 12, 31)
        )
        numbers = list(conn.execute(heads.order_by(case_head.c.closed_on.desc()).limit(20)).scalars())
    for number in numbers:
        started = time.perf_counter()
        with writing(engine) as conn:
            recording.correct(conn, plan, number, None, reason="误", approver="李", origin=Origin("office", "page"))
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def act_milliseconds(engine: Engine, acts: int) -> float:
    """Median time of one act with its counts: registering a case, in a transaction of its own."""
    return statistics.median(register_a_case(engine) for _ in range(acts))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", type=int, default=20_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--until", type=date.fromisoformat, default=date(2026, 6, 30))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "board-bench")
    given = parser.parse_args()
    small = board(given.folder, given.small, given.until)
    large = multiplied(small, given.folder, given.large // given.small)
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
