"""How indicators count, in words, for every shape of the plan of the repository."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lib.domain.measure_words import definition, measure_words
from lib.domain.plan import Measure
from tests import people

PLAN = people.plan()


def said(code: str) -> dict[str, str]:
    return dict(definition(PLAN, PLAN.indicator[code]))


def test_the_appearance_rate_says_what_is_above_and_below_the_line_and_that_a_case_counts_once() -> None:
    words = said("I04-1")
    assert words["分子"] == "行政诉讼开庭的案件（一件只算一次），负责人出庭为“是”，登记以来到期末有过就算"
    assert words["分母"] == "行政诉讼开庭的案件（一件只算一次）"
    assert words["基数"] == "分母不足 5 的只列数字，不判断达标"
    assert "有正当事由未出庭的" in words["说明"]


def test_a_class_of_results_is_spelt_out() -> None:
    assert said("I03-3")["分子"] == "行政诉讼审结，结果为判决撤销、确认违法、确认无效、责令履行、判决变更、判决赔偿"


def test_a_duration_names_the_states_and_the_days() -> None:
    words = said("I10-2")
    assert words["分子"] == "困境企业挽救办结，从重整中、清算中办结，183天以内"
    assert words["分母"] == "困境企业挽救办结，从重整中、清算中办结"


def test_a_split_names_its_parts_and_their_sum() -> None:
    words = said("I13-1")
    assert words["门外化解"] == "非诉讼服务办结，结果为调解成功，来源为“自行受理”"
    assert words["分母"] == "以上各部分之和"


@pytest.mark.parametrize(
    ("code", "how", "base"),
    [
        ("I03-1", "本期数 ÷ 上年同期数 − 1", "上年同期数不足 5"),
        ("I03-3", "低于上年同期为达标；已为 0%", "两期中较小的分母不足 5"),
        ("I03-4", "高于上年同期为达标；已为 100%", "两期中较小的分母不足 5"),
        ("I13-1", "每一部分都达到目标为达标", "分母不足 5"),
        ("I10-1", "分子 ÷ 分母", "分母不足 5"),
    ],
)
def test_each_shape_says_how_it_is_judged_and_from_how_many_cases_on(code: str, how: str, base: str) -> None:
    words = said(code)
    assert how in words["计算"] and base in words["基数"]


def test_a_count_is_judged_by_nothing() -> None:
    assert said("I03-5") == {"计数": "行政争议化解登记"}


def test_an_entered_number_says_who_enters_what_and_which_is_taken() -> None:
    assert said("I07-1") == {"来源": "责任单位按考核期填报数值，附佐证"}
    words = said("I16-1")
    assert words["来源"] == "责任单位按考核期填报分子和分母，附佐证"
    assert words["取数"] == "考核期不晚于本期末的最近一次填报"


def test_what_is_assumed_is_said() -> None:
    assumed = replace(PLAN.indicator["I03-5"], assumed="方案没有规定。")
    assert dict(definition(PLAN, assumed))["暂定"] == "方案没有规定。"


def test_several_actions_are_joined() -> None:
    assert measure_words(PLAN, Measure("npl", ("移送执行", "回款"))) == "不良贷款清收移送执行、回款"
