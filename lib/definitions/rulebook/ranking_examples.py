"""Worked examples of points, ranks, tiers and what follows from them: the chapter 考核."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from lib.definitions.rulebook.share_examples import WHOLE_YEAR, scores_of
from lib.definitions.rulebook.world import LEAGUE, OWNER, YEAR, Given, Runner, number_in
from lib.domain.appraisal import Score, ScoreLine, pointed, total_of
from lib.domain.facts import BONUS, DEDUCTION, VETO, Adjustment
from lib.domain.line_parts import Share
from lib.domain.marks import NONE, RED
from lib.domain.plan import Flow, Plan, Rule, Unit
from lib.domain.ranking import RankRow, competition_ranks, rank_spans, ranking, tier_of, why_unranked
from lib.domain.wording import NOTHING, number, points

_KINDS = {
    "任务落实": "delivery",
    "量化指标": "target",
    "平台运行": "flow",
    "填报质量": "accuracy",
    "督办响应": "response",
}


# Points


def _adjustment(number: int, kind: str, given_points: Decimal | None) -> Adjustment:
    on = date(YEAR, 12, 1)
    return Adjustment(number, WHOLE_YEAR.code, OWNER, kind, given_points, "", "", "", on, on)


def adjustments(given: Given, word: str) -> str:
    """加分计, 扣分计."""
    own = [
        _adjustment(n, kind, Decimal(one))
        for said, kind in (("加分", BONUS), ("扣分", DEDUCTION))
        for n, one in enumerate(re.findall(r"[\d.]+", given.text(said)))
    ]
    found = scores_of(given, adjustments=own)[OWNER]
    return f"{number(found.bonus if word.startswith('加分') else found.deduction)}分"


def _shares_of(given: Given, text: Iterable[tuple[str, str]]) -> list[tuple[Rule, Share]]:
    """The plan's rules with the shares written beside their names; no number, nothing to judge."""
    found = []
    for word, value in text:
        kind = _KINDS[word[:4]]
        share = number_in(value) if "%" in value else None
        found.append((next(rule for rule in given.plan.scheme.rules if rule.kind == kind), Share(share, "")))
    return found


def weights(given: Given, word: str) -> str:
    """计入的权重, the points of each rule, 总分."""
    lines = pointed(_shares_of(given, given.lines), given.plan.scheme, {})
    if word == "计入的权重":
        return number(sum((line.rule.weight for line in lines if line.applicable), Decimal(0)))
    if word == "总分":
        return f"{points(total_of(lines, Decimal(0), Decimal(0)))}分"
    return f"{points(next(line.points for line in lines if line.rule.kind == _KINDS[word]))}分"


# Ranks


def _score(
    unit: str, total: Decimal, *, tasks: int = 99, stays: int = 0, weight: int = 100, vetoed: bool = False
) -> Score:
    """A score of one rule of that weight."""
    line = ScoreLine(Rule("示例", "delivery", "", Decimal(weight)), Share(Fraction(total) / 100, ""), total)
    vetoes = (_adjustment(1, VETO, None),) if vetoed else ()
    return Score(unit, (line,), Decimal(0), Decimal(0), vetoes, vetoes, total, tasks, stays)


def _ranked(plan: Plan, found: Iterable[Score], *, red: bool = False, failed_before: int = 0) -> Mapping[str, RankRow]:
    """The rows of a year by unit; the light and the years before are those of every unit."""
    given = {one.unit: one for one in found}
    rows = ranking(
        plan,
        plan.scheme,
        given,
        is_year=True,
        lights=dict.fromkeys(given, RED if red else NONE),
        years_failed_before=dict.fromkeys(given, failed_before),
    )
    return {row.unit: row for row in rows}


def eligible(given: Given, word: str) -> str:
    """1项任务、4个环节; 主管一个重点平台; 计入的权重只有35."""
    tasks, stays, weight = (re.search(form, word) for form in (r"(\d+)项任务", r"(\d+)个环节", r"权重只有(\d+)"))
    own = Flow("示例平台", "", OWNER, (), (), platform=True)
    score = _score(
        OWNER,
        Decimal(80),
        tasks=int(tasks[1]) if tasks else 99 if weight else 0,
        stays=int(stays[1]) if stays else 0,
        weight=int(weight[1]) if weight else given.count("计入的权重"),
    )
    plan = given.world(flows=(own,) if "平台" in word else ())
    return why_unranked(plan, plan.scheme, score) or "参加排名"


def ranks(given: Given, word: str) -> str:
    """甲局: its place among the totals of 得分."""
    written = re.findall(r"(.局)([\d.]+)分", given.text("得分"))
    return f"第{competition_ranks({unit: Decimal(total) for unit, total in written})[word]}名"


def span(given: Given, word: str) -> str:
    """Each bureau's place and how far it moves, by the shares written beside the rules."""
    scheme = given.plan.scheme
    found = {}
    for unit, value in given.lines:
        parts = [(part[:4], part[4:]) for part in value.split("，")]
        lines = pointed(_shares_of(given, parts), scheme, {})
        none = Decimal(0)
        found[unit] = Score(unit, lines, none, none, (), (), total_of(lines, none, none), 99, 0)
    places = competition_ranks({unit: score.total or Decimal(0) for unit, score in found.items()})
    low, high = rank_spans(scheme, found, dict.fromkeys(found, LEAGUE))[word]
    return f"第{places[word]}名，范围{low}–{high}"


def tiers(given: Given, word: str) -> str:
    """The tier of each bureau's total."""
    return tier_of(given.plan.scheme, given.league, given.points(word))


def veto(given: Given, word: str) -> str:
    """排名, 档次 of a unit that was vetoed."""
    row = _ranked(given.world(), [_score(OWNER, given.points("总分"), vetoed=True)])[OWNER]
    return {"排名": row.reason, "档次": row.tier}[word] or NOTHING


def commend(given: Given, word: str) -> str:
    """第3名，91分，亮红灯: what is recommended for whoever stands there in a league of so many."""
    place, total = (Decimal(one) for one in re.findall(r"[\d.]+", word))
    names = [str(n) for n in range(1, given.count("组内") + 1)]
    plan = given.world(
        units=tuple(Unit(one, one, one, "government", league=given.league, ranked=True) for one in names)
    )
    ahead = (place - int(one) for one in names)
    found = [_score(one, total + by / 100 if by >= 0 else Decimal(0)) for one, by in zip(names, ahead, strict=True)]
    return _ranked(plan, found, red="红灯" in word)[str(place)].recommendation or NOTHING


def ladder(given: Given, word: str) -> str:
    """第一年, 连续第二年, 连续第三年 with the lowest tier."""
    failed_before = next(n for n, said in enumerate("一二三") if f"第{said}年" in word)
    row = _ranked(given.world(), [_score(OWNER, Decimal(0))], failed_before=failed_before)[OWNER]
    return row.recommendation or NOTHING


RUNNERS: Mapping[str, Runner] = {
    "adjustments": adjustments,
    "weights": weights,
    "eligible": eligible,
    "ranks": ranks,
    "span": span,
    "tiers": tiers,
    "veto": veto,
    "commend": commend,
    "ladder": ladder,
    "deciding": ladder,
}
