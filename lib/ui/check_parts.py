"""A check of a kept result on screen: four things with ✔ or ✘, and the drift beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from lib.domain import marks
from lib.domain.wording import NOTHING, minute, points
from lib.ui import alike, cards, lights, tables
from lib.ui.markup import Piece, filled, joined


class CheckLine(Protocol):
    """One of the things checked."""

    @property
    def words(self) -> str: ...
    @property
    def holds(self) -> bool: ...


class DriftFact(Protocol):
    """A fact by which the close differs now."""

    @property
    def number(self) -> int: ...
    @property
    def new(self) -> bool: ...
    @property
    def kind(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def who(self) -> str: ...
    @property
    def stored_at(self) -> datetime: ...


class DriftUnit(alike.MovedUnit, Protocol):
    """A unit whose result differs now."""

    @property
    def rules(self) -> str: ...


class Check(Protocol):
    """What a check found."""

    @property
    def version(self) -> int: ...
    @property
    def digest(self) -> str: ...
    @property
    def checks(self) -> Sequence[CheckLine]: ...
    @property
    def holds(self) -> bool: ...
    @property
    def facts(self) -> Sequence[DriftFact]: ...
    @property
    def facts_in_all(self) -> int: ...
    @property
    def counted(self) -> Sequence[tuple[str, int]]: ...
    @property
    def units(self) -> Sequence[DriftUnit]: ...
    @property
    def drifted(self) -> bool: ...
    @property
    def locked(self) -> bool: ...


def check(found: Check) -> Piece:
    """The digest and the four things checked, each ✔ or ✘ with its words."""
    rows = [
        cards.Line(one.words, lights.mark(marks.BLUE, "一致") if one.holds else _broken(), kind="wraps")
        for one in found.checks
    ]
    said = "核验通过：结果与存储时一致。" if found.holds else "核验不通过：结果或其依据被改动过，请由审计管理员核查。"
    outcome = filled(
        '<p class="board-outcome">{mark}</p>', mark=lights.mark(marks.BLUE, said) if found.holds else _broken(said)
    )
    digest = filled(
        '<p class="board-digest">第 {version} 版，摘要 {digest}</p>', version=found.version, digest=found.digest
    )
    return cards.card("核验", joined((outcome, digest, cards.lines(rows, ""))))


def _broken(word: str = "不一致") -> Piece:
    return filled('<span class="board-mark red"><i aria-hidden="true">✘</i>{word}</span>', word=word)


def drift(found: Check) -> Iterator[Piece]:
    """Whether the same close would find something else now; the facts and units it is about."""
    if not found.drifted:
        yield cards.note("按现在的记录、同一收件截止日重算，没有差异。")
        return
    stays = "已锁定的结果不因此改变，差异只列在这里。" if found.locked else "结果还没有锁定：重新计算后计入这些差异。"
    yield cards.text(f"按现在的记录、同一收件截止日重算，有差异。{stays}")
    if found.units:
        yield _drift_units(found.units)
    if found.counted:
        yield cards.facts([(words, f"{n} 条") for words, n in found.counted])
    if found.facts:
        yield _drift_facts(found)


def _drift_facts(found: Check) -> Piece:
    rows = [
        tables.Row(
            (
                f"第 {one.number} 号",
                "新增" if one.new else "不再依据",
                one.kind,
                one.about or NOTHING,
                one.who,
                minute(one.stored_at),
            )
        )
        for one in found.facts
    ]
    more = found.facts_in_all - len(found.facts)
    columns = ("记录", "差异", "种类", "内容", "记录人", "入库时间")
    listed = tables.piece(columns, rows, "差异涉及的记录", kind="long")
    return joined((listed, cards.note(f"另有 {more} 条，命令 period verify 列出全部。"))) if more else listed


def _drift_units(units: Sequence[DriftUnit]) -> Piece:
    rows = [
        tables.Row(
            (
                one.name,
                points(one.total),
                points(one.total_now),
                one.rank or NOTHING,
                one.rank_now or NOTHING,
                one.rules or "名次随其他单位变动",
            )
        )
        for one in units
    ]
    columns = ("单位", "#存储时得分", "#现在得分", "#存储时名次", "#现在名次", "变动的规则")
    return tables.piece(columns, rows, "按现在的记录重算会变动的单位")
