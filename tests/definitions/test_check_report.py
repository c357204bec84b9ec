"""What `plan check` says of the plan in data/plan and of made-up ones."""

from pathlib import Path

import pytest

from lib.definitions import CheckReport, check, load, report_lines
from tests.definitions.folders import PLAN, written


@pytest.fixture(scope="module")
def report() -> CheckReport:
    return check(load(Path(__file__).parents[2] / "data" / "plan"))


def sentences(report: CheckReport, item: str) -> str:
    found = (*report.contradictions, *report.open_ended)
    return "\n".join(one.sentence for one in found if one.item == item)


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        ("2", "正文点名而名单没有：区政府办公室。"),
        ("2", "任务 D02-2 的责任单位是区政府办公室，不是牵头单位区法院，也不在责任单位名单里。"),
        ("2", "正文要求“每半年”，完成时限却只有一个日期 2021-07-10。"),
        ("3", "正文由区政府办公室牵头，意见却由区法院、区检察院出台"),
        ("8", "名单列入而正文没有点名：区文广旅局。"),
        ("9", "任务 D09-2 的责任单位是区政府办公室，不是牵头单位区法院。"),
        ("9", "“各职能部门”未列明具体单位。"),
        ("10", "正文点名而名单没有：区发改委、区人社局、区财政局、区商务局。"),
        ("10", "名单列入而正文没有点名：区法院。"),
        ("12", "“等”未列明具体单位。"),
        ("13", "正文点名而名单没有：各街道办事处。"),
        ("13", "名单列入而正文没有点名：区司法局、公安山阳分局。"),
        ("14", "牵头单位是区司法局，责任单位名单的第一位却是区财政局。"),
        ("14", "院长接访点一段又由区法院牵头"),
        ("15", "正文没有指明牵头单位。"),
        ("15", "任务 D15-1 的责任单位是区法院，而正文没有指明牵头单位。"),
        ("21", "牵头单位是区政数局，责任单位名单的第一位却是区法院。"),
        ("21", "“需进行系统对接的政府各职能部门”未列明具体单位。"),
        ("23", "牵头单位是区法院，责任单位名单的第一位却是公安山阳分局。"),
        ("24", "正文没有“牵头”二字，牵头单位区财政局是按文义定的。"),
        ("24", "名单列入而正文没有点名：区法院。"),
    ],
)
def test_the_contradictions_of_the_source_are_named(report: CheckReport, item: str, sentence: str) -> None:
    assert sentence in sentences(report, item)


def test_items_whose_text_and_list_agree_have_nothing_to_say(report: CheckReport) -> None:
    assert [item for item in ("1", "5", "6", "7", "19") if sentences(report, item)] == []


def test_both_spellings_of_a_unit_are_given_with_their_items(report: CheckReport) -> None:
    spelled = {one.written: one for one in report.spellings}
    assert (spelled["区金融局"].code, spelled["区金融局"].items) == ("jrj", ("25",))
    assert "25" in spelled["区金融工作局"].items
    assert spelled["区公安局"].short == spelled["焦作市公安局山阳分局"].short == "公安山阳分局"


def test_every_assumption_is_listed(report: CheckReport) -> None:
    codes = {one.code for one in report.assumptions}
    deliverables = {"D02-2", "D03-1", "D08-1", "D13-3", "D14-2", "D15-1", "DG1-1", "DG2-1", "DG3-1", "DG5-1"}
    assert {code for code in codes if code.startswith("D")} == deliverables
    assert {"zrzy", "tyj", "dispute", "npl", "supervision_order", "default"} <= codes
    assert "行政争议化解·已登记" in {one.title for one in report.assumptions}


def test_the_text_prints_the_whole_register(report: CheckReport) -> None:
    text = "\n".join(report_lines(report))
    for rows in (report.units, report.items, report.deliverables, report.indicators, report.flows):
        assert all(f"  {row.code}  {row.name}：" in text for row in rows)
    assert f"摘要 {report.digest}" in text


def test_a_due_before_the_day_of_issue_is_named(tmp_path: Path) -> None:
    text = PLAN.replace("due: 2021-04-30", "due: 2021-04-01").replace(
        "members: [a, b]", "members: [a, b], due_text: 2021年4月2日"
    )
    found = [one.sentence for one in check(load(written(tmp_path, plan=text))).contradictions]
    assert "完成时限 2021-04-02 早于方案印发日 2021-04-24。" in found
    assert "任务 D01-1 的期限 2021-04-01 早于方案印发日 2021-04-24。" in found
    assert "任务 D01-1 的期限 2021-04-01 不是完成时限 2021-04-02。" in found


def test_a_lead_outside_the_list_and_a_helper_outside_it_are_named(tmp_path: Path) -> None:
    text = PLAN.replace("members: [a, b]", "members: [c]")
    found = [one.sentence for one in check(load(written(tmp_path, plan=text))).contradictions]
    assert found == ["牵头单位区甲局不在责任单位名单里。", "任务 D01-1 的配合单位不在责任单位名单里：区乙局。"]
