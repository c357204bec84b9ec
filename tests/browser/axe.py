"""axe-core on a page as it stands: its serious and critical findings."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def serious_findings(page: Page, within: str | None = None) -> list[str]:
    """Rule, and the elements it is broken by, of each serious or critical finding."""
    found = Axe().run(page, context=within).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
