"""考核周期 on screen: the list of periods, the line of a life, what comes next and what holds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from lib.domain import marks
from lib.domain.period_life import (
    APPROVED,
    CHECKED,
    COMPUTED,
    DECIDED,
    DRAFT,
    LOCKED,
    OPENED,
    PUBLISHED,
    STATE_NAMES,
)
from lib.domain.wording import NOTHING, full_day, short_day
from lib.ui import alike, cards, doors, lights, tables
from lib.ui.markup import Piece, filled, joined

PAGE = "appraisal/periods"
SHOWN_BESIDE = 7
MOST_UNOPENED = 8
_STATES = {
    DRAFT: marks.NONE, OPENED: marks.PENDING, COMPUTED: marks.PENDING, CHECKED: marks.GREEN, APPROVED: marks.GREEN,
    PUBLISHED: marks.GREEN, LOCKED: marks.BLUE, DECIDED: marks.BLUE,
}  # fmt: skip
# Of a place on the line: its shape and its word.
_PLACES = {"done": ("✔", "已办"), "running": ("●", "进行中"), "next": ("▶", "下一步"), "later": ("○", "未到")}


class Line(Protocol):
    """A period in the list."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def is_year(self) -> bool: ...
    @property
    def running(self) -> bool: ...
    @property
    def state(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def close_on(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...
    @property
    def objections(self) -> int: ...
    @property
    def digest(self) -> str | None: ...
    @property
    def in_hand(self) -> bool: ...


class Mark(Protocol):
    """A place on the line of a life."""

    @property
    def name(self) -> str: ...
    @property
    def standing(self) -> str: ...
    @property
    def on(self) -> date | None: ...
    @property
    def who(self) -> str: ...
    @property
    def notes(self) -> Sequence[str]: ...
    @property
    def early(self) -> bool: ...


class Past(Protocol):
    """A step that was taken."""

    @property
    def name(self) -> str: ...
    @property
    def on(self) -> date: ...
    @property
    def who(self) -> str: ...
    @property
    def unit_name(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def early(self) -> bool: ...


class Next(Protocol):
    """A step that may come next."""

    @property
    def name(self) -> str: ...
    @property
    def by(self) -> str: ...
    @property
    def brings(self) -> str: ...
    @property
    def why_not(self) -> tuple[str, ...]: ...
    @property
    def again(self) -> bool: ...


class Claim(alike.Claim, Protocol):
    """A claim that keeps the result from the public."""

    @property
    def decided(self) -> bool: ...


class Page(Protocol):
    """One period, opened."""

    @property
    def line(self) -> Line: ...
    @property
    def marks(self) -> Sequence[Mark]: ...
    @property
    def past(self) -> Sequence[Past]: ...
    @property
    def steps(self) -> Sequence[Next]: ...
    @property
    def asked(self) -> int: ...
    @property
    def unconfirmed(self) -> Sequence[str]: ...
    @property
    def undecided(self) -> Sequence[Claim]: ...
    @property
    def unsigned(self) -> int: ...


def address(code: str, **more: str | None) -> str:
    """Where a period opens."""
    return doors.address(PAGE, period=code, **more)


def state(name: str) -> Piece:
    """The state of a period: shape, word, colour."""
    if name == DRAFT:
        return filled('<span class="board-mark none">{word}</span>', word=STATE_NAMES[DRAFT])
    return lights.mark(_STATES[name], STATE_NAMES[name])


def tables_of(lines: Sequence[Line], as_of: date) -> Iterator[str | None]:
    """The periods in hand, then the others, those long left unopened one tap away; a row opens its life. What was
    tapped in each."""
    in_hand = [one for one in lines if one.in_hand]
    unopened = [one for one in lines if one.state == DRAFT][MOST_UNOPENED:]
    others = [one for one in lines if one not in in_hand and one not in unopened]
    for words, shown in (("在办", in_hand), ("其他", others)):
        if shown:
            yield doors.draw(joined((cards.subheading(words), _table(shown, as_of, words))), f"periods-{words}")
    if unopened:
        more = cards.fold(f"更早没有打开的 {len(unopened)} 期", _table(unopened, as_of, "没有打开"))
        yield doors.draw(more, "periods-unopened")


def _table(lines: Sequence[Line], as_of: date, words: str) -> Piece:
    rows = [
        tables.Row(
            (
                one.name,
                joined((state(one.state), Piece('<span class="why">本期未结束</span>') if one.running else Piece(""))),
                f"第 {one.version} 版" if one.version else NOTHING,
                short_day(one.close_on, as_of),
                _until(one, as_of),
                filled('<b class="warns">{n}</b>', n=one.objections) if one.objections else NOTHING,
                digest(one.digest),
            ),
            leads_to=address(one.code),
        )
        for one in lines
    ]
    columns = ("考核期", "状态", "结果", "收件截止", "核对／公示到", "#未答复申诉", "摘要")
    return tables.piece(columns, rows, f"{words}的考核期")


def _until(one: Line, as_of: date) -> str:
    if one.until is None:
        return NOTHING
    return f"{'核对' if one.state == CHECKED else '公示'}到 {short_day(one.until, as_of)}"


def digest(text: str | None) -> Piece:
    """The first ten digits of a digest, as pages and papers show it."""
    return tables.unbroken((text or NOTHING)[:10])


def beside(lines: Sequence[Line], chosen: str) -> Piece:
    """The same list, narrow, beside the period that is open: those in hand and this one first."""
    first = [one for one in lines if one.in_hand or one.code == chosen]
    others = [one for one in lines if one not in first]
    shown = [*first, *others[: max(0, SHOWN_BESIDE - len(first))]]
    rest = [one for one in lines if one not in shown]
    more = cards.fold(f"其余 {len(rest)} 期", _narrow(rest, chosen)) if rest else Piece("")
    return cards.card("考核期", joined((_narrow(shown, chosen), more)))


def _narrow(lines: Sequence[Line], chosen: str) -> Piece:
    rows = [
        cards.Line(
            filled("<b>{name}</b>", name=one.name) if one.code == chosen else one.name,
            filled('<b class="warns">申诉 {n}</b>', n=one.objections) if one.objections else "",
            state(one.state),
            address(one.code),
            "wraps",
        )
        for one in lines
    ]
    return cards.lines(rows, "")


def head(line: Line) -> Piece:
    """The way back; the period that is open, where it stands, and the result in force."""
    said = [
        f"第 {line.version} 版" if line.version else "还没有计算",
        f"收件截至 {full_day(line.close_on)}" if line.close_on else "",
        f"摘要 {line.digest[:10]}" if line.digest else "",
    ]
    named = cards.heading(f"{line.name}考核", (state(line.state),), "　".join(filter(None, said)))
    return joined((cards.back("全部考核期", doors.address(PAGE)), named))


def words(page: Page) -> dict[str, str]:
    """The parts of an open period, with how much waits in each."""
    line = page.line
    named = {"life": "进程", "objections": f"申诉 {line.objections}" if line.objections else "申诉", "check": "核验"}
    if line.is_year:
        named["decisions"] = f"决定 {page.unsigned}" if page.unsigned else "决定"
    return named


def life(found: Sequence[Mark], as_of: date) -> Piece:
    """The line from 打开 to 锁定 or 决定."""
    places = joined(_place(one, as_of) for one in found)
    return filled('<ol class="board-life" style="--places:{n}">{places}</ol>', n=len(found), places=places)


def _place(one: Mark, as_of: date) -> Piece:
    shape, word = _PLACES[one.standing]
    early = Piece('<span class="early">▲ 未满即办</span>') if one.early else Piece("")
    lines = [short_day(one.on, as_of) if one.on else word, one.who, *one.notes]
    return filled(
        '<li class="{standing}"><i aria-hidden="true">{shape}</i><b>{name}</b><em class="board-unseen">{word}</em>{lines}{early}</li>',
        standing=one.standing, shape=shape, name=one.name, word=word, early=early,
        lines=joined(filled("<span>{line}</span>", line=line) for line in lines if line),
    )  # fmt: skip


def ahead(page: Page) -> Piece:
    """What comes next, by whom, and what still holds it: sentences, unit names, claims and objections one tap away."""
    found = next((one for one in page.steps if not one.again), None)
    if found is None:
        return cards.card("下一步", _at_the_end(page), "区领导" if page.unsigned else "")
    rows = [
        cards.Line(filled('<span class="tone yellow">▲ {why}</span>', why=why), kind="wraps") for why in found.why_not
    ]
    if page.line.state == CHECKED and page.unconfirmed:
        rows.append(_unconfirmed(page))
    if page.undecided and page.line.state not in (LOCKED, DECIDED):
        rows += [_claim(one) for one in page.undecided]
    if page.line.objections:
        to = address(page.line.code, part="objections")
        rows.append(cards.Line(f"未答复的申诉 {page.line.objections} 件", "去答复 →", leads_to=to))
    brings = cards.note(found.brings)
    return cards.card(f"下一步：{found.name}", joined((brings, cards.lines(rows, "可以办理。"))), found.by)


def _at_the_end(page: Page) -> Piece:
    if page.unsigned:
        to = address(page.line.code, part="decisions")
        return cards.lines([cards.Line(f"还有 {page.unsigned} 项建议待签署或不采纳", "去签署 →", leads_to=to)], "")
    ended = (
        "全部建议已经签署或不采纳。" if page.line.is_year else "本期结果已锁定；季度和半年结果只通报，不表彰、不问责。"
    )
    return cards.text(ended)


def _unconfirmed(page: Page) -> cards.Line:
    names = "、".join(page.unconfirmed)
    return cards.Line(f"尚未确认 {len(page.unconfirmed)} 家（共 {page.asked} 家）", below=names, kind="wraps")


def _claim(one: Claim) -> cards.Line:
    if one.decided:
        return cards.Line(one.title, "已核实，重新计算后计入", one.unit_name, kind="wraps")
    to = doors.address("office/reports", queue="verify", duty=one.key, claim=str(one.number))
    return cards.Line(one.title, "去核实 →", f"{one.unit_name}　待核实的申报", to, "wraps")


def past(found: Sequence[Past], as_of: date) -> Piece:
    """Every step in its order, one tap away."""
    rows = [
        cards.Line(
            filled("<b>{name}</b>", name=f"{one.name}：{one.unit_name}" if one.unit_name else one.name),
            f"{short_day(one.on, as_of)}　{one.who}",
            filled('<span class="early">▲</span> {text}', text=one.text) if one.early else one.text,
            kind="wraps",
        )
        for one in found
    ]
    return cards.fold(f"全部步骤 {len(rows)} 条", cards.lines(rows, "还没有办理过。"))
