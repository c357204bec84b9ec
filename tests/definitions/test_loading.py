"""Loading a plan folder: what is refused, with which words and at which place."""

from pathlib import Path

import pytest

from lib.definitions import check, load, load_scheme
from lib.domain.names import resolve_unit
from lib.errors import Refused
from tests.definitions.folders import FLOW, PLAN, SCHEME, UNITS, problems_of, written


def test_the_small_plan_loads(tmp_path: Path) -> None:
    assert load(written(tmp_path)).deliverable["D01-1"].owner == "a"


def test_an_unknown_key_is_refused_with_file_and_line_and_the_nearest_key(tmp_path: Path) -> None:
    text = PLAN.replace("issued_on: 2021-04-24", "issued_on: 2021-04-24\ntitel: x")
    assert problems_of(written(tmp_path, plan=text)) == ["plan.yaml 第5行：不认识的键“titel”。是不是“title”？"]


def test_a_doubled_key_is_refused_with_both_lines(tmp_path: Path) -> None:
    text = PLAN.replace("version:", "title: 又一个\nversion:")
    assert problems_of(written(tmp_path, plan=text)) == ["plan.yaml 第3行：键“title”重复，第2行已经写过；只保留一处。"]


def test_every_problem_of_every_file_is_listed_at_once(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        plan=PLAN.replace("owner: a", "owner: z").replace("due: 2021-04-30", "due: 2021-02-30"),
        units=UNITS.replace("kind: court", "kind: tribunal"),
        scheme=SCHEME.replace("weight: 100", "weight: many"),
        flow=FLOW.replace("from: 已受理", "from: 已收"),
    )
    found = problems_of(folder)
    assert [one.split("：")[0] for one in found] == [
        "plan.yaml 第8行",
        "units.yaml 第4行",
        "scheme.yaml 第5行",
        "plan.yaml 第8行",
        "flows/centre.yaml 第11行",
    ]
    assert '“due”应是日期，写作 2021-04-30，现为 "2021-02-30"' in found[0]
    assert "没有这个单位“z”" in found[3]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("due: 2021-04-30", "standing: true, every: half", "要写且只写一个"),
        ("due: 2021-04-30", "due: 2021-04-30, due_after: 3d", "due_after 只用于"),
        ("helpers: [b]", "helpers: [a]", "不能又是配合单位"),
        ("item: 1, title", "item: 7, title", "没有这个事项“7”"),
        ("lead: a", "lead:", "应是文字，现为 null"),
        ("title: 小方案", "title: &t 小方案\nx: *t", "不支持用 * 引用"),
        ("code: small", "code: [small", "不是合格的 YAML"),
    ],
)
def test_a_mistake_in_the_plan_is_named(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert sentence in "\n".join(problems_of(written(tmp_path, plan=PLAN.replace(old, new, 1))))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("from: 已受理, ", "", "登记动作（不写 from 的动作）要有且只有一个，现有 2 个"),
        (", class: success", "", "要写 results 或 class"),
        ("final: true", "limit: 3wd", "至少要有一个终结状态"),
        ("{name: 已办结,", "{name: 空转}\n  - {name: 已办结,", "没有动作能到达状态“空转”"),
        ("to: 已受理}", "to: 已受理, holder: nobody}", "没有这个承办去向“nobody”"),
        ("to: 已受理}", "to: 已受理, required: [金额, 楼层]}", "没有这个必填栏目“楼层”"),
        ("name: 受理", "name: 催办", "每个台账都有"),
        ("limit: 2wd", "limit: 2 days", "应是期限，写作 10d"),
        ("in_charge: a", "in_charge: q", "没有这个单位“q”"),
        ("platform: true", "attributes: [{name: 说明}]", "台账流转表已有的列"),
    ],
)
def test_a_mistake_in_a_flow_is_named(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert sentence in "\n".join(problems_of(written(tmp_path, flow=FLOW.replace(old, new, 1))))


INDICATOR = """\
indicators:
  - code: I1
    item: 1
    title: 比率
    shape: threshold
    source: ledger
    numerator: {flow: centre, actions: [办结]}
    denominator: {flow: centre, actions: [受理]}
    at_least: 90%
"""


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("actions: [办结]", "actions: [结案]", "没有这个动作“结案”"),
        ("flow: centre", "flow: center", "没有这个台账“center”；相近的有 centre。"),
        ("    at_least: 90%\n", "", "目标 at_least、at_most 要写且只写一个"),
        ("at_least: 90%", "at_most: 10%", "要写 floor"),
        ("at_least: 90%", "at_least: 90%\n    floor: 95%", "floor 要低于 at_least"),
        ("at_least: 90%", "at_least: 九成", "应是数或百分比"),
        ("at_least: 90%", "at_least: 90%\n    direction: rising", "不用“direction”"),
        ("source: ledger", "source: entered", "entered 来源的 threshold 指标不用“numerator”"),
        ("    item: 1\n", "    guard: I9\n", "没有这个指标“I9”"),
        ("actions: [办结]", "actions: [办结], out_of: [已受理], class: success", "不能和“class”一起写"),
        ("actions: [办结]", "actions: [办结], within_days: 5", "within_days 要和 out_of 一起写"),
        ("actions: [办结]", "actions: [办结], where: {来源: 自行}", "没有这个栏目“来源”"),
    ],
)
def test_a_mistake_in_an_indicator_is_named(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    text = INDICATOR.replace(old, new, 1)
    assert sentence in "\n".join(problems_of(written(tmp_path, flow=FLOW, indicators=text)))


RULE = "  - {code: delivery, kind: delivery, title: 任务落实, weight: 100}"


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("  - {code: r, kind: clicks, title: x, weight: 5}", "只能是 delivery、target"),
        ("  - {code: r, kind: rate, title: x, weight: 5}", "rate 规则要写 indicator"),
        ("  - {code: r, kind: delivery, title: x, weight: 5, flows: [centre]}", "不用“flows”"),
        ("  - {code: r, kind: rate, title: x, weight: 5, indicator: I9}", "没有这个指标“I9”"),
        (RULE + "\n" + RULE, "规则代码“delivery”重复"),
        (RULE + "\ntiers: {default: [{name: A, at_least: 60}]}", "最低一档要写 at_least: 0"),
        (RULE + "\ntiers: {y: [{name: A, at_least: 0}]}", "没有这个组别“y”"),
        (RULE + "\ncommendation: {tier: 甲等}", "没有这个档次“甲等”"),
    ],
)
def test_a_mistake_in_the_scheme_is_named(tmp_path: Path, new: str, sentence: str) -> None:
    assert sentence in "\n".join(problems_of(written(tmp_path, scheme=SCHEME.replace(RULE, new))))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("short: 区乙局", "short: 区甲局", "“区甲局”既指 a 又指 b"),
        ("short: 区乙局", "short: 区乙局, aliases: [甲局]", "“甲局”既指 a 又指 b"),
        ("code: b", "code: a", "单位代码“a”重复"),
        ("league: x", "league: y", "没有这个组别“y”"),
        ("kind: court", "kind: court, ranked: true", "不参加排名"),
        ("code: c", "code: keep", "保留的词"),
    ],
)
def test_a_mistake_in_the_units_is_named(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert sentence in "\n".join(problems_of(written(tmp_path, units=UNITS.replace(old, new, 1))))


@pytest.mark.parametrize("kind", ["plan", "units", "scheme", "calendar", "indicators", "flow"])
@pytest.mark.parametrize("text", ["", "null", "[]", "x", "5", "{units: 5, items: [x], rules: {a: 1}, years: [1]}"])
def test_a_file_of_the_wrong_make_is_refused_and_never_breaks_the_loader(tmp_path: Path, kind: str, text: str) -> None:
    found = problems_of(written(tmp_path, **{kind: text}))
    assert any(one.startswith("flows/centre.yaml" if kind == "flow" else f"{kind}.yaml") for one in found)


def test_a_response_rule_judges_orders_and_requests_unless_it_says_otherwise(tmp_path: Path) -> None:
    text = SCHEME + "  - {code: response, kind: response, title: 督办响应, weight: 5}\n"
    rule = load(written(tmp_path, scheme=text)).scheme.rules[-1]
    assert rule.flows == ("supervision_order", "cooperation_request")


def test_a_rest_day_on_a_saturday_and_a_day_of_another_year_are_refused(tmp_path: Path) -> None:
    text = "years:\n  2021:\n    rest_days: [2021-05-01]\n    makeup_days: [2022-01-29]\n"
    first, second = problems_of(written(tmp_path, calendar=text))
    assert first.startswith("calendar.yaml 第3行：2021-05-01 写错了地方")
    assert second == "calendar.yaml 第4行：2022-01-29 不在 2021 年。"


def test_a_missing_file_and_a_misspelt_one_are_named(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "units.yaml").rename(folder / "unit.yaml")
    assert problems_of(folder) == [
        "unit.yaml：不认识的文件。是不是 units.yaml？",
        f"units.yaml：方案文件夹 {folder} 里缺少这个文件。",
    ]


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "plan.yaml").write_bytes(PLAN.encode("gb18030"))
    assert problems_of(folder) == ["plan.yaml：文件不是 UTF-8 编码；请另存为 UTF-8。"]


