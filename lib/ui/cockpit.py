"""The parts of 总览: tiles of items, cards of platforms, the league and what waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import streamlit as st

from lib.domain.platforms import PlatformCount
from lib.ui.lights import coloured
from lib.ui.numbers import percent


class Tile(Protocol):
    """What a tile shows of an item."""

    @property
    def no(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def task_mark(self) -> str: ...
    @property
    def run_mark(self) -> str: ...


def tiles(items: Sequence[Tile], open_item: Callable[[str], None]) -> None:
    """The items as one grid; a tap opens the item."""
    with st.grid(min_column_width=140):
        for item in items:
            with st.container(border=True, gap=None):
                if st.button(f"{item.no} {item.title}", key=f"item-{item.no}", type="tertiary"):
                    open_item(item.no)
                st.markdown(f"{coloured(item.task_mark, '任务')}　{coloured(item.run_mark, '运行')}")


def platform_cards(counts: Sequence[PlatformCount], open_flow: Callable[[str], None]) -> None:
    """One card a platform: open cases, overdue ones, success rate; a tap opens the platform."""
    with st.grid(min_column_width=140):
        for one in counts:
            with st.container(border=True, gap=None):
                if st.button(one.flow.name, key=f"flow-{one.flow.code}", type="tertiary"):
                    open_flow(one.flow.code)
                st.metric("在办（件）", one.open)
                late = coloured("red", f"超期 {one.overdue}") if one.overdue else "无超期"
                st.markdown(f"成功率 {percent(one.success_rate)}　{late}")
