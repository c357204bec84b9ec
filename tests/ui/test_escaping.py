"""Nothing a person wrote becomes markup, whichever part draws it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from lib.domain import duties, marks
from lib.domain.indicators import reading
from lib.domain.measures import Tally
from lib.domain.plan import Indicator, Part
from lib.domain.wording import STATE_WORDS
from lib.services.indicator_views import IndicatorLine, ItemGroup
from lib.services.meeting_units import PointLine
from lib.services.meeting_views import MadeLine, TurnLine
from lib.ui import (
    bars,
    cards,
    doors,
    indicator_parts,
    lights,
    markup,
    meeting_opening,
    meeting_parts,
    tables,
    waterfall,
)
from lib.ui.markup import Piece

EVIL = "<script>alert(1)</script>\"'&"

DAY = date(2021, 5, 20)
EVIL_PARTS = (Part(EVIL, None, True, Fraction(1, 2)), Part(EVIL, None, False, Fraction(1, 2), Fraction(1)))
EVIL_INDICATOR = Indicator("I1", EVIL, EVIL, "split", "ledger", EVIL_PARTS, unit_word=EVIL)


def evil_indicators() -> Piece:
    one = reading(EVIL_INDICATOR, None, Tally((Fraction(5), Fraction(4)), None), None)
    line = IndicatorLine(one, EVIL, (EVIL,), one, one, (), (), ((EVIL, EVIL),))
    return indicator_parts.board([ItemGroup(EVIL, EVIL, EVIL, (line,))], [("green", 1)], EVIL)


PARTS = {
    "indicators": evil_indicators,
    "cell": lambda: tables.piece(("一", "二"), [tables.Row((EVIL, EVIL))], EVIL),
    "head": lambda: tables.piece((EVIL,), [tables.Row((1,))], "x"),
    "row that opens": lambda: tables.piece(("一",), [tables.Row((EVIL,), leads_to=EVIL, kind=EVIL)], "x"),
    "line": lambda: cards.lines([cards.Line(EVIL, EVIL, EVIL, EVIL, EVIL)], EVIL),
    "empty list": lambda: cards.lines([], EVIL),
    "card": lambda: cards.card(EVIL, Piece(""), EVIL),
    "item": lambda: cards.item_grid([cards.ItemCell(EVIL, EVIL, marks.RED, marks.NONE, marks.RED, EVIL)]),
    "tile": lambda: cards.tiles([cards.Tile(EVIL, EVIL, EVIL, (EVIL,), EVIL, (1, 2))]),
    "facts": lambda: cards.facts([(EVIL, EVIL)]),
    "sentence": lambda: cards.sentence([cards.phrase(EVIL, "red", EVIL), cards.phrase(EVIL)]),
    "text": lambda: cards.text(EVIL),
    "fold": lambda: cards.fold(EVIL, Piece("")),
    "heading": lambda: cards.heading(EVIL, (), EVIL),
    "mark": lambda: lights.mark(marks.RED, EVIL),
    "bar": lambda: bars.counts([(EVIL, 1)], EVIL),
    "waterfall": lambda: waterfall.waterfall(
        [waterfall.Fall(EVIL, EVIL, Decimal(0), Decimal(1), markup.escaped(EVIL), markup.escaped(EVIL))]
    ),
    "point of a meeting": lambda: meeting_parts.point(
        PointLine(EVIL, EVIL, marks.RED, EVIL, EVIL, 1, EVIL, EVIL, may_decide=True, may_order=True)
    ),
    "made at a meeting": lambda: meeting_parts.made(MadeLine(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, None, None), DAY),
    "agenda": lambda: meeting_opening.order_of_the_day(
        [TurnLine(EVIL, EVIL, part, marks.RED, is_court=True, why=EVIL, made=1) for part in ("red", "changed")], ()
    ),
    "joined": lambda: markup.joined([EVIL], ", "),
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_escapes_what_it_is_given(part: str) -> None:
    drawn = PARTS[part]()
    assert "<script" not in drawn and "\"'&<" not in drawn
    assert EVIL not in drawn


def test_a_piece_is_not_escaped_twice_and_its_sum_with_a_string_is_no_piece() -> None:
    piece = markup.filled("<b>{word}</b>", word="1 < 2")
    assert markup.filled("{piece}", piece=piece) == "<b>1 &lt; 2</b>"
    assert not isinstance(piece + "x", Piece)


def test_an_address_carries_its_filters_encoded() -> None:
    assert doors.address("duties/items", item="4", unit=None) == "duties/items?item=4"
    assert doors.address("duties/items", item="a&b=c") == "duties/items?item=a%26b%3Dc"


@pytest.mark.parametrize("mark", marks.WORST_FIRST)
def test_every_mark_has_a_shape_and_a_word_beside_its_colour(mark: str) -> None:
    drawn = lights.named(mark, "任务")
    assert lights.SHAPES[mark] in drawn
    assert len(set(lights.SHAPES.values())) == len(marks.WORST_FIRST)


@pytest.mark.parametrize("state", duties.STATES)
def test_every_state_of_a_duty_has_its_word(state: str) -> None:
    assert STATE_WORDS[state] in lights.state(state)


def test_a_bar_of_the_waterfall_runs_from_where_the_sum_stood_to_where_it_stands() -> None:
    whole = waterfall.Fall("满分", waterfall.WHOLE, Decimal(0), Decimal(100), Piece("100.00"))
    lost = waterfall.Fall("平台运行", waterfall.LOSS, Decimal("90.00"), Decimal("73.00"), Piece("−17.00"))
    drawn = waterfall.waterfall([whole, lost])
    assert "--from:73.00%;--wide:17.00%" in drawn and "−17.00" in drawn


def test_bars_below_zero_share_one_scale_with_those_above() -> None:
    below = waterfall.Fall("扣分", waterfall.LOSS, Decimal(4), Decimal(-1), Piece("−5.00"))
    assert "--from:0.00%;--wide:100.00%" in waterfall.waterfall([below])


def test_a_trend_of_nothing_is_no_line() -> None:
    assert "<svg" not in cards.tiles([cards.Tile("甲", "0", "件", (), "x", (0, 0, 0))])


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("完成“通报”（2021年）", "完成“通报”（2021年）"),
        ("![x](http://a/b)", r"!\[x\](http://a/b)"),
        (":red[*急*] _a_ `b` $c$ ~d~", r":red\[\*急\*\] \_a\_ \`b\` \$c\$ \~d\~"),
        ("<b>&amp; a\\b", r"\<b\>\&amp; a\\b"),
    ],
)
def test_words_of_a_person_are_no_markdown_in_a_label(written: str, label: str) -> None:
    assert markup.plain(written) == label