def test_a_new_platform_is_one_more_file(tmp_path: Path) -> None:
    assert load(written(tmp_path)).flows == ()
    flow = load(written(tmp_path, flow=FLOW)).flow["centre"]
    assert flow.platform
    assert flow.register_action.name == "受理"


def test_flows_stand_in_the_order_they_state_then_by_file_name(tmp_path: Path) -> None:
    folder = written(tmp_path, flow=FLOW)
    for name, order in (("early", "order: 2\n"), ("first", "order: 1\n"), ("apart", "")):
        text = order + FLOW.replace("code: centre", f"code: {name}").replace("name: 中心", f"name: {name}")
        (folder / "flows" / f"{name}.yaml").write_text(text, encoding="utf-8")
    assert list(load(folder).flow) == ["first", "early", "apart", "centre"]


def test_a_case_given_to_an_assignee_needs_the_unit_named(tmp_path: Path) -> None:
    flow = load(written(tmp_path, flow=FLOW.replace("to: 已受理}", "to: 已受理, holder: assignee}"))).flow["centre"]
    assert flow.register_action.required == ("承办单位",)


def test_another_scheme_loads_for_a_plan_and_keeps_its_leagues(tmp_path: Path) -> None:
    plan = load(written(tmp_path))
    file = tmp_path / "other.yaml"
    file.write_text(SCHEME.replace("leagues: {x: 甲组}\n", "").replace("100", "60"), encoding="utf-8")
    scheme = load_scheme(file, plan)
    assert (scheme.rules[0].weight, dict(scheme.leagues)) == (60, {"x": "甲组"})


