"""Parts of 审计: the rows of the trail, one row opened, and what a check found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from lib.ui import cards, doors, lights, tables
from lib.ui.markup import Piece, filled, joined, show

BRIEF = 60
COLUMNS = ("#序号", "时间", "账号", "行为", "结果", "对象")


class TrailLine(NamedTuple):
    """A row of the trail in words."""

    seq: int
    at: str
    account: str
    who: str
    os_user: str | None
    act: str
    refused: bool
    subject: str
    detail: str | None
    act_code: str
    previous_hash: str
    row_hash: str


def result(refused: bool) -> Piece:
    """被拒绝 or 完成, shape and word."""
    return lights.mark("yellow", "被拒绝") if refused else lights.mark("none", "完成")


def rows(lines: Iterable[TrailLine], page: str, filters: Mapping[str, str], here: int | None) -> list[tables.Row]:
    """The rows, each of which opens with the filters kept."""
    return [
        tables.Row(
            (one.seq, one.at, one.who, one.act, result(one.refused), _told(one)),
            doors.address(page, **filters, row=f"{one.seq}"),
            kind="here" if one.seq == here else "",
        )
        for one in lines
    ]


def _told(one: TrailLine) -> Piece:
    """The object, and the beginning of what the row tells of it."""
    told = one.detail or ""
    brief = told if len(told) <= BRIEF else f"{told[:BRIEF]}……"
    return filled('{subject}<span class="why">{brief}</span>', subject=one.subject, brief=brief)


def opened(one: TrailLine) -> None:
    """One row with all it holds."""
    show(
        cards.card(
            f"第 {one.seq} 行",
            joined(
                (
                    cards.facts(
                        (
                            ("时间", one.at), ("账号", one.who), ("系统用户", one.os_user or "—"),
                            ("行为", filled("{word}（{code}）", word=one.act, code=one.act_code)),
                            ("结果", result(one.refused)), ("对象", one.subject),
                        )
                    ),
                    cards.text(one.detail or "没有更多内容"),
                    cards.note(filled('<span class="detail">上行散列 {hash}</span>', hash=one.previous_hash)),
                    cards.note(filled('<span class="detail">本行散列 {hash}</span>', hash=one.row_hash)),
                )
            ),
        )
    )  # fmt: skip


def pager(page: str, filters: Mapping[str, str], first: int, last: int, *, newer: bool, older: bool) -> Piece:
    """The ways to newer and older rows."""
    ways = []
    if newer:
        ways.append(cards.back("较新", doors.address(page, **filters, above=f"{first}")))
        ways.append(cards.back("最新", doors.address(page, **filters)))
    if older:
        ways.append(cards.onward("较早", doors.address(page, **filters, below=f"{last}")))
    return filled('<nav class="board-pager" aria-label="翻页">{ways}</nav>', ways=joined(ways))


def check(broken: Sequence[str], places: int, whole: int, anchor: str, at: str) -> None:
    """Whole, or where it does not hold; and the anchor to be kept."""
    if not places:
        mark, words = lights.mark("blue", "完整"), f"共 {whole} 行，未发现改动、缺失或插入（{at}）"
        below = cards.note(
            filled('<span class="detail">锚点 {anchor}　请抄录或打印，存放在库外。</span>', anchor=anchor)
        )
    else:
        mark, words = lights.mark("red", "不符"), f"{places} 处不符（{at}）：请立即保全数据库和备份，报领导小组办公室"
        shown = f"其余 {places - len(broken)} 处未列出" if places > len(broken) else ""
        below = joined((cards.lines([cards.Line(one) for one in broken], ""), cards.note(shown)))
    show(
        joined(
            (
                filled('<p class="board-outcome" role="status">{mark}<span>{words}</span></p>', mark=mark, words=words),
                below,
            )
        )
    )
