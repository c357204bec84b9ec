"""Appraisal periods taken through their lives on the simulated board: what tests of kept results look at.

2021 is locked and signed; 2022Q2 is with the units to check, kgj has objected to one of two deductions, which was upheld,
and to the stays of a flow; 2022H1 is computed and not with the units yet.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine

from lib.commands import objections, period_acts
from lib.commands.act import Caller, Done
from lib.commands.duty_acts import adjust_points
from lib.domain.facts import DEDUCTION
from lib.domain.period_life import SIGNED
from lib.domain.periods import Period
from lib.domain.results import Result
from lib.domain.rights import OPERATOR, Viewer
from lib.domain.rulings import ADJUSTMENT, LEFT_OUT
from lib.services.book import open_book
from lib.services.kept_results import kept, life
from lib.services.period_results import compute
from tests.demo import VIEWERS
from tests.people import plan

YEAR, CHECKED, COMPUTED = Period.parse("2021"), Period.parse("2022Q2"), Period.parse("2022H1")
YEAR_CLOSE, CLOSE, ON = date(2022, 1, 14), date(2022, 7, 12), date(2022, 7, 13)
OPERATES = Viewer("operator", "命令行操作员", OPERATOR)


def act(engine: Engine, who: Viewer, on: date, what: Any, *words: Any, **said: Any) -> Done:
    """Take an act as this person on this day."""
    done: Done = what(engine, plan(), Caller(who, on), *words, **said)
    return done


def computed(engine: Engine, period: Period, close_on: date, on: date) -> Result:
    """Open the period and keep its first result."""
    act(engine, OPERATES, on, period_acts.open_period, period)
    with open_book(engine) as book:
        result = compute(book, period, close_on, 1)
    act(engine, OPERATES, on, period_acts.keep_computed, result)
    return result


def checked(engine: Engine, period: Period, close_on: date, on: date) -> Result:
    """Compute it and let the units check their lines."""
    result = computed(engine, period, close_on, on)
    act(engine, OPERATES, on, period_acts.send_to_check, period)
    return result


def objected(engine: Engine, who: Viewer, on: date, period: Period, rule: str, subject: str) -> str:
    """Object to a part; the number of the objection."""
    done = act(
        engine, who, on, objections.object_to_line, period, who.unit_code, rule, subject,
        reason="期限内已办结", evidence="山科工〔2022〕7号",
    )  # fmt: skip
    return done.subject.rsplit(" ", 1)[1]


def upheld(engine: Engine, who: Viewer, on: date, case_no: str) -> Done:
    """Uphold an objection: the part does not count."""
    return act(engine, who, on, objections.decide_objection, case_no, reason="材料属实", outcome=LEFT_OUT)


def deducted(engine: Engine, points: int, reason: str) -> str:
    """Take points off kgj in the period to be checked; the part it becomes."""
    done = act(
        engine, VIEWERS["office"], CLOSE, adjust_points, CHECKED.code, "kgj", kind=DEDUCTION, points=Decimal(points),
        reason=reason, evidence="通报第3期", approver="李副区长",
    )  # fmt: skip
    return f"{ADJUSTMENT}:{done.numbers[0]}"


def appraise(engine: Engine, on: date = ON) -> None:
    """Take the periods of the simulated board as far as this module says, the units to check from `on`."""
    checked(engine, YEAR, YEAR_CLOSE, YEAR_CLOSE)
    for step in (period_acts.approve_result, period_acts.publish_result, period_acts.lock_result):
        act(engine, OPERATES, YEAR_CLOSE, step, YEAR)
    with open_book(engine) as book:
        year = kept(book, life(book, YEAR))
    assert year is not None
    for row in year.rows:
        if row.recommendation:
            act(
                engine, VIEWERS["leader"], on, period_acts.sign_recommendation, YEAR, row.unit, SIGNED,
                reason="同意",
            )  # fmt: skip
    late, _ = (deducted(engine, points, reason) for points, reason in ((2, "迟报"), (1, "会议缺席")))
    checked(engine, CHECKED, CLOSE, on)
    upheld(engine, VIEWERS["leader"], on, objected(engine, VIEWERS["unit_clerk"], on, CHECKED, ADJUSTMENT, late))
    objected(engine, VIEWERS["unit_head"], on, CHECKED, "flow", "flow:dispute")
    computed(engine, COMPUTED, CLOSE, on)
