"""How an indicator counts (口径), in words made from the plan."""

from __future__ import annotations

from lib.domain.plan import Indicator, Measure, Plan

_EACH_CASE = "每案计一次"


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
    """What a measure counts: 行政诉讼“审结”、结果为调解、准许撤诉或按撤诉处理的件次."""
    flow = plan.flow[measure.flow]
    if measure.out_of:
        words = [f"{flow.name}由{_any_of([f'“{name}”' for name in measure.out_of])}环节结案"]
        if measure.within_days is not None:
            words.append(f"在该环节不超过 {measure.within_days} 天")
        return f"{'、'.join(words)}的案件"
    words = [f"{flow.name}{_any_of([f'“{name}”' for name in measure.actions])}"]
    results = measure.results or _results_of(plan, measure)
    if results:
        words.append(f"结果为{_any_of(results)}")
    words += [f"{name}为“{value}”" for name, value in measure.where]
    notes = [_EACH_CASE] if measure.count == "cases" else []
    if measure.since_registration:
        notes.append("登记以来到期末有过即计")
    counted, noted = "案件" if measure.count == "cases" else "件次", "，".join(notes)
    return f"{'、'.join(words)}的{counted}" + (f"（{noted}）" if noted else "")


def _results_of(plan: Plan, measure: Measure) -> tuple[str, ...]:
    """The results of the class that is counted."""
    if measure.outcome is None:
        return ()
    actions = [plan.flow[measure.flow].action[name] for name in measure.actions]
    found = [result.name for action in actions for result in action.results if result.outcome == measure.outcome]
    return tuple(dict.fromkeys(found))


def _any_of(words: tuple[str, ...] | list[str]) -> str:
    """甲、乙或丙."""
    return words[0] if len(words) == 1 else f"{'、'.join(words[:-1])}或{words[-1]}"
