"""Charts as finished Vega-Lite specs: made once from plain values, drawn without being built anew."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import streamlit as st

Flowing = tuple[str, int, int]


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
