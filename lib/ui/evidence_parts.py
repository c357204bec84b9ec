"""Evidence on screen: words as they stand, files as links that open them."""

from __future__ import annotations

from lib.domain.evidence import Part, parts_of
from lib.ui.markup import Piece, filled, joined


def linked(text: str | None) -> Piece:
    """An evidence text with its files as links; pictures and PDF open in a tab of their own."""
    return joined((_part(one) for one in parts_of(text)), "；")


def _part(one: Part) -> Piece:
    if one.sha256 is None:
        return filled("{words}", words=one.words)
    # relative: every page's address has one segment, so this holds under a base path too
    return filled(
        '<a class="board-file" href="evidence/{sha256}" target="_blank" rel="noopener">{name}</a>',
        sha256=one.sha256, name=one.words,
    )  # fmt: skip
