"""The list of the ledger on screen: a row a case, with how late it is or by when it is due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

from lib.domain.wording import NOTHING, full_day, short_day
from lib.ui import alike, cards, tables
from lib.ui.markup import Piece, filled, joined


class Row(alike.WaitingCase, Protocol):
    """A case in the list."""

    @property
    def flow(self) -> str: ...
    @property
    def flow_name(self) -> str: ...
    @property
    def closed_on(self) -> date | None: ...
    @property
    def words(self) -> tuple[tuple[str, str], ...]: ...


NOT_THERE = "没有这一件，或它不在您的查看范围内。请返回台账继续办理或查找。"
GONE = "此件已不由本单位办理，您不能再查看；如被退回，会再出现在本单位的台账里。"
COLUMNS = ("编号", "环节", "现由", "期限", "登记", "承办单位")


def table(
    rows: Sequence[Row], address: Callable[[Row], str], as_of: date, attributes: Sequence[str] | None
) -> str | None:
    """The cases as a table; the address of the one just tapped.

    `attributes`: those of the one flow shown; None where there are several, and each row names its own.
    """
    found = [tables.Row(_cells(row, as_of, attributes), address(row)) for row in rows]
    words = ("栏目",) if attributes is None else attributes
    return tables.table((*COLUMNS, *words), found, caption="台账", key="ledger-rows", kind="ledger long")


def _cells(row: Row, as_of: date, attributes: Sequence[str] | None) -> tuple[object, ...]:
    waits = "" if row.closed_on else f"已停留 {row.waits_days} 天"
    given = dict(row.words)
    words = (_brief(given),) if attributes is None else tuple(given.get(name, "") for name in attributes)
    return (
        _under(row.case_no, row.flow_name if attributes is None else ""),
        _under(row.state, waits),
        NOTHING if row.closed_on else row.holder_name,
        due(row, as_of),
        short_day(row.registered_on, as_of),
        row.unit_name,
        *(word or NOTHING for word in words),
    )


def _brief(given: dict[str, str]) -> str:
    """The first attributes of a row among those of other flows: a bare 是 or 否 would say nothing there."""
    return "　".join([text for text in given.values() if text not in ("是", "否")][:3])


def _under(words: object, below: str) -> Piece:
    if not below:
        return filled('<span class="two">{words}</span>', words=words)
    return filled('<span class="two">{words}<span class="why">{below}</span></span>', words=words, below=below)


def due(row: Row, as_of: date) -> Piece:
    """How late, or by when and in how many days; when it was closed."""
    if row.closed_on is not None:
        return filled("{day}办结", day=short_day(row.closed_on, as_of))
    if row.deadline is None:
        return filled('<span class="mute">{words}</span>', words="中止计时" if row.paused else "不设期限")
    day = short_day(row.deadline, as_of)
    if row.days_late:
        return _under(filled('<b class="warns">超期 {days} 天</b>', days=row.days_late), f"{day}{_paused(row)}")
    return _under(left_words((row.deadline - as_of).days), f"{day}{_paused(row)}")


def _paused(row: Row) -> str:
    return "　中止计时" if row.paused else ""


def left_words(days: int) -> Piece:
    """今天到期 and 还有 3 天; within a week in the colour of a warning."""
    words = "今天到期" if not days else f"还有 {days} 天"
    return filled('<b class="nears">{words}</b>', words=words) if days <= 7 else filled("{words}", words=words)


class Found(Protocol):
    """A page of the list."""

    @property
    def rows(self) -> Sequence[Row]: ...
    @property
    def found(self) -> int: ...
    @property
    def more(self) -> bool: ...
    @property
    def page(self) -> int: ...
    @property
    def has_next(self) -> bool: ...
    @property
    def cut(self) -> bool: ...


def found_words(page: Found) -> str:
    """共 32 件, or 共 200 件以上，第 2 页; late ones first."""
    order = "，超期最久的在前" if page.found > 1 else ""
    words = f"共 {page.found} 件{'以上' if page.more else ''}{order}"
    if page.page > 1 or page.has_next:
        words += f"　第 {page.page} 页"
    return f"{words}　含有这个词的案件太多，只查了一部分，请写得更完整" if page.cut else words


def choice_words(row: Row, as_of: date) -> str:
    """A late case as the words of a tick box."""
    return f"{row.case_no}（{row.flow_name}）　{row.state}，现由{row.holder_name}，超期 {row.days_late} 天，期限 {full_day(row.deadline)}"


def pager(page: int, has_next: bool, address: Callable[[int], str]) -> Piece:
    """The ways to the page before and the one after."""
    doors = []
    if page > 1:
        doors.append(cards.back("上一页", address(page - 1)))
    if has_next:
        doors.append(cards.onward("下一页", address(page + 1)))
    return filled('<div class="board-pager">{doors}</div>', doors=joined(doors))
