"""数据体检: the signals by kind, each a door to where it can be checked, and the burden as a heat table."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Protocol

from lib.domain.periods import Period
from lib.domain.radar import DEFINITIONS, WHY_LOOK
from lib.domain.wording import number
from lib.ui import cards, doors, tables
from lib.ui.markup import Piece, filled, joined

SHOWN = 6
NOTHING_FOUND = "没有提示"


class Signal(Protocol):
    """What is seen."""

    @property
    def seen(self) -> str: ...


class Line(Protocol):
    """A signal and where it can be checked."""

    @property
    def signal(self) -> Signal: ...
    @property
    def page(self) -> str: ...
    @property
    def opens(self) -> Sequence[tuple[str, str]]: ...


class Group(Protocol):
    """The signals of one kind."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def lines(self) -> Sequence[Line]: ...


class Load(Protocol):
    """A unit's months: asked of it, and recorded for it."""

    @property
    def unit(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def asked(self) -> Sequence[int]: ...
    @property
    def entered(self) -> Sequence[int]: ...


def groups(found: Sequence[Group]) -> Piece:
    """A card for each kind with signals; the kinds without any in one line below."""
    quiet = [one.name for one in found if not one.lines]
    rest = cards.note(f"{NOTHING_FOUND}：{'、'.join(quiet)}。") if quiet else Piece("")
    return joined((*(_card(one) for one in found if one.lines), rest))


def _card(one: Group) -> Piece:
    lines = [
        cards.Line(line.signal.seen, "›", leads_to=doors.address(line.page, **dict(line.opens)), kind="wraps")
        for line in one.lines
    ]
    why = cards.note(f"{DEFINITIONS[one.kind]}。{WHY_LOOK[one.kind]}。")
    listed = cards.first_lines(lines, SHOWN, NOTHING_FOUND, "条")
    return cards.card(one.name, joined((why, listed)), f"{len(lines)} 条")


def burden(rows: Sequence[Load], months: Sequence[Period], kind: str, *, key: str, caption: str) -> str | None:
    """Units by months, `kind` asked or entered: the more in a month, the deeper the cell. A row opens the unit."""
    own = [(one, one.asked if kind == "asked" else one.entered) for one in rows]
    most = max((n for _, counts in own for n in counts), default=0)
    columns = [
        tables.Figures(filled('{month}月<span class="why">{year}</span>', month=one.start.month, year=one.start.year))
        for one in months
    ]
    lines = [
        tables.Row(
            (one.name, number(sum(counts)), *(_cell(n, most) for n in counts)),
            leads_to=doors.address("duties/units", unit=one.unit),
        )
        for one, counts in sorted(own, key=lambda pair: -sum(pair[1]))
        if any(counts)
    ]
    return tables.table(("单位", "#合计", *columns), lines, caption=caption, key=key, kind="heat")


def _cell(n: int, most: int) -> Piece:
    """The depth follows the square root, so that a few large counts do not leave all others white."""
    depth = sqrt(n / most) if most else 0.0
    kind = "cell" if n else "cell mute"
    return filled(
        '<span class="{kind}" style="--heat:{depth}">{n}</span>', kind=kind, depth=f"{depth:.2f}", n=number(n)
    )
