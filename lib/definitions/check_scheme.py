"""Checks of a scheme: rules with the keys of their kind, tiers down to 0, leagues and codes that exist."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from lib.definitions.build_indicator import entered_as
from lib.definitions.build_scheme import DEFAULT_TIERS
from lib.definitions.check_words import all_unknown, repeated, texts, unknown
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
    return problems + _tier_name_problems(scheme)


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
    zero, full = mapping.at("zero_at").text or "0", mapping.at("full_at").text or "1"
    if kind == "linear" and zero == full:
        problems.append(mapping.problem("zero_at 和 full_at 不能相等。"))
    return problems


def _tier_problems(tiers: Spot) -> list[Problem]:
    entries = list(tiers.each())
    problems = repeated(entries, "name", "档次") + repeated(entries, "at_least", "档次的分数线")
    if entries and not any(one.at("at_least").text == "0" for one in entries):
        problems.append(tiers.problem("最低一档要写 at_least: 0，每个得分才都有档次。"))
    return problems


def _tier_name_problems(scheme: Spot) -> list[Problem]:
    """Tiers named by commendation and ladder exist in some league."""
    tiers = dict(scheme.at("tiers").entries())
    names = [name for one in tiers.values() for name in texts(one.each(), "name")]
    names += [] if "default" in tiers else [tier.name for tier in DEFAULT_TIERS]
    spots = [scheme.at("commendation").at("tier"), scheme.at("ladder").at("tier")]
    return all_unknown(spots, "档次", names)
