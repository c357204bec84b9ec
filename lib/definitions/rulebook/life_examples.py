"""Worked examples of the life of a period: the chapter 考核周期与申诉."""

from __future__ import annotations

from collections.abc import Mapping

from lib.definitions.rulebook.share_examples import (
    CLOSE,
    IN_TIME,
    WHOLE_YEAR,
    TaskBook,
    scores_of,
    share_words,
    tasks_in,
)
from lib.definitions.rulebook.world import OWNER, Given, Runner, day_in, said_day
from lib.domain.facts import PeriodStep, Ruling
from lib.domain.period_life import (
    APPROVE,
    LOCK,
    PUBLISH,
    STATE_NAMES,
    STEP_NAMES,
    Life,
    life_of,
    never,
    too_early,
)
from lib.domain.rulings import OUTCOMES, ruled

MAY, MAY_NOT = "可以", "不可以"
_STEPS = {said: step for step, said in STEP_NAMES.items()}
PERIOD = WHOLE_YEAR.code


def _life(given: Given) -> Life:
    """The steps that the lines of the example name."""
    steps = [
        PeriodStep(n, PERIOD, _STEPS[word], None, None, None, None, day_in(value), day_in(value))
        for n, (word, value) in enumerate(given.lines)
        if word in _STEPS
    ]
    return life_of(PERIOD, steps, given.plan.scheme, given.calendar)


def steps(given: Given, word: str) -> str:
    """状态; 马上公示."""
    life = _life(given)
    if word == "状态":
        return STATE_NAMES[life.state]
    step = next(step for said, step in _STEPS.items() if word.endswith(said))
    return MAY_NOT if list(never(life, step)) else MAY


def checking(given: Given, word: str) -> str:
    """核对到: the last day."""
    until = _life(given).check_until
    return said_day(until) if until else ""


def approving(given: Given, word: str) -> str:
    """1月20日审定，…: with a unit that has not confirmed, or an objection not answered, where the words say so."""
    unconfirmed, objections = int("没核对" in word), int("没答复" in word)
    life = _life(given)
    refused = [
        *never(life, APPROVE, objections=objections),
        too_early(life, APPROVE, day_in(word), unconfirmed=unconfirmed),
    ]
    return MAY_NOT if any(refused) else MAY


def publishing(given: Given, word: str) -> str:
    """还有1件没核实，公示."""
    return MAY_NOT if list(never(_life(given), PUBLISH, undecided=int("没核实" in word))) else MAY


def public(given: Given, word: str) -> str:
    """公示到; 2月7日锁定."""
    life = _life(given)
    if word.endswith("锁定"):
        return MAY_NOT if too_early(life, LOCK, day_in(word)) else MAY
    return said_day(life.public_until) if life.public_until else ""


def objection(given: Given, word: str) -> str:
    """原来, and what a ruling on the task not done makes of it."""
    found = scores_of(given, tasks_in(given.text("任务")))
    outcome = next((code for code, said in OUTCOMES.items() if said in word), None)
    if outcome is None:
        return share_words("delivery", found)
    line = next(line for line in found[OWNER].lines if line.rule.kind == "delivery")
    lost = next(part for part in line.share.parts if not part.earned)
    ruling = Ruling(0, PERIOD, OWNER, line.rule.code, lost.subject, outcome, None, "", "", CLOSE, CLOSE)
    return share_words("delivery", {OWNER: ruled(given.plan.scheme, found[OWNER], [ruling])})


def locking(given: Given, word: str) -> str:
    """锁定的结果, and one computed after a claim that was recorded after the close."""
    book = TaskBook.empty()
    book.done(book.task(), IN_TIME)
    book.done(book.task(), IN_TIME, recorded=given.day("锁定以后补录"))
    close = given.day("收件截止") if word.startswith("锁定") else given.day("锁定以后补录")
    return share_words("delivery", scores_of(given, book, close=close))


RUNNERS: Mapping[str, Runner] = {
    "steps": steps,
    "checking": checking,
    "objection": objection,
    "approving": approving,
    "publishing": publishing,
    "public": public,
    "locking": locking,
}
