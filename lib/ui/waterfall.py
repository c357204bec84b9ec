"""A waterfall lying on its side: each bar from where the sum stood to where it stands, beside its figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lib.domain.wording import points
from lib.ui.markup import Piece, filled, joined

# What a bar does: it is the full mark or the total, takes away, adds, leaves all as it was, or is not judged at all.
WHOLE, SUM, LOSS, GAIN, KEPT, NONE = "whole", "sum", "loss", "gain", "kept", "none"


@dataclass(frozen=True, slots=True)
class Fall:
    """One bar: from `before` to `after`; `words` stand at its right. `below` opens under it, `is_open`: at once."""

    title: str
    kind: str
    before: Decimal
    after: Decimal
    words: Piece
    below: Piece | None = None
    is_open: bool = False


def waterfall(bars: Sequence[Fall]) -> Piece:
    """The bars one under the other on one scale; figures stand as text beside them, for a screen reader and for copying."""
    ends = [Decimal(0), *(end for one in bars for end in (one.before, one.after))]
    least, most = min(ends), max(ends)
    span = most - least or Decimal(1)
    return filled(
        '<div class="board-bars fall">{bars}</div>', bars=joined(_bar(one, least, span) for one in bars)
    )  # fmt: skip


def _bar(one: Fall, least: Decimal, span: Decimal) -> Piece:
    low, high = sorted((one.before, one.after))
    place = filled(
        "--from:{low};--wide:{wide};--kept:{kept}",
        low=_share(low - least, span), wide=_share(high - low, span), kept=_share(low - least, span),
    )  # fmt: skip
    inside = filled(
        '<span class="name">{title}</span><span class="track {kind}" style="{place}" aria-hidden="true"></span>'
        '<span class="value">{words}</span>',
        title=one.title, kind=one.kind, place=place, words=one.words,
    )  # fmt: skip
    if one.below is None:
        return filled('<div class="row {kind}">{inside}</div>', kind=one.kind, inside=inside)
    return filled(
        '<details{is_open}><summary>{inside}</summary><div class="below">{below}</div></details>',
        is_open=Piece(" open") if one.is_open else Piece(""), inside=inside, below=one.below,
    )  # fmt: skip


def _share(part: Decimal, span: Decimal) -> str:
    return f"{part / span:.2%}"


def signed(change: Decimal) -> str:
    """−16.50, +1.20."""
    return f"{'−' if change < 0 else '+'}{points(abs(change))}"
