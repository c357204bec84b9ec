"""Cards: the item grid, platform cards, lists of lines, facts beside their words, and the sentence of the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lib.ui import lights
from lib.ui.doors import door
from lib.ui.markup import Piece, escaped, filled, joined

_NONE = Piece("")


@dataclass(frozen=True, slots=True)
class ItemCell:
    """An item in the grid: number, title, its two marks, its light, and where a tap leads."""

    no: str
    title: str
    task_mark: str
    run_mark: str
    light: str
    leads_to: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A card around one number: a title, the number with its word, lines below, a small line chart."""

    title: str
    figure: str
    unit_word: object
    notes: Sequence[object]
    leads_to: str
    trend: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: what stands at the left, at the right, below, and where a tap leads."""

    left: object
    right: object = ""
    below: object = ""
    leads_to: str | None = None
    kind: str = ""


def card(title: object, content: Piece, aside: object = "", *, kind: str = "") -> Piece:
    """A white card with its title and a word at the right."""
    return filled(
        '<section class="board-card {kind}"><header><h2>{title}</h2><span>{aside}</span></header>{content}</section>',
        kind=kind, title=title, aside=aside, content=content,
    )  # fmt: skip


def item_grid(cells: Sequence[ItemCell]) -> Piece:
    """Every item with its two marks; the bar at the left has the colour of the light."""
    return filled('<div class="board-items">{cells}</div>', cells=joined(_item(one) for one in cells))


def _item(one: ItemCell) -> Piece:
    marks = joined(lights.both(one.task_mark, one.run_mark))
    content = filled(
        '<span class="title"><em>{no}</em>{title}</span><span class="marks">{marks}</span>',
        no=one.no, title=one.title, marks=marks,
    )  # fmt: skip
    return door(content, one.leads_to, kind=f"item {one.light}", label=f"{one.no} {one.title}")


def tiles(cards: Sequence[Tile], columns: int = 5) -> Piece:
    """Cards side by side, each a door."""
    return filled(
        '<div class="board-tiles" style="--columns:{columns}">{cards}</div>',
        columns=columns, cards=joined(map(_tile, cards)),
    )  # fmt: skip


def _tile(one: Tile) -> Piece:
    content = filled(
        '<span class="name">{title}</span><span class="number"><b>{figure}</b>{word}</span>'
        '<span class="notes">{notes}</span>{trend}',
        title=one.title,
        figure=one.figure,
        word=one.unit_word,
        notes=joined(filled("<span>{note}</span>", note=note) for note in one.notes),
        trend=_trend(one.trend),
    )
    return door(content, one.leads_to, kind="tile")


def _trend(values: Sequence[int]) -> Piece:
    """A line without axes; the numbers stand in the page the card opens."""
    if len(values) < 2 or not max(values):
        return _NONE
    step, top = 180 / (len(values) - 1), max(values)
    spots = " ".join(f"{index * step:.1f},{22 - 18 * value / top:.1f}" for index, value in enumerate(values))
    return filled(
        '<svg class="trend" viewBox="-2 0 184 24" preserveAspectRatio="none" aria-hidden="true">'
        '<polyline points="{spots}" fill="none" vector-effect="non-scaling-stroke"/></svg>',
        spots=spots,
    )


def empty(sentence: str) -> Piece:
    """What would stand here, and who has to do what."""
    return filled('<p class="board-empty">{sentence}</p>', sentence=sentence)


def lines(rows: Sequence[Line], none: str) -> Piece:
    """A list of lines, or the sentence that says what would stand here."""
    if not rows:
        return empty(none)
    return filled('<ul class="board-lines">{rows}</ul>', rows=joined(map(_line, rows)))


def first_lines(rows: Sequence[Line], shown: int, none: str, unit_word: str = "件") -> Piece:
    """The first lines, the others one tap away."""
    if len(rows) <= shown + 1:
        return lines(rows, none)
    others = fold(f"其余 {len(rows) - shown} {unit_word}", lines(rows[shown:], none))
    return joined((lines(rows[:shown], none), others))


def _line(one: Line) -> Piece:
    below = filled('<span class="below">{below}</span>', below=one.below) if one.below else _NONE
    content = filled(
        '<span class="left">{left}</span><span class="right">{right}</span>{below}',
        left=one.left, right=one.right, below=below,
    )  # fmt: skip
    inside = door(content, one.leads_to, kind="line") if one.leads_to else filled(
        '<span class="board-line">{content}</span>', content=content
    )  # fmt: skip
    return filled('<li class="{kind}">{inside}</li>', kind=one.kind, inside=inside)


def facts(pairs: Sequence[tuple[str, object]]) -> Piece:
    """Words and what they are, as a description list."""
    rows = joined(filled("<div><dt>{word}</dt><dd>{value}</dd></div>", word=word, value=value) for word, value in pairs)
    return filled('<dl class="board-facts">{rows}</dl>', rows=rows)


def phrase(text: str, tone: str = "", leads_to: str | None = None) -> Piece:
    """A part of a sentence: plain, strong, or in the colour of a mark; a door if it leads somewhere."""
    said = filled('<span class="tone {tone}">{text}</span>', tone=tone, text=text) if tone else escaped(text)
    return door(said, leads_to, kind="phrase") if leads_to else said


def sentence(phrases: Sequence[Piece]) -> Piece:
    """Phrases as one paragraph."""
    return filled('<p class="board-sentence">{all}</p>', all=joined(phrases))


def subheading(words: str) -> Piece:
    """The name of what stands below it."""
    return filled('<h2 class="board-subheading">{words}</h2>', words=words)


def note(text: object) -> Piece:
    """A small line in grey."""
    return filled('<p class="board-note">{text}</p>', text=text)


def panes(left: Piece, right: Piece) -> Piece:
    """Two columns of equal height; one below the other on an upright tablet."""
    return filled('<div class="board-panes"><div>{left}</div><div>{right}</div></div>', left=left, right=right)


def halves(left: Piece, right: Piece) -> Piece:
    """Two columns of the same width, each as high as it is; one below the other on an upright tablet."""
    return filled('<div class="board-halves"><div>{left}</div><div>{right}</div></div>', left=left, right=right)


def back(words: str, leads_to: str) -> Piece:
    """The way back to the list."""
    return door(filled("← {words}", words=words), leads_to, kind="back")


def onward(words: str, leads_to: str) -> Piece:
    """The way on to what belongs to this."""
    return door(filled("{words} →", words=words), leads_to, kind="back")


def heading(title: str, marks: Sequence[Piece], below: object = "") -> Piece:
    """The name of what was opened, its marks, and a line below."""
    return filled(
        '<div class="board-heading"><h2>{title}</h2><span class="marks">{marks}</span><p>{below}</p></div>',
        title=title, marks=joined(marks), below=below,
    )  # fmt: skip


def text(words: str) -> Piece:
    """Words of the plan or of a person, line breaks kept."""
    return filled('<p class="board-text">{words}</p>', words=words)


def fold(title: str, content: Piece) -> Piece:
    """What is one tap away."""
    return filled(
        '<details class="board-fold"><summary>{title}</summary>{content}</details>', title=title, content=content
    )
