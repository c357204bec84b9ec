"""Marks and states: always a shape, a word and a colour together, and one legend."""

from __future__ import annotations

from collections.abc import Iterable

from lib.domain import duties, marks
from lib.domain.indicators import AMBER, GREEN, RED
from lib.domain.wording import COLOUR_WORDS, MARK_WORDS, STATE_WORDS
from lib.ui.markup import Piece, escaped, filled, joined

SHAPES = {
    marks.RED: "■",
    marks.YELLOW: "▲",
    marks.PENDING: "○",
    marks.GREEN: "●",
    marks.BLUE: "✔",
    marks.NONE: "—",
}
_READINGS = {GREEN: marks.GREEN, AMBER: marks.YELLOW, RED: marks.RED}
LEGEND_MARKS = (marks.RED, marks.YELLOW, marks.PENDING, marks.GREEN, marks.BLUE)
_TEMPLATE = '<span class="board-mark {mark}"><i aria-hidden="true">{shape}</i>{word}</span>'


def mark(mark_name: str, word: str | None = None) -> Piece:
    """Shape and word in the mark's colour; the word is the mark's own unless another is given."""
    if word is None and mark_name == marks.NONE:
        return filled('<span class="board-mark none">{dash}</span>', dash=SHAPES[marks.NONE])
    return filled(_TEMPLATE, mark=mark_name, shape=SHAPES[mark_name], word=word or MARK_WORDS[mark_name])


def named(mark_name: str, of_what: str) -> Piece:
    """A mark of something: the shape and 任务 or 运行 on screen, its meaning for a screen reader."""
    return filled(
        '<span class="board-mark {mark}" title="{what}：{word}"><i aria-hidden="true">{shape}</i>{what}'
        '<b class="board-unseen">{word}</b></span>',
        mark=mark_name, shape=SHAPES[mark_name], what=of_what, word=MARK_WORDS[mark_name],
    )  # fmt: skip


def both(task_mark: str, run_mark: str) -> tuple[Piece, Piece]:
    """The two marks of a unit or an item: 任务 and 运行."""
    return named(task_mark, "任务"), named(run_mark, "运行")


def spelled(task_mark: str, run_mark: str) -> tuple[Piece, ...]:
    """The same with their meaning in words, where there is room and no legend: 任务完成, 运行逾期."""
    both_marks = ((task_mark, "任务"), (run_mark, "运行"))
    return tuple(
        named(one, what) if one == marks.NONE else mark(one, f"{what}{MARK_WORDS[one]}") for one, what in both_marks
    )


def shape(mark_name: str) -> Piece:
    """The shape alone, for a crowded cell; its word is there for a screen reader and on hovering."""
    return filled(
        '<span class="board-mark {mark}" title="{word}"><i aria-hidden="true">{shape}</i>'
        '<b class="board-unseen">{word}</b></span>',
        mark=mark_name, shape=SHAPES[mark_name], word=MARK_WORDS[mark_name],
    )  # fmt: skip


def state(state_name: str) -> Piece:
    """The state of a duty in the colour of its light."""
    light = marks.LIGHT_OF_STATE[state_name]
    if state_name == duties.WAIVED:
        return filled('<span class="board-mark none">{word}</span>', word=STATE_WORDS[state_name])
    return mark(light, STATE_WORDS[state_name])


def reading(colour: str | None) -> Piece:
    """The colour of an indicator: 达标, 接近目标, 未达标; — where it has none."""
    if colour is None:
        return mark(marks.NONE)
    return mark(_READINGS[colour], COLOUR_WORDS[colour])


_MARK_OF_WORD = {
    **{word: name for name, word in MARK_WORDS.items() if name != marks.NONE},
    **{word: marks.LIGHT_OF_STATE[name] for name, word in STATE_WORDS.items() if name != duties.WAIVED},
    **{word: _READINGS[name] for name, word in COLOUR_WORDS.items()},
}


def said(words: str) -> Piece:
    """Words of which one may be that of a mark: it is drawn as the mark, with what follows a comma behind it."""
    parts = [mark(_MARK_OF_WORD[one], one) if one in _MARK_OF_WORD else escaped(one) for one in words.split("，")]
    return joined(parts, "，")


def reading_legend(extra: Iterable[str] = ()) -> Piece:
    """The legend of indicators: what their shapes mean, and any further word."""
    words = joined((reading(colour) for colour in _READINGS), " ")
    more = joined((filled("<span>{word}</span>", word=word) for word in extra), " ")
    return filled('<p class="board-legend">{words} {more}</p>', words=words, more=more)


def legend(extra: Iterable[str] = ()) -> Piece:
    """The one legend: what the shapes mean, and any further word."""
    words = joined((mark(one) for one in LEGEND_MARKS), " ")
    more = joined((filled("<span>{word}</span>", word=word) for word in extra), " ")
    return filled('<p class="board-legend">{words} {more}</p>', words=words, more=more)
