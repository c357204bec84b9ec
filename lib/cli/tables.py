"""Readable tables for a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any
from unicodedata import east_asian_width

import click


def width(text: str) -> int:
    """Columns a text takes on a terminal."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def print_table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Columns as wide as their widest cell; None is —, numbers stand to the right."""
    texts = [list(headers), *([_cell(value) for value in row] for row in rows)]
    widths = [max(width(row[index]) for row in texts) for index in range(len(headers))]
    for row in texts:
        cells = (text + " " * (widths[index] - width(text)) for index, text in enumerate(row))
        click.echo("  ".join(cells).rstrip())


def _cell(value: object) -> str:
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple)):
        return " / ".join(_cell(one) for one in value)
    return str(value)


def percent(value: float | list[float] | None) -> str | None:
    """A fraction (or several) as percent with one decimal."""
    if isinstance(value, list):
        return " / ".join(percent(one) or "—" for one in value)
    return None if value is None else f"{value * 100:.1f}%"


def print_json(document: dict[str, Any]) -> None:
    """One JSON document, UTF-8."""
    click.echo(json.dumps(document, ensure_ascii=False))
