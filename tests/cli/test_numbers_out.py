"""Numbers out: every command answers with the keys of the contract, and in Chinese without `--json`."""

import csv
from pathlib import Path

import pytest

from lib.db.engine import PROJECT, open_engine, reading
from lib.db.queries.accounts import latest_audit_rows
from tests.cli.conftest import Terminal

REPORTS = "任务编号,责任单位,周期,发生日期,类型,完成比例,说明,佐证,核实结果,认定日期,核实日期,核实人,填报时间"
EVENTS = "台账,编号,动作,日期,操作单位,承办单位,结果,金额(万元),说明,记录时间"
ENTRIES = "考核期,单位,指标,分子,分母,数值,佐证,日期"
PUBLISHED = PROJECT / "tests" / "foreign" / "real" / "published_rates.csv"


def test_status_has_every_unit_and_item_with_the_keys_of_the_contract(terminal: Terminal) -> None:
    found = terminal.json("status", "--as-of", "2021-06-01")
    assert set(found) == {"as_of", "known_at", "plan", "snapshot", "units", "items"}
    assert (len(found["units"]), [one["no"] for one in found["items"]][:25]) == (34, list(range(1, 26)))
    assert found["items"][25]["no"] == "G1"
    states = ("done", "done_late", "claimed", "overdue", "warning", "running", "waived")
    assert all(one["owned"] == sum(one[state] for state in states) for one in found["units"])


def test_a_completion_imported_in_time_and_verified_is_blue(terminal: Terminal) -> None:
    row = "D03-1,区政府办公室,,2021-04-28,申报完成,,已出台,文件,通过,,2021-04-29,区领导,2021-04-28 10:00"
    terminal.run("import", terminal.sheet("a.csv", REPORTS, row))
    found = {one["no"]: one for one in terminal.json("status", "--as-of", "2021-04-30")["items"]}
    assert (found[3]["done"], found[3]["total"]) == (1, 3)


def test_platforms_count_a_case_that_waits(terminal: Terminal) -> None:
    row = "行政争议化解,山争1号,登记,2021-05-06,,区自然资源局,,,,2021-05-06 09:00"
    assert terminal.run("import", terminal.sheet("b.csv", EVENTS, row)).exit_code == 0
    (flow,) = terminal.json("platforms", "--from", "2021-05-01", "--to", "2021-05-31", "--flow", "dispute")["flows"]
    assert (flow["registered"], flow["open"], flow["overdue"]) == (1, 1, 1)
    assert flow["by_unit"]["zrzy"] == {"registered": 1, "open": 1, "overdue": 1, "closed": 0}


def test_rank_and_explain_add_up_to_the_same_total(terminal: Terminal) -> None:
    row = "D06-1,区金融局,,2021-04-28,申报完成,,已设立,文件,通过,,2021-04-29,区领导,2021-04-28 10:00"
    terminal.run("import", terminal.sheet("a.csv", REPORTS, row))
    rows = terminal.json("rank", "--period", "2021Q2", "--close-on", "2021-07-20")["rows"]
    own = next(one for one in rows if one["unit"] == "jrj")
    told = terminal.json("explain", "--period", "2021Q2", "--unit", "jrj", "--close-on", "2021-07-20")
    assert told["score"] == own["score"]
    points = sum(line["points"] or 0 for line in told["lines"])
    assert round(points + own["bonus"] - own["deduction"], 2) == own["score"]


def test_published_numerators_and_denominators_recompute_as_stated(terminal: Terminal) -> None:
    """Every published pair, entered as a rate of the plan, gives the recomputed figure, right or wrong as published."""
    with PUBLISHED.open(encoding="utf-8-sig") as file:
        published = list(csv.DictReader(file))
    assert len(published) == 29
    for index, one in enumerate(published):
        day = f"2021-05-{index + 1:02d}"
        row = f"2021Q2,区财政局,I11-1,{one['分子']},{one['分母']},,{one['指标']},{day}"
        terminal.run("import", terminal.sheet(f"{index}.csv", ENTRIES, row))
        found = terminal.json("indicators", "--period", "2021Q2")["indicators"]
        value = next(reading["value"] for reading in found if reading["code"] == "I11-1")
        assert value == pytest.approx(int(one["分子"]) / int(one["分母"]), abs=5e-7)
        stated = float(one["复算率%"])
        assert abs(value * 100 - stated) < (0.6 if stated == round(stated) else 0.06)


