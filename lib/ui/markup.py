"""The only door for HTML: every value is escaped, templates and styles are our own text."""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st


def html(template: str, **values: object) -> None:
    """Draw a template of ours; each `{name}` is replaced by its value, escaped."""
    st.html(filled(template, **values))


def filled(template: str, **values: object) -> str:
    """The template with its values escaped, quotes included, so they may stand in attributes too."""
    return template.format(**{name: escape(str(value), quote=True) for name, value in values.items()})


# Names for style sheets: Streamlit's own theme variables exist only inside its components.
_LIGHT = {"ink": "#1f2328", "mute": "#66707a", "line": "#e3e6ea", "ground": "#f6f7f8", "card": "#ffffff",
          "accent": "#a3262a", "fill": "#a3262a"}  # fmt: skip
_DARK = {"ink": "#e8eaed", "mute": "#a3acb5", "line": "#343a40", "ground": "#15181b", "card": "#1e2226",
         "accent": "#e0787b", "fill": "#b23a3e"}  # fmt: skip


def palette() -> dict[str, str]:
    """The colours of the reader's theme by name."""
    return _DARK if st.context.theme.type == "dark" else _LIGHT


def apply_palette() -> None:
    """Give style sheets the colours as --board-ink, --board-line and so on."""
    named = "".join(f"--board-{name}:{colour};" for name, colour in palette().items())
    st.html(f"<style>:root{{{named}}}</style>")


def style(sheet: Path) -> None:
    """Apply a style sheet of ours; takes no room on the page."""
    st.html(f"<style>{sheet.read_text(encoding='utf-8')}</style>")
