"""A funnel plot on screen: the units about the rate of all, drawn and as text."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol

from lib.domain import marks
from lib.domain.funnel import INSIDE, OUTSIDE_95, TOO_FEW, place_words
from lib.domain.plan import Indicator
from lib.domain.wording import NOTHING, counted, percent, rated
from lib.ui import charts, doors, lights, tables
from lib.ui.markup import Piece, filled, joined

_NOTE = (
    "横向是单位的分母，纵向是率。两层灰带是总体的率上下的二项控制限（95%、99.8%）：分母越小，偶然的起伏越大，带越宽。"
    "带外的单位才值得问为什么；二十个单位里约有一个会偶然越过 95% 线。"
)
_NO_BAND = "横向是单位的分母，纵向是率。总体的率是 {rate}，没有起伏可言，不画控制限。"


def note(one: Funnel) -> str:
    """How the plot is read; empty where there is none."""
    if not one.points:
        return ""
    return _NO_BAND.format(rate=percent(one.rate)) if one.rate in (0, 1) else _NOTE


class Point(Protocol):
    """A unit in a funnel plot."""

    @property
    def unit(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def numerator(self) -> Fraction: ...
    @property
    def n(self) -> Fraction: ...
    @property
    def value(self) -> Fraction: ...
    @property
    def place(self) -> str: ...
    @property
    def doubt(self) -> str | None: ...


class Funnel(Protocol):
    """Units about the rate of the whole."""

    @property
    def rate(self) -> Fraction: ...
    @property
    def numerator(self) -> Fraction: ...
    @property
    def n(self) -> Fraction: ...
    @property
    def target(self) -> Fraction | None: ...
    @property
    def high_is_good(self) -> bool: ...
    @property
    def points(self) -> Sequence[Point]: ...
    @property
    def hidden(self) -> str: ...


def chart(one: Funnel, indicator: Indicator) -> None:
    """The funnel plot."""
    spots = [
        charts.Spot(point.name, float(point.n), float(point.value), rated(point.numerator, point.n), _tone(one, point))
        for point in one.points
    ]
    charts.funnel(
        spots,
        one.rate,
        one.target,
        f"分母（{indicator.unit_word}）",
        title=f"{indicator.title}按单位的漏斗图，总体 {rated(one.numerator, one.n)}",
        key=f"funnel-{indicator.code}",
    )


def units(one: Funnel, indicator: Indicator) -> str | None:
    """The units as text; a row opens the unit."""
    whole = tables.Row((filled("<b>总体</b>"), counted(one.numerator, one.n), percent(one.rate), NOTHING))
    rows = [
        tables.Row(
            (point.name, counted(point.numerator, point.n), percent(point.value), _beside(one, point)),
            doors.address("duties/units", unit=point.unit),
        )
        for point in one.points
    ]
    columns = ("单位", f"#分子/分母（{indicator.unit_word}）", "#率", "与总体相比")
    return tables.table(columns, [whole, *rows], caption=f"{indicator.title}按单位", key="funnel-units", kind="funnel")


def _beside(one: Funnel, point: Point) -> Piece:
    """Where a unit stands, and that its published rate differs."""
    doubt = filled('<span class="why">{doubt}</span>', doubt=point.doubt) if point.doubt else Piece("")
    return joined((place(one, point), doubt))


def place(one: Funnel, point: Point) -> Piece:
    """Where a unit stands; in the colour of a mark where it is outside."""
    tone = marks.NONE if point.place in (INSIDE, TOO_FEW) else _tone(one, point)
    return lights.mark(tone, place_words(point.place, point.value > one.rate))


def _tone(one: Funnel, point: Point) -> str:
    """The mark of a place: none inside, pending where not judged, green on the good side, else yellow or red."""
    if point.place == INSIDE:
        return marks.NONE
    if point.place == TOO_FEW:
        return marks.PENDING
    if (point.value > one.rate) == one.high_is_good:
        return marks.GREEN
    return marks.YELLOW if point.place == OUTSIDE_95 else marks.RED
