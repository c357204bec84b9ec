"""Checks of a scheme: rules with the keys of their kind, tiers down to 0, leagues and codes that exist."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any

from lib.definitions.build_indicator import entered_as
from lib.definitions.build_scheme import DEFAULT_TIERS
from lib.definitions.check_words import all_unknown, repeated, texts, unknown
from lib.definitions.numbers import rate
from lib.definitions.yaml_source import Spot
from lib.domain.plan import Indicator
from lib.errors import Problem

_MAPPING_KEYS = {
    "linear": {"zero_at", "full_at", "at_least"},
    "steps": {"steps", "at_least"},
    "share": {"at_least"},
    "deduct": {"points_each", "cap"},
}
_NEEDED = {"steps": "steps", "deduct": "points_each"}


def scheme_problems(scheme: Spot, flow_codes: Collection[str], indicators: Mapping[str, Any]) -> list[Problem]:
    """Every problem of a scheme beyond its structure; `indicators` by code, as written or as built."""
    rules = list(scheme.at("rules").each())
    problems = repeated(rules, "code", "规则代码")
    for rule in rules:
        problems += _rule_problems(rule, flow_codes, indicators)
    leagues = [key for key, _ in scheme.at("leagues").entries()]
    for league, tiers in scheme.at("tiers").entries():
        if league != "default" and leagues:
            problems += [] if league in leagues else [tiers.problem(f"没有这个组别“{league}”；组别写在 leagues。")]
        problems += _tier_problems(tiers)
    problems += _share_problems(scheme.at("helper_weight"), scheme.at("commendation").at("share"))
    problems += _share_problems(scheme.at("lateness").at("step"), scheme.at("lateness").at("floor"))
    return problems + _tier_name_problems(scheme)


def _number(spot: Spot, default: str) -> Fraction | None:
    """The rate written there or the default; None of what is no rate, which is a breach of the schema."""
    try:
        return rate(spot.text or default)
    except (ArithmeticError, ValueError):
        return None


def _share_problems(*spots: Spot) -> list[Problem]:
    """A share is no number of points: it lies from 0 to 1."""
    return [
        spot.problem(f"“{spot.path[-1]}”是比例，应在 0 到 1（100%）之间，现为 {spot.text}；要写分数的，除以权重。")
        for spot in spots
        if not 0 <= (_number(spot, "0") or 0) <= 1
    ]


def _rule_problems(rule: Spot, flow_codes: Collection[str], indicators: Mapping[str, Any]) -> list[Problem]:
    kind, by_number = rule.at("kind").text, rule.at("kind").text in ("rate", "value")
    problems = all_unknown(rule.at("flows").each(), "台账", flow_codes)
    problems += unknown(rule.at("indicator"), "指标", indicators)
    wrong = [rule.at(key) for key in ("indicator", "mapping") if rule.at(key).value is not None and not by_number]
    wrong += [rule.at("flows")] if rule.at("flows").value is not None and kind not in ("flow", "response") else []
    problems += [spot.problem(f"{kind} 规则不用“{spot.path[-1]}”。") for spot in wrong]
    if by_number and not rule.at("indicator").text:
        problems.append(rule.problem(f"{kind} 规则要写 indicator。"))
    if kind == "value" and rule.at("mapping").value is None:
        problems.append(rule.problem("value 规则要写 mapping（数怎样折成得分）。"))
    if by_number and rule.at("indicator").text in indicators:
        problems += _kind_problems(rule, kind, indicators[rule.at("indicator").text])
    return problems + _mapping_problems(rule.at("mapping"))


def _kind_problems(rule: Spot, kind: str, indicator: Any) -> list[Problem]:
    """`rate` wants a denominator, `value` a plain number."""
    if isinstance(indicator, Indicator):
        fraction, shape = indicator.has_denominator, indicator.shape
    else:
        values = indicator if isinstance(indicator, dict) else {}
        fraction, shape = entered_as(values) == "fraction" or "denominator" in values, str(values.get("shape"))
    if kind == "rate" and not fraction and shape not in ("split", "year_on_year"):
        return [
            rule.at("indicator").problem(
                f"rate 规则要有分母的指标；“{rule.at('indicator').text}”是一个数，请用 value。"
            )
        ]
    if kind == "value" and fraction:
        return [
            rule.at("indicator").problem(f"value 规则要一个数的指标；“{rule.at('indicator').text}”有分母，请用 rate。")
        ]
    return []


def _mapping_problems(mapping: Spot) -> list[Problem]:
    kind = mapping.at("kind").text
    if kind not in _MAPPING_KEYS:
        return []
    problems = [
        spot.problem(f"{kind} 不用“{key}”。")
        for key, spot in mapping.entries()
        if key not in {"kind"} | _MAPPING_KEYS[kind]
    ]
    if kind in _NEEDED and mapping.at(_NEEDED[kind]).value is None:
        problems.append(mapping.problem(f"{kind} 要写“{_NEEDED[kind]}”。"))
    if kind == "linear" and _number(mapping.at("zero_at"), "0") == _number(mapping.at("full_at"), "1"):
        problems.append(mapping.problem("zero_at 和 full_at 不能相等。"))
    problems += _share_problems(mapping.at("at_least"))
    return problems + _step_problems(list(mapping.at("steps").each()))


def _step_problems(steps: Sequence[Spot]) -> list[Problem]:
    """Each step has one bound, all of one kind, and no bound comes twice."""
    problems = _share_problems(*(step.at("share") for step in steps))
    bounds = [[key for key in ("from", "up_to") if step.at(key).value is not None] for step in steps]
    problems += [
        step.problem("每一档要写 from（达到多少）或 up_to（不超过多少）之一。")
        for step, keys in zip(steps, bounds, strict=True)
        if len(keys) != 1
    ]
    kinds = {key for keys in bounds for key in keys}
    if len(kinds) > 1 and not problems:
        problems.append(steps[0].problem("各档要么都写 from，要么都写 up_to，不能混用。"))
    values = [_number(step.at(key), "0") for step in steps for key in kinds]
    repeats = [step for at, step in enumerate(steps) if len(kinds) == 1 and values[at] in values[:at]]
    return problems + [step.problem("这一档的界限前面已经写过。") for step in repeats]


def _tier_problems(tiers: Spot) -> list[Problem]:
    entries = list(tiers.each())
    problems = repeated(entries, "name", "档次") + repeated(entries, "at_least", "档次的分数线")
    if entries and not any(_number(one.at("at_least"), "1") == 0 for one in entries):
        problems.append(tiers.problem("最低一档要写 at_least: 0，每个得分才都有档次。"))
    return problems


def _tier_name_problems(scheme: Spot) -> list[Problem]:
    """Tiers named by commendation and ladder exist in some league."""
    tiers = dict(scheme.at("tiers").entries())
    names = [name for one in tiers.values() for name in texts(one.each(), "name")]
    names += [] if "default" in tiers else [tier.name for tier in DEFAULT_TIERS]
    spots = [scheme.at("commendation").at("tier"), scheme.at("ladder").at("tier")]
    return all_unknown(spots, "档次", names)
