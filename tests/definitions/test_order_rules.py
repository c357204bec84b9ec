"""The rules for orders in plan.yaml: what the loader refuses, and that they come back from the database."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.definitions import check, from_document, load, to_document
from lib.domain.calendar import Duration
from lib.domain.order_rules import GRADES
from tests.definitions.folders import PLAN, problems_of, written

RULE = "code: a, grade: 预警单, source: 计划, answer: 5wd"


def with_rules(folder: Path, *rules: str, also: str = "") -> Path:
    lines = "".join(f"    - {{{rule}}}\n" for rule in rules)
    return written(folder, plan=f"{PLAN}orders:\n{also}  rules:\n{lines}")


def test_a_plan_without_the_section_drafts_nothing_and_keeps_its_digest(tmp_path: Path) -> None:
    assert load(written(tmp_path)).orders is None
    assert '"orders"' not in to_document(tmp_path)


def test_the_rules_come_back_as_they_went_in(tmp_path: Path) -> None:
    folder = with_rules(
        tmp_path, f"{RULE}, cause: duty_overdue, days: 3, reason: '逾期{{days}}天'", also="  look_back: 20d\n"
    )
    plan = load(folder)
    assert plan.orders is not None
    assert (plan.orders.look_back, plan.orders.rules[0].days) == (Duration(20), 3)
    assert from_document(to_document(folder)) == plan


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ("cause: duty_due, reason: 快到期", "duty_due 的规则要写 within。"),
        ("cause: persists, reason: 仍在", "persists 的规则要写 older_than。"),
        ("cause: duty_overdue, cases: 3, reason: 逾期", "duty_overdue 的规则不用“cases”。"),
        ("cause: target_missed, days: 3, reason: 未达", "target_missed 的规则不用“days”。"),
        ("cause: duty_overdue, reason: '逾期{later}天'", "没有可代入的词“{later}”"),
        ("cause: duty_overdue, reason: '逾期{days.real}天'", "没有可代入的词“{days.real}”"),
        ("cause: duty_overdue, reason: '逾期{days天'", "花括号要成对"),
        ("cause: returned, letter: 请支持, reason: 退回", "returned 的规则不用“letter”"),
        ("cause: late, reason: 逾期", "只能是"),
        ("cause: stays_overdue, cases: 0, reason: 超期", "不能小于 1"),
    ],
)
def test_a_rule_that_cannot_work_is_refused_with_its_line(tmp_path: Path, rule: str, problem: str) -> None:
    (found,) = problems_of(with_rules(tmp_path, f"{RULE}, {rule}"))
    assert "plan.yaml 第" in found and problem in found


def test_a_reminder_cannot_follow_a_warning(tmp_path: Path) -> None:
    rule = "code: a, grade: 提醒单, source: 计划, answer: 5wd, cause: persists, older_than: 10wd, reason: 仍在"
    assert "等级不能是提醒单" in problems_of(with_rules(tmp_path, rule))[0]


def test_two_rules_of_one_code_are_refused(tmp_path: Path) -> None:
    rule = f"{RULE}, cause: duty_overdue, reason: 逾期"
    assert "规则代码“a”重复" in problems_of(with_rules(tmp_path, rule, rule))[0]


def test_the_plan_of_the_district_has_a_rule_for_every_grade_and_says_they_are_assumed() -> None:
    plan = load(Path(__file__).parents[2] / "data" / "plan")
    assert plan.orders is not None
    assert {rule.grade for rule in plan.orders.rules} == set(GRADES)
    assert "orders" in {one.code for one in check(plan).assumptions}
