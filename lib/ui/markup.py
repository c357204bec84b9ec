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


def style(sheet: Path) -> None:
    """Apply a style sheet of ours; takes no room on the page."""
    st.html(f"<style>{sheet.read_text(encoding='utf-8')}</style>")
