"""What an accepted objection does to the line it names: one part is counted otherwise, and nothing else moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from lib.domain.appraisal import Score, ScoreLine, adjusted, rescored
from lib.domain.facts import Adjustment, Ruling
from lib.domain.line_parts import LinePart, line_share
from lib.domain.plan import Scheme

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
