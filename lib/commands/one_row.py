"""A single statement, as a form makes it, checked like a row of a sheet: the two must never double one another."""

from __future__ import annotations

from collections.abc import Sequence

from lib.commands.statements import Origins, RowProblem, SheetName
from lib.errors import Problem, Refused

FORM = Origins([SheetName("填报")])
ROW = Origins.number(0, 1)


def require_new(told: Sequence[Problem], skipped: int, what: str) -> None:
    """Refused with the problems, each placed at its field; or because the very same is stored already."""
    if told:
        raise Refused([_of_field(one) for one in told])
    if skipped:
        raise Refused(f"同样的{what}已入库，不再重复登记；如内容有误，请由督导办公室更正")


def _of_field(problem: Problem) -> Problem:
    column = problem.column if isinstance(problem, RowProblem) else None
    return Problem(column or "", problem.message)
