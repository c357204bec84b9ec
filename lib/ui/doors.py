"""Elements that lead somewhere: a tap on one comes back as the address it carries, without a reload."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import streamlit as st

from lib.ui.markup import Piece, filled

_HTML = '<div class="board-doors"></div>'
# The piece arrives escaped (lib/ui/markup.py), as bytes: as JSON each Chinese sign would be twice as long. An unchanged
# one is left alone, so nothing flickers.
_JS = """
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".board-doors");
  const html = new TextDecoder().decode(data);
  if (root.__board !== html) {
    root.__board = html;
    root.innerHTML = html;
  }
  root.onclick = (event) => {
    const door = event.target.closest("[data-open]");
    if (door && root.contains(door)) setTriggerValue("opened", door.dataset.open);
  };
}
"""


def address(page: str, **filters: str | None) -> str:
    """Where a tap leads: a page such as duties/items, and the filters it opens with."""
    given = {name: value for name, value in filters.items() if value is not None}
    return f"{page}?{urlencode(given)}" if given else page


def door(content: object, leads_to: str, *, kind: str = "", label: str = "") -> Piece:
    """A button around `content`; `kind` is a class of board.css, `label` what a screen reader adds."""
    title = filled(' title="{label}"', label=label) if label else Piece("")
    return filled(
        '<button type="button" class="board-door {kind}" data-open="{to}"{title}>{content}</button>',
        kind=kind, to=leads_to, title=title, content=content,
    )  # fmt: skip


def draw(piece: Piece, key: str) -> str | None:
    """Draw a piece with doors in it; the address of the one just tapped, else None."""
    component: Any = st.components.v2.component("board_doors", html=_HTML, js=_JS, isolate_styles=False)
    result = component(key=key, data=piece.encode(), on_opened_change=_noted)
    opened = result.opened
    return opened if isinstance(opened, str) else None


def _noted() -> None:
    """The tap itself is read from the result; Streamlit asks for a callback to declare it."""
