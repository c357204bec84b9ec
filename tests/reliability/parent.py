"""The test's side of the processes that write: begins them, reads what they were told, kills them."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lib.db.engine import PROJECT
from tests.reliability.stream import Ask, Told


class Parent:
    """The process that forks writers, and what they were told over all their lives."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process, self.address = process, address
        self.answers: list[Told] = []
        self.in_flight: Ask | None = None
        self.pids: list[int] = []
        self.dead = False

    @property
    def acknowledged(self) -> dict[str, list[int]]:
        """The facts of every act that was told done."""
        return {one.mark: one.numbers for one in self.answers if one.refused is None}

    @property
    def asked(self) -> str | None:
        """The mark of the act that was asked for and not answered."""
        return None if self.in_flight is None else self.in_flight.mark

    def begin(self, **order: Any) -> None:
        """Let them write."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"address": self.address, **order}) + "\n")
        self.process.stdin.flush()
        self.dead = False
        while "pids" not in self.line():
            pass

    def begin_one(self, writer: int) -> None:
        """One writer who first sends again what was in flight."""
        self.begin(writer=writer, pending=self.in_flight)

    def line(self) -> dict[str, Any]:
        """The next line, taken note of."""
        assert self.process.stdout is not None
        line: dict[str, Any] = json.loads(self.process.stdout.readline())
        if "ask" in line:
            self.in_flight = Ask(*line["ask"])
        elif "told" in line:
            self.answers.append(Told(*line["told"]))
            self.in_flight = None
        elif "pids" in line:
            self.pids = line["pids"]
        self.dead = self.dead or "dead" in line
        return line

    def hear(self, acts: int) -> None:
        """Until so many more acts are answered."""
        wanted = len(self.answers) + acts
        while len(self.answers) < wanted and not self.dead:
            self.line()

    def hear_the_end(self) -> None:
        """Until the writers are dead."""
        while not self.dead:
            self.line()

    def kill(self) -> None:
        """Kill -9 after a random moment."""
        time.sleep(random.uniform(0.0, 0.02))
        for pid in self.pids:
            os.kill(pid, signal.SIGKILL)
        self.hear_the_end()


@contextmanager
def parent_of_writers(address: str) -> Iterator[Parent]:
    """A process that forks writers on this database."""
    command = [sys.executable, "-m", "tests.reliability.child"]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Parent(process, address)
