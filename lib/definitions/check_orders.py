"""Checks of the rules for orders: the keys of each cause, and only words that are there to be put in."""

from __future__ import annotations

from collections.abc import Collection

from lib.definitions.check_words import repeated
from lib.definitions.yaml_source import Spot
from lib.domain.order_rules import DEMAND_WORDS, OF_LETTERS, PERSISTS, REMINDER, THRESHOLD_KEYS, WORDS, words_in
from lib.errors import Problem

_ALL_KEYS = ("within", "days", "cases", "older_than", "times")
_OPTIONAL = ("days", "cases", "times")  # they have a default


def order_problems(orders: Spot) -> list[Problem]:
    """Every problem of the section beyond its structure; tolerates broken structure."""
    rules = list(orders.at("rules").each())
    problems = repeated(rules, "code", "规则代码") + _word_problems(orders.at("demand"), DEMAND_WORDS)
    for rule in rules:
        if rule.at("cause").text in THRESHOLD_KEYS:
            problems += _rule_problems(rule)
    return problems


def _rule_problems(rule: Spot) -> list[Problem]:
    cause = rule.at("cause").text
    needed = THRESHOLD_KEYS[cause]
    problems = [
        rule.at(key).problem(f"{cause} 的规则不用“{key}”。")
        for key in _ALL_KEYS
        if rule.at(key).value is not None and key not in needed
    ]
    problems += [
        rule.problem(f"{cause} 的规则要写 {key}。")
        for key in needed
        if key not in _OPTIONAL and rule.at(key).value is None
    ]
    if rule.at("letter").text and cause not in OF_LETTERS:
        problems.append(rule.at("letter").problem(f"{cause} 的规则不用“letter”：对法院、检察院不发督办单。"))
    if cause == PERSISTS and rule.at("grade").text == REMINDER:
        problems.append(rule.at("grade").problem("persists 的规则接在预警单之后，等级不能是提醒单。"))
    for key in ("reason", "letter"):
        problems += _word_problems(rule.at(key), WORDS[cause])
    return problems


def _word_problems(sentence: Spot, known: Collection[str]) -> list[Problem]:
    try:
        strange = [word for word in words_in(sentence.text) if word not in known]
    except ValueError:
        return [sentence.problem("花括号要成对，写作 {unit}。")]
    words = "、".join(f"{{{one}}}" for one in known)
    return [sentence.problem(f"没有可代入的词“{{{word}}}”；可用的词：{words}。") for word in strange]
