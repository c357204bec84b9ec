"""Parts of 导入导出: what an import would add, what is wrong with it, and what was stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from lib.errors import Problem
from lib.ui import cards, lights, tables
from lib.ui.markup import Piece, filled, joined, show

SHOWN_PROBLEMS = 100


class Count(Protocol):
    """Rows of one kind: new, skipped as stored already, verdicts gained."""

    @property
    def kind(self) -> str: ...
    @property
    def new(self) -> int: ...
    @property
    def skipped(self) -> int: ...
    @property
    def verified(self) -> int: ...


class NewRow(Protocol):
    """A row that would be stored."""

    @property
    def kind(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def occurred_on(self) -> date: ...
    @property
    def subject(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def words(self) -> str: ...


def counts(kinds: Iterable[Count], effects: Iterable[tuple[str, str]]) -> None:
    """A row for each kind that has rows: how many are new, stored already, gain a verdict, and what that moves."""
    moved = dict(effects)
    rows = [
        tables.Row((one.kind, one.new, one.skipped, one.verified or "—", moved.get(one.kind, "没有新的内容")))
        for one in kinds
        if one.new or one.skipped or one.verified
    ]
    columns = ("表", "#新增", "#已在库中", "#补核实", "将变动")
    show(tables.piece(columns, rows, "各表将新增的行数"))


def new_rows(rows: Sequence[NewRow], whole: int, kept_back: int) -> None:
    """The first rows that would be stored, and how many are not shown."""
    lines = [tables.Row((one.subject, one.unit, f"{one.occurred_on}", one.words, one.kind, one.place)) for one in rows]
    columns = ("任务／案件", "单位", "日期", "内容", "表", "出处")
    notes = [f"列出前 {len(rows)} 行，共 {whole} 行。"] if len(rows) + kept_back < whole else []
    if kept_back:
        notes.append(f"其中 {kept_back} 行属司法环节，只显示数字。")
    table = tables.piece(columns, lines, "将新增的行", "long exchange") if lines else Piece("")
    show(joined((table, cards.note("".join(notes)))))


def problems(found: Sequence[Problem]) -> None:
    """The first problems, each with its place and what would be right."""
    _placed(found, ("位置", "问题和改法"), "问题清单", "；其余见标注工作簿")


def notices(found: Sequence[Problem]) -> None:
    """What is odd about rows that can be stored all the same."""
    _placed(found, ("位置", "提示（不影响入库，请核对原文）"), "提示", "")


def _placed(found: Sequence[Problem], columns: tuple[str, str], caption: str, rest: str) -> None:
    if not found:
        return
    rows = [tables.Row((one.place or "整个文件", one.message)) for one in found[:SHOWN_PROBLEMS]]
    more = f"列出前 {SHOWN_PROBLEMS} 处，共 {len(found)} 处{rest}。" if len(found) > SHOWN_PROBLEMS else ""
    show(joined((tables.piece(columns, rows, caption, "long problems"), cards.note(more))))


def outcome(word: str, sentence: str, *, good: bool = True) -> None:
    """What came of it in one line: shape, word, sentence."""
    mark = lights.mark("blue" if good else "red", word)
    show(filled('<p class="board-outcome" role="status">{mark}<span>{words}</span></p>', mark=mark, words=sentence))
