"""A real Chromium before the real server; every request is noted, and none may leave the board's origin.

    def test_x(visitor):                      # a stranger's tab at 1180×820
        visitor.arrive("leader")              # signed in already: leader office head clerk platform court …
        visitor.sign_in("leader")             # by the form, where the door is what is looked at
        visitor.open("units?league=lead")     # and waits until the page stands still
        visitor.page                          # Playwright's page

`board` is the server of the session (the plan, the cast, no facts); `demo_board` one with simulated facts.
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from lib.db.engine import open_engine
from lib.db.migrate import migrate
from lib.db.queries import accounts as queries
from lib.web.identity import COOKIE
from tests import people
from tests.serving import Served, serving

SIZES = {
    "tablet": (1180, 820),
    "tablet_upright": (820, 1180),
    "tablet_small": (768, 1024),
    "phone": (390, 844),
    "desktop": (1366, 768),
    "projector": (1920, 1080),
}
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--no-default-browser-check",
    "--disable-domain-reliability", "--disable-features=OptimizationHints,MediaRouter,Translate",
]  # fmt: skip
_calls = itertools.count()
Kind = tuple[bool, bool]
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_MISSING = "找不到浏览器：请运行 python -m playwright install chromium，或用 CHROME_PATH 指明路径（SKIP_BROWSER=1 跳过浏览器测试）"
# For so many ms something is drawn, nothing waits for its own script to load, and no run goes on: a run that an act asks
# for begins within them.
_STILL_MS = 300
_STILL = """([call, least]) => {
  const app = document.querySelector('[data-testid="stApp"]'), now = performance.now();
  const still = app && app.getAttribute('data-test-connection-state') === 'CONNECTED'
    && app.getAttribute('data-test-script-state') === 'notRunning'
    && document.querySelector('[data-testid="stElementContainer"]') && !document.querySelector('[data-testid="stSkeleton"]');
  if (!still || window.stillSince?.call !== call) window.stillSince = {call, now};
  return still && now - window.stillSince.now >= least;
}"""

# A long list takes no presses while it scrolls, and a press that begins then is lost: the option lies still, and a press
# would meet it, for as many ms.
_AT_REST = """([call, words, least]) => {
  const one = [...document.querySelectorAll('[role="option"]')].find((option) => option.innerText.trim() === words);
  const box = one?.getBoundingClientRect(), now = performance.now();
  const met = box && one.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
  const where = `${call} ${box?.y}`;
  if (!met || window.restSince?.where !== where) window.restSince = {where, now};
  return met && now - window.restSince.now >= least;
}"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.fspath).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; a missing one fails, only SKIP_BROWSER=1 skips."""
    if os.environ.get("SKIP_BROWSER") == "1":
        pytest.skip("SKIP_BROWSER=1：未做浏览器测试")
    asked = os.environ.get("CHROME_PATH")
    found = asked or next((path for path in map(shutil.which, _NAMES) if path), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        except PlaywrightError:
            pytest.fail(_MISSING, pytrace=False)
        yield browser
        browser.close()


@dataclass(frozen=True)
class Board:
    """A running board and the password of its cast."""

    served: Served
    password: str

    @property
    def url(self) -> str:
        return self.served.url


@pytest.fixture(scope="session")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """A board with the plan and the cast, without facts."""
    folder = tmp_path_factory.mktemp("board")
    database = f"sqlite:///{folder / 'board.db'}"
    engine = open_engine(database)
    migrate(engine)
    password = people.found(engine)
    engine.dispose()
    with serving(database, folder / "server.log") as served:
        yield Board(served, password)


@pytest.fixture(scope="session")
def demo_board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """A board with simulated facts until 2022-06-30, made by `init --demo` and run by `serve` from elsewhere."""
    folder = tmp_path_factory.mktemp("demo")
    database = f"sqlite:///{folder / 'board.db'}"
    environment = {**os.environ, "DATABASE_URL": database}
    made = [sys.executable, "-m", "lib", "init", "--demo", "--cases", "600", "--until", "2022-06-30"]
    subprocess.run(made, cwd=people.PROJECT, env=environment, check=True, capture_output=True)
    engine = open_engine(database)
    with engine.connect() as conn:
        password = queries.demo_accounts(conn)[0].demo_password
    engine.dispose()
    assert password is not None
    with serving(database, folder / "server.log", start=("-m", "lib", "serve"), cwd=folder) as served:
        yield Board(served, password)


@dataclass(eq=False)
class Visitor:
    """One tab of one browser, and all it asked for."""

    board: Board
    context: BrowserContext
    page: Page
    asked: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)

    def open(self, address: str = "") -> Visitor:
        """Load an address of the board and wait until it stands still."""
        self.page.goto(f"{self.board.url}/{address}")
        return self.still()

    def still(self) -> Visitor:
        """Wait until the script has run and is not about to run again."""
        self.page.wait_for_function(_STILL, arg=[next(_calls), _STILL_MS], timeout=30_000)
        return self

    def arrive(self, username: str, address: str = "") -> Visitor:
        """Be signed in already, and load an address: for tests of what lies behind the door."""
        engine = open_engine(self.board.served.database)
        cookie = {"name": COOKIE, "value": people.cookie_for(engine, username), "url": self.board.url}
        engine.dispose()
        self.context.add_cookies([{**cookie, "httpOnly": True, "sameSite": "Strict"}])
        self.open(address).page.get_by_test_id("stPopoverButton").first.wait_for(timeout=30_000)
        return self

    def sign_in(self, username: str, password: str | None = None, address: str | None = "") -> Visitor:
        """Sign in at an address (None: where the tab is) and wait for the page behind it."""
        if address is not None:
            self.open(address)
        self.enter(username, password or self.board.password)
        self.page.get_by_test_id("stPopoverButton").first.wait_for(timeout=30_000)
        return self.still()

    def enter(self, username: str, password: str) -> None:
        """Fill the sign-in form and send it."""
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码", exact=True).fill(password)
        self.page.get_by_role("button", name="登录", exact=True).click()

    def sign_out(self) -> Visitor:
        """Leave by the menu at the right."""
        self.page.locator(".st-key-viewer-menu").get_by_test_id("stPopoverButton").click()
        self.page.get_by_role("button", name="退出登录").click()
        self.page.get_by_label("用户名").wait_for(timeout=30_000)
        return self.still()

    def wipe(self) -> None:
        """Leave of this browser what it has loaded, and nothing that was told to it."""
        everything = {"origin": self.board.url, "storageTypes": "all"}
        self.context.new_cdp_session(self.page).send("Storage.clearDataForOrigin", everything)
        for page in self.context.pages:
            page.close()
        self.context.clear_cookies()
        assert not self.context.cookies()

    def choose(self, label: str, words: str) -> Visitor:
        """Choose from the list of a field, as who waits for the page to stand still before tapping.

        Opened once: a list that closes by itself is a fault of the page, not to be hidden by a second tap.
        """
        field = self.still().page.get_by_role("combobox", name=label).first
        field.click()
        option = self.page.get_by_role("option", name=words, exact=True)
        option.scroll_into_view_if_needed()
        self.page.wait_for_function(_AT_REST, arg=[next(_calls), words, _STILL_MS], timeout=30_000)
        option.click()
        expect(field).to_have_value(words)
        expect(self.page.get_by_role("option")).to_have_count(0)
        return self

    def words(self) -> str:
        """All text of the page."""
        return self.page.locator("body").inner_text()

    def strayed(self) -> list[str]:
        """Requests that left the board's origin."""
        return [
            url for url in self.asked if not url.startswith((self.board.url, self.board.url.replace("http", "ws", 1)))
        ]


