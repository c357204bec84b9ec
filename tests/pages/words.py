"""What a page sends to the browser, whatever element carries it: titles, tables, components, charts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from streamlit.testing.v1 import AppTest

_ESCAPED = re.compile(r"\\+u([0-9a-f]{4})")
_TAGS = re.compile(r"<[^>]*>")


def sent(at: AppTest, *, unescaped: bool = True) -> str:
    """Every word sent, component data and attributes included; `unescaped`: as a reader meets it."""
    raw = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), "\n".join(_raw(at._tree)))
    return unescape(raw) if unescaped else raw


def shown(at: AppTest) -> str:
    """The words without our own tags, for sentences that marks and doors cut in pieces."""
    return _TAGS.sub("", sent(at))


def _raw(node: Any) -> Iterator[str]:
    proto = getattr(node, "proto", None)
    children = getattr(node, "children", {})
    if proto is not None and not children:
        yield proto.SerializeToString().decode("utf-8", "ignore")
    for child in children.values():
        yield from _raw(child)
