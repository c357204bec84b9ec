"""The appraisals of a demo board as its cast would have carried them through, so that every state can be looked at: two
years locked, of the later one the hardest recommendations still to be signed, and the last quarter before its units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import Engine

from lib.cli.acting import viewer_named
from lib.commands import objections, period_acts
from lib.commands.act import Caller
from lib.domain.period_life import DRAFT, SIGNED, Life
from lib.domain.periods import Period, last_ended
from lib.domain.plan import Plan
from lib.domain.ranking import COMMEND
from lib.domain.results import Result
from lib.services.book import open_book
from lib.services.kept_results import life
from lib.services.period_results import compute

_CLOSES = (
    20,
    45,
    80,
)  # days after the end of a year at which it is tried to close it, until no claim lacks its verdict
_DAY = timedelta(days=1)
_COMMENDED, _TALKED = "得分和亮灯属实，同意表彰", "同意，由分管区领导谈话并限期整改"
_OBJECTION, _EVIDENCE = "其中有案件等候法院指定管理人，等候的天数不应计入本单位停留", "指定管理人决定书复印件"


def play_periods(engine: Engine, plan: Plan, until: date) -> Iterator[str]:
    """Carry the last two whole years and the last whole quarter of a demo through their steps, by the commands every
    period goes through; a sentence for each, none for one begun before. A year not over long enough by `until` stands
    where it would stand then."""
    year, quarter = last_ended("year", until), last_ended("quarter", until)
    for period in (year.year_before, year, quarter):
        if period.end <= plan.issued_on or _life(engine, period).state != DRAFT:
            continue
        if period == quarter:
            yield _quarter(engine, plan, period, until)
        else:
            yield _year(engine, plan, period, until, is_last=period == year)


def _year(engine: Engine, plan: Plan, year: Period, until: date, *, is_last: bool) -> str:
    """A year from its opening to its decisions; of the last one a leader has only the commendations behind them."""
    result, day = _computed(engine, plan, year, [year.end + timedelta(days=one) for one in _CLOSES])
    told = period_acts.send_to_check(engine, plan, _by(engine, "office", day), year).sentence
    if result.undecided:
        return told
    checked = _life(engine, year).check_until
    if checked is None or checked >= until:
        return told
    period_acts.approve_result(engine, plan, _by(engine, "leader", checked + _DAY), year)
    told = period_acts.publish_result(engine, plan, _by(engine, "office", checked + _DAY), year).sentence
    public = _life(engine, year).public_until
    if public is None or public >= until:
        return told
    told = period_acts.lock_result(engine, plan, _by(engine, "office", public + _DAY), year).sentence
    leader = _by(engine, "leader", public + _DAY)
    for row in result.rows:
        if row.recommendation == COMMEND or (row.recommendation is not None and not is_last):
            reason = _COMMENDED if row.recommendation == COMMEND else _TALKED
            period_acts.sign_recommendation(engine, plan, leader, year, row.unit, SIGNED, reason=reason)
    return told


def _quarter(engine: Engine, plan: Plan, quarter: Period, until: date) -> str:
    """A quarter that its units check today; the head of the cast objects to the part that lost most."""
    result, _ = _computed(engine, plan, quarter, [until])
    done = period_acts.send_to_check(engine, plan, _by(engine, "office", until), quarter)
    head = _by(engine, "head", until)
    unit = head.viewer.unit_code
    row = result.row(unit) if unit else None
    lost = {
        (line.rule.code, part.subject): part.lost
        for line in (row.score.lines if row else ())
        for part in line.share.parts
        if part.subject.startswith("flow:") and part.lost
    }
    if unit and lost:
        rule, subject = max(lost, key=lost.__getitem__)
        objections.object_to_line(
            engine, plan, head, quarter, unit, rule, subject, reason=_OBJECTION, evidence=_EVIDENCE
        )
    return done.sentence


def _computed(engine: Engine, plan: Plan, period: Period, closes: list[date]) -> tuple[Result, date]:
    """Open and compute a period at the first of `closes` that leaves no claim without a verdict, else at the last."""
    period_acts.open_period(engine, plan, _by(engine, "office", closes[0]), period)
    with open_book(engine) as book:
        for close_on in closes:
            result = compute(book, period, close_on, 1)
            if not result.undecided:
                break
    period_acts.keep_computed(engine, plan, _by(engine, "office", close_on), result)
    return result, close_on


def _life(engine: Engine, period: Period) -> Life:
    with open_book(engine) as book:
        return life(book, period)


def _by(engine: Engine, username: str, day: date) -> Caller:
    return Caller(viewer_named(engine, username), day, via="simulator")
