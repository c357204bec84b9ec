"""axe-core on a page as it stands: its findings, but for those that are the framework's to mend."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# Rule → what of it is passed over (a part of the element's HTML), and why.
EXEMPT = {
    "list": ("stSidebarNavItems", "the framework's menu on a narrow screen puts its sections between list and entries"),
    "listitem": ("<li class=", "the entries of that same menu"),
    "presentation-role-conflict": ("stFileUploaderDropzone", "the framework names its upload box and calls it mere looks"),
    "heading-order": ("<h3", "advice, not a criterion: the framework's subheading is of the third level, below the title"),
}  # fmt: skip
# Once in a document, for axe reads a page many times; style sheets from elsewhere, which it would fetch, there are none.
_RUN = """([script, within, contrast]) => {
  if (!window.axe) (0, eval)(script);
  const rules = { "color-contrast": { enabled: contrast } };
  return window.axe.run(within || document, { resultTypes: ["violations"], preload: false, rules });
}"""


def findings(
    page: Page, within: str | None = None, impacts: tuple[str, ...] = (), *, contrast: bool = True
) -> list[str]:
    """Rule, and the element it is broken by; `impacts`: of these alone; `contrast`: the slowest rule too."""
    found: list[dict[str, Any]] = page.evaluate(_RUN, [AXE_SCRIPT, within, contrast])["violations"]
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in found
        if not impacts or one["impact"] in impacts
        for node in one["nodes"]
        if one["id"] not in EXEMPT or EXEMPT[one["id"]][0] not in node["html"]
    ]


def serious_findings(page: Page, within: str | None = None) -> list[str]:
    """The serious and critical ones."""
    return findings(page, within, ("serious", "critical"))
