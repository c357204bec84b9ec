"""How soon a page stands and how soon it answers, in a real Chromium before the served board (quality.md, use).

`python -m tests.bench.browser [--runs 5] [--cases 20000]` prints for five pages, medians of the runs and the longest:

- **LCP**, the largest contentful paint, as the browser reports it: cold, in a browser that has nothing kept; warm, of the
  next visit of the same browser. The server is up and has shown the page before.
- **usable**: from the address until the script has run and stands still.
- **INP**: the longest interaction (event timing, from the tap until the next frame is painted): whatever folds opened,
  the person's menu opened and left, a row or door tapped. **INP day**: the control of the day opened and left, which
  is Streamlit's own.

1180×820, one tab at a time. `CHROME_PATH` names another browser.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy import Engine

from lib.db.engine import open_engine
from lib.web.identity import COOKIE
from tests import people
from tests.bench.harness import USERNAMES, board, with_board
from tests.serving import Served, serving

PAGES = {
    "总览": ("leader", ""),
    "责任单位": ("leader", "units"),
    "平台运行": ("leader", "platforms"),
    "考核排名": ("office", "ranking"),
    "我的单位": ("unit_head", "my_unit"),
}
SERVE = ("-m", "lib", "serve")
_OBSERVE = """
window.__lcp = 0; window.__taps = {};
new PerformanceObserver(list => { for (const one of list.getEntries()) window.__lcp = one.startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver(list => { for (const one of list.getEntries()) if (one.interactionId)
  window.__taps[one.interactionId] = Math.max(window.__taps[one.interactionId] || 0, one.duration); })
  .observe({ type: "event", durationThreshold: 16, buffered: true });
"""
_STILL = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app && app.getAttribute('data-test-connection-state') === 'CONNECTED'
    && app.getAttribute('data-test-script-state') === 'notRunning'
    && document.querySelector('[data-testid="stPopoverButton"]');
}"""


def visitor(browser: Browser, served: Served, engine: Engine, role: str) -> BrowserContext:
    """A browser that has nothing kept but the cookie."""
    context = browser.new_context(viewport={"width": 1180, "height": 820})
    context.add_init_script(_OBSERVE)
    cookie = people.cookie_for(engine, USERNAMES[role])
    context.add_cookies([{"name": COOKIE, "value": cookie, "url": served.url}])
    return context


def opened(context: BrowserContext, address: str) -> tuple[Page, float, float]:
    """A new tab at the address; its LCP and when it stood, in milliseconds."""
    page = context.new_page()
    started = time.perf_counter()
    page.goto(address)
    page.wait_for_function(_STILL, timeout=60_000)
    stood = (time.perf_counter() - started) * 1000
    page.wait_for_timeout(700)
    lcp = float(page.evaluate("window.__lcp"))
    assert lcp > 0, f"no paint reported at {address}"
    return page, lcp, stood


def interactions(page: Page) -> tuple[float, float]:
    """Milliseconds of the longest interaction with what the page shows, and of the longest with the day's control."""
    for fold in page.locator('[data-testid="stExpander"] summary').all()[:2]:
        fold.click()
        page.wait_for_timeout(400)
    _open_and_leave(page, '[data-testid="stPopoverButton"]')
    door = page.locator("button[data-open], tr[data-open]").first
    if door.count():
        door.click()
        page.wait_for_timeout(1000)
    own = longest(page)
    page.evaluate("window.__taps = {}")
    _open_and_leave(page, '[data-testid="stDateInputField"]')
    return own, longest(page)


def _open_and_leave(page: Page, control: str) -> None:
    page.locator(control).first.click()
    page.wait_for_timeout(250)
    page.keyboard.press("Escape")
    page.wait_for_timeout(250)


def longest(page: Page) -> float:
    """Of the interactions reported so far."""
    found = [float(one) for one in page.evaluate("Object.values(window.__taps)")]
    assert found, "no interaction reported"
    return max(found)


def measure(browser: Browser, served: Served, engine: Engine, name: str, runs: int) -> None:
    """One page; one line."""
    role, path = PAGES[name]
    address = f"{served.url}/{path}"
    found: dict[str, list[float]] = {}
    for run in range(runs + 1):
        context = visitor(browser, served, engine, role)
        page, cold, first = opened(context, address)
        page.close()
        page, warm, second = opened(context, address)
        own, day = interactions(page)
        context.close()
        if run:  # before it the server had not shown the page yet
            row = {
                "LCP cold": cold, "warm": warm, "usable cold": first, "usable warm": second, "INP": own, "INP day": day,
            }  # fmt: skip
            for word, value in row.items():
                found.setdefault(word, []).append(value)
    cells = [f"{word} {statistics.median(one):5.0f} (most {max(one):5.0f})" for word, one in found.items()]
    print(f"  {'  '.join(cells)}  {name}", flush=True)


def main() -> None:
    """Print the table."""
    ask = with_board(argparse.ArgumentParser(), 20_000)
    ask.add_argument("--runs", type=int, default=5)
    asked = ask.parse_args()
    chrome = os.environ.get("CHROME_PATH") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "board.db"
        shutil.copy(str(board(asked.folder, asked.cases, asked.until).url.database), file)
        engine = open_engine(f"sqlite:///{file}")
        print(f"milliseconds in Chromium, {asked.cases:,} cases, {asked.runs} runs; goals: LCP 2500, INP 200")
        with (
            serving(f"sqlite:///{file}", Path(folder) / "server.log", start=SERVE) as served,
            sync_playwright() as play,
        ):
            browser = play.chromium.launch(executable_path=chrome, args=["--no-sandbox", "--disable-gpu"])
            for name in PAGES:
                measure(browser, served, engine, name, asked.runs)
            browser.close()


if __name__ == "__main__":
    main()
