"""Charts as finished Vega-Lite specs: made once from plain values, drawn without being built anew."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

import altair as alt
import streamlit as st

from lib.domain import marks
from lib.domain.funnel import Z_95, Z_998, control_limits
from lib.domain.wording import percent, target_percent
from lib.ui import markup

Flowing = tuple[str, int, int]
Span = tuple[str, int, int, int]  # name, actual place, best, worst
_UNREAD = {"aria": False}


def _spec(chart: alt.Chart | alt.LayerChart | alt.FacetChart) -> dict[str, Any]:
    """The finished spec. Its parts are not read out: they would be in English, and the table beside the chart says more."""
    made: dict[str, Any] = chart.configure(axis=_UNREAD, legend=_UNREAD, mark=_UNREAD).to_dict()
    return made


@lru_cache(maxsize=128)
def _monthly(months: tuple[Flowing, ...], into: str, out: str) -> dict[str, Any]:
    """Two lines over the months: what came in and what was closed."""
    rows = [
        {"月份": month, "件数": count, "类别": word}
        for month, came, went in months
        for word, count in ((into, came), (out, went))
    ]
    month = alt.X("月份:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, labelLimit=320, labelOverlap="parity"))
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_line(point=True)
        .encode(
            x=month,
            y=alt.Y("件数:Q", title="件", axis=alt.Axis(format="d", tickMinStep=1)),
            color=alt.Color("类别:N", sort=[into, out], legend=alt.Legend(title=None, orient="top")),
            strokeDash=alt.StrokeDash("类别:N", sort=[into, out], legend=None),
            tooltip=["月份:N", "类别:N", "件数:Q"],
        )
        .properties(height=220)
    )
    return _spec(chart)


def monthly(months: Sequence[Flowing], into: str, out: str, *, title: str, key: str) -> None:
    """Draw what came in and went out by month; the same numbers belong in a table beside it."""
    st.vega_lite_chart(None, _monthly(tuple(months), into, out), key=key, alt=title)


@lru_cache(maxsize=128)
def _spans(rows: tuple[Span, ...]) -> dict[str, Any]:
    """A line from the best to the worst place of each unit, a point at the actual one."""
    values = [{"单位": name, "名次": rank, "最好": low, "最差": high} for name, rank, low, high in rows]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y("单位:N", sort=None, title=None, axis=alt.Axis(labelLimit=220, ticks=False, domain=False)),
        tooltip=["单位:N", "名次:Q", "最好:Q", "最差:Q"],
    )
    most = max((high for *_, high in rows), default=1)
    scale = alt.Scale(domain=[1, max(most, 2)], nice=False)
    axis = alt.Axis(format="d", tickMinStep=1, tickCount=most, orient="top", title="组内名次")
    span = base.mark_rule(strokeWidth=10, strokeCap="round", opacity=0.35).encode(
        x=alt.X("最好:Q", scale=scale, axis=axis), x2="最差:Q"
    )
    point = base.mark_point(filled=True, size=110, opacity=1).encode(x=alt.X("名次:Q", scale=scale, axis=axis))
    return _spec(alt.layer(span, point).properties(height=alt.Step(30)))


def rank_spans(rows: Sequence[Span], *, title: str, key: str) -> None:
    """Draw how far each place moves; the same spans belong in a table beside it."""
    st.vega_lite_chart(None, _spans(tuple(rows)), key=key, alt=title)


class Spot(NamedTuple):
    """A unit in a funnel plot: n and rate, its numbers in words, the mark of its place (`marks.NONE`: inside)."""

    name: str
    n: float
    rate: float
    numbers: str
    mark: str


# A unit's place by mark: word, shape, colour of the palette.
_PLACES = {
    marks.RED: ("差于总体，99.8% 限外", "square", "red"),
    marks.YELLOW: ("差于总体，95% 限外", "triangle-up", "amber"),
    marks.GREEN: ("优于总体，95% 限外", "diamond", "green"),
    marks.NONE: ("限内", "circle", "grey"),
    marks.PENDING: ("基数不足，不判断", "circle", "card"),
}
_NAMED = (marks.RED, marks.YELLOW, marks.GREEN)
_CURVE = 60
_ROOM = 1.3  # of the axis, beyond the last unit: the words of the levels stand there
_BESIDE = 76  # pixels from the right end: beside the words of the levels, which may stand at the same height
_STEP = Fraction(1, 10)


@lru_cache(maxsize=128)
def _funnel(
    spots: tuple[Spot, ...], rate: Fraction, target: Fraction | None, n_title: str, palette: tuple[tuple[str, str], ...]
) -> dict[str, Any]:
    """Limits about the rate of the whole, narrowing with n; units as points; those outside by name."""
    colour, levels = dict(palette), [one for one in (rate, target) if one is not None]
    most = max(max((spot.n for spot in spots), default=0), 8) * _ROOM
    x = alt.X("n:Q", title=n_title, scale=alt.Scale(domain=[0, most], nice=False), axis=alt.Axis(tickMinStep=1))
    seen = alt.Scale(domain=span([*levels, *(Fraction(spot.rate) for spot in spots)]), nice=False)
    y = alt.Y("率:Q", title=None, scale=seen, axis=alt.Axis(format=".0%", tickCount=6))
    limits = alt.Chart(alt.InlineData(values=_limits(rate, most))).encode(x=x)
    bands = [
        limits.mark_area(opacity=0.12, color=colour["grey"], clip=True).encode(
            y=alt.Y(f"下{name}:Q", title=None, scale=seen), y2=f"上{name}:Q"
        )
        for name in ("998", "95")
    ]
    bands += [_edge(one, seen.domain, colour["mute"]) for one in _edges(rate, most)]
    named = [_level(rate, f"总体 {percent(rate)}", colour["ink"], most, 1, below=len(levels) > 1 and levels[1] > rate)]
    if target is not None:
        words = f"目标 {target_percent(target)}"
        named.append(_level(target, words, colour["accent"], most, 4, below=target <= rate))
    return _spec(alt.layer(*bands, *named, *_points(spots, x, y, colour, most)).properties(height=420))


def span(rates: Sequence[Fraction]) -> list[float]:
    """The part of 0 to 100 % that is drawn: a step of ten points beyond the least and the greatest rate."""
    low, high = min(rates) // _STEP - 1, -(-max(rates) // _STEP) + 1
    return [float(max(Fraction(0), low * _STEP)), float(min(Fraction(1), high * _STEP))]


def _limits(rate: Fraction, most: float) -> list[dict[str, float]]:
    """The curves, denser where they are steep."""
    rows = []
    for step in range(_CURVE + 1):
        n = 1 + Fraction(most - 1) * Fraction(step, _CURVE) ** 2
        found = {"n": float(n)}
        for name, z in (("95", Z_95), ("998", Z_998)):
            low, high = control_limits(rate, n, z)
            found |= {f"下{name}": float(low), f"上{name}": float(high)}
        rows.append(found)
    return rows


def _edges(rate: Fraction, most: float) -> list[dict[str, Any]]:
    """Both limits of each band at the right end, with their words."""
    ends = ((words, control_limits(rate, Fraction(most), z)) for words, z in (("95% 限", Z_95), ("99.8% 限", Z_998)))
    return [{"n": most, "率": float(at), "字": words} for words, limits in ends for at in limits if 0 < at < 1]


def _edge(one: dict[str, Any], seen: Sequence[float], colour: str) -> Any:
    """The words of a limit just above it, where that is drawn."""
    rows = alt.Chart(alt.InlineData(values=[one] if seen[0] < one["率"] < seen[1] else []))
    return rows.mark_text(align="right", dx=-_BESIDE, dy=-7, fontSize=11, color=colour).encode(
        x="n:Q", y="率:Q", text="字:N"
    )


def _level(at: Fraction, words: str, colour: str, most: float, dash: int, *, below: bool) -> Any:
    """A rate across the plot, its words at the right end."""
    rows = alt.Chart(alt.InlineData(values=[{"n": most, "率": float(at), "字": words}]))
    line = rows.mark_rule(color=colour, strokeDash=[dash, dash - 1], strokeWidth=1.25).encode(y="率:Q")
    text = rows.mark_text(align="right", dx=-4, dy=12 if below else -9, color=colour, fontSize=13)
    return line + text.encode(x="n:Q", y="率:Q", text="字:N")


def _points(spots: Sequence[Spot], x: alt.X, y: alt.Y, colour: dict[str, str], most: float) -> list[Any]:
    """Units at the same place are one point with all their names; those outside are named beside it."""
    rows = alt.Chart(alt.InlineData(values=places(spots))).encode(x=x, y=y)
    shown = [place for mark, place in _PLACES.items() if any(spot.mark == mark for spot in spots)]
    words, edge = [word for word, _, _ in shown], {"card": "grey"}
    legend = alt.Legend(title=None, orient="top", symbolSize=90, labelLimit=320)

    def by_place(channel: Any, looks: list[str]) -> Any:
        return channel("位置:N", scale=alt.Scale(domain=words, range=looks), legend=legend)

    points = rows.mark_point(size=90, opacity=1, strokeWidth=1.5).encode(
        fill=by_place(alt.Fill, [colour[name] for _, _, name in shown]),
        stroke=by_place(alt.Stroke, [colour[edge.get(name, name)] for _, _, name in shown]),
        shape=by_place(alt.Shape, [shape for _, shape, _ in shown]),
        tooltip=["单位:N", "数:N", "位置:N"],
    )
    names = [
        rows.transform_filter(f"datum.名 != '' && datum.n {'>' if left else '<='} {most / 2}")
        .mark_text(align="right" if left else "left", dx=-10 if left else 10, fontSize=13, color=colour["ink"])
        .encode(text="名:N")
        for left in (False, True)
    ]
    return [points, *names]


def places(spots: Sequence[Spot]) -> list[dict[str, object]]:
    """One row a place with the units at it."""
    by_place: dict[tuple[float, float, str], list[Spot]] = {}
    for spot in spots:
        by_place.setdefault((spot.n, spot.rate, spot.mark), []).append(spot)
    rows: list[dict[str, object]] = []
    for (n, rate, mark), own in by_place.items():
        names = "、".join(one.name for one in own)
        said = names if mark in _NAMED else ""
        rows.append({"n": n, "率": rate, "位置": _PLACES[mark][0], "单位": names, "数": own[0].numbers, "名": said})
    return rows


def funnel(
    spots: Sequence[Spot], rate: Fraction, target: Fraction | None, n_title: str, *, title: str, key: str
) -> None:
    """Draw a funnel plot; the same units belong in a table beside it."""
    spec = _funnel(tuple(spots), rate, target, n_title, tuple(markup.palette().items()))
    st.vega_lite_chart(None, spec, key=key, alt=title)
