"""Counts as bars drawn beside their numbers."""

from __future__ import annotations

from collections.abc import Sequence

from lib.domain.wording import number
from lib.ui.markup import Piece, filled, joined


def counts(rows: Sequence[tuple[str, int]], unit_word: str) -> Piece:
    """Counts as bars of the same scale, the number at the right."""
    most = max((count for _, count in rows), default=0)
    return filled('<div class="board-counts">{rows}</div>', rows=joined(_count(*row, most, unit_word) for row in rows))


def _count(word: str, count: int, most: int, unit_word: str) -> Piece:
    share = f"{count / most:.1%}" if most else "0%"
    return filled(
        '<div><span class="name">{word}</span><span class="bar"><span style="width:{share}"></span></span>'
        '<span class="value">{count} {unit_word}</span></div>',
        word=word, share=share, count=number(count), unit_word=unit_word,
    )  # fmt: skip
