"""The numbers of a plan as the chapters name them, and what a plan must have for a rule to be shown."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from lib.domain import duties, indicators, marks, radar
from lib.domain.facts import LATE_RECORD_DAYS
from lib.domain.plan import Plan, Rule, Scheme
from lib.domain.wording import duration_words, full_day, number, target_percent

_PERIOD_WORDS = {"month": "每月", "quarter": "季度", "half": "半年", "year": "全年"}


def holds(need: str, plan: Plan) -> bool:
    """Whether the plan has what a rule needs: a setting, a kind of rule with weight, a shape or a title of an indicator,
    a rate by unit."""
    what, _, name = need.partition(":")
    if what == "shape":
        return any(one.shape == name for one in plan.indicators)
    if what == "indicator":
        return any(one.title == name for one in plan.indicators)
    return {
        "roll_forward": plan.calendar.roll,
        "by_unit": any(one.by_unit for one in plan.indicators),
        "standing": any(one.standing for one in plan.deliverables),
        "normalise": plan.scheme.normalise,
        "commend": plan.scheme.commend_share > 0,
        "ladder": bool(plan.scheme.ladder),
        "tasks": plan.scheme.least_occurrences > 0,
    }.get(need, _rule(plan.scheme, need) is not None)


def _rule(scheme: Scheme, kind: str) -> Rule | None:
    """The first rule of a kind that has weight."""
    return next((rule for rule in scheme.rules if rule.kind == kind and rule.weight > 0), None)


def numbers_of(plan: Plan) -> Mapping[str, str]:
    """Every {name} of the chapters; those of rules the scheme has not are empty, and so are the chapters' lines with them."""
    scheme = plan.scheme
    found = {
        "issued_on": full_day(plan.issued_on),
        "after_return": duration_words(duties.AFTER_RETURN),
        "long_overdue": f"{marks.LONG_OVERDUE_DAYS}天",
        "near": f"{number(indicators.NEAR * 100)}个百分点",
        "small_base": number(indicators.SMALL_BASE),
        "min_n": _each([number(one.min_n) for one in plan.indicators if one.shape != "count"]),
        "standing_after": _each([duration_words(one.due_after) for one in plan.deliverables if one.standing]),
        "roll": "顺延到下一个工作日" if plan.calendar.roll else "不顺延",
        "verify_within": _verify_within(plan),
        "helper_weight": _helper_weight(scheme.helper_weight),
        "whole": "满分100分，" if scheme.normalise else "",
        "late_days": f"{scheme.lateness.days}天",
        "late_step": target_percent(scheme.lateness.step),
        "late_floor": target_percent(scheme.lateness.floor),
        "bonus_cap": number(scheme.bonus_cap),
        "deduction_cap": number(scheme.deduction_cap),
        "least_weight": number(scheme.least_weight),
        "least_occurrences": number(scheme.least_occurrences),
        "least_stays": number(scheme.least_stays),
        "window": _window(scheme),
        "informs": _informs(scheme),
        "apart": _apart(scheme),
        "tiers": _tiers(plan),
        "commend_tier": scheme.commend_tier or "本组最高一档",
        "commend_share": target_percent(scheme.commend_share),
        "ladder_tier": scheme.ladder_tier or "本组最低一档",
        "ladder": "，".join(_ladder(scheme.ladder)),
        "late_record_days": number(LATE_RECORD_DAYS),
        "month_end_days": number(radar.MONTH_END_DAYS),
        "spike_least": number(radar.SPIKE_LEAST),
        "spike_times": number(radar.SPIKE_TIMES),
        "shrunk_below": target_percent(radar.SHRUNK_BELOW),
        "check_within": duration_words(scheme.check_within),
        "public_for": duration_words(scheme.public_for),
    }
    for kind in ("delivery", "target", "flow", "accuracy", "response"):
        rule = _rule(scheme, kind)
        found[f"weight_{kind}"] = number(rule.weight) if rule else ""
        found[f"{kind}_min"] = number(max(1, rule.min_n)) if rule else ""
    return found


def _each(words: list[str]) -> str:
    """The one number all have, or each that some have."""
    return "或".join(dict.fromkeys(words))


def _verify_within(plan: Plan) -> str:
    if plan.verify_within is None:
        return ""
    return f"办公室要在录入后{duration_words(plan.verify_within)}内给出结论。"


def _helper_weight(weight: Fraction) -> str:
    return f"配合的任务按{target_percent(weight)}的份量计入得分。" if weight else "配合的任务不计入得分。"


def _window(scheme: Scheme) -> str:
    """From which day the periods of the scheme look at duties and cases."""
    kinds = "、".join(_PERIOD_WORDS[kind] for kind in scheme.periods)
    if not scheme.accumulates:
        return f"{kinds}各看自己的日子：从第一天看起（方案印发的那一期，从印发之日看起），看到最后一天为止。"
    since = "都从当年1月1日看起（方案印发的那一年，从印发之日看起），看到期末为止，当年累计。一项任务一年只评一次。"
    return f"{kinds}{since}"


def _informs(scheme: Scheme) -> str:
    """That only a year recommends; nothing of a scheme that recommends nobody or appraises years alone."""
    *others, last = ("", *(_PERIOD_WORDS[kind] for kind in scheme.periods if kind != "year"))
    if not scheme.recommends or not last:
        return ""
    shorter = "和".join(filter(None, ("、".join(filter(None, others)), last)))
    return f"{shorter}只通报。表彰和问责只看全年的结果。"


def _apart(scheme: Scheme) -> str:
    """Who is listed apart by a scheme that asks for no tasks."""
    if scheme.least_occurrences or not scheme.least_weight:
        return ""
    return f"计入的权重不到{number(scheme.least_weight)}的，写明“{scheme.apart}”，不排名。"


def _tiers(plan: Plan) -> str:
    """90分以上优秀，80分以上良好，…；不到60分不合格; of each league that has its own, and of the others together."""
    scheme = plan.scheme
    others = any(one.ranked and one.league not in scheme.tiers for one in plan.units) or len(scheme.tiers) == 1
    default = [_tier_words(scheme, "default")] if others else []
    own = [
        f"{scheme.leagues.get(league, league)}：{_tier_words(scheme, league)}"
        for league in scheme.tiers
        if league != "default"
    ]
    return "。".join([*default, *own]) + "。正好到线的，算够。"


def _tier_words(scheme: Scheme, league: str) -> str:
    *upper, last = scheme.tiers[league]
    words = [f"{number(tier.at_least)}分以上为{tier.name}" for tier in upper]
    below = f"不到{number(upper[-1].at_least)}分为{last.name}" if upper and not last.at_least else ""
    rest = below or f"{number(last.at_least)}分以上为{last.name}"
    return "，".join([*words, rest])


def _ladder(steps: tuple[str, ...]) -> list[str]:
    said = ("第一年", "连续第二年", "连续第三年", "连续第四年", "连续第五年")
    return [f"{when}{step}" for when, step in zip(said, steps, strict=False)]
