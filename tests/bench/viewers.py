"""Forty viewers before one process, and forty who sign in at once (quality.md, speed).

`python -m tests.bench.viewers [--viewers 40] [--think 5] [--seconds 60] [--write-every 10] [--cases 20000]` starts
`python -m lib serve` over a copy of the board and speaks to it as browsers do: a WebSocket each, Streamlit's
messages, the session cookie, and the hashes of the large messages a browser keeps. The clients share the machine
with the server.

**A rerun**: from sending the request until the message that the script has finished has been read. After each, a
viewer thinks for 0 to 2 × `--think` seconds. **Requests** (`mix`): of ten, six open a page of the viewer's menu, three
one unit, platform, indicator or item behind it, one another day. Viewers: leader, office, unit head, unit clerk,
platform clerk and court clerk in turn. Quiet: nobody writes; then with a case registered every `--write-every` seconds, which
outdates whatever was kept.

**A sign-in**: from sending name and password until the first page stands: password (bcrypt at the cost that is
served), one-time code, cookie, a new socket, the page. All at the same instant, by the demo's accounts in turn.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import statistics
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Engine
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Subprotocol
from websockets.asyncio.client import ClientConnection, connect

from lib.db.engine import open_engine
from tests import people
from tests.bench.harness import USERNAMES, board, p95, register_a_case, with_board
from tests.serving import Served, serving

SERVE = ("-m", "lib", "serve")
ROLES = ("leader", "office", "unit_head", "unit_clerk", "platform_clerk", "court_clerk")
MENU = ["", "units", "items", "indicators", "platforms", "ranking", "my_unit", "rules"]
OF_ROLE = {
    "leader": ["reports", "orders", "periods"],
    "office": ["ledger", "radar", "reports", "orders", "periods", "meeting"],
    "unit_head": ["reports"],
    "unit_clerk": ["ledger", "reports"],
    "platform_clerk": ["ledger", "reports"],
    "court_clerk": ["ledger", "reports"],
}
BEHIND = [
    ("units", {"unit": "kgj"}), ("units", {"unit": "zzw"}), ("platforms", {"flow": "nonlitigation"}),
    ("platforms", {"flow": "dispute"}), ("indicators", {}), ("items", {"item": "1"}),
]  # fmt: skip


@dataclass
class Tab:
    """One tab of a browser: its socket, the pages it was told of, the messages it keeps."""

    served: Served
    cookie: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    received: int = 0
    seen: list[ForwardMsg] = field(default_factory=list)
    socket: ClientConnection | None = None

    async def open(self) -> None:
        """Connect and run the first page."""
        headers = {"Cookie": f"board_session={self.cookie}"} if self.cookie else {}
        self.socket = await connect(
            f"ws://{self.served.host}/_stcore/stream", additional_headers=headers, origin=self.served.url,
            subprotocols=[Subprotocol("streamlit")], max_size=None,
        )  # fmt: skip
        await self.rerun("")

    async def rerun(self, page: str, query: dict[str, str] | None = None, *, widgets: Any = ()) -> float:
        """Ask for a page; milliseconds until its script has finished."""
        assert self.socket is not None
        asked = BackMsg()
        asked.rerun_script.page_script_hash = self.pages[page] if self.pages else ""
        asked.rerun_script.query_string = urlencode(query or {})
        asked.rerun_script.cached_message_hashes.extend(self.kept)
        asked.rerun_script.widget_states.widgets.extend(widgets)
        self.received, self.seen, kept = 0, [], set()
        started = time.perf_counter()
        await self.socket.send(asked.SerializeToString())
        while True:
            data = await self.socket.recv()
            assert isinstance(data, bytes)
            self.received += len(data)
            message = ForwardMsg.FromString(data)
            self.seen.append(message)
            if message.metadata.cacheable:
                kept.add(message.hash)
            elif message.HasField("ref_hash"):
                kept.add(message.ref_hash)
            elif message.HasField("navigation"):
                self.pages = {one.url_pathname: one.page_script_hash for one in message.navigation.app_pages}
                front = next(one for one in message.navigation.app_pages if one.is_default)
                self.pages[""] = front.page_script_hash
            elif message.HasField("script_finished"):
                status = ForwardMsg.ScriptFinishedStatus.Name(message.script_finished)
                if status != "FINISHED_EARLY_FOR_RERUN":
                    assert status == "FINISHED_SUCCESSFULLY", status
                    break
        taken = (time.perf_counter() - started) * 1000
        self.kept = kept
        broken = [one for one in self.elements() if one.WhichOneof("type") == "exception"]
        assert not broken, f"{page}: {broken[0]}"
        return taken

    def elements(self) -> list[Any]:
        """What the last run drew."""
        return [one.delta.new_element for one in self.seen if one.HasField("delta")]

    async def close(self) -> None:
        if self.socket is not None:
            await self.socket.close()


def mix(role: str, chance: random.Random, until: date) -> tuple[str, dict[str, str]]:
    """What a viewer asks for next."""
    lot = chance.random()
    if lot < 0.6:
        return chance.choice(MENU + OF_ROLE[role]), {}
    if lot < 0.9:
        return chance.choice(BEHIND)
    day = until - timedelta(days=chance.randrange(1, 90))
    return chance.choice(MENU[:7]), {"as_of": day.isoformat()}


async def watching(tab: Tab, role: str, seed: int, asked: argparse.Namespace) -> tuple[list[float], list[int]]:
    """One viewer's reruns: milliseconds and bytes."""
    chance, times, sizes = random.Random(seed), [], []
    end = time.monotonic() + asked.seconds
    await asyncio.sleep(chance.uniform(0, 2 * asked.think))
    while time.monotonic() < end:
        page, query = mix(role, chance, asked.until)
        times.append(await tab.rerun(page, query))
        sizes.append(tab.received)
        await asyncio.sleep(chance.uniform(0, 2 * asked.think))
    return times, sizes


