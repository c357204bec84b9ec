"""How numbers, days and states read in Chinese: one wording for pages, documents and commands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from zoneinfo import ZoneInfo

from lib.domain import duties, marks, promises
from lib.domain.calendar import Duration
from lib.domain.indicators import AMBER, GREEN, RED, Reading
from lib.domain.marks import RunGround
from lib.domain.rounding import half_up

NOTHING = "—"
_SHANGHAI = ZoneInfo("Asia/Shanghai")

MARK_WORDS: Mapping[str, str] = MappingProxyType(
    {
        marks.RED: "逾期",
        marks.YELLOW: "预警",
        marks.PENDING: "待核实",
        marks.GREEN: "正常",
        marks.BLUE: "完成",
        marks.NONE: "无",
    }
)
STATE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        duties.DONE: "按期完成",
        duties.DONE_LATE: "逾期完成",
        duties.CLAIMED: "待核实",
        duties.OVERDUE: "逾期",
        duties.WARNING: "预警",
        duties.RUNNING: "正常",
        duties.WAIVED: "已核销",
    }
)
PROMISE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        promises.OVERDUE: "逾期未落实",
        promises.FAILED: "未落实",
        promises.OPEN: "办理中",
        promises.FED_BACK: "已反馈待确认",
        promises.LATE: "逾期落实",
        promises.IN_TIME: "按期落实",
        promises.DROPPED: "已取消",
    }
)
COLOUR_WORDS: Mapping[str, str] = MappingProxyType({GREEN: "达标", AMBER: "接近目标", RED: "未达标"})


def full_day(day: date | None) -> str:
    """2022年6月30日; — for none."""
    return NOTHING if day is None else f"{day.year}年{day.month}月{day.day}日"


def short_day(day: date | None, as_of: date) -> str:
    """6月30日 in the year of `as_of`, else 2021年6月30日; — for none."""
    if day is None:
        return NOTHING
    return f"{day.month}月{day.day}日" if day.year == as_of.year else full_day(day)


def minute(instant: datetime) -> str:
    """2022-06-30 16:05, in Shanghai."""
    return f"{instant.astimezone(_SHANGHAI):%Y-%m-%d %H:%M}"


def duration_words(limit: Duration) -> str:
    """5个工作日, 30天."""
    return f"{limit.days}{'个工作日' if limit.working else '天'}"


def run_late_words(run: RunGround) -> str:
    """环节超期 2 件，最长 41 天；另 1 件仅全程超期: what the run mark counts first, then what is overdue beside it."""
    late = f"环节超期 {run.late} 件，最长 {run.longest_days} 天" if run.late else "环节无超期"
    beside = f"{'另' if run.late else '有'} {run.past_whole_only} 件仅全程超期"
    return f"{late}；{beside}" if run.past_whole_only else late


def promise_words(outcome: str, days_late: int) -> str:
    """按期落实; 逾期未落实，已逾期12天; 逾期落实，迟3天."""
    late = {promises.OVERDUE: f"，已逾期{days_late}天", promises.LATE: f"，迟{days_late}天"}
    return f"{PROMISE_WORDS[outcome]}{late.get(outcome, '')}"


def promise_brief(outcome: str, days_late: int) -> str:
    """按期落实; 逾期12天; 逾期3天落实: for a narrow column."""
    late = {promises.OVERDUE: f"逾期{days_late}天", promises.LATE: f"逾期{days_late}天落实"}
    return late.get(outcome, PROMISE_WORDS[outcome])


def percent(share: Fraction | Decimal | None) -> str:
    """84.6%, half up to one decimal; — for none."""
    return NOTHING if share is None else f"{half_up(Fraction(share) * 100, 1)}%"


def target_percent(share: Fraction) -> str:
    """A target as the plan writes it: 90%, 33.3%."""
    return percent(share).replace(".0%", "%").replace("-", "−")


def number(value: Fraction | Decimal | int | None) -> str:
    """1,234 or 1,234.5: whole numbers without a point, others to two decimals; — for none."""
    if value is None:
        return NOTHING
    exact = Fraction(value)
    return f"{exact.numerator:,}" if exact.denominator == 1 else f"{half_up(exact, 2):,}".rstrip("0").rstrip(".")


def counted(part: Fraction | Decimal | int, whole: Fraction | Decimal | int) -> str:
    """22/26."""
    return f"{number(part)}/{number(whole)}"


def rated(part: Fraction | int, whole: Fraction | int) -> str:
    """84.6%（22/26）; — where the whole is 0."""
    return f"{percent(Fraction(part) / Fraction(whole))}（{counted(part, whole)}）" if whole else NOTHING


def points(value: Decimal | None) -> str:
    """93.42, or with the more decimals a scheme rounds to; — for none."""
    if value is None:
        return NOTHING
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int), value
    return f"{value:.{max(2, -exponent)}f}"


def reading_value(one: Reading) -> str:
    """An indicator with its numbers: 84.6%（22/26）, −12.0%（22，上年同期 25）, 71%／19%／10%, or a plain count."""
    first = one.parts[0]
    if one.denominator is None:
        return f"{number(first.numerator)}{one.indicator.unit_word}" if one.entered else NOTHING
    if not one.denominator:
        return NOTHING
    if one.indicator.shape == "year_on_year":
        return f"{signed_percent(first.value)}（{number(first.numerator)}，上年同期 {number(one.denominator)}）"
    if one.indicator.shape == "split":
        return "　".join(f"{part.part.name} {percent(part.value)}" for part in one.parts)
    return rated(first.numerator, one.denominator)


def reading_note(one: Reading) -> str:
    """Why it is not coloured or how far it can be trusted, and that a published rate differs; nothing for none."""
    return "；".join(word for word in (one.note, one.doubt) if word)


def signed_percent(share: Fraction | None) -> str:
    """+3.1%, −20.0%."""
    if share is None:
        return NOTHING
    return f"{'−' if share < 0 else '+'}{percent(abs(share))}"


def reading_target(one: Reading) -> str:
    """What an indicator has to reach: ≥ 90%; — where it has no target."""
    if one.indicator.shape == "trend":
        return "优于上年同期"
    words = [
        f"{'≥' if part.part.at_least else '≤'} {target_percent(part.part.target)}"
        for part in one.parts
        if part.part.target is not None
    ]
    return "　".join(words) or NOTHING


def reading_missed(one: Reading) -> str:
    """How an indicator falls short: 84.6%（22/26），未达 ≥ 90%; of a split its short parts: 门外化解 69.7%，未达 ≥ 70%."""
    if one.indicator.shape == "split":
        one = replace(one, parts=tuple(part for part in one.parts if part.met is False) or one.parts)
    return f"{reading_value(one)}，未达 {reading_target(one)}"
