"""Tables as text: tabular figures, the first column fixed, rows that open on a tap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lib.ui import cards, doors
from lib.ui.markup import Piece, filled, joined, show


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells (pieces, or anything to be escaped), where it leads, and a class of board.css."""

    cells: Sequence[object]
    leads_to: str | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """The head of a column of figures whose words are a piece."""

    words: Piece


Column = str | Figures


def unbroken(words: object) -> Piece:
    """A cell that stays on one line: a date, a name that reads badly in two."""
    return filled('<span class="nowrap">{words}</span>', words=words)


def piece(columns: Sequence[Column], rows: Sequence[Row], caption: str, kind: str = "") -> Piece:
    """The table as HTML. A column named `#…` holds figures and stands at the right, without the mark.

    `kind`: a class of board.css, such as `matrix` for many narrow columns.
    """
    right = [isinstance(one, Figures) or one.startswith("#") for one in columns]
    head = joined(
        filled('<th scope="col"{kind}>{words}</th>', kind=_class(_side(figures)), words=_words(one))
        for one, figures in zip(columns, right, strict=True)
    )
    return filled(
        '<div class="board-scroll" tabindex="0" role="region" aria-label="{caption}"><table class="board-table {kind}">'
        "<caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>",
        kind=kind,
        caption=caption,
        head=head,
        body=joined(_row(row, right) for row in rows),
    )


def _words(column: Column) -> str:
    if isinstance(column, Figures):
        return column.words
    return column if isinstance(column, Piece) else column.removeprefix("#")


def table(
    columns: Sequence[Column], rows: Sequence[Row], *, caption: str, key: str, kind: str = "", empty: str = ""
) -> str | None:
    """Draw the table; the address of the row just tapped, else None. `empty` stands in place of a table without rows."""
    if empty and not rows:
        show(cards.empty(empty))
        return None
    made = piece(columns, rows, caption, kind)
    if any(row.leads_to for row in rows):
        return doors.draw(made, key)
    show(made)
    return None


def _row(row: Row, right: Sequence[bool]) -> Piece:
    """Without what says nothing: a table has thousands of cells, and each is sent. A tap on the row's own button is a
    tap on the row, which says where it leads."""
    first, *others = row.cells
    opener = (
        filled('<button type="button" class="board-door row">{first}</button>', first=first) if row.leads_to else first
    )
    cells = joined(
        filled('<td class="figure">{cell}</td>' if figures else "<td>{cell}</td>", cell=cell)
        for cell, figures in zip(others, right[1:], strict=True)
    )
    opens = joined(("opens", row.kind) if row.kind else ("opens",), " ") if row.leads_to else row.kind
    return filled(
        '<tr{leads}{kind}><th scope="row"{side}>{opener}</th>{cells}</tr>',
        leads=filled(' data-open="{to}"', to=row.leads_to) if row.leads_to else "",
        kind=_class(opens),
        side=_class(_side(right[0])),
        opener=opener,
        cells=cells,
    )


def _class(words: str) -> Piece:
    return filled(' class="{words}"', words=words) if words else Piece("")


def _side(figures: bool) -> str:
    return "figure" if figures else ""
