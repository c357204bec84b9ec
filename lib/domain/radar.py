"""Integrity radar: what in the records is worth a second look; for the office, never scored (domain.md 5).

A signal proves nothing: each says what is seen and why one should look. Definitions, one line each, are in
docs/rules.md and docs/readings.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from lib.domain.facts import LATE_RECORD_DAYS
from lib.domain.indicators import Reading
from lib.domain.periods import Period
from lib.domain.plan import Indicator, Plan
from lib.domain.wording import counted, number, percent, rated, target_percent

AT_TARGET, MONTH_END, RECORDED_LATE = "at_target", "month_end", "recorded_late"
SHRINKING, EDITED, GUARD = "shrinking", "edited", "guard"
SIGNAL_NAMES: Mapping[str, str] = MappingProxyType(
    {
        AT_TARGET: "恰在目标值",
        MONTH_END: "月末集中",
        RECORDED_LATE: "补录",
        SHRINKING: "分母缩小",
        EDITED: "截止后更正",
        GUARD: "对照指标反向",
    }
)

MONTH_END_DAYS = 3
SPIKE_LEAST, SPIKE_TIMES = 10, 3
SHRUNK_BELOW = Fraction(70, 100)
THE_OFFICE = "督导办公室"
# What each kind is, and why one should look.
DEFINITIONS: Mapping[str, str] = MappingProxyType(
    {
        AT_TARGET: "计分的达标率、时限内占比、分层比例恰等于目标，基数足够；目标为 0 或 100% 的不列",
        MONTH_END: f"月末 {MONTH_END_DAYS} 天至少 {SPIKE_LEAST} 条，且占比不低于按天数应占的 {SPIKE_TIMES} 倍",
        RECORDED_LATE: f"日期之后超过 {LATE_RECORD_DAYS} 天才记录，按单位和种类计",
        SHRINKING: f"计分比率的分母不到上年同期的 {target_percent(SHRUNK_BELOW)}，上年同期基数足够",
        EDITED: "期内的记录在收件截止之后被作废或替换",
        GUARD: "指标好于上年同期，它的对照指标却比上年同期差",
    }
)
WHY_LOOK: Mapping[str, str] = MappingProxyType(
    {
        AT_TARGET: "数字正好压线，宜抽看个案的填法",
        MONTH_END: "宜看是否月底集中办理或集中填写",
        RECORDED_LATE: "宜问为何补录、日期有何依据",
        SHRINKING: "分母变小时比率容易变好，宜看是否有应计未计",
        EDITED: "宜核对更正的理由和批准人",
        GUARD: "宜看好转是否由此而来",
    }
)
_JUDGED_BY_SIDE = ("threshold", "duration", "split")
_RATES = ("threshold", "duration", "trend", "split")


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing to look at. `unit`, `flow`, `indicator`, `facts` (a kind of fact): what it is about, None where not.

    `seen`: what is seen, in words; `numbers`: the same by name.
    """

    kind: str
    period: str
    seen: str
    numbers: tuple[tuple[str, Fraction | int], ...]
    unit: str | None = None
    flow: str | None = None
    indicator: str | None = None
    facts: str | None = None

    @property
    def sentence(self) -> str:
        """What is seen, and why one should look."""
        return f"{self.seen}：{WHY_LOOK[self.kind]}。"


def unit_name(plan: Plan, unit: str | None) -> str:
    """Its short name; of none, that of the office."""
    return THE_OFFICE if unit is None else plan.unit[unit].short


# Values at the target


def at_target(plan: Plan, readings: Iterable[Reading], period: Period) -> Iterator[Signal]:
    """Scored threshold, duration and split values exactly at their target, with enough cases to judge.

    Not where the target is 0 or 1: nothing can lie beyond it, so meeting it exactly says nothing.
    """
    for one in readings:
        if not one.indicator.scored or one.indicator.shape not in _JUDGED_BY_SIDE or not one.judged:
            continue
        for part in one.parts:
            target = part.part.target
            if target is None or not 0 < target < 1 or part.value != target or one.denominator is None:
                continue
            whose = "" if one.unit is None else unit_name(plan, one.unit)
            name = one.indicator.title if len(one.parts) == 1 else f"{one.indicator.title}·{part.part.name}"
            yield Signal(
                AT_TARGET,
                period.code,
                f"{whose}“{name}”恰为目标 {target_percent(target)}（{counted(part.numerator, one.denominator)}）",
                (("numerator", part.numerator), ("denominator", one.denominator), ("target", target)),
                unit=one.unit,
                indicator=one.indicator.code,
            )


