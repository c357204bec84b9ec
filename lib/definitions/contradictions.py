"""Where an item's text, its list of units, its due and its deliverables do not agree; computed, not noted by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from lib.domain.plan import Item, Plan

_WRITTEN_DAY = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_REGULAR = re.compile(r"每半年|每季度|每月|每年|年度|定期")
LEAD_WORD = "牵头"


def item_contradictions(plan: Plan, item: Item) -> Iterator[tuple[str, str]]:
    """Kind and sentence of every contradiction of one item, in a fixed order; doubts of the file last."""
    for kind, rule in _RULES.items():
        for sentence in rule(plan, item):
            yield kind, sentence
    for doubt in item.doubts:
        yield "存疑", doubt


def written_day(text: str) -> date | None:
    """The day a due is worded as (2021年4月30日, with or without spaces), or none."""
    match = _WRITTEN_DAY.search(text)
    return date(*(int(part) for part in match.groups())) if match else None


def _short(plan: Plan, codes: Iterable[str]) -> str:
    return "、".join(plan.unit[code].short for code in codes)


def _lead_missing(plan: Plan, item: Item) -> Iterator[str]:
    if item.lead is None:
        yield "正文没有指明牵头单位。"
    elif item.clause and LEAD_WORD not in item.clause:
        yield f"正文没有“牵头”二字，牵头单位{_short(plan, [item.lead])}是按文义定的。"


def _lead_listed(plan: Plan, item: Item) -> Iterator[str]:
    if item.lead is None or not item.members:
        return
    if item.lead not in item.members:
        yield f"牵头单位{_short(plan, [item.lead])}不在责任单位名单里。"
    elif item.members[0] != item.lead:
        first = _short(plan, item.members[:1])
        yield f"牵头单位是{_short(plan, [item.lead])}，责任单位名单的第一位却是{first}。"


def _named_unlisted(plan: Plan, item: Item) -> Iterator[str]:
    missing = [code for code in item.named if code not in item.members]
    if missing and item.members:
        yield f"正文点名而名单没有：{_short(plan, missing)}。"


def _listed_unnamed(plan: Plan, item: Item) -> Iterator[str]:
    unnamed = [code for code in item.members if code not in item.named]
    if unnamed and item.clause:
        yield f"名单列入而正文没有点名：{_short(plan, unnamed)}。"


def _owners(plan: Plan, item: Item) -> Iterator[str]:
    for one in plan.deliverables:
        if one.item != item.no or one.owner == item.lead:
            continue
        place = "" if one.owner in item.members or not item.members else "，也不在责任单位名单里"
        lead = f"不是牵头单位{_short(plan, [item.lead])}" if item.lead else "而正文没有指明牵头单位"
        yield f"任务 {one.code} 的责任单位是{_short(plan, [one.owner])}，{lead}{place}。"


def _helpers(plan: Plan, item: Item) -> Iterator[str]:
    for one in plan.deliverables:
        missing = [code for code in one.helpers if code not in item.members]
        if one.item == item.no and missing and item.members:
            yield f"任务 {one.code} 的配合单位不在责任单位名单里：{_short(plan, missing)}。"


def _dues(plan: Plan, item: Item) -> Iterator[str]:
    stated = written_day(item.due_text)
    if stated and stated < plan.issued_on:
        yield f"完成时限 {stated} 早于方案印发日 {plan.issued_on}。"
    regular = list(dict.fromkeys(_REGULAR.findall(item.clause)))
    if stated and regular:
        yield f"正文要求“{'、'.join(regular)}”，完成时限却只有一个日期 {stated}。"
    for one in plan.deliverables:
        if one.item == item.no and one.due and one.due < plan.issued_on:
            yield f"任务 {one.code} 的期限 {one.due} 早于方案印发日 {plan.issued_on}。"
        if one.item == item.no and one.due and stated and one.due != stated:
            yield f"任务 {one.code} 的期限 {one.due} 不是完成时限 {stated}。"


_RULES: dict[str, Callable[[Plan, Item], Iterator[str]]] = {
    "牵头": _lead_missing,
    "牵头与名单": _lead_listed,
    "点名未列入": _named_unlisted,
    "列入未点名": _listed_unnamed,
    "任务责任单位": _owners,
    "任务配合单位": _helpers,
    "时限": _dues,
}
