"""How long one act takes with twenty writers at once, on SQLite and on PostgreSQL (quality.md, speed).

`python -m tests.bench.acts [--writers 20] [--acts 60] [--pause 0.5]` prints median and p95 by kind of act: alone, all
at once without pause, and with pauses between the acts of each writer, as people have them. PostgreSQL is the
distribution's, or that of TEST_DATABASE_URL. Beside them stands what the disk takes for one commit, and the load.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from sqlalchemy import Engine, create_engine, make_url, text, update

from lib.db.board_tables import chain_tail
from lib.db.engine import open_engine, writing
from lib.db.migrate import migrate
from tests.bench.harness import p95
from tests.postgres import running_server
from tests.reliability.stream import Writer, send

Times = dict[str, list[float]]
KINDS = {"register_case": "register", "act_on_case": "act", "file_report": "report", "verify_report": "verify"}
WARM_ACTS = 5


def timed_acts(engine: Engine, writer: int, count: int, pause: float) -> Times:
    """The milliseconds of each act of one writer."""
    times: Times = {}
    chance, following = random.Random(writer), Writer(writer).stream()
    ask = next(following)
    for _ in range(count):
        time.sleep(chance.uniform(0, 2 * pause))
        start = time.perf_counter()
        done = send(engine, ask)
        times.setdefault(KINDS[ask.command], []).append((time.perf_counter() - start) * 1000)
        ask = following.send(done)
    return times


def together(engine: Engine, first: int, writers: int, count: int, pause: float) -> tuple[Times, float]:
    """All writers at once; their times, and the acts each second."""
    start = time.perf_counter()
    with ThreadPoolExecutor(writers) as pool:
        each = pool.map(lambda writer: timed_acts(engine, writer, count, pause), range(first, first + writers))
        times: Times = {}
        for one in each:
            for kind, values in one.items():
                times.setdefault(kind, []).extend(values)
    return times, writers * count / (time.perf_counter() - start)


def milliseconds_of_a_commit(engine: Engine) -> float:
    """A transaction that changes one row: the least that any act costs here."""
    times = []
    for _ in range(50):
        start = time.perf_counter()
        with writing(engine) as conn:
            conn.execute(update(chain_tail).values(audit_rows=chain_tail.c.audit_rows))
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def show(name: str, times: Times, rate: float) -> None:
    """One line."""
    whole = [value for values in times.values() for value in values]
    cells = [f"{kind} {statistics.median(values):.1f}/{p95(values):.1f}" for kind, values in sorted(times.items())]
    print(f"  {name:<22} all {statistics.median(whole):.1f}/{p95(whole):.1f} · {' · '.join(cells)} · {rate:.0f} acts/s")


def measure(name: str, engine: Engine, asked: argparse.Namespace) -> None:
    """All ways on one engine."""
    migrate(engine)
    timed_acts(engine, 0, WARM_ACTS, 0)
    print(f"{name}: one commit {milliseconds_of_a_commit(engine):.1f} ms; load {os.getloadavg()[0]:.1f}")
    show("alone", *together(engine, 1, 1, asked.acts, 0))
    show(f"{asked.writers} without pause", *together(engine, 2, asked.writers, asked.acts, 0))
    show(
        f"{asked.writers}, pause {asked.pause} s",
        *together(engine, 2 + asked.writers, asked.writers, asked.acts, asked.pause),
    )
    engine.dispose()


@contextmanager
def postgresql() -> Iterator[Engine]:
    """A fresh database on a server."""
    with running_server() as address:
        admin = create_engine(address, isolation_level="AUTOCOMMIT")
        name = f"bench_{os.getpid()}"
        with admin.connect() as conn:
            conn.execute(text(f"CREATE DATABASE {name}"))
        yield open_engine(make_url(address).set(database=name).render_as_string(hide_password=False))
        with admin.connect() as conn:
            conn.execute(text(f"DROP DATABASE {name}"))
        admin.dispose()


def main() -> None:
    """Print the table."""
    ask = argparse.ArgumentParser()
    ask.add_argument("--writers", type=int, default=20)
    ask.add_argument("--acts", type=int, default=40)
    ask.add_argument("--pause", type=float, default=0.5)
    asked = ask.parse_args()
    print("milliseconds of one act, median/p95 (goal: p95 50)")
    with tempfile.TemporaryDirectory() as folder:
        measure("SQLite", open_engine(f"sqlite:///{folder}/board.db"), asked)
    with postgresql() as engine:
        measure("PostgreSQL (fsync off)", engine, asked)


if __name__ == "__main__":
    main()