@pytest.fixture(scope="session")
def wiped() -> dict[Kind, list[BrowserContext]] | None:
    """Browsers of earlier tests, by touch and darkness: nobody is signed in, but the board's scripts are there already,
    and loading those is two thirds of a first visit. None where a test has to have new ones."""
    return {}


@pytest.fixture
def visitors(
    chromium: Browser, board: Board, wiped: dict[Kind, list[BrowserContext]] | None
) -> Iterator[Callable[..., Visitor]]:
    """Makes strangers' tabs: `visitors(size="phone", at=demo_board)`, each a browser of its own."""
    made: dict[Visitor, Kind] = {}

    def make(size: str = "tablet", at: Board | None = None, touch: bool = False, dark: bool = False) -> Visitor:
        width, height = SIZES[size]
        context = (
            wiped[touch, dark].pop()
            if wiped and wiped.get((touch, dark))
            else chromium.new_context(
                has_touch=touch,
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                color_scheme="dark" if dark else "light",
            )
        )
        visitor = Visitor(at or board, context, context.new_page())
        visitor.page.set_viewport_size({"width": width, "height": height})
        _watch(visitor)
        made[visitor] = (touch, dark)
        return visitor

    yield make
    for visitor, kind in made.items():
        if wiped is None:
            visitor.context.close()
        else:
            visitor.wipe()
            wiped.setdefault(kind, []).append(visitor.context)
    strayed = [url for visitor in made for url in visitor.strayed()]
    blocked = [words for visitor in made for words in visitor.blocked]
    assert not strayed, f"requests left the board: {strayed}"
    assert not blocked, f"the content security policy stopped: {blocked}"


def _watch(visitor: Visitor) -> None:
    def note(request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")):
            visitor.asked.append(request.url)

    visitor.page.on("request", note)
    visitor.page.on("websocket", lambda socket: visitor.asked.append(socket.url))
    visitor.page.on(
        "console",
        lambda said: visitor.blocked.append(said.text) if "Content Security Policy" in said.text else None,
    )


@pytest.fixture
def visitor(visitors: Callable[..., Visitor]) -> Visitor:
    """A stranger's tab on a tablet."""
    return visitors()
