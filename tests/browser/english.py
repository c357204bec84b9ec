"""English left on a page: words of two letters and more, shown or read out, that are neither names nor codes."""

from __future__ import annotations

import re

from playwright.sync_api import Page

# What the office itself writes in Latin letters: kinds of files, units, products, the commands of the operator.
_OFFICE = """
pdf png jpg jpeg docx xlsx csv ofd txt excel word cad kb mb gb vs sha sqlite postgresql esc ctrl id
python -m lib serve backup init demo audit verify operator yanshi shanyang
"""
_DEMO = "leader office head clerk platform court sysadmin secadmin auditor"
ALLOWED, ACCOUNTS = frozenset(_OFFICE.split()), frozenset(_DEMO.split())
_WORD = re.compile(r"[A-Za-z][A-Za-z-]*[A-Za-z]")
# Hashes, and the codes of the plan, such as DG1-1.
_CODE = re.compile(r"(?=[0-9a-f]*[0-9])[0-9a-f]{6,}|\b[A-Z]{1,2}\d[\dA-Z.-]*")
# Icons are letters of a font, hidden from whoever listens. Drawings have a name of their own, on what holds them.
_COLLECT = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT,
    (node) => node.nodeType === 1 && node.matches('script, style, noscript, svg, [data-testid="stIconMaterial"],'
      + ' [data-testid="stAlertDynamicIcon"]') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === 3) found.push(node.data);
    else for (const name of ['aria-label', 'aria-roledescription', 'aria-valuetext', 'alt', 'placeholder', 'title'])
      if (node.hasAttribute(name)) found.push(node.getAttribute(name));
  }
  return found.filter((text) => /[A-Za-z]{2}/.test(text));
}"""


def english(page: Page, *, but: frozenset[str] = frozenset()) -> list[str]:
    """The texts with a word of English in them, `but` allowed beside what always is."""
    texts: list[str] = page.evaluate(_COLLECT)
    return sorted({one for one in texts if _words(_CODE.sub("", one)) - ALLOWED - but})


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}
