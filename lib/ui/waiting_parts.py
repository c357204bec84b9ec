"""待审批事项 and 本单位待办: what waits for whom, for how long, and where it is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from lib.ui import cards, case_parts, doors, duty_parts
from lib.ui.ledger_parts import left_words
from lib.ui.markup import Piece, filled, joined

ORDER_PARTS, OWN = ("hand", "papers"), "own"


class Waiting(Protocol):
    """A thing that waits for somebody."""

    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def for_leader(self) -> bool: ...
    @property
    def unit(self) -> str | None: ...
    @property
    def unit_name(self) -> str: ...
    @property
    def days(self) -> int: ...
    @property
    def duty(self) -> str | None: ...
    @property
    def flow(self) -> str | None: ...
    @property
    def application(self) -> str | None: ...
    @property
    def act(self) -> str: ...
    @property
    def period(self) -> str | None: ...
    @property
    def overrun(self) -> int: ...


def of_unit(rows: Sequence[Waiting]) -> Piece:
    """What waits with the reader's own unit."""
    empty = "本单位没有逾期和临近期限的任务，也没有待办案件。"
    lines = [_line(one, own=True) for one in rows]
    return cards.card("本单位待办", cards.lines(lines, empty), f"{len(rows)} 项", kind="waits")


def to_approve(rows: Sequence[Waiting], *, leader: bool) -> Piece:
    """What waits for leader or office: the reader's own first, then what the other of the two does."""
    lines, number = [_line(one, own=False) for one in rows], f"{len(rows)} 项"
    mine = sum(one.for_leader == leader for one in rows)
    if 0 < mine < len(rows):
        lines.insert(mine, cards.Line(f"以下由{'督导办公室' if leader else '区领导'}办理", kind="gap"))
        number = f"等您办理 {mine} 项　共 {number}"
    return cards.card("待审批事项", cards.lines(lines, "没有待核实的申报和待销号的督办。"), number, kind="waits")


def _line(one: Waiting, *, own: bool) -> cards.Line:
    return cards.Line(f"{one.kind}：{one.title}", below=_words(one, own=own), leads_to=_door(one))


def _door(one: Waiting) -> str | None:
    """Where it leads: to the form or the claim for whoever acts on it, else to what it is about."""
    if one.act in ORDER_PARTS:
        return doors.address("office/orders", part=one.act)
    if one.act == OWN:
        return doors.address("appraisal/my_unit")
    if one.flow:
        return case_parts.way_to(one.flow, one.unit, opens=bool(one.act))
    if one.period:
        return doors.address("appraisal/periods", period=one.period)
    if one.application:
        return doors.address(duty_parts.ACTS_PAGE, queue="decide", case=one.application)
    if one.act:
        return duty_parts.act_door(one.act, one.unit, one.duty)
    return doors.address("duties/units", unit=one.unit, duty=one.duty)


def _words(one: Waiting, *, own: bool) -> str | Piece:
    """Whose it is and for how long it waits; of what is the reader's `own`, how late it is or what is left."""
    if one.overrun and not own:
        late = filled('<b class="warns">超过核实期限 {days} 天</b>', days=one.overrun)
        return joined((one.unit_name, late), "　")
    if not own:
        waits = f"{'平均' if one.flow else ''}已等 {one.days} 天" if one.days else "今天"
        return f"{one.unit_name}　{waits}"
    if one.flow:
        return f"环节最长超 {one.days} 天" if one.days else "环节无超期"
    return f"已逾期 {one.days} 天" if one.days > 0 else left_words(-one.days)
