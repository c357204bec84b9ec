"""A picture for each shape of an indicator: bullet, pair, line of past periods, split bars, histogram of days.

The words beside a picture say the same, so a screen reader passes the drawing by.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol

from lib.domain.day_bins import DayBin
from lib.domain.indicators import AMBER, GREEN, RED, PartReading, Reading
from lib.domain.periods import Period
from lib.domain.wording import number, percent, target_percent
from lib.ui.markup import Piece, filled, joined

_NONE = Piece("")
_LABELLED = Fraction(15, 100)  # the least part with room for its words on a tablet
_TONES = {GREEN: "green", AMBER: "yellow", RED: "red", None: ""}
_FRAME = '<div class="board-picture {kind}" aria-hidden="true">{content}</div>'


class Past(Protocol):
    """An indicator in a period."""

    @property
    def period(self) -> Period: ...
    @property
    def reading(self) -> Reading: ...


def picture(one: Reading, past: Sequence[Past], durations: Sequence[DayBin]) -> Piece:
    """The picture of the indicator's shape; nothing for a plain count."""
    if one.indicator.shape == "year_on_year":
        return _pair(one)
    if one.indicator.shape == "trend":
        return line(past, one.colour)
    if one.indicator.shape == "split":
        return _split(one)
    if one.indicator.shape in ("threshold", "duration"):
        return joined((_bullet(one), _histogram(durations)))
    return _NONE


def _bullet(one: Reading) -> Piece:
    """The value as a bar from 0 to 100 %, its interval as a thin line, the target as an upright mark."""
    part = one.parts[0]
    value = filled('<i class="value {tone}" style="width:{to}"></i>', tone=_TONES[one.colour], to=_share(part.value))
    content = joined((value if part.value is not None else _NONE, _doubt(part), _goal(part.part.target, _aim(part))))
    return filled(
        _FRAME, kind="bullet", content=joined((filled('<div class="track">{all}</div>', all=content), _SCALE))
    )


_SCALE = Piece('<p class="scale"><span>0</span><span>50%</span><span>100%</span></p>')


def _doubt(part: PartReading) -> Piece:
    if part.interval is None:
        return _NONE
    low, high = part.interval
    return filled('<i class="doubt" style="left:{low};width:{wide}"></i>', low=_share(low), wide=_share(high - low))


def _goal(at: Fraction | None, words: str) -> Piece:
    """The mark of a target with its words, on the side where there is room for them."""
    if at is None:
        return _NONE
    side = "before" if at > Fraction(1, 2) else "after"
    return filled(
        '<i class="goal {side}" style="left:{at}"><em>{words}</em></i>', side=side, at=_share(at), words=words
    )


def _aim(part: PartReading) -> str:
    """目标 ≥ 90%."""
    target = part.part.target
    return "" if target is None else f"目标 {'≥' if part.part.at_least else '≤'} {target_percent(target)}"


def _pair(one: Reading) -> Piece:
    """Last year's count and this year's on one scale, with the count that the target asks for."""
    part, base = one.parts[0], one.denominator or Fraction(0)
    target = None if part.part.target is None or not base else base * (1 + part.part.target)
    most = max(part.numerator, base, target or Fraction(0)) or Fraction(1)
    goal = _NONE if target is None else _goal(target / most, _count_aim(part, target))
    rows = (
        ("上年同期", _bar(base / most, "past"), base, _NONE),
        ("本期", _bar(part.numerator / most, _TONES[one.colour]), part.numerator, goal),
    )
    drawn = joined(
        filled(
            '<span>{word}</span><div class="track">{bar}{goal}</div><b>{count}</b>',
            word=word, bar=bar, goal=mark, count=number(count),
        )
        for word, bar, count, mark in rows
    )  # fmt: skip
    return filled(_FRAME, kind="pair", content=drawn)


