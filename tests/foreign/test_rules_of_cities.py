"""口径 of other cities: every plan reads its own rules, and says nothing of what it has not."""

from __future__ import annotations

import pytest

from lib.definitions import load
from lib.definitions.rules_page import rules_page
from tests.foreign.conftest import PLANS


@pytest.mark.parametrize("name", sorted(path.name for path in PLANS.iterdir()))
def test_a_city_reads_its_own_rules(name: str) -> None:
    plan = load(PLANS / name)
    text = rules_page(plan)
    assert "{" not in text
    assert plan.scheme.title in text
    assert all(one.title in text for one in plan.indicators)
    assert ("表彰" in text.split("## 5")[0]) == plan.scheme.recommends


@pytest.mark.parametrize(
    ("name", "said", "unsaid"),
    [
        ("hanzhong", "计入的权重不到25的，写明“本月无承办件，单列”", "项到期的任务"),
        ("hanzhong", "每月各看自己的日子", "都从当年1月1日看起"),
        ("town", "季度、半年、全年都从当年1月1日看起", "各看自己的日子"),
        ("town", "季度和半年只通报", "每月、"),
        ("party", "每月只通报", "季度和"),
        ("mediation", "不超过5%得100%，不超过10%得80%，不超过20%得50%，最低20%", "到0.05"),
        ("mediation", "20%为0分，0%为满分", "0.2为0分"),
        ("party", "档次记为本组最低一档", "档次记为不合格"),
        ("zhongyuan", "省直管县(市)政府：75分以上为优秀", "不合格"),
    ],
)
def test_the_rules_are_said_as_the_scheme_has_them(name: str, said: str, unsaid: str) -> None:
    appraisal = rules_page(load(PLANS / name)).split("## 4　考核")[1].split("## 5")[0]
    assert said in appraisal
    assert unsaid not in appraisal
