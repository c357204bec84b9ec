"""Flows on screen: holders and the rows of cases that may be seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Protocol

from lib.domain.platforms import PlatformCount
from lib.domain.wording import NOTHING, number, percent, rated, short_day
from lib.ui import alike, cards, doors, tables
from lib.ui.markup import Piece, filled, show

SHOWN_ROWS = 200


WHOLE_ONLY = "仅超全程时限"  # overdue, and in time in the state it is in


class Holder(Protocol):
    """A unit and what waits with it."""

    @property
    def unit(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def open(self) -> int: ...
    @property
    def overdue(self) -> int: ...
    @property
    def longest_late(self) -> int: ...


class Case(alike.WaitingCase, Protocol):
    """An open case that may be seen."""

    @property
    def attributes(self) -> tuple[str, ...]: ...


def warned(count: int) -> Piece:
    """A count that should be 0."""
    return filled('<b class="warns">{count}</b>', count=number(count)) if count else Piece("0")


def success(count: PlatformCount) -> str:
    """Successes among successes and failures; of a judicial flow none is shown, for a judgment is no success."""
    return NOTHING if count.flow.judicial else rated(count.success, count.success + count.failure)


def share(value: Fraction | None) -> str:
    """A share in percent."""
    return percent(value)


def limit_words(limit: str) -> str:
    """5wd → 5个工作日, 60d → 60天; — for none."""
    if not limit:
        return NOTHING
    return f"{limit[:-2]}个工作日" if limit.endswith("wd") else f"{limit[:-1]}天"


def holders(rows: Sequence[Holder], empty: str, way: Callable[[str], str] | None = None) -> Piece:
    """Units with what waits with them, the most overdue first. `way`: to the cases of the unit."""
    found = [
        cards.Line(
            one.name,
            filled("<b>{open}</b> 件{late}", open=one.open, late=_late(one)),
            leads_to=way(one.unit) if way else None,
        )
        for one in rows
    ]
    return cards.first_lines(found, 6, empty, "个单位")


def _late(one: Holder) -> Piece:
    if not one.overdue:
        return Piece("")
    how = f"环节最长超 {one.longest_late} 天" if one.longest_late else WHOLE_ONLY
    return filled('　<b class="warns">超期 {count}</b>　{how}', count=one.overdue, how=how)


def way_to(flow: str, holder: str | None, *, opens: bool, counted: bool = True) -> str | None:
    """To the cases of a flow that a unit holds, one by one, for whoever `opens` the ledger; else to the flow's counts;
    None where those are not `counted` for the reader."""
    if opens:
        return doors.address("platforms/ledger", flow=flow, holder=holder)
    return doors.address("platforms/platforms", flow=flow) if counted else None


def listed(rows: Sequence[Case], *, cut: bool) -> str:
    """How many of the open cases are listed, where it is not all."""
    return f"列出 {len(rows)} 件，超期最久的在前；全部在“台账”。" if cut else ""


def hidden(count: int) -> str:
    """How many open cases are numbers only."""
    return f"另有 {count} 件在办只计数，不在你的查看范围内（司法环节或其他单位）。" if count else ""


def cases(
    rows: Sequence[Case], attributes: Sequence[str], as_of: date, address: Callable[[Case], str] | None = None
) -> str | None:
    """The open cases one may see, the latest first; where the viewer may open them, the address of the one tapped."""
    if not rows:
        return None
    columns = ("编号", "环节", "现由", "承办单位", "登记", "期限", "#已停留（天）", "#超期（天）", *attributes)
    found = [
        tables.Row(
            (*_case(one, as_of), *(value or NOTHING for value in one.attributes)),
            None if address is None else address(one),
        )
        for one in rows[:SHOWN_ROWS]
    ]
    opened = tables.table(columns, found, caption="在办案件", key="cases", kind="long cases")
    if len(rows) > SHOWN_ROWS:
        show(cards.note(f"这里列出超期最久的 {SHOWN_ROWS} 件，其余未列出。"))
    return opened


def _case(one: Case, as_of: date) -> tuple[object, ...]:
    state = f"{one.state}（中止）" if one.paused else one.state
    late = filled('<b class="warns">{days}</b>', days=one.days_late) if one.days_late else NOTHING
    return (
        one.case_no, state, one.holder_name, one.unit_name, short_day(one.registered_on, as_of),
        short_day(one.deadline, as_of), one.waits_days, late,
    )  # fmt: skip
