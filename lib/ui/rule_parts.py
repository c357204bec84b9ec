"""Rules to be read: a chapter as a sheet of paper, each rule with its example beside it; tables of the plan's numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from lib.ui import cards, doors, lights, tables
from lib.ui.markup import Piece, escaped, filled, joined, show

BULLET, TABLE = "- ", "plan-table"
Line = tuple[str, str]


class Example(Protocol):
    """What is known, and what follows."""

    @property
    def known(self) -> Sequence[Line]: ...
    @property
    def found(self) -> Sequence[Line]: ...


class Rule(Protocol):
    """One rule: a paragraph that begins with BULLET is a line of a list."""

    @property
    def code(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def paragraphs(self) -> Sequence[str]: ...
    @property
    def example(self) -> Example: ...


class Row(Protocol):
    """A line of a table, and the item in which its clause stands."""

    @property
    def cells(self) -> Sequence[str]: ...
    @property
    def item(self) -> str | None: ...


class Table(Protocol):
    """Numbers of the plan."""

    @property
    def title(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def columns(self) -> Sequence[str]: ...
    @property
    def rows(self) -> Sequence[Row]: ...


def chapter(title: str, lead: str, rules: Sequence[Rule], table: Table | None) -> Piece:
    """The sheet of a chapter, with the list of its rules, and of the table below it, to jump to."""
    places = [(f"rule-{one.code}", one.title) for one in rules] + ([(TABLE, table.title)] if table else [])
    listed = joined(filled('<a href="#{place}">{title}</a>', place=place, title=said) for place, said in places)
    return filled(
        '<div class="board-rulebook"><nav aria-label="本章各条">{listed}</nav>'
        '<article class="board-card"><h2>{title}</h2><p class="lead">{lead}</p>{rules}</article></div>',
        listed=listed, title=title, lead=lead, rules=joined(map(_rule, rules)),
    )  # fmt: skip


def _rule(one: Rule) -> Piece:
    return filled(
        '<section id="rule-{code}"><div class="says"><h3>{title}</h3>{words}</div>{example}</section>',
        code=one.code, title=one.title, words=_words(one.paragraphs), example=_example(one.example),
    )  # fmt: skip


def _words(paragraphs: Sequence[str]) -> Piece:
    """Paragraphs, and lines of a list together."""
    found: list[Piece] = []
    items: list[Piece] = []
    for one in paragraphs:
        if one.startswith(BULLET):
            items.append(filled("<li>{words}</li>", words=one.removeprefix(BULLET)))
        else:
            found.append(filled("<p>{words}</p>", words=one))
    return joined((*found, filled("<ul>{items}</ul>", items=joined(items)) if items else ""))


def _example(one: Example) -> Piece:
    return filled(
        '<div class="example"><b>例</b><dl>{known}</dl><dl class="found">{found}</dl></div>',
        known=joined(_line(word, escaped(value)) for word, value in one.known),
        found=joined(_line(word, lights.said(value)) for word, value in one.found),
    )


def _line(word: str, value: Piece) -> Piece:
    return filled("<div><dt>{word}</dt><dd>{value}</dd></div>", word=word, value=value)


def _first(cell: str) -> Piece:
    """The first line of the first cell, the others small below it."""
    line, _, below = cell.partition("\n")
    return joined((line, filled('<span class="why">{below}</span>', below=below) if below else ""))


def table(one: Table, *, opens: bool, key: str) -> str | None:
    """The table under its title; a row opens the item in which its clause stands. The address of the row just tapped."""
    opens = opens and any(row.item for row in one.rows)
    note = f"{one.note}点一行，看方案原文。" if opens else one.note
    show(filled('<div id="{place}">{heading}</div>', place=TABLE, heading=cards.heading(one.title, (), note)))
    rows = [
        tables.Row(
            (_first(row.cells[0]), *row.cells[1:]),
            doors.address("duties/items", item=row.item) if opens and row.item else None,
        )
        for row in one.rows
    ]
    return tables.table(tuple(one.columns), rows, caption=one.title, key=key, kind="rules")
