"""Processes that write: `python -m tests.reliability.child` has everything imported and forks for each line it reads.

A line is JSON. {"address", "writer", "pending"}: one process sends the pending act, then streams until it is killed,
with one line before each act (what it asks) and one after (what it was told). {"address", "groups", "cases"}: one
process for each group of writers, who act together; a line for each answer. When all are dead, that is told.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any

from lib.db.engine import open_engine
from lib.errors import Unavailable
from tests.reliability.stream import Ask, Writer, send, told
from tests.reliability.together import all_at_once


def say(**line: Any) -> None:
    """One line in one write: short of a pipe's block, so it is there whole or not at all."""
    os.write(1, json.dumps(line).encode() + b"\n")


def write(order: dict[str, Any]) -> None:
    """Act until killed, or until the database is away."""
    engine = open_engine(order["address"])
    try:
        if order["pending"] is not None:
            pending = Ask(*order["pending"])
            say(told=told(pending, send(engine, pending)))
        following = Writer(order["writer"]).stream()
        ask = next(following)
        while True:
            say(ask=ask)
            done = send(engine, ask)
            say(told=told(ask, done))
            ask = following.send(done)
    except Unavailable as away:
        say(away=str(away))


def write_together(order: dict[str, Any], group: list[int]) -> None:
    """Act beside other processes, to the end."""
    for one in all_at_once(open_engine(order["address"]), group, order["cases"]):
        say(told=one)


def forked(work: Callable[[], None]) -> int:
    """A process that does this and nothing after it; its number."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(0)
    return pid


def main() -> None:
    """Fork for each line; tell when the forked processes are dead."""
    for line in sys.stdin:
        order = json.loads(line)
        groups = order.get("groups")
        if groups is None:
            pids = [forked(lambda: write(order))]  # noqa: B023  # runs at once
        else:
            pids = [forked(lambda: write_together(order, group)) for group in groups]  # noqa: B023
        say(pids=pids)
        for pid in pids:
            os.waitpid(pid, 0)
        say(dead=pids)


if __name__ == "__main__":
    main()
