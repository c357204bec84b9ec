"""Storing one change of a duty within an act under way."""

from __future__ import annotations

from lib.commands.act import Act
from lib.commands.check_duties import checked_duties
from lib.commands.one_row import FORM, require_new
from lib.commands.statements import ChangeStatement, Stated
from lib.domain.fact_words import CHANGE_WORDS, word_for
from lib.domain.facts import EXTENSION, REASSIGNMENT
from lib.domain.reporting import duty_named
from lib.domain.wording import full_day
from lib.errors import Problem


def changed(act: Act, statement: ChangeStatement) -> str:
    """Store a change within an act under way; the sentence to tell."""
    told: list[Problem] = []
    duties = checked_duties(act.conn, act.plan, Stated(FORM, changes=(statement,)), act.caller.today, told)
    require_new(told, duties.changes.skipped, "任务调整")
    change = duties.changes.new[0].fact
    act.store(change)
    to = ""
    if change.kind == EXTENSION:
        to = f"至{full_day(change.new_due)}"
    elif change.kind == REASSIGNMENT and change.new_owner:
        to = f"给{act.plan.unit[change.new_owner].short}"
    title = duty_named(act.plan, change.deliverable, change.period)
    return f"已{word_for(CHANGE_WORDS, change.kind)}{to}：{title}"
