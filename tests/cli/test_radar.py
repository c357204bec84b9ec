"""`radar`: the twin of 数据体检 on the command line."""

from __future__ import annotations

from collections.abc import Callable

from tests.cli.conftest import Terminal

HEADER = "台账,编号,动作,日期,操作单位,承办单位,结果,金额(万元),说明,记录时间"


def test_signals_and_burden_are_one_document(terminal: Terminal, sheet: Callable[..., str]) -> None:
    row = "行政争议化解,化解1号,登记,2021-05-06,,,,,,2021-05-20 09:00"
    assert terminal.run("import", sheet("a.csv", HEADER, row)).exit_code == 0
    found = terminal.json("radar", "--period", "2021Q2", "--as-of", "2021-07-01")
    assert (found["as_of"], found["period"], found["cut_off"]) == ("2021-07-01", "2021Q2", "2021-06-30")
    (late,) = [one for one in found["signals"] if one["kind"] == "recorded_late"]
    assert late == {
        "kind": "recorded_late",
        "unit": "qzfb",
        "flow": "dispute",
        "indicator": None,
        "facts": None,
        "numbers": {"late": 1, "entries": 1},
        "sentence": "区政府办公室“行政争议化解”1 条中有 1 条超过七天才记录（100.0%）：宜问为何补录、日期有何依据。",
        "page": "platforms/platforms",
        "opens": {"flow": "dispute", "holder": "qzfb"},
    }
    own = next(one for one in found["burden"] if one["unit"] == "qzfb")
    assert own["months"]["2021-05"]["entered"] == 1


def test_the_list_is_readable_and_says_that_nothing_is_scored(terminal: Terminal) -> None:
    said = terminal.run("radar", "--period", "2021Q2", "--as-of", "2021-07-01").output
    assert all(words in said for words in ("提示，不计分", "恰在目标值（0）", "填报负担：要求／实际", "区财政局"))


def test_a_period_still_running_is_refused(terminal: Terminal) -> None:
    assert "还没有结束" in terminal.refused("radar", "--period", "2021Q2", "--as-of", "2021-06-29")[0]


def test_the_cut_off_may_be_given(terminal: Terminal) -> None:
    found = terminal.json("radar", "--period", "2021Q2", "--as-of", "2021-08-01", "--close-on", "2021-07-20")
    assert found["cut_off"] == "2021-07-20"
