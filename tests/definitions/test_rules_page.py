"""docs/rules.md and 口径: current, each rule with an example that the rules of the board work out, numbers of the plan."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from string import Formatter

import pytest

from lib.definitions import load
from lib.definitions.rulebook import chapters_of, worked
from lib.definitions.rulebook.examples import RUNNERS
from lib.definitions.rulebook.numbers import numbers_of
from lib.definitions.rulebook.text import ChapterText, RuleText, chapter_of, written_chapters
from lib.definitions.rulebook.world import Given, day_in
from lib.definitions.rules_page import PAGE, rules_page
from lib.domain.calendar import Duration
from lib.domain.plan import Plan, Rule, Scheme, Tier
from tests.definitions.folders import written
from tests.definitions.plan_format import DOCUMENT, examples
from tests.people import plan as plan_of_shanyang

CHAPTERS = written_chapters()
RULES = {rule.code: rule for chapter in CHAPTERS for rule in chapter.rules}
LINES = [(code, word, value) for code, rule in RULES.items() for word, value in rule.example.found]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_of_shanyang()


@pytest.fixture(scope="module")
def as_it_is(plan: Plan) -> str:
    return prose(plan)


def known(rule: RuleText, plan: Plan) -> tuple[tuple[str, str], ...]:
    numbers = numbers_of(plan)
    return tuple((word.format_map(numbers), value.format_map(numbers)) for word, value in rule.example.known)


def prose(plan: Plan) -> str:
    """What stands there besides results: sentences, what examples take as known, tables."""
    words: list[str] = []
    for chapter in chapters_of(plan):
        words.append(chapter.lead)
        for rule in chapter.rules:
            words += [*rule.paragraphs, *(part for line in rule.example.known for part in line)]
        if chapter.table:
            words += [chapter.table.note, *(cell for row in chapter.table.rows for cell in row.cells)]
    return "\n".join(words)


def test_the_page_of_rules_is_current(plan: Plan) -> None:
    assert PAGE.read_text(encoding="utf-8") == rules_page(plan), "run: python -m lib.definitions.rules_page"


@pytest.mark.parametrize(("code", "word", "value"), LINES, ids=[f"{code}-{word}" for code, word, _ in LINES])
def test_the_rules_give_what_the_example_says(plan: Plan, code: str, word: str, value: str) -> None:
    assert worked(plan, code, known(RULES[code], plan), (word,)) == ((word, value),)


def test_every_rule_has_an_example_that_is_worked_out_and_no_other_is() -> None:
    assert set(RUNNERS) == set(RULES)
    assert len(RULES) == sum(len(chapter.rules) for chapter in CHAPTERS)


def test_an_example_without_a_holiday_holds_by_the_plan_s_own_calendar(plan: Plan) -> None:
    for code, rule in RULES.items():
        lines = known(rule, plan)
        if "放假" not in dict(lines):
            given = Given(plan, lines, plan.calendar)
            assert [(word, RUNNERS[code](given, word)) for word, _ in rule.example.found] == [*rule.example.found], code


def test_holidays_of_examples_are_those_of_the_plan(plan: Plan) -> None:
    for rule in RULES.values():
        given = Given.of(plan, known(rule, plan))
        assert all(not plan.calendar.is_working_day(one) for one in given.calendar.rest_days)
        assert all(plan.calendar.is_working_day(one) for one in given.calendar.makeup_days)


def test_a_wrong_weekday_is_found() -> None:
    with pytest.raises(ValueError, match="周六"):
        day_in("5月30日（周六）")


def test_every_rule_and_chapter_is_shown_for_shanyang(plan: Plan) -> None:
    shown = {rule.code for chapter in chapters_of(plan) for rule in chapter.rules}
    assert shown == set(RULES)
    assert [one.title for one in CHAPTERS] == ["任务与灯", "台账与时限", "指标", "考核", "考核周期与申诉", "不计分的"]


def test_every_number_of_the_plan_that_is_named_is_used_and_no_other(plan: Plan) -> None:
    texts = [text for chapter in CHAPTERS for text in _texts(chapter)]
    named = {name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None}
    assert named <= set(numbers_of(plan))
    # The least numbers of these two kinds and the weights of others stand in the scheme's table.
    assert set(numbers_of(plan)) - named == {"delivery_min", "target_min"}


def _texts(chapter: ChapterText) -> list[str]:
    found = [chapter.lead]
    for rule in chapter.rules:
        found += [*rule.paragraphs, *(part for line in rule.example.known for part in line)]
    return found


def test_sentences_about_points_hold_no_number_of_their_own() -> None:
    """Numbers of the scheme come from the plan; only the whole of 100 points, nothing, and New Year's Day do not."""
    appraisal = next(chapter for chapter in CHAPTERS if chapter.code == "appraisal")
    digits = {one for rule in appraisal.rules for text in rule.paragraphs for one in re.findall(r"\d+", text)}
    assert digits <= {"0", "1", "100"}


