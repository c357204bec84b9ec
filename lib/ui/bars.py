"""Bars drawn beside their numbers: points won and lost, and counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lib.domain.wording import number, points
from lib.ui.markup import Piece, filled, joined


@dataclass(frozen=True, slots=True)
class ScoreBar:
    """A rule with what it could bring and what it brought (None: 不适用); `below` opens under it."""

    title: str
    full: Decimal | None
    won: Decimal | None
    below: Piece


def scores(bars: Sequence[ScoreBar]) -> Piece:
    """Each rule as a bar: blue what was won, red what was lost; the formula one tap below."""
    return filled('<div class="board-bars">{bars}</div>', bars=joined(map(_score, bars)))


def _score(one: ScoreBar) -> Piece:
    if one.full is None or one.won is None:
        bar, words = Piece('<span class="bar none"></span>'), Piece('<span class="mute">不适用</span>')
    else:
        share = float(one.won / one.full) if one.full else 0.0
        bar = filled(
            '<span class="bar lost"><span class="won" style="width:{share}"></span></span>', share=f"{share:.1%}"
        )
        lost = one.full - one.won
        words = (
            filled('<b class="warns">−{lost}</b>', lost=points(lost)) if lost else filled("{won}", won=points(one.won))
        )
    return filled(
        '<details><summary><span class="name">{title}</span>{bar}<span class="value">{words}</span></summary>'
        '<div class="below">{below}</div></details>',
        title=one.title, bar=bar, words=words, below=one.below,
    )  # fmt: skip


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