@pytest.mark.parametrize(
    "words",
    [
        ("status", "--as-of", "2021-06-01"),
        ("platforms", "--from", "2021-05-01", "--to", "2021-06-01"),
        ("indicators", "--period", "2021Q2"),
        ("rank", "--period", "2021Q2", "--close-on", "2021-07-20"),
        ("explain", "--period", "2021Q2", "--unit", "区金融局", "--close-on", "2021-07-20"),
        ("plan", "check"),
        ("doctor",),
        ("audit", "verify"),
        ("user", "list"),
    ],
    ids=lambda words: words[0],
)
def test_without_json_a_command_answers_in_a_readable_table(terminal: Terminal, words: tuple[str, ...]) -> None:
    result = terminal.run(*words)
    assert result.exit_code == 0, result.output
    assert result.stdout.strip()


def test_a_wrong_date_is_wrong_usage_told_in_chinese(terminal: Terminal) -> None:
    result = terminal.run("status", "--as-of", "2021/6/1")
    assert result.exit_code == 2
    assert "应写成 2021-05-03" in result.output


def test_an_unknown_unit_is_refused(terminal: Terminal) -> None:
    assert terminal.refused("explain", "--period", "2021", "--unit", "不存在") == ["没有代码为“不存在”的单位"]


def test_a_dry_run_stores_nothing(terminal: Terminal) -> None:
    row = "D03-1,区政府办公室,,2021-04-28,进展,50,起草,,,,,,"
    assert "未入库" in terminal.run("import", terminal.sheet("a.csv", REPORTS, row), "--dry-run").stdout
    assert "新增 1" in terminal.run("import", terminal.sheet("a.csv", REPORTS, row)).stdout


def test_a_refused_import_names_file_row_and_column_and_marks_a_workbook(terminal: Terminal, tmp_path: Path) -> None:
    file = terminal.sheet("a.csv", REPORTS, "D03-9,区政府办公室,,2021-04-28,进展,50,起草,,,,,,")
    (problem,) = terminal.refused("import", file, "--report", str(tmp_path / "out.xlsx"))
    assert "a.csv" in problem
    assert "第2行" in problem.replace(" ", "")
    assert "任务编号" in problem
    assert (tmp_path / "out.xlsx").stat().st_size > 0


def test_an_account_acts_within_its_rights_only(terminal: Terminal) -> None:
    made = terminal.run("user", "add", "wang", "--display", "王科员", "--role", "unit_clerk", "--unit", "区财政局")
    assert "初始口令" in made.stdout
    row = "D03-1,区政府办公室,,2021-04-28,进展,50,起草,,,,,,"
    assert terminal.refused("import", terminal.sheet("a.csv", REPORTS, row), "--as", "wang")


def test_a_refusal_of_a_writing_command_stands_in_the_trail(terminal: Terminal) -> None:
    terminal.run("user", "add", "wang", "--display", "王科员", "--role", "unit_clerk", "--unit", "区财政局")
    terminal.refused("plan", "publish", str(PROJECT / "data" / "plan"), "--as", "wang")
    terminal.refused("user", "disable", "operator", "--as", "wang")
    engine = open_engine()
    with reading(engine) as conn:
        acts = [row.act for row in latest_audit_rows(conn, 10)]
    engine.dispose()
    assert {"plan_published_refused", "account_disabled_refused"} <= set(acts)
    assert "完整" in terminal.run("audit", "verify").stdout
