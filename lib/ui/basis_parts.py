"""What a lost point rests on: the part opened, the stays not in time behind it, and its facts one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from lib.domain.wording import NOTHING, minute, number, points, short_day
from lib.ui import cards, doors, lights, score_parts
from lib.ui.evidence_parts import evidence
from lib.ui.markup import Piece, filled, joined

SHOWN = 10  # of a list at once, the others one tap away


class Fact(Protocol):
    """One fact as far as it may be seen."""

    @property
    def kind(self) -> str: ...
    @property
    def day(self) -> date | None: ...
    @property
    def what(self) -> Sequence[tuple[str, str]]: ...
    @property
    def account_name(self) -> str: ...
    @property
    def recorded_at(self) -> datetime: ...
    @property
    def stated(self) -> bool: ...
    @property
    def corrected(self) -> bool: ...
    @property
    def opens(self) -> bool: ...


class Facts(Protocol):
    """The facts of a part, and how many more there are."""

    @property
    def lines(self) -> Sequence[Fact]: ...
    @property
    def total(self) -> int: ...
    @property
    def seen(self) -> int: ...
    @property
    def judicial(self) -> int: ...
    @property
    def hidden(self) -> int: ...


class LateStay(Protocol):
    """A stay not in time."""

    @property
    def case_no(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def entered_on(self) -> date: ...
    @property
    def deadline(self) -> date: ...
    @property
    def left_on(self) -> date | None: ...
    @property
    def days_late(self) -> int: ...
    @property
    def returned_on(self) -> date | None: ...


class LateInState(Protocol):
    """Stays not in time in one state, as counts."""

    @property
    def state(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def least_days(self) -> int: ...
    @property
    def most_days(self) -> int: ...


class StayLine(Protocol):
    """A stay with the part it is."""

    @property
    def stay(self) -> LateStay: ...
    @property
    def part(self) -> score_parts.Part: ...


class Page(Protocol):
    """A part, opened."""

    @property
    def unit(self) -> str: ...
    @property
    def unit_name(self) -> str: ...
    @property
    def part(self) -> score_parts.Part: ...
    @property
    def step(self) -> score_parts.Step | None: ...
    @property
    def stays(self) -> Sequence[StayLine]: ...
    @property
    def more_stays(self) -> int: ...
    @property
    def by_state(self) -> Sequence[LateInState]: ...
    @property
    def facts(self) -> Facts: ...
    @property
    def why_no_facts(self) -> str: ...


def back(page: Page) -> Piece:
    """The way back to the score, with the rule open."""
    leads_to = doors.address(score_parts.PAGE, unit=page.unit, rule=page.part.rule)
    return cards.back("得分构成", leads_to)


def head(page: Page, period: str) -> Piece:
    """What was judged, what it cost, and by which rule."""
    one, step = page.part, page.step
    pairs: list[tuple[str, object]] = [
        ("失分", score_parts.cost(one)),
        ("考核期", period),
        ("规则", f"{step.rule}（满分 {points(step.full)}）" if step else "加减分"),
    ]
    why = filled('<p class="board-standard"><b>认定</b>{why}</p>', why=one.why) if one.why else Piece("")
    clause = cards.note(step.clause) if step and step.clause else Piece("")
    return cards.card(one.title, joined((cards.facts(pairs), why, clause)), page.unit_name)


def stays(page: Page, as_of: date) -> Piece:
    """The stays not in time, the longest late first: each opens, to be objected to by itself."""
    if not page.stays and not page.more_stays:
        return Piece("")
    rows = [
        cards.Line(
            f"{one.stay.case_no or '案件已转出'}　{one.stay.state}",
            score_parts.cost(one.part),
            _times(one.stay, as_of),
            score_parts.part_door(page.unit, one.part) if one.part.subject else None,
            "wraps",
        )
        for one in page.stays
    ]
    whole = number(len(rows) + page.more_stays)
    if not rows:
        counted = [cards.Line(one.state, f"{number(one.count)} 个", _days(one)) for one in page.by_state]
        told = cards.note("只计数，不逐个列出；逐件情况由承办单位和督导办公室掌握。")
        return cards.card(
            "未按时的环节", joined((cards.lines(counted, ""), told) if counted else (told,)), f"{whole} 个"
        )
    more = cards.note(f"另有 {number(page.more_stays)} 个环节未逐个列出") if page.more_stays else Piece("")
    listed = joined((cards.first_lines(rows, SHOWN, "", "个"), more))
    return cards.card("未按时的环节", listed, f"{whole} 个，超期最久的在前")


def _days(one: LateInState) -> str:
    """超期 16–93 天; a stay given back on its last day is not in time and no day late."""
    if one.least_days == one.most_days:
        return f"超期 {one.most_days} 天" if one.most_days else "期限内交出，被退回"
    return f"超期 {one.least_days}–{one.most_days} 天"


def _times(one: LateStay, as_of: date) -> str:
    left = f"{short_day(one.left_on, as_of)}离开" if one.left_on else "期末仍在办"
    returned = f"，{short_day(one.returned_on, as_of)}退回" if one.returned_on else ""
    late = f"，超期 {one.days_late} 天" if one.days_late else ""
    return f"{short_day(one.entered_on, as_of)}进入，期限 {short_day(one.deadline, as_of)}，{left}{returned}{late}"


def facts(page: Page, as_of: date) -> Piece:
    """The facts one by one: what each says, who recorded it when, and whether it was corrected since."""
    found = page.facts
    rows = [cards.Line(_what(one), _day(one, as_of), _recorded(one), kind="wraps fact") for one in found.lines]
    shown = cards.first_lines(rows, SHOWN, "", "条") if rows else Piece("")
    told = [cards.note(words) for words in (page.why_no_facts, *_counted_only(found)) if words]
    return cards.card("依据", joined((shown, *told)), f"共 {number(found.total)} 条")


def _day(one: Fact, as_of: date) -> Piece:
    mark = lights.mark("yellow", "已更正") if one.corrected else Piece("")
    return filled("{day} {mark}", day=short_day(one.day, as_of), mark=mark)


def _recorded(one: Fact) -> str:
    return f"{one.account_name}　{'填报' if one.stated else '入库'}于 {minute(one.recorded_at)}"


def _what(one: Fact) -> Piece:
    said = (
        filled(
            '<span class="said"><i>{label}</i>{words}</span>',
            label=label, words=evidence(words, NOTHING, linked=one.opens),
        )
        for label, words in one.what
    )  # fmt: skip
    return filled("<b>{kind}</b> {said}", kind=one.kind, said=joined(said, " "))


def _counted_only(found: Facts) -> list[str]:
    """What is a number for this reader, and what the list leaves out."""
    words = [f"列出前 {len(found.lines)} 条，可见的共 {number(found.seen)} 条"] if found.seen > len(found.lines) else []
    if found.judicial:
        words.append(f"司法案件流转记录 {number(found.judicial)} 条，只计数")
    if found.hidden:
        words.append(f"案件流转记录 {number(found.hidden)} 条，只计数：逐件情况由承办单位和督导办公室掌握")
    return words
