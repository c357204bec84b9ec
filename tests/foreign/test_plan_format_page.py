"""The city of docs/plan-format.md, taken from the page as it stands: published, its month imported, and ranked as printed."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.definitions.plan_format import DOCUMENT, examples
from tests.foreign.conftest import City

Publish = Callable[[Path | str], City]
TEXT = DOCUMENT.read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The plan folder of the page."""
    prefix = "only-a-scheme/"
    for name, text in examples(TEXT).items():
        if name.startswith(prefix):
            path = tmp_path / "mailbox" / name.removeprefix(prefix)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return tmp_path / "mailbox"


def test_the_page_prints_what_the_board_ranks(city: Publish, folder: Path) -> None:
    numbers, expected = re.findall(r"```csv\n(.*?)```", TEXT, re.DOTALL)
    board = city(folder)
    (board.folder / "numbers.csv").write_text(numbers, encoding="utf-8")
    said = board.run("import", str(board.folder / "numbers.csv")).stdout
    assert "第4行“数值”列：公布值 80.1 与两数不符：34 ÷ 43 = 79.07%" in said
    assert said.count("提示") == 1
    rows = board.json("rank", "--period", "2023-08")["rows"]
    printed = list(csv.DictReader(expected.splitlines()))
    keys = list(printed[0])
    assert [["" if row[key] is None else str(row[key]) for key in keys] for row in rows] == [
        [one[key] for key in keys] for one in printed
    ]


def test_a_board_founded_for_another_plan_is_the_citys_alone_once_its_plan_is_published(
    city: Publish, folder: Path, tmp_path: Path
) -> None:
    board = City(tmp_path)
    assert board.run("init").exit_code == 0
    board = city(folder)
    found = board.json("status")
    assert (found["plan"], [one["code"] for one in found["units"]][:2], found["items"]) == (
        "mailbox-2023", ["north", "south"], [],
    )  # fmt: skip
    assert board.json("platforms", "--from", "2023-01-01", "--to", "2023-12-31")["flows"] == []
    assert "mailbox-2023" in board.run("init").stdout, "init leaves a plan in force as it is"
    assert "演示数据按本库自带的方案编制" in board.refused("init", "--demo")[0]


def test_what_another_scheme_leaves_out_is_the_plans(city: Publish, folder: Path, tmp_path: Path) -> None:
    """Leagues are kept, points in one decimal; nothing is recommended by a plan that recommends nothing."""
    board = city(folder)
    board.enter("2023,城北区,on_time,7,9,,年报,2024-01-05")
    other = tmp_path / "other.yaml"
    other.write_text(
        "code: other\ntitle: 另一办法\ndecimals: 1\n"
        "rules:\n  - {code: r, kind: rate, title: 率, weight: 60, indicator: on_time}\n",
        encoding="utf-8",
    )
    row = board.rank("2023", "--scheme", str(other))["north"]
    assert (row["league"], row["score"], row["rank"], row["tier"], row["recommendation"]) == (
        "districts", 77.8, 1, "合格", None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("at_least: 50%}", "at_least: 12.5}", "应在 0 到 1（100%）之间，现为 12.5"),
        ("zero_at: 48%, full_at: 98%", "zero_at: 0.98, full_at: 98%", "不能相等"),
        ("kind: deduct, points_each: 2", "kind: steps, steps: [{from: 1, up_to: 2, share: 1}]", "from"),
        ("kind: deduct, points_each: 2", "kind: steps, steps: [{from: 1, share: 1}, {up_to: 2, share: 0}]", "不能混用"),
        ("kind: deduct, points_each: 2", "kind: steps, steps: [{from: 1, share: 1}, {from: 1.0, share: 0}]", "前面已经"),
        ("periods: [month]", "periods: [week]", "只能是 month、quarter、half、year 之一"),
        ("normalise: false", "decimals: 5", "不能大于 4"),
    ],
)  # fmt: skip
def test_what_would_give_wrong_points_is_refused_with_its_line(
    city: Publish, folder: Path, tmp_path: Path, old: str, new: str, told: str
) -> None:
    scheme = folder / "scheme.yaml"
    text = scheme.read_text(encoding="utf-8")
    assert old in text
    scheme.write_text(text.replace(old, new, 1), encoding="utf-8")
    (problem,) = City(tmp_path).refused("plan", "publish", str(folder))
    assert "scheme.yaml 第" in problem
    assert told in problem


def test_points_in_a_month_are_given_where_the_scheme_appraises_months(city: Publish, folder: Path) -> None:
    board = city(folder)
    row = "{period},城北区,加分,1,表彰,文件,市长,2023-09-06"
    header = "考核期,单位,类型,分值,事由,佐证,批准人,日期"
    assert board.run("import", board.sheet("a.csv", header, row.format(period="2023-08"))).exit_code == 0
    (problem,) = board.refused("import", board.sheet("b.csv", header, row.format(period="2023Q3")))
    assert "考核期不按季度计" in problem


def test_plan_check_says_who_is_ranked_and_what_scores(city: Publish, folder: Path, tmp_path: Path) -> None:
    (folder / "units.yaml").write_text(
        "units:\n  - {code: a, name: 甲镇人民政府, short: 甲镇, kind: government, ranked: true}\n"
        "  - {code: b, name: 乙镇人民政府, short: 乙镇, kind: government}\n",
        encoding="utf-8",
    )
    said = City(tmp_path).run("plan", "check", str(folder)).stdout
    assert "甲镇人民政府，政府部门，不分组排名" in said
    assert "乙镇人民政府，政府部门，不参加排名" in said
    assert "按期办结率：事项 无，填报，计分" in said
