"""Twenty writers at once, each registering and moving cases of its own: how long one act takes, waiting included.

`python -m tests.bench.acts [--writers 20] [--acts 30] [--cases 20000] [--until 2026-06-30] [--folder DIR]` makes a
demo board of that many cases (kept in the folder) and prints median and p95 of each act with the writers' think
time of half a second, of one writer alone beside them, and whether an act was lost or doubled.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from lib.commands.act import Caller, Done
from lib.commands.case_acts import act_on_case, register_case
from lib.db.engine import open_engine, reading
from lib.db.queries.chain import last_number, missing_numbers
from lib.domain.plan import Plan
from lib.domain.rights import PLATFORM_CLERK, Viewer
from lib.services.book import read_plan
from tests.bench.growth import board

CLERK = Viewer("platform", "刘经办", PLATFORM_CLERK, "qzfb", "government")
Times = dict[str, list[float]]


def one_writer(engine: Engine, plan: Plan, day: date, acts: int, think_s: float, times: Times) -> None:
    """Register a case, hand it over, urge it; again and again."""
    caller = Caller(CLERK, day)

    def timed(name: str, act: Callable[..., Done], *told: str, **fields: Any) -> Done:
        time.sleep(random.uniform(0, 2 * think_s))
        began = time.perf_counter()
        done = act(engine, plan, caller, "dispute", *told, **fields)
        times.setdefault(name, []).append(time.perf_counter() - began)
        return done

    for _ in range(acts // 3):
        done = timed("register", register_case, case_no=None)
        case_no = done.subject.split(" ", 1)[1]
        moved = timed("move", act_on_case, case_no, "移送", seen=done.numbers[-1])
        timed("urge", act_on_case, case_no, "催办", seen=moved.numbers[-1])


def measured(engine: Engine, day: date, writers: int, acts: int, think_s: float) -> Times:
    """The seconds each act took."""
    plan, times = read_plan(engine), Times()
    with ThreadPoolExecutor(writers) as pool:
        for done in [pool.submit(one_writer, engine, plan, day, acts, think_s, times) for _ in range(writers)]:
            done.result()
    return times


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--writers", type=int, default=20)
    options.add_argument("--acts", type=int, default=30)
    options.add_argument("--cases", type=int, default=20_000)
    options.add_argument("--until", type=date.fromisoformat, default=date(2026, 6, 30))
    options.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "board-bench")
    asked = options.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    made = board(asked.folder, asked.cases, asked.until)
    copy = asked.folder / "acts.db"
    made.dispose()
    shutil.copy(str(made.url.database), copy)
    engine = open_engine(f"sqlite:///{copy}")
    with reading(engine) as conn:
        before = last_number(conn)
    print(f"{'writers':>8} {'act':>10} {'median ms':>10} {'p95 ms':>8}")
    expected = 0
    for writers, think_s in ((1, 0.0), (asked.writers, 1.0), (asked.writers, 0.0)):
        times = measured(engine, asked.until, writers, asked.acts, think_s)
        expected += writers * (asked.acts // 3) * 3
        for name, taken in times.items():
            p95 = statistics.quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]
            label = f"{writers}{'' if think_s else '*'}"
            print(f"{label:>8} {name:>10} {statistics.median(taken) * 1000:>10.1f} {p95 * 1000:>8.1f}")
    with reading(engine) as conn:
        print(f"facts: {last_number(conn) - before} of {expected}; numbers missing: {missing_numbers(conn)}")
    print("* without any pause between acts")
    engine.dispose()


if __name__ == "__main__":
    main()
