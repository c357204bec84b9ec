"""A line of a score: the parts a rule judged, and the share they give together (domain.md 5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from lib.domain.canonical import NO_NUMBERS, Numbers
from lib.domain.plan import Rule
from lib.domain.rounding import half_up


@dataclass(frozen=True, slots=True)
class LinePart:
    """One thing a line judges. `counted`: how much it weighs within the line, 0: left out; `earned`: how much of that.

    `subject` names it: duty:D04-2.2021Q3, flow:dispute, indicator:I04-1, report:12, months. Of a flow one part
    stands for all its stays: `counted` is their number. `why` says what stood in its favour or against it.
    """

    subject: str
    counted: Fraction
    earned: Fraction
    why: str
    facts: Numbers = NO_NUMBERS
    inputs: Mapping[str, object] = field(default_factory=dict)

    @property
    def lost(self) -> Fraction:
        """What it counts and did not earn."""
        return self.counted - self.earned


@dataclass(frozen=True, slots=True)
class Share:
    """A rule's share in [0, 1] of one unit; None: nothing to judge. `formula` has its numbers put in."""

    share: Fraction | None
    formula: str
    inputs: Mapping[str, object] = field(default_factory=dict)
    parts: tuple[LinePart, ...] = ()

    @property
    def facts(self) -> Numbers:
        """Numbers of the facts of all parts."""
        return Numbers.of(number for one in self.parts for number in one.facts)


def line_share(rule: Rule, parts: Sequence[LinePart]) -> Share:
    """Σ earned ÷ Σ counted of the parts, if they are enough for the rule; the same for the same parts, always."""
    share, formula, inputs = _LINES[rule.kind](rule, [one for one in parts if one.counted > 0], parts)
    return Share(share, formula, inputs, tuple(parts))


_Line = tuple[Fraction | None, str, dict[str, object]]


def _sums(counted: Sequence[LinePart]) -> tuple[Fraction, Fraction]:
    return sum((one.earned for one in counted), Fraction(0)), sum((one.counted for one in counted), Fraction(0))


def _delivery(_rule: Rule, counted: Sequence[LinePart], parts: Sequence[LinePart]) -> _Line:
    earned, whole = _sums(counted)
    inputs: dict[str, object] = {"看到": len(parts), "计入": len(counted)}
    if not counted:
        return None, "没有可评的任务", inputs
    inputs |= {"按期": sum(not one.lost for one in counted), "未完成": sum(not one.earned for one in counted)}
    return earned / whole, f"各任务得分之和 {show(earned)} ÷ 任务数 {show(whole)}", inputs


def _target(_rule: Rule, counted: Sequence[LinePart], _parts: Sequence[LinePart]) -> _Line:
    if not counted:
        return None, "没有可评的指标", {}
    earned, whole = _sums(counted)
    named = [(one.subject.removeprefix("indicator:"), one) for one in counted]
    words = " + ".join(f"{code} {show(one.earned)}" for code, one in named)
    return earned / whole, f"（{words}）÷ {show(whole)}", {code: dict(one.inputs) for code, one in named}


def _stays(rule: Rule, counted: Sequence[LinePart], _parts: Sequence[LinePart]) -> _Line:
    in_time, whole = (int(one) for one in _sums(counted))
    inputs: dict[str, object] = {"按时": in_time, "全部": whole}
    if whole < rule.min_n or not whole:
        return None, f"办理环节 {whole} 个，不足 {rule.min_n} 个", inputs
    return Fraction(in_time, whole), f"按时 {in_time} ÷ 全部 {whole}", inputs


def _accuracy(rule: Rule, counted: Sequence[LinePart], _parts: Sequence[LinePart]) -> _Line:
    passed, decided = _sums(counted)
    returned = decided - passed
    inputs: dict[str, object] = {"退回": int(returned), "已核": int(decided)}
    if decided < rule.min_n or not decided:
        return None, f"已核申报 {decided} 件，不足 {rule.min_n} 件", inputs
    return 1 - returned / decided, f"1 − 退回 {returned} ÷ 已核 {decided}", inputs


def _reporting(rule: Rule, counted: Sequence[LinePart], _parts: Sequence[LinePart]) -> _Line:
    reported, months = _sums(counted)
    inputs: dict[str, object] = {"有报送": int(reported), "有任务": int(months)}
    if months < max(1, rule.min_n):
        return None, "没有在办任务的月份", inputs
    return reported / months, f"有报送 {reported} 月 ÷ 有任务 {months} 月", inputs


def _number(rule: Rule, counted: Sequence[LinePart], _parts: Sequence[LinePart]) -> _Line:
    if not counted:
        return None, "本期没有可评的数", {}
    earned, whole = _sums(counted)
    return earned / whole, counted[0].why, dict(counted[0].inputs)


_LINES: Mapping[str, Callable[[Rule, Sequence[LinePart], Sequence[LinePart]], _Line]] = {
    "delivery": _delivery,
    "target": _target,
    "flow": _stays,
    "accuracy": _accuracy,
    "response": _stays,
    "reporting": _reporting,
    "rate": _number,
    "value": _number,
}


def show(value: Fraction) -> str:
    """A number for a formula: whole as it is, else up to four decimals."""
    return str(value.numerator) if value.denominator == 1 else str(half_up(value, 4).normalize())
