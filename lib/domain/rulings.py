"""What an accepted objection does to the line it names: one part is counted otherwise, and nothing else moves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from lib.domain.appraisal import Score, ScoreLine, adjusted, rescored
from lib.domain.canonical import NO_NUMBERS, Numbers
from lib.domain.facts import Adjustment, Ruling
from lib.domain.line_parts import LinePart, line_share
from lib.domain.plan import Scheme, Unit
from lib.domain.rights import LEADER, Viewer

FULL, LEFT_OUT, SHARE = "full", "left_out", "share"
OUTCOMES = {FULL: "按满分计", LEFT_OUT: "不计入", SHARE: "按改定的得分率计"}
# The line of bonus, deduction and veto; its parts are adjustment:<number of the fact>.
ADJUSTMENT = "adjustment"
STAY, FLOW = "stay:", "flow:"


def ruled(scheme: Scheme, score: Score, rulings: Sequence[Ruling]) -> Score:
    """The score with every ruling on it, in their order; ValueError where one names what the score does not have."""
    for one in rulings:
        score = _ruled(scheme, score, one)
    return score


def _ruled(scheme: Scheme, score: Score, ruling: Ruling) -> Score:
    if ruling.rule == ADJUSTMENT:
        return adjusted(scheme, score, _without(score, ruling))
    if ruling.rule not in {line.rule.code for line in score.lines}:
        raise ValueError(f"{score.unit} has no line {ruling.rule}")
    lines = [_line(line, ruling) if line.rule.code == ruling.rule else line for line in score.lines]
    return rescored(scheme, score, lines)


def _without(score: Score, ruling: Ruling) -> Sequence[Adjustment]:
    kept = [one for one in score.adjustments if f"{ADJUSTMENT}:{one.number}" != ruling.subject]
    if ruling.outcome != LEFT_OUT or len(kept) == len(score.adjustments):
        raise ValueError(f"{ruling.subject} of {score.unit} cannot be ruled {ruling.outcome}")
    return kept


def _line(line: ScoreLine, ruling: Ruling) -> ScoreLine:
    part = part_named(line, ruling.subject)
    if part is None:
        raise ValueError(f"line {ruling.rule} has no part {ruling.subject}")
    parts = [_part(one, ruling) if one is part else one for one in line.share.parts]
    return replace(line, share=line_share(line.rule, parts))


def outcomes_for(rule: str, subject: str) -> tuple[str, ...]:
    """What an accepted objection to this part may make of it: points are only taken out, a stay has no share of its own."""
    if rule == ADJUSTMENT:
        return (LEFT_OUT,)
    return (FULL, LEFT_OUT) if subject.startswith(STAY) else (FULL, LEFT_OUT, SHARE)


def at_stake(scheme: Scheme, score: Score, rule: str, subject: str) -> Decimal:
    """The most that a ruling on this part could bring the total; 0 where none could bring anything."""
    gains = [Decimal(0)]
    for outcome in outcomes_for(rule, subject)[:2]:
        tried = Ruling(0, "", score.unit, rule, subject, outcome, None, "", "", date.min, date.min)
        try:
            after = _ruled(scheme, score, tried)
        except ValueError:
            continue
        gains.append((after.total or Decimal(0)) - (score.total or Decimal(0)))
    return max(gains)


def facts_judged(score: Score, rule: str, subject: str) -> Numbers:
    """Facts that somebody verified or scored to make this part: who stated one does not answer an objection to it."""
    if rule == ADJUSTMENT:
        return Numbers.of(one.number for one in score.adjustments if subject == f"{ADJUSTMENT}:{one.number}")
    line = next((one for one in score.lines if one.rule.code == rule), None)
    part = part_named(line, subject) if line else None
    # Of a flow the part has the events of all its stays, which nobody verified.
    return part.facts if part is not None and part.subject == subject else NO_NUMBERS


def why_biased(viewer: Viewer, unit: Unit, computed_by: str | None, judged_by: Collection[str]) -> str | None:
    """Why this viewer does not answer an objection of `unit`: the office's own unit is answered by a leader; who computed
    the result, or verified or scored the part, answers nobody; None where the viewer may."""
    others = "请由区领导或督导办公室的其他人办理"
    if unit.office and viewer.role != LEADER:
        return f"{unit.short}是督导办公室自己的单位，它的申诉由区领导答复"
    if viewer.username == computed_by:
        return f"本期结果由您计算，申诉须由计算、核实、评分以外的人答复；{others}"
    return f"申诉的这一项由您核实或评分，须由其他人答复；{others}" if viewer.username in judged_by else None


def part_named(line: ScoreLine, subject: str) -> LinePart | None:
    """The part that `subject` belongs to: of a stay that of its whole flow (stay:dispute/争议〔2021〕3号/2021-05-03)."""
    if subject.startswith(STAY):
        subject = FLOW + subject.removeprefix(STAY).split("/", 1)[0]
    return next((one for one in line.share.parts if one.subject == subject), None)


def _part(part: LinePart, ruling: Ruling) -> LinePart:
    counted, earned = _one_stay(part, ruling) if ruling.subject.startswith(STAY) else _whole(part, ruling)
    why = f"{part.why}；{ruling.case_no}采纳，{OUTCOMES[ruling.outcome]}"
    return replace(part, counted=counted, earned=earned, why=why)


def _whole(part: LinePart, ruling: Ruling) -> tuple[Fraction, Fraction]:
    if ruling.outcome == LEFT_OUT:
        return Fraction(0), Fraction(0)
    counted = part.counted or Fraction(1)
    share = Fraction(1) if ruling.outcome == FULL else Fraction(ruling.share or 0)
    if not 0 <= share <= 1:
        raise ValueError(f"a share is between 0 and 1: {ruling.share}")
    return counted, counted * share


def _one_stay(part: LinePart, ruling: Ruling) -> tuple[Fraction, Fraction]:
    """One of the stays that were not in time is counted in time, or no more."""
    if part.lost < 1 or ruling.outcome == SHARE:
        raise ValueError(f"{ruling.subject} cannot be ruled {ruling.outcome}")
    return (part.counted - 1, part.earned) if ruling.outcome == LEFT_OUT else (part.counted, part.earned + 1)