def _rule(kind: str, **changes: object) -> Callable[[Scheme], Scheme]:
    def changed(scheme: Scheme) -> Scheme:
        rules: list[Rule] = [replace(one, **changes) if one.kind == kind else one for one in scheme.rules]  # type: ignore[arg-type]
        return replace(scheme, rules=tuple(rules))

    return changed


def _all(**changes: object) -> Callable[[Scheme], Scheme]:
    return lambda scheme: replace(scheme, **changes)  # type: ignore[arg-type]


def _late(**changes: object) -> Callable[[Scheme], Scheme]:
    return lambda scheme: replace(scheme, lateness=replace(scheme.lateness, **changes))  # type: ignore[arg-type]


TIERS = {"default": (Tier("甲等", Decimal(87)), Tier("乙等", Decimal(0)))}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        *((_rule(kind, weight=Decimal(43)), "43") for kind in ("delivery", "target", "flow", "accuracy", "response")),
        (_rule("flow", min_n=17), "不到17个环节"),
        (_rule("accuracy", min_n=17), "不到17件"),
        (_rule("response", min_n=17), "有17个就计"),
        (_late(step=Fraction(17, 100)), "减17%"),
        (_late(days=17), "每晚17天"),
        (_late(floor=Fraction(17, 100)), "不低于17%"),
        (_all(helper_weight=Fraction(17, 100)), "按17%的份量"),
        (_all(bonus_cap=Decimal(17)), "加分最多17分"),
        (_all(deduction_cap=Decimal(17)), "扣分最多17分"),
        (_all(least_weight=Decimal(17)), "权重不到17的"),
        (_all(least_occurrences=17), "17项到期的任务"),
        (_all(least_stays=17), "环节有17个"),
        (_all(tiers=TIERS, commend_tier="甲等", ladder_tier="乙等"), "87分以上为甲等，不到87分为乙等"),
        (_all(tiers=TIERS, commend_tier="甲等", ladder_tier="乙等"), "全年结果为甲等"),
        (_all(tiers=TIERS, commend_tier="甲等", ladder_tier="乙等"), "档次记为乙等"),
        (_all(commend_share=Fraction(17, 100)), "名次在前17%"),
        (_all(ladder=("谈话",)), "建议第一年谈话。"),
        (_all(check_within=Duration(17, working=True)), "有17个工作日"),
        (_all(public_for=Duration(17, working=True)), "公示17个工作日"),
    ],
)
def test_a_number_of_the_scheme_is_said_where_the_rule_is(
    plan: Plan, as_it_is: str, change: Callable[[Scheme], Scheme], said: str
) -> None:
    assert said in prose(replace(plan, scheme=change(plan.scheme)))
    assert said not in as_it_is


def test_an_example_follows_the_scheme_of_the_plan(plan: Plan) -> None:
    changed = replace(plan, scheme=_late(step=Fraction(1, 5))(plan.scheme))
    rule = next(one for chapter in chapters_of(changed) for one in chapter.rules if one.code == "lateness")
    assert dict(rule.example.found)["晚12天"] == "40.0%"


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> list[Plan]:
    """The plan of the format's page, and the smallest one."""
    folder = tmp_path_factory.mktemp("lakeside")
    for name, text in examples(DOCUMENT.read_text(encoding="utf-8")).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return [load(folder), load(written(tmp_path_factory.mktemp("small")))]


def test_another_district_reads_its_own_rules(foreign: list[Plan]) -> None:
    for plan in foreign:
        text = rules_page(plan)
        assert "{" not in text
        assert plan.scheme.title in text
        assert all(f"| {rule.title} | {rule.weight} |" in text for rule in plan.scheme.rules if rule.weight)
        assert all(one.title in text for one in plan.indicators)
    _, small = foreign
    codes = {rule.code for chapter in chapters_of(small) for rule in chapter.rules}
    assert codes & {"flow", "accuracy", "response", "weights", "trend", "heads", "standing"} == set()
    assert {"due", "delivery", "tiers"} <= codes


def test_a_rule_is_written_once_with_one_example() -> None:
    with pytest.raises(ValueError, match="examples"):
        chapter_of("# 章 {#a}\n\n## 条 {#b}\n\n没有例子。\n")
    with pytest.raises(ValueError, match="已知"):
        chapter_of("# 章 {#a}\n\n## 条 {#b}\n\n```例\n期限：5月20日\n```\n")
