"""Objections on screen, for those who answer them: what is said, what it is worth, both versions of an accepted one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from lib.domain import marks
from lib.domain.wording import NOTHING, percent, points, short_day
from lib.ui import alike, cards, lights, period_parts, tables
from lib.ui.evidence_parts import evidence
from lib.ui.markup import Piece, filled, joined
from lib.ui.report_parts import days


class Line(alike.Objection, Protocol):
    """An objection in the list."""

    @property
    def unit_name(self) -> str: ...
    @property
    def part(self) -> str: ...
    @property
    def stake(self) -> Decimal | None: ...


class Moved(alike.MovedUnit, Protocol):
    """A unit that differs between two versions."""

    @property
    def own(self) -> bool: ...
    @property
    def tier(self) -> str | None: ...
    @property
    def tier_now(self) -> str | None: ...


class Versions(Protocol):
    """What an accepted objection made."""

    @property
    def before(self) -> int: ...
    @property
    def after(self) -> int: ...
    @property
    def digest(self) -> str: ...
    @property
    def share(self) -> Fraction | None: ...
    @property
    def share_now(self) -> Fraction | None: ...
    @property
    def points(self) -> Decimal | None: ...
    @property
    def points_now(self) -> Decimal | None: ...
    @property
    def units(self) -> Sequence[Moved]: ...


class Page(Protocol):
    """One objection, opened."""

    @property
    def line(self) -> Line: ...
    @property
    def why(self) -> str: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def evidence(self) -> str | None: ...
    @property
    def answered_by(self) -> str: ...
    @property
    def answer(self) -> str | None: ...
    @property
    def outcome(self) -> str: ...


def table(lines: Sequence[Line], code: str, as_of: date, *, key: str) -> str | None:
    """The objections of a period; a row opens one."""
    rows = [
        tables.Row(
            (
                one.case_no,
                tables.unbroken(one.unit_name),
                filled('{part}<span class="why">{rule}</span>', part=one.part, rule=one.rule),
                f"+{points(one.stake)}" if one.stake else NOTHING,
                short_day(one.filed_on, as_of),
                _standing(one, as_of),
            ),
            leads_to=period_parts.address(code, part="objections", case=one.case_no),
        )
        for one in lines
    ]
    columns = ("编号", "单位", "申诉的一项", "#涉及得分", "提出", "状态")
    return tables.table(columns, rows, caption="本期申诉", key=key)


def _standing(one: Line, as_of: date) -> Piece:
    if one.closed_on is not None:
        return joined(
            (_result(one.result), filled('<span class="why">{day}</span>', day=short_day(one.closed_on, as_of)))
        )
    clock = days(one.days_left) if one.days_left is not None else Piece("")
    return joined((lights.mark(marks.PENDING, one.state), Piece('<span class="why">'), clock, Piece("</span>")))


def _result(word: str) -> Piece:
    return lights.mark(marks.BLUE if word == "采纳" else marks.NONE, word) if word == "采纳" else filled(
        '<span class="board-mark none">{word}</span>', word=word
    )  # fmt: skip


def head(line: Line, code: str, as_of: date) -> Piece:
    """The way back; whose objection, to what, and its clock."""
    when = f"{short_day(line.filed_on, as_of)}提出"
    named = cards.heading(
        f"{line.unit_name}：{line.part}", (_standing(line, as_of),), f"{line.case_no}　{line.rule}　{when}"
    )
    return joined((cards.back("本期全部申诉", period_parts.address(code, part="objections")), named))


def asked(page: Page) -> Piece:
    """What the unit says and shows, beside what the result says of the part."""
    line = page.line
    pairs: list[tuple[str, object]] = [("现在的认定", page.why or NOTHING)]
    if line.stake is not None:
        pairs.append(("最多可增加", f"{points(line.stake)} 分"))
    said = [
        filled('<p class="board-standard"><b>{word}</b>{text}</p>', word=word, text=text)
        for word, text in (("理由", evidence(page.reason, NOTHING)), ("佐证", evidence(page.evidence, "没有附佐证")))
    ]
    return cards.card("申诉内容", joined((cards.facts(pairs), *said)))


def answered(page: Page, as_of: date) -> Piece:
    """Who answered what."""
    line = page.line
    pairs = [("结果", _result(line.result)), ("答复人", page.answered_by), ("日期", short_day(line.closed_on, as_of))]
    if page.outcome:
        pairs.append(("改为", page.outcome))
    words = filled('<p class="board-standard"><b>答复</b>{text}</p>', text=page.answer or NOTHING)
    return cards.card("答复", joined((cards.facts(pairs), words)))


def versions(found: Versions) -> Piece:
    """Both versions side by side: the line named, then every unit that moved."""
    line = [
        tables.Row(("得分率", percent(found.share), percent(found.share_now))),
        tables.Row(("该规则得分", points(found.points), points(found.points_now))),
    ]
    heads = (f"#第 {found.before} 版", f"#第 {found.after} 版")
    named = tables.piece(("申诉的一行", *heads), line, "申诉的一行，前后两版")
    columns = ("单位", "#总分", "#改后", "#名次", "#改后", "档次", "改后")
    rows = [
        tables.Row(
            (
                filled("<b>{name}</b>", name=one.name) if one.own else one.name,
                points(one.total),
                _changed(points(one.total), points(one.total_now)),
                one.rank or NOTHING,
                _changed(one.rank or NOTHING, one.rank_now or NOTHING),
                one.tier or NOTHING,
                _changed(one.tier or NOTHING, one.tier_now or NOTHING),
            )
        )
        for one in found.units
    ]
    moved = tables.piece(columns, rows, "变动的单位，前后两版")
    told = cards.note(
        f"前一版保留；第 {found.after} 版摘要 {found.digest[:10]}。没有列出的单位，总分、名次和档次都不变。"
    )
    return cards.card("前后两版", joined((named, cards.note(""), moved, told)))


def _changed(before: object, after: object) -> Piece:
    return filled("<b>{after}</b>", after=after) if str(before) != str(after) else filled("{after}", after=after)