def _count_aim(part: PartReading, target: Fraction) -> str:
    """目标 ≤ 92: the whole number that still meets the target."""
    whole = -(-target.numerator // target.denominator) if part.part.at_least else target.numerator // target.denominator
    return f"目标 {'≥' if part.part.at_least else '≤'} {number(whole)}"


def _bar(share: Fraction, tone: str) -> Piece:
    return filled('<i class="value {tone}" style="width:{to}"></i>', tone=tone, to=_share(share))


def _split(one: Reading) -> Piece:
    """The parts as one bar; under it the parts the targets ask for, where they make a whole."""
    shares = [part.value or Fraction(0) for part in one.parts]
    targets = [part.part.target or Fraction(0) for part in one.parts]
    rows = [("本期", shares)] if one.denominator else []
    if sum(targets) == 1:
        rows.append(("目标", targets))
    drawn = joined(
        filled('<span>{word}</span><div class="track {kind}">{parts}</div>', word=word, kind=kind, parts=_pieces(parts))
        for (word, parts), kind in zip(rows, ("", "goal"), strict=False)
    )
    return filled(_FRAME, kind="split", content=drawn)


def _pieces(shares: Sequence[Fraction]) -> Piece:
    return joined(
        filled('<i class="part part-{place}" style="width:{to}">{words}</i>', place=place % 4, to=_share(share),
               words=percent(share).replace(".0%", "%") if share >= _LABELLED else "")
        for place, share in enumerate(shares)
    )  # fmt: skip


def line(past: Sequence[Past], colour: str | None) -> Piece:
    """The rates of past periods; the one shown and the same of the year before stand out with their values."""
    rates = [(one.period, _rate(one.reading)) for one in past]
    known = [(place, period, rate) for place, (period, rate) in enumerate(rates) if rate is not None]
    if not known:
        return filled(_FRAME, kind="line", content=Piece('<p class="scale"><span>没有可比的往期</span></p>'))
    top = min(Fraction(1), max(rate for _, _, rate in known) * Fraction(5, 4)) or Fraction(1)
    spots = [(_place(place, len(rates)), 1 - rate / top, period, rate) for place, period, rate in known]
    shown = past[-1].period
    dots = joined(_dot(spot, shown, colour) for spot in spots)
    ends = joined(filled("<span>{name}</span>", name=one.name) for one in dict.fromkeys((rates[0][0], rates[-1][0])))
    path = " ".join(f"{float(x) * 100:.1f},{float(y) * 100:.1f}" for x, y, _, _ in spots)
    return filled(
        _FRAME,
        kind="line",
        content=filled(
            '<div class="field"><svg viewBox="0 0 100 100" preserveAspectRatio="none">'
            '<polyline points="{path}" fill="none" vector-effect="non-scaling-stroke"/></svg>{dots}</div>'
            '<p class="scale">{ends}</p>',
            path=path, dots=dots, ends=ends,
        ),
    )  # fmt: skip


def _place(place: int, count: int) -> Fraction:
    return Fraction(place, count - 1) if count > 1 else Fraction(1)


def _dot(spot: tuple[Fraction, Fraction, Period, Fraction], shown: Period, colour: str | None) -> Piece:
    x, y, period, rate = spot
    stands_out = period in (shown, shown.year_before)
    tone = f"now {_TONES[colour]}" if period == shown else "before" if stands_out else ""
    side = "left" if x > Fraction(3, 4) else "right" if x < Fraction(1, 4) else ""
    words = filled("<em>{rate}</em>", rate=percent(rate)) if stands_out else _NONE
    return filled(
        '<i class="dot {tone} {side}" style="left:{x};top:{y}" title="{name} {rate}">{words}</i>',
        tone=tone, side=side, x=_share(x), y=_share(y), name=period.name, rate=percent(rate), words=words,
    )  # fmt: skip


def _rate(one: Reading) -> Fraction | None:
    """Numerator ÷ denominator of the period, whatever the shape's own value is; the number itself of a plain count."""
    if one.denominator is None:
        return None
    return one.parts[0].numerator / one.denominator if one.denominator else None


def _histogram(bins: Sequence[DayBin]) -> Piece:
    """How many took how long: columns of one scale, those beyond the limit apart in tone."""
    most = max((one.n for one in bins), default=0)
    if not most:
        return _NONE
    columns = joined(
        filled(
            '<div class="{kind}"><b>{n}</b><i style="height:{tall}"></i><span>{days}</span></div>',
            kind="" if one.in_time else "late", n=one.n or "", tall=f"{2.5 * one.n / most:.2f}rem", days=_days(one),
        )
        for one in bins
    )  # fmt: skip
    return filled(_FRAME, kind="days", content=columns)


def _days(one: DayBin) -> str:
    """The last day of a step: where the labels stand close, the first is that of the step before and one more."""
    return "更久" if one.last is None else f"至{one.last}天" if not one.first else f"至{one.last}"


def _share(share: Fraction | None) -> str:
    """A share as a length: 84.62%, within the track."""
    return f"{float(max(Fraction(0), min(Fraction(1), share or Fraction(0)))):.2%}"