# Denominators


def shrinking(plan: Plan, readings: Iterable[Reading], before: Iterable[Reading], period: Period) -> Iterator[Signal]:
    """Scored rates whose denominator is below 70 % of that of the same period a year before, which was at least min_n."""
    now = {(one.indicator.code, one.unit): one.denominator for one in readings}
    for one in before:
        indicator, base = one.indicator, one.denominator
        if not indicator.scored or indicator.shape not in _RATES or base is None or base < indicator.min_n:
            continue
        left = now.get((indicator.code, one.unit)) or Fraction(0)
        if left >= SHRUNK_BELOW * base:
            continue
        whose = "" if one.unit is None else unit_name(plan, one.unit)
        yield Signal(
            SHRINKING,
            period.code,
            f"{whose}“{indicator.title}”的分母由上年同期 {number(base)} 降为 {number(left)}（−{percent(1 - left / base)}）",
            (("denominator", left), ("year_before", base)),
            unit=one.unit,
            indicator=indicator.code,
        )


# Guards


def guards(plan: Plan, readings: Iterable[Reading], before: Iterable[Reading], period: Period) -> Iterator[Signal]:
    """Indicators that are better than a year before while their guard is worse; of the whole, not by unit."""
    now, then = ({one.indicator.code: one for one in given if one.unit is None} for given in (readings, before))
    for indicator in plan.indicators:
        guard = plan.indicator.get(indicator.guard or "")
        if guard is None or moved(now[indicator.code], then[indicator.code]) <= 0:
            continue
        if moved(now[guard.code], then[guard.code]) >= 0:
            continue
        better, worse = (_change(one, now[one.code], then[one.code]) for one in (indicator, guard))
        levels = (now[indicator.code], then[indicator.code], now[guard.code], then[guard.code])
        names = ("value", "year_before", "guard", "guard_year_before")
        yield Signal(
            GUARD,
            period.code,
            f"{better}，好于上年同期；对照指标{worse}，比上年同期差",
            tuple(zip(names, (level(one) or Fraction(0) for one in levels), strict=True)),
            indicator=indicator.code,
        )


def moved(now: Reading, before: Reading) -> int:
    """1 better than a year before, −1 worse, 0 the same or not to be told.

    A rate needs a denominator of min_n in both years, a count that much in the earlier one; which way is better is the
    side of the target, of a count its `direction`.
    """
    rising, new, old = now.indicator.rising_is_better, level(now), level(before)
    if rising is None or new is None or old is None or new == old:
        return 0
    if not _is_rate(before) and old < before.indicator.min_n:
        return 0
    return 1 if (new > old) == rising else -1


def level(one: Reading) -> Fraction | None:
    """The rate itself, or the number of a count (of a year on year too); None where too little was counted or entered."""
    numerator = one.parts[0].numerator
    if not _is_rate(one):
        return numerator if one.entered else None
    enough = one.denominator is not None and one.denominator >= max(1, one.indicator.min_n)
    return numerator / one.denominator if one.denominator is not None and enough else None


def _is_rate(one: Reading) -> bool:
    return one.indicator.shape != "year_on_year" and one.denominator is not None


def _change(indicator: Indicator, now: Reading, before: Reading) -> str:
    return f"“{indicator.title}”由 {_level_words(before)}变为 {_level_words(now)}"


def _level_words(one: Reading) -> str:
    numerator = one.parts[0].numerator
    if one.denominator is not None and _is_rate(one):
        return rated(numerator, one.denominator)
    return f"{number(numerator)} {one.indicator.unit_word}"
