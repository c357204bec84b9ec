"""Units on screen: all of them by item, what one has to do first, and its duties by how they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Protocol

from lib.domain import marks
from lib.domain.marks import LONG_OVERDUE_DAYS
from lib.domain.periods import Period
from lib.domain.wording import MARK_WORDS, short_day
from lib.ui import alike, cards, case_parts, doors, duty_parts, lights, tables
from lib.ui.markup import Piece, filled, joined

LEGEND = ("· 配合", "任务：该灯／共有（项）", "运行：环节超期／在办（件）", "各事项列只看任务灯")
SHOWN_FIRST = 5
MOST_RUNNING = 10  # duties in good time that stand unfolded below graver ones
_SETTLED = (marks.BLUE, marks.NONE)


class Marks(alike.Marks, Protocol):
    """A unit's row of the matrix."""

    @property
    def code(self) -> str: ...
    @property
    def task_figure(self) -> str: ...
    @property
    def run_figure(self) -> str: ...
    @property
    def by_item(self) -> Mapping[str, str]: ...


class Late(Protocol):
    """What a unit holds past its deadline in one flow."""

    @property
    def flow(self) -> str: ...
    @property
    def flow_name(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def longest_days(self) -> int: ...
    @property
    def counted(self) -> bool: ...


class Missed(Protocol):
    """An indicator it missed."""

    @property
    def indicator(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def target(self) -> str: ...


class Page(Protocol):
    """One unit."""

    @property
    def owned(self) -> Sequence[duty_parts.Duty]: ...
    @property
    def late(self) -> Sequence[Late]: ...
    @property
    def missed(self) -> Sequence[Missed]: ...


def matrix(units: Sequence[Marks], items: Sequence[tuple[str, str]], empty: str) -> str | None:
    """Units by items with the worst light of each; a unit opens itself, the head of a column its item."""
    rows = [
        tables.Row(
            (
                one.name,
                _marked(one.task_mark, one.task_figure, one.task_why),
                _marked(one.run_mark, "参考" if one.is_court else one.run_figure, one.run_why),
                *(duty_parts.cell(one.by_item.get(no)) for no, _ in items),
            ),
            leads_to=doors.address("duties/units", unit=one.code),
        )
        for one in units
    ]
    heads = [_head(no, title) for no, title in items]
    columns = ("单位", "任务", "运行", *heads)
    return tables.table(columns, rows, caption="各单位各事项的灯", key="units", kind="matrix", empty=empty)


def _head(no: str, title: str) -> Piece:
    words = filled("<b>{no}</b><span>{title}</span>", no=no, title=title)
    return doors.door(words, doors.address("duties/items", item=no), kind="of-item", label=f"{no} {title}")


def _marked(mark: str, figure: str, why: str | None) -> Piece:
    """A mark with its figures; the whole reason on hovering, and on the unit's own page."""
    return filled(
        '<span class="marked" title="{why}">{mark}<span class="of">{figure}</span></span>',
        why=why or "", mark=lights.mark(mark), figure=figure,
    )  # fmt: skip


def first_acts(page: Page, unit: str, as_of: date, *, opens: bool) -> Piece:
    """What the unit has to do first: what is red, the longest late first, then what is nearly so, then what it missed.

    `opens`: the viewer may open the cases one by one.
    """
    duties = [(one.days_late, _duty(one, unit, as_of), one.mark) for one in page.owned if one.mark in _PRESSING]
    stays = [(one.longest_days, _stay(one, unit, opens=opens), _mark_of(one)) for one in page.late]
    pressing = sorted([*duties, *stays], key=lambda one: (_PRESSING.index(one[2]), -one[0]))
    lines = [*(line for _, line, _ in pressing), *map(_missed, page.missed)]
    return cards.first_lines(lines, SHOWN_FIRST, "没有逾期、预警和环节超期的事项，指标都已达标。", "项")


_PRESSING = (marks.RED, marks.YELLOW)


def _mark_of(one: Late) -> str:
    return marks.RED if one.longest_days > LONG_OVERDUE_DAYS else marks.YELLOW


def _duty(one: duty_parts.Duty, unit: str, as_of: date) -> cards.Line:
    late = filled('<b class="warns">逾期 {days} 天</b>', days=one.days_late) if one.days_late else "临近期限"
    below = f"第 {one.item} 项任务　期限 {short_day(one.effective_due, as_of)}"
    return cards.Line(_led(one.mark, one.title), late, below, doors.address("duties/units", unit=unit, duty=one.key))


def _stay(one: Late, unit: str, *, opens: bool) -> cards.Line:
    late = filled('<b class="warns">环节超期 {n} 件</b>', n=one.count)
    way = case_parts.way_to(one.flow, unit, opens=opens, counted=one.counted)
    return cards.Line(_led(_mark_of(one), one.flow_name), late, f"在办案件　最长超 {one.longest_days} 天", way)


def _missed(one: Missed) -> cards.Line:
    opens = doors.address("duties/indicators", indicator=one.indicator, period=one.period)
    below = f"指标　目标 {one.target}　{Period.parse(one.period).name}"
    return cards.Line(
        filled("{title}　未达标", title=one.title), filled("<b>{value}</b>", value=one.value), below, opens
    )


def _led(mark: str, words: str) -> Piece:
    return filled("{shape}{words}", shape=lights.shape(mark), words=words)


def duties(
    found: Sequence[duty_parts.Duty], unit: str | None, as_of: date, *, key: str, empty: str, helped: bool = False
) -> str | None:
    """Duties grouped by how they stand, the gravest first and by date; what is settled, and many in good time, folded.

    A row opens its history within `unit`; None: they are of one item, each within its owner. `helped`: others own them, and are named.
    """
    if not found:
        return tables.table((), (), caption="", key=key, empty=empty)
    groups = {mark: list(own) for mark, own in groupby(sorted(found, key=_gravity), key=lambda one: one.mark)}
    settled = [one for mark in _SETTLED for one in groups.pop(mark, [])]
    folds = []
    running = groups.get(marks.GREEN, [])
    if len(running) > MOST_RUNNING and len(groups) > 1:
        folds.append(
            _fold(
                f"{MARK_WORDS[marks.GREEN]} {len(running)} 项",
                {marks.GREEN: groups.pop(marks.GREEN)},
                unit,
                as_of,
                helped,
            )
        )
    if settled:
        folds.append(_fold(f"已完成和核销 {len(settled)} 项", {"": settled}, unit, as_of, helped))
    table = _table(groups, unit, as_of, helped) if groups else cards.note("没有未完成的任务。")
    return doors.draw(joined((table, *folds)), key)


def _gravity(one: duty_parts.Duty) -> int:
    return marks.WORST_FIRST.index(one.mark)


def _fold(
    title: str, groups: Mapping[str, Sequence[duty_parts.Duty]], unit: str | None, as_of: date, helped: bool
) -> Piece:
    return cards.fold(title, _table(groups, unit, as_of, helped))


def _table(groups: Mapping[str, Sequence[duty_parts.Duty]], unit: str | None, as_of: date, helped: bool) -> Piece:
    """Under the head of its group a duty needs no state; what is settled ("") says how it was done and when."""
    settled = "" in groups
    owner = ("责任单位",) if helped else ()
    columns = (
        "任务",
        *(("状态",) if settled else ()),
        *(("事项",) if unit else ()),
        *owner,
        "期限",
        *(("完成",) if settled else ()),
        "#逾期（天）",
    )
    rows = []
    for mark, own in groups.items():
        if mark:
            words = joined((lights.mark(mark), filled("　{n} 项", n=len(own))))
            rows.append(tables.Row((words, *("" for _ in columns[1:])), kind="group"))
        rows += [_row(one, unit, as_of, settled=settled, helped=helped) for one in own]
    return tables.piece(columns, rows, "任务和期限", "duties")


def _row(one: duty_parts.Duty, unit: str | None, as_of: date, *, settled: bool, helped: bool) -> tables.Row:
    due, done, late = duty_parts.dates(one, as_of)
    state, day = ((duty_parts.state(one),), (done,)) if settled else ((), ())
    item, owner = (one.item,) if unit else (), (one.owner_name,) if helped else ()
    return tables.Row(
        (one.title, *state, *item, *owner, due, *day, late),
        leads_to=doors.address("duties/units", unit=unit or one.owner, duty=one.key),
    )
