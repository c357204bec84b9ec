"""口径: the rules in Chinese as a unit head reads them, each with an example worked out by the rules themselves.

One source for docs/rules.md and the page 口径: chapters/*.md, filled with the numbers of a plan.
"""

from __future__ import annotations

from dataclasses import dataclass

from lib.definitions.rulebook.examples import RUNNERS
from lib.definitions.rulebook.numbers import holds, numbers_of
from lib.definitions.rulebook.tables import Row, Table, table_of
from lib.definitions.rulebook.text import BULLET, ChapterText, Example, Line, RuleText, written_chapters
from lib.definitions.rulebook.world import Given
from lib.domain.plan import Plan

__all__ = ["BULLET", "Chapter", "Example", "Row", "RuleText", "Table", "chapters_of", "worked"]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter as a plan fills it, with the table of the plan's own numbers where it has one."""

    code: str
    title: str
    lead: str
    rules: tuple[RuleText, ...]
    table: Table | None


def chapters_of(plan: Plan) -> tuple[Chapter, ...]:
    """Every chapter with the plan's numbers; a rule that needs what the plan has not is left out."""
    return tuple(_chapter(plan, one) for one in written_chapters())


def _chapter(plan: Plan, written: ChapterText) -> Chapter:
    numbers = numbers_of(plan)
    rules = [rule for rule in written.rules if all(holds(need, plan) for need in rule.needs)]
    return Chapter(
        written.code,
        written.title,
        written.lead.format_map(numbers),
        tuple(_rule(plan, rule) for rule in rules),
        table_of(written.code, plan),
    )


def _rule(plan: Plan, written: RuleText) -> RuleText:
    numbers = numbers_of(plan)
    paragraphs = (one.format_map(numbers) for one in written.paragraphs)
    example = written.example
    known = tuple((word.format_map(numbers), value.format_map(numbers)) for word, value in example.known)
    return RuleText(
        written.code,
        written.title,
        written.needs,
        tuple(one for one in paragraphs if one),
        Example(known, worked(plan, written.code, known, tuple(word for word, _ in example.found))),
    )


def worked(plan: Plan, rule: str, known: tuple[Line, ...], asked: tuple[str, ...]) -> tuple[Line, ...]:
    """What the rules of the board make of an example: each word asked, and its value."""
    given = Given.of(plan, known)
    return tuple((word, RUNNERS[rule](given, word)) for word in asked)
