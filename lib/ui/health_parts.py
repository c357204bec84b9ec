"""Parts of 运行: things looked at, each with shape and word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from lib.ui import lights, tables
from lib.ui.markup import Piece, show


class Seen(Protocol):
    """One thing looked at; `minor`: worth a word, but nothing is wrong."""

    @property
    def name(self) -> str: ...
    @property
    def well(self) -> bool: ...
    @property
    def minor(self) -> bool: ...
    @property
    def sentence(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Look:
    """A thing looked at, made here."""

    name: str
    well: bool
    minor: bool
    sentence: str


def sign(one: Seen) -> Piece:
    """✔ 正常, ▲ 注意 or ■ 问题."""
    if one.well:
        return lights.mark("blue", "正常")
    return lights.mark("yellow", "注意") if one.minor else lights.mark("red", "问题")


def looks(found: Iterable[Seen], caption: str) -> None:
    """One row a thing, what is wrong first."""
    graver = sorted(found, key=lambda one: (one.well, one.minor))
    rows = [tables.Row((one.name, sign(one), one.sentence)) for one in graver]
    show(tables.piece(("项目", "状态", "说明"), rows, caption))
