"""权重试算: sliders over the weights of the scheme; nothing of it is ever kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import streamlit as st

from lib.domain.periods import Period
from lib.domain.rights import Viewer
from lib.shell import cached
from lib.shell.session import guarded
from lib.ui import ranking_parts

MOST = 100


@st.fragment
@guarded
def draw(viewer: Viewer, as_of: date, period: Period, rules: Sequence[str], weights: Sequence[Decimal]) -> None:
    """The sliders, and the leagues under the weights chosen, beside the places as they are."""
    st.warning("试算，不保存、不公示：只看换一组权重名次会怎样。", icon=":material/science:")
    with st.container(horizontal=True):
        chosen = tuple(
            Decimal(st.slider(rule, 0, MOST, int(weight), key=f"what-if-{place}", width=200))
            for place, (rule, weight) in enumerate(zip(rules, weights, strict=True))
        )
    if not any(chosen):
        st.info("至少一条规则要有权重。")
        return
    for name, rows in cached.what_if(viewer, as_of, period, chosen).items():
        if rows:
            st.markdown(f"**{name}**　试算")
            ranking_parts.what_if(rows, caption=f"{name}（试算）", key=f"what-if-{name}")