def test_a_wrong_scheme_is_refused_with_its_file(tmp_path: Path) -> None:
    plan = load(written(tmp_path))
    file = tmp_path / "other.yaml"
    file.write_text(SCHEME.replace("weight", "wieght"), encoding="utf-8")
    with pytest.raises(Refused, match=r"other\.yaml 第5行：不认识的键“wieght”。是不是“weight”？"):
        load_scheme(file, plan)


def test_a_unit_is_known_by_every_spelling(tmp_path: Path) -> None:
    plan = load(written(tmp_path))
    assert {resolve_unit(plan, text) for text in ("a", "某区甲局", "区甲局", "甲局", " 区甲局 ")} == {"a"}


def test_an_unknown_unit_is_refused_with_the_three_nearest(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="没有单位“区甲据”；相近的有：区甲局、区乙局、区法院"):
        resolve_unit(load(written(tmp_path)), "区甲据")


KINDS = "attributes: [{name: 类别, choices: [甲, 乙]}, {name: 期限, kind: date}, {name: 备注}]\nplatform: true"
BY_KIND = "to: 已受理, required: [类别], holder: {by: 类别, of: {甲: a, 乙: b}}}"


def test_a_holder_may_follow_from_an_attribute_and_a_due_from_a_date(tmp_path: Path) -> None:
    text = FLOW.replace("platform: true", KINDS).replace("to: 已受理}", BY_KIND).replace("limit: 2wd", "due_by: 期限")
    flow = load(written(tmp_path, flow=text)).flow["centre"]
    rule = flow.register_action.holder_by
    assert rule is not None
    assert (rule.attribute, dict(rule.units), flow.states[0].due_by) == ("类别", {"甲": "a", "乙": "b"}, "期限")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("by: 类别", "by: 种类", "没有这个栏目“种类”"),
        ("by: 类别", "by: 备注", "栏目“备注”要有 choices"),
        ("乙: b", "乙: z", "没有这个单位“z”"),
        (", 乙: b", "", "“乙”没有写承办单位"),
        ("乙: b", "乙: b, 丙: a", "“丙”不在栏目“类别”的 choices 里"),
        ("required: [类别], ", "", "栏目“类别”要是本动作或登记动作的必填"),
        ("by: 类别, ", "", "缺少键“by”"),
        ("of: {甲: a, 乙: b}", "off: {甲: a}", "不认识的键“off”。是不是“of”？"),
        ("due_by: 期限", "due_by: 期线", "没有这个栏目“期线”"),
        ("due_by: 期限", "due_by: 备注", "栏目“备注”不是日期；要写 kind: date"),
        ("kind: date", "kind: date, choices: [今天]", "不能又有 choices"),
        ("kind: date", "kind: day", "只能是 text、date 之一"),
        ("platform: true", "platform: true\nto_court: never", "只能是 plain、refused、without_limit、only 之一"),
    ],
)
def test_a_mistake_in_a_holder_or_a_due_is_named(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    text = FLOW.replace("platform: true", KINDS).replace("to: 已受理}", BY_KIND).replace("limit: 2wd", "due_by: 期限")
    assert old in text
    assert sentence in "\n".join(problems_of(written(tmp_path, flow=text.replace(old, new, 1))))


def test_the_assumption_behind_a_holder_is_listed_by_the_check(tmp_path: Path) -> None:
    text = FLOW.replace("platform: true", KINDS).replace("to: 已受理}", BY_KIND.replace("}}}", "}, assumed: 暂定}}"))
    found = check(load(written(tmp_path, flow=text))).assumptions
    assert ("中心·受理", "暂定") in [(one.title, one.reason) for one in found]
