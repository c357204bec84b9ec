"""The only door for HTML: every value is escaped, templates and styles are our own text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

# What begins emphasis, code, a link or picture, a colour, a formula, struck text, an element or an entity.
_MARKDOWN = re.compile(r"[\\`*_\[\]$~<>&]")
_COMMENT, _IDLE = re.compile(r"/\*.*?\*/", re.DOTALL), re.compile(r"\s*([{};,])\s*|(?<=:)\s+|(?<=\s)\s+")
BOARD_SHEET = Path(__file__).with_name("board.css")


class Piece(str):
    """HTML whose values have been escaped; only this module makes one."""

    __slots__ = ()


def html(template: str, **values: object) -> None:
    """Draw a template of ours; each `{name}` is replaced by its value, escaped."""
    st.html(filled(template, **values))


def show(piece: Piece) -> None:
    """Draw a piece as it stands; an empty one is nothing."""
    if piece:
        st.html(piece)


def filled(template: str, **values: object) -> Piece:
    """The template with its values escaped, quotes included, so they may stand in attributes too.

    A value that is a piece stays as it is.
    """
    return Piece(template.format(**{name: escaped(value) for name, value in values.items()}))


def escaped(value: object) -> Piece:
    """Any value as a piece: escaped, unless it is one already."""
    return value if isinstance(value, Piece) else Piece(escape(str(value), quote=True))


def plain(text: str) -> str:
    """Words of a person for a label or a toast, which Streamlit reads as Markdown: they stay as they were written."""
    return _MARKDOWN.sub(r"\\\g<0>", text)


def joined(values: Iterable[object], between: str = "") -> Piece:
    """The values one after the other, each escaped unless it is a piece."""
    return Piece(between.join(escaped(value) for value in values))


# Names for style sheets: Streamlit's own theme variables exist only inside its components.
_LIGHT = {"ink": "#1f2328", "mute": "#5d6670", "line": "#e3e6ea", "ground": "#f6f7f8", "card": "#ffffff",
          "accent": "#a3262a", "fill": "#a3262a", "red": "#c0362c", "amber": "#8f5f10", "green": "#2a7347",
          "blue": "#2b6cb0", "grey": "#5d6670", "rest": "#c9ced4"}  # fmt: skip
_DARK = {"ink": "#e8eaed", "mute": "#a3acb5", "line": "#343a40", "ground": "#15181b", "card": "#1e2226",
         "accent": "#e0787b", "fill": "#b23a3e", "red": "#f08379", "amber": "#e0a94e", "green": "#6cc08d",
         "blue": "#7fb2e5", "grey": "#a3acb5", "rest": "#4a5158"}  # fmt: skip


def palette() -> dict[str, str]:
    """The colours of the reader's theme by name."""
    return _DARK if st.context.theme.type == "dark" else _LIGHT


def apply_palette() -> None:
    """Give style sheets the colours as --board-ink, --board-line and so on.

    Both themes, by the reader's system as Streamlit's own is: a tablet that turns dark at sunset asks nobody.
    """
    light, dark = ("".join(f"--board-{name}:{colour};" for name, colour in one.items()) for one in (_LIGHT, _DARK))
    st.html(f"<style>:root{{{light}}} @media (prefers-color-scheme: dark){{:root{{{dark}}}}}</style>")


def words_of(name: str) -> Piece:
    """The style of a drawing of ours whose words have the colour `name` in both themes."""
    return Piece(
        f"<style>text{{fill:{_LIGHT[name]}}} @media (prefers-color-scheme: dark){{text{{fill:{_DARK[name]}}}}}</style>"
    )


def style(sheet: Path) -> None:
    """Apply a style sheet of ours; takes no room on the page."""
    st.html(_style(sheet))


@cache
def _style(sheet: Path) -> str:
    """The sheet as it is sent: read once, without its comments and the spaces that say nothing."""
    rules = _COMMENT.sub("", sheet.read_text(encoding="utf-8"))
    return f"<style>{_IDLE.sub(lambda found: found[1] or '', rules).strip()}</style>"
