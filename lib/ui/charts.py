"""Charts as finished Vega-Lite specs: made once from plain values, drawn without being built anew."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import streamlit as st

Flowing = tuple[str, int, int]
Span = tuple[str, int, int, int]  # name, actual place, best, worst


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
    made: dict[str, Any] = chart.to_dict()
    return made


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
    made: dict[str, Any] = alt.layer(span, point).properties(height=alt.Step(30)).to_dict()
    return made


def rank_spans(rows: Sequence[Span], *, title: str, key: str) -> None:
    """Draw how far each place moves; the same spans belong in a table beside it."""
    st.vega_lite_chart(None, _spans(tuple(rows)), key=key, alt=title)
