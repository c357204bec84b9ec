"""Beside every chart its numbers as text, to be read out and copied; and the chart says what it shows."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pyarrow
import pytest

from tests.pages.conftest import Board
from tests.pages.words import sent
from tests.people import PROJECT

CHARTS = {"vega_lite_chart", "altair_chart", "line_chart", "bar_chart", "area_chart", "scatter_chart", "pyplot",
          "plotly_chart", "map", "pydeck_chart", "graphviz_chart"}  # fmt: skip
# Page → its query, and what of a point of its charts stands in one row of a table beside them.
BESIDE = {
    "platforms/platforms": ({"flow": "rescue"}, ("月份", "件数")),
    "duties/indicators": ({"indicator": "I04-1", "period": "2021H2"}, ("单位", "数")),
    "appraisal/ranking": ({"period": "2021H2"}, ("单位", "名次", "最好", "最差")),
}
_ROW, _TAGS = re.compile("<tr.*?</tr>", re.DOTALL), re.compile("<[^>]*>")
_WORDS = re.compile("[^ 、（）–]+")


def calls(file: Path) -> list[ast.Call]:
    tree = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    return [
        one for one in tree
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr in CHARTS
    ]  # fmt: skip


def test_a_chart_is_drawn_in_one_module_and_says_what_it_shows() -> None:
    drawn = {
        file: calls(file) for folder in ("lib/ui", "lib/shell", "pages") for file in (PROJECT / folder).rglob("*.py")
    }
    assert [file.name for file, found in drawn.items() if found] == ["charts.py"]
    for one in (one for found in drawn.values() for one in found):
        assert "alt" in {keyword.arg for keyword in one.keywords}, f"line {one.lineno}"


@pytest.mark.parametrize("page", BESIDE)
def test_the_points_of_a_chart_stand_beside_it_in_a_table(demo_board: Board, page: str) -> None:
    query, names = BESIDE[page]
    at = demo_board.page(demo_board.visit("leader", **query), page)
    charts: list[Any] = list(at.get("vega_lite_chart"))
    points = [point for chart in charts for point in points_of(chart) if set(names) <= set(point)]
    assert points and all(chart.proto.alt for chart in charts)
    rows = [" ".join(_WORDS.findall(_TAGS.sub(" ", row))).split() for row in _ROW.findall(sent(at))]
    said = [{word for name in names for word in _WORDS.findall(str(point[name]))} for point in points]
    assert [words for words in said if not any(words <= set(row) for row in rows)] == []


def points_of(chart: Any) -> list[dict[str, Any]]:
    """What the chart draws; units at one point are a point each."""
    sets = [pyarrow.ipc.open_stream(one.data.data).read_all().to_pylist() for one in chart.proto.datasets]
    return [
        {**point, "单位": name} if "单位" in point else point
        for rows in sets
        for point in rows
        for name in str(point.get("单位", "")).split("、")
    ]
