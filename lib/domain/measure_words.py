"""How an indicator counts (口径), in words made from the plan."""

from __future__ import annotations

from collections.abc import Iterator

from lib.domain.plan import Flow, Indicator, Measure, Plan


def definition(plan: Plan, indicator: Indicator) -> tuple[tuple[str, str], ...]:
    """Pairs of a word and what it stands for: 分子, 分母, 计算, 来源, 说明, 暂定."""
    return (
        *(_entered(indicator) if indicator.source == "entered" else _counted(plan, indicator)),
        *_judged(indicator),
        *([("说明", indicator.note)] if indicator.note else []),
        *([("暂定", indicator.assumed)] if indicator.assumed else []),
    )


def _counted(plan: Plan, indicator: Indicator) -> list[tuple[str, str]]:
    counted = [(part.name, measure_words(plan, part.measure)) for part in indicator.parts if part.measure]
    if indicator.shape == "split":
        return [*counted, ("分母", "以上各部分之和")]
    words = counted[0][1]
    if indicator.denominator is None:
        return [("计数", words)]
    return [("分子", words), ("分母", measure_words(plan, indicator.denominator))]


def _entered(indicator: Indicator) -> list[tuple[str, str]]:
    what = "分子和分母" if indicator.has_denominator else "数值"
    found = [("来源", f"责任单位按考核期填报{what}，附佐证")]
    if indicator.window == "latest":
        found.append(("取数", "考核期不晚于本期末的最近一次填报"))
    return found


def _judged(indicator: Indicator) -> list[tuple[str, str]]:
    """How the number becomes a judgement, and from how many cases on."""
    if indicator.shape == "count":
        return []
    rising = indicator.parts[0].at_least
    how = {
        "year_on_year": "本期数 ÷ 上年同期数 − 1",
        "trend": f"本期分子 ÷ 分母，{'高于' if rising else '低于'}上年同期为达标；已为 {'100%' if rising else '0%'} 的也为达标",
        "split": "各部分 ÷ 分母，每一部分都达到目标为达标",
    }.get(indicator.shape, "分子 ÷ 分母")
    base = {"year_on_year": "上年同期数", "trend": "两期中较小的分母"}.get(indicator.shape, "分母")
    return [("计算", how), ("基数", f"{base}不足 {indicator.min_n} 的只列数字，不判断达标")]


def measure_words(plan: Plan, measure: Measure) -> str:
    """What a measure counts: 行政诉讼审结，结果为调解、准许撤诉."""
    flow = plan.flow[measure.flow]
    by_case = "的案件（一件只算一次）" if measure.count == "cases" else ""
    return "，".join([f"{flow.name}{'、'.join(measure.actions)}{by_case}", *_restrictions(flow, measure)])


def _restrictions(flow: Flow, measure: Measure) -> Iterator[str]:
    names = list(measure.results)
    if measure.outcome:
        names = [one.name for action in flow.actions for one in action.results if one.outcome == measure.outcome]
    if names:
        yield f"结果为{'、'.join(names)}"
    if measure.out_of:
        yield f"从{'、'.join(measure.out_of)}办结"
    if measure.within_days is not None:
        yield f"{measure.within_days}天以内"
    yield from (f"{name}为“{value}”" for name, value in measure.where)
    if measure.since_registration:
        yield "登记以来到期末有过就算"
