"""Objections on screen: how each stands and was answered, the versions it made, and what leaders decided in the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from lib.domain.office_flows import UPHELD
from lib.domain.wording import NOTHING, points, short_day
from lib.ui import alike, cards, doors, lights, report_parts, tables
from lib.ui.evidence_parts import evidence
from lib.ui.markup import Piece, filled, joined


class Objection(alike.Objection, Protocol):
    """An objection to one part of one line."""

    @property
    def rule_title(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def evidence(self) -> str | None: ...
    @property
    def answer(self) -> str | None: ...
    @property
    def outcome(self) -> str: ...


class Moved(Protocol):
    """A line that moved from one version to the next."""

    @property
    def rule(self) -> str: ...
    @property
    def then(self) -> Decimal | None: ...
    @property
    def now(self) -> Decimal | None: ...


class Version(Protocol):
    """A unit in one version of a result."""

    @property
    def version(self) -> int: ...
    @property
    def digest(self) -> str: ...
    @property
    def made_on(self) -> date: ...
    @property
    def total(self) -> Decimal | None: ...
    @property
    def league_rank(self) -> int | None: ...
    @property
    def moved(self) -> Sequence[Moved]: ...
    @property
    def case_no(self) -> str: ...
    @property
    def why(self) -> str: ...


class Decision(Protocol):
    """What a leader decided on the recommendation of a year."""

    @property
    def year(self) -> str: ...
    @property
    def tier(self) -> str | None: ...
    @property
    def league_rank(self) -> int | None: ...
    @property
    def recommendation(self) -> str: ...
    @property
    def decision(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def decided_on(self) -> date: ...


def brief(one: Objection) -> str:
    """申诉 已申诉, or what came of it."""
    return f"申诉{one.result}" if one.result else one.state


def filed(found: Sequence[Objection], page: str, unit: str, as_of: date) -> Piece:
    """Objections as lines, the open ones first; a tap opens the part objected to. Nothing where there is none."""
    lines = [
        cards.Line(
            f"{one.rule_title}：{one.title}",
            standing(one, as_of),
            f"{one.case_no}　{short_day(one.filed_on, as_of)}提出" + (f"　答复：{one.answer}" if one.answer else ""),
            doors.address(page, unit=unit, rule=one.rule, part=one.subject) if one.subject else None,
            "wraps",
        )
        for one in found
    ]
    return cards.card("申诉", cards.lines(lines, ""), f"{len(lines)} 件") if lines else Piece("")


def standing(one: Objection, as_of: date) -> Piece:
    """Where it stands, with its clock; of an answered one the answer and its day."""
    if one.result:
        words = f"{one.result} {short_day(one.closed_on, as_of)}"
        return lights.mark("blue", words) if one.result == UPHELD else filled(
            '<span class="board-mark none">{words}</span>', words=words
        )  # fmt: skip
    clock = Piece("")
    if one.due_on is not None and one.days_left is not None:
        clock = filled(
            '<span class="why">{due}前　{days}</span>',
            due=short_day(one.due_on, as_of), days=report_parts.days(one.days_left),
        )  # fmt: skip
    return joined((lights.mark("pending", one.state), clock))


def card(one: Objection, as_of: date) -> Piece:
    """One objection whole: what was said, with which evidence, and the answer."""
    answered = [("答复", one.answer), ("改为", one.outcome)]
    pairs = [
        ("状态", standing(one, as_of)),
        ("提出日期", short_day(one.filed_on, as_of)),
        ("佐证", one.evidence or NOTHING),
        *((word, said) for word, said in answered if said),
    ]
    said = filled('<p class="board-standard"><b>理由</b>{words}</p>', words=evidence(one.reason, NOTHING))
    return cards.card("申诉", joined((cards.facts(pairs), said)), one.case_no)


def versions(found: Sequence[Version], as_of: date) -> Piece:
    """The versions of a result side by side, only the lines that moved, and below why each was made; nothing where there
    is but one."""
    if not found:
        return Piece("")
    moved = dict.fromkeys(line.rule for one in found for line in one.moved)
    rows = [
        ("日期", [short_day(one.made_on, as_of) for one in found]),
        ("总分", [points(one.total) for one in found]),
        ("组内名次", [NOTHING if one.league_rank is None else f"第 {one.league_rank} 名" for one in found]),
        *((rule, _points_of(found, rule)) for rule in moved),
        ("摘要", [one.digest[:10] for one in found]),
    ]
    columns = ["", *(f"#第 {one.version} 版" for one in found)]
    table = tables.piece(columns, [tables.Row((word, *cells)) for word, cells in rows], "结果的各个版本", "versions")
    told = [
        cards.note("　".join(word for word in (f"第 {one.version} 版", one.case_no, one.why) if word))
        for one in found
        if one.why
    ]
    return cards.card("版本对照", joined((table, *told)), "申诉采纳前后")


def _points_of(found: Sequence[Version], rule: str) -> list[str]:
    """A line's points in every version: as it stood before it first moved, then as each version left it."""
    first = next(line for one in found for line in one.moved if line.rule == rule)
    shown, held = [], first.then
    for one in found:
        held = next((line.now for line in one.moved if line.rule == rule), held)
        shown.append(points(held))
    return shown


def decisions(found: Sequence[Decision], as_of: date) -> Piece:
    """The years with what was recommended, and whether it was signed; nothing where there is none."""
    lines = [
        cards.Line(
            f"{one.year}　{one.recommendation}",
            f"{one.decision}　{short_day(one.decided_on, as_of)}",
            "　".join(
                word
                for word in (one.tier, f"组内第 {one.league_rank} 名" if one.league_rank else "", one.reason)
                if word
            ),
            kind="wraps",
        )
        for one in found
    ]
    return cards.card("历年决定", cards.lines(lines, ""), "区领导签署") if lines else Piece("")
