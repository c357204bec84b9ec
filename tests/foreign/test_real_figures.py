"""Real published figures as foreign plans: a monthly mailbox, tiers that differ by group, rates that do not recompute."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest

from lib.definitions import load
from lib.domain.ranking import tier_of
from tests.foreign.by_hand import competition, half_a_point_off
from tests.foreign.conftest import ENTRIES, PLANS, REAL, City

Publish = Callable[[Path | str], City]


def figures(name: str) -> list[dict[str, str]]:
    with (REAL / name).open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def mailbox_rows(period: str, figures: list[dict[str, str]]) -> list[str]:
    rows = []
    for one in figures:
        unit = one["承办单位"]
        rows.append(f"{period},{unit},done,{one['办结数']},{one['承办件数']},,通报,2022-09-05")
        rows.append(f"{period},{unit},overdue,,,{one['超时未办数']},通报,2022-09-05")
    return rows


def test_the_mailbox_of_a_month_gives_every_body_its_points_and_rank_to_the_digit(city: Publish) -> None:
    """37 bodies: 办结 25 by the words of the formula, 超时 10 less 4 for each."""
    board, mailbox = city("hanzhong"), figures("hanzhong_mailbox_2022_08.csv")
    board.enter(*mailbox_rows("2022-08", mailbox))
    code_of = {unit.name: unit.code for unit in load(PLANS / "hanzhong").units}
    rows = board.rank("2022-08")
    expected = {
        code_of[one["承办单位"]]: half_a_point_off(int(one["办结数"]), int(one["承办件数"]))
        + max(0, 10 - 4 * int(one["超时未办数"]))
        for one in mailbox
    }
    assert len(expected) == 37
    assert {unit: row["score"] for unit, row in rows.items()} == pytest.approx(expected, abs=1e-9)
    ranks = competition({unit: round(total, 2) for unit, total in expected.items()})
    assert {unit: row["rank"] for unit, row in rows.items()} == ranks
    for league in ("counties", "bureaus", "services"):
        own = {unit: round(total, 2) for unit, total in expected.items() if rows[unit]["league"] == league}
        assert {unit: rows[unit]["league_rank"] for unit in own} == competition(own)
    assert (rows["u01"]["score"], rows["u09"]["score"], rows["u33"]["score"]) == (33.4, 18.5, 14.5)
    assert [rows[unit]["tier"] for unit in ("u06", "u01", "u33")] == ["好", "较好", "一般"]


def test_a_body_without_a_case_in_the_month_is_listed_apart_with_the_words_of_the_formula(city: Publish) -> None:
    """Entered as 0 of 0, or not entered at all; its other number does not rank it."""
    board = city("hanzhong")
    board.enter(
        "2022-07,汉台区,done,9,10,,通报,2022-08-05", "2022-07,汉台区,overdue,,,0,通报,2022-08-05",
        "2022-07,南郑区,done,0,0,,通报,2022-08-05", "2022-07,南郑区,overdue,,,0,通报,2022-08-05",
    )  # fmt: skip
    rows = board.rank("2022-07")
    assert (rows["u01"]["rank"], rows["u01"]["score"]) == (1, 31.0)
    for unit, score in (("u02", 10.0), ("u03", None)):
        row = rows[unit]
        assert (row["ranked"], row["rank"], row["league_rank"], row["tier"]) == (False, None, None, None)
        assert (row["reason"], row["score"]) == ("本月无承办件，单列", score)


BANDS = figures("henan_2015_appraisal_bands.csv")
GROUPS = {"省辖市政府": "cities", "省直管县(市)政府": "counties", "省直行政执法部门": "bureaus"}


def edges(band: str) -> tuple[float, float]:
    low, _, high = band.removesuffix("分以上").removesuffix("分").partition("-")
    return float(low), float(high or 101)


def test_bands_that_differ_by_group_give_the_published_tiers_at_their_edges() -> None:
    """A band holds its lower edge and not its upper one. The third group's lowest band (60-80) ends where the next
    begins (80-90): 80 belongs to the higher."""
    plan = load(PLANS / "zhongyuan")
    for one in BANDS:
        low, high = edges(one["分数带"])
        for total in (low, low + 0.01, high - 0.01):
            assert tier_of(plan.scheme, GROUPS[one["组别"]], total) == one["等次"], (one, total)
    for group in GROUPS.values():
        lowest = min(tier.at_least for tier in plan.scheme.tiers[group] if tier.at_least)
        assert tier_of(plan.scheme, group, lowest - 1) == "较差"


def test_scores_within_the_bands_give_as_many_units_of_each_tier_as_were_published(city: Publish) -> None:
    board, rows, wanted = city("zhongyuan"), [], Counter[tuple[str, str]]()
    for group in GROUPS.values():
        bands = [one for one in BANDS if GROUPS[one["组别"]] == group]
        unit = 0
        for one in bands:
            low, high = edges(one["分数带"])
            count = int(one["单位数"])
            wanted[group, one["等次"]] = count
            for at in range(count):
                unit += 1
                marks = round(low + (min(high, 100) - low) * at / count, 2)
                rows.append(f"2015,{group}{unit},marks,,,{marks},考核表,2016-01-20")
    board.enter(*rows)
    ranked = board.rank("2015")
    assert Counter((row["league"], row["tier"]) for row in ranked.values()) == wanted
    assert all(row["recommendation"] is None for row in ranked.values()), "the formula commends and punishes nobody"
    by_group = [row for row in ranked.values() if row["league"] == "bureaus"]
    assert all(better["score"] >= worse["score"] for better, worse in pairwise(by_group))


def test_a_published_rate_is_kept_beside_our_own_and_told_where_it_differs(city: Publish, tmp_path: Path) -> None:
    """All 29 entered as published: the three that do not recompute are told, by the row, and nothing is refused."""
    published = figures("published_rates.csv")
    wrong = [one["一致"] == "否" for one in published]
    lines = [
        f"{{code: r{at}, title: 指标{at}, shape: count, source: entered, entered_as: fraction, owners: [u]}}"
        for at in range(len(published))
    ]
    for name, text in {
        "plan": "code: rates\ntitle: 公布数据核对\nversion: '1'\nissued_on: 2015-01-01\n",
        "units": "units:\n  - {code: u, name: 某市人民政府, short: 某市, kind: government, ranked: true}\n",
        "indicators": "indicators:\n" + "".join(f"  - {line}\n" for line in lines),
        "scheme": "code: s\ntitle: 核对\nrules:\n  - {code: r, kind: rate, title: 率, weight: 100, indicator: r0}\n",
    }.items():
        (tmp_path / "rates").mkdir(exist_ok=True)
        (tmp_path / "rates" / f"{name}.yaml").write_text(text, encoding="utf-8")
    board = city(tmp_path / "rates")
    said = board.enter(
        *(
            f"2024,u,r{at},{one['分子']},{one['分母']},{one['公布率%']},公报,2025-10-30"
            for at, one in enumerate(published)
        )
    )
    told = [line for line in said.splitlines() if line.startswith("提示")]
    assert [f"第{at + 2}行“数值”列" in "".join(told) for at in range(len(published))] == wrong
    found = board.json("indicators", "--period", "2024")["indicators"]
    assert [one["differs"] for one in found] == wrong
    for ours, one in zip(found, published, strict=True):
        assert ours["value"] == pytest.approx(int(one["分子"]) / int(one["分母"]), abs=5e-7)
        assert ours["quoted"] == float(one["公布率%"])
    assert "7448 ÷ 12628 = 58.98%" in board.run("indicators", "--period", "2024").stdout


def test_a_published_rate_is_told_by_a_trial_a_marked_workbook_and_an_act(city: Publish, tmp_path: Path) -> None:
    board, row = city("hanzhong"), "2022-08,汉台区,done,91,96,94.9,通报,2022-09-05"
    marked = tmp_path / "marked.xlsx"
    trial = board.run("import", board.sheet("a.csv", ENTRIES, row), "--dry-run", "--report", str(marked)).stdout
    assert "提示：a.csv 第2行“数值”列：公布值 94.9 与两数不符：91 ÷ 96 = 94.79%，按后者计" in trial
    told = [cells[4] for cells in openpyxl.load_workbook(marked)["问题清单"].iter_rows(values_only=True)]
    assert told == ["问题", "公布值 94.9 与两数不符：91 ÷ 96 = 94.79%，按后者计"]
    act = ("enter", "2022-08", "南郑区", "done", "--numerator", "34", "--denominator", "43", "--evidence", "通报")
    assert "与两数不符" not in board.run(*act, "--value", "79.07").stdout
    assert "公布值 80 与两数不符：34 ÷ 43 = 79.07%" in board.run(*act, "--on", "2022-09-06", "--value", "80").stdout