async def writing_now_and_then(engine: Engine, every: float, day: date) -> None:
    """A case of that day registered every so many seconds, until it is stopped."""
    while True:
        await asyncio.sleep(every)
        await asyncio.to_thread(register_a_case, engine, day)


async def all_watching(served: Served, engine: Engine, asked: argparse.Namespace, *, write: bool) -> None:
    """Every viewer at once; one line."""
    roles = [ROLES[number % len(ROLES)] for number in range(asked.viewers)]
    tabs = [Tab(served, people.cookie_for(engine, USERNAMES[role])) for role in roles]
    for tab in tabs:
        await tab.open()
    writer = asyncio.create_task(writing_now_and_then(engine, asked.write_every, asked.until)) if write else None
    found = await asyncio.gather(
        *(watching(tab, role, number, asked) for number, (tab, role) in enumerate(zip(tabs, roles, strict=True)))
    )
    if writer is not None:
        writer.cancel()
    for tab in tabs:
        await tab.close()
    times = [one for each, _ in found for one in each]
    sizes = [one for _, each in found for one in each]
    words = f"a write every {asked.write_every:g} s" if write else "nobody writes"
    print(
        f"  {words:<22} {len(times)} reruns: p50 {statistics.median(times):.0f} ms · p95 {p95(times):.0f} ms (goal 300)"
        f" · longest {max(times):.0f} ms · bytes p50 {statistics.median(sizes) / 1000:.0f} kB,"
        f" p95 {p95(sizes) / 1000:.0f} kB, most {max(sizes) / 1000:.0f} kB; load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


async def sign_in(tab: Tab, username: str, password: str) -> float:
    """From sending the form until the first page stands, in seconds."""
    started = time.perf_counter()
    await tab.rerun("", widgets=filled(tab, username, password))
    code = next(
        json.loads(one.bidi_component.json)["code"]
        for one in tab.elements()
        if one.WhichOneof("type") == "bidi_component" and "code" in one.bidi_component.json
    )
    inside = Tab(tab.served, await asyncio.to_thread(claimed, tab.served, code))
    await inside.open()
    taken = time.perf_counter() - started
    assert any(one.WhichOneof("type") == "bidi_component" for one in inside.elements()), "no page behind the sign-in"
    await tab.close()
    await inside.close()
    return taken


def filled(tab: Tab, username: str, password: str) -> list[Any]:
    """The widgets of the sign-in form as a browser sends them."""
    states = BackMsg().rerun_script.widget_states
    for one in tab.elements():
        kind = one.WhichOneof("type")
        if kind == "text_input":
            states.widgets.add(id=one.text_input.id, string_value=password if one.text_input.type else username)
        elif kind == "button" and one.button.is_form_submitter:
            states.widgets.add(id=one.button.id, trigger_value=True)
    return list(states.widgets)


def claimed(served: Served, code: str) -> str:
    """The cookie for a one-time code."""
    request = urllib.request.Request(
        f"{served.url}/session/claim", json.dumps({"code": code}).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return str(answer.headers["set-cookie"]).partition("=")[2].partition(";")[0]


async def all_signing_in(served: Served, engine: Engine, count: int) -> None:
    """Everybody at the same instant; one line."""
    password = people.password_of(engine)
    tabs = [Tab(served) for _ in range(count)]
    for tab in tabs:
        await tab.open()
    names = [USERNAMES[ROLES[number % len(ROLES)]] for number in range(count)]
    taken = await asyncio.gather(*(sign_in(tab, name, password) for tab, name in zip(tabs, names, strict=True)))
    print(
        f"  {count} sign-ins at once   first {min(taken):.1f} s · p50 {statistics.median(taken):.1f} s"
        f" · last {max(taken):.1f} s (goal 4); load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


async def measure(served: Served, engine: Engine, asked: argparse.Namespace) -> None:
    """All of it before one server."""
    for role in ROLES:  # each page once, so that the first viewers do not pay for the imports
        tab = Tab(served, people.cookie_for(engine, USERNAMES[role]))
        await tab.open()
        for page in MENU + OF_ROLE[role]:
            await tab.rerun(page)
        await tab.close()
    await all_signing_in(served, engine, asked.viewers)
    await all_watching(served, engine, asked, write=False)
    await all_watching(served, engine, asked, write=True)


def main() -> None:
    """Print the table."""
    ask = with_board(argparse.ArgumentParser(), 20_000)
    ask.add_argument("--viewers", type=int, default=40)
    ask.add_argument("--think", type=float, default=5)
    ask.add_argument("--seconds", type=float, default=60)
    ask.add_argument("--write-every", type=float, default=10)
    asked = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "board.db"
        shutil.copy(str(board(asked.folder, asked.cases, asked.until).url.database), file)
        engine = open_engine(f"sqlite:///{file}")
        print(f"{asked.viewers} viewers, {asked.cases:,} cases, one process, think time {asked.think:g} s")
        with serving(f"sqlite:///{file}", Path(folder) / "server.log", start=SERVE) as served:
            asyncio.run(measure(served, engine, asked))


if __name__ == "__main__":
    main()
