"""Starts the real server in a process of its own, on a free port, over a database of the caller's."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.people import PROJECT

STREAMLIT = ("-m", "streamlit", "run", "app.py")


@dataclass(frozen=True)
class Served:
    """A running server."""

    url: str
    database: str
    log: Path

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def serving(
    database: str, log: Path, *, start: Sequence[str] = STREAMLIT, cwd: Path = PROJECT, port: int | None = None
) -> Iterator[Served]:
    """The board at `url` until the block ends; `start` is what follows the interpreter."""
    port = port or free_port()
    port_option = "--port" if "serve" in start else "--server.port"
    environment = {**os.environ, "DATABASE_URL": database, "PYTHONPATH": str(PROJECT)}
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, *start, port_option, str(port)], cwd=cwd, env=environment, stdout=out, stderr=out
        )
    try:
        served = Served(f"http://127.0.0.1:{port}", database, log)
        _wait(served, process)
        yield served
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(served: Served, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{served.url}/healthz", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not come up; its log:\n{served.log.read_text(encoding='utf-8')}")
