"""A unit's side of 填报核实: duties to report on, what was filed with its verdict, numbers to enter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from lib.domain.facts import PASS, RETURN, Entry
from lib.domain.marks import PENDING
from lib.domain.periods import Period
from lib.domain.rights import LEADER
from lib.domain.wording import NOTHING, number, rated, short_day
from lib.ui import alike, cards, doors, duty_parts, lights, tables
from lib.ui.evidence_parts import evidence
from lib.ui.markup import Piece, filled, joined, show

PAGE = duty_parts.ACTS_PAGE
_ELSE = (("extensions", "申请延期"), ("help", "请求配合"))


class Duty(alike.MarkedDuty, Protocol):
    """A duty to report on."""

    @property
    def owned(self) -> bool: ...
    @property
    def effective_due(self) -> date: ...
    @property
    def days_left(self) -> int: ...
    @property
    def percent(self) -> Decimal | None: ...
    @property
    def reported_on(self) -> date | None: ...
    @property
    def claimed_on(self) -> date | None: ...
    @property
    def waits_until(self) -> date | None: ...


class Filed(alike.Report, Protocol):
    """A report that was filed."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def counts(self) -> bool: ...
    @property
    def verifier(self) -> str: ...
    @property
    def verify_by(self) -> date | None: ...
    @property
    def again_by(self) -> date | None: ...


class Filing(Protocol):
    """A unit's side: its duties and what it filed."""

    @property
    def unit(self) -> str: ...
    @property
    def owned(self) -> Sequence[Duty]: ...
    @property
    def helped(self) -> Sequence[Duty]: ...
    @property
    def filed(self) -> Sequence[Filed]: ...


class Number(Protocol):
    """A number to enter."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def period(self) -> Period: ...
    @property
    def unit_word(self) -> str: ...
    @property
    def has_denominator(self) -> bool: ...
    @property
    def note(self) -> str | None: ...
    @property
    def entry(self) -> Entry | None: ...


def filing(page: Filing, as_of: date) -> Piece:
    """What is to be reported beside what was filed lately; what was returned stands above both."""
    again = [filed(one, page.unit, as_of) for one in page.filed if one.again_by]
    lately = [filed(one, page.unit, as_of) for one in page.filed if not one.again_by]
    owned = [duty(one, page.unit, as_of) for one in page.owned]
    helped = [duty(one, page.unit, as_of) for one in page.helped]
    none_owned = "没有未完成的牵头任务；新一期任务开始后显示在这里。"
    none_filed = "近三个月没有填报；填报后在这里看核实结果。"
    returned = cards.card("退回，请重新申报", cards.lines(again, ""), f"{len(again)} 件") if again else Piece("")
    todo = [cards.card("待填报任务", cards.lines(owned, none_owned), f"{len(owned)} 项，按期限")]
    if helped:
        todo.append(cards.card("配合任务", cards.lines(helped, ""), "可填报进展"))
    done = cards.card("最近填报", cards.first_lines(lately, 8, none_filed), "近三个月")
    return joined((returned, cards.halves(joined(todo), done)))


def back(words: str, part: str, unit: str | None = None) -> str | None:
    """The way back to the list of a part; its address if it was tapped."""
    return doors.draw(cards.back(words, doors.address(PAGE, queue=part, unit=unit)), "back")


def days(left: int) -> Piece:
    """还剩 3 天, 今天到期, 已超 12 天."""
    if left < 0:
        return filled('<b class="warns">已超 {days} 天</b>', days=-left)
    return filled("还剩 <b>{days}</b> 天", days=left) if left else Piece("<b>今天到期</b>")


def duty(one: Duty, unit: str, as_of: date) -> cards.Line:
    """A duty as a line that opens its form: light, days left, and what was reported last."""
    words = [f"第 {one.item} 项", f"期限 {short_day(one.effective_due, as_of)}"]
    if not one.owned:
        words.append(f"责任单位 {one.owner_name}")
    if one.claimed_on:
        words.append(f"{short_day(one.claimed_on, as_of)}已申报")
        words.append(f"{short_day(one.waits_until, as_of)}前核实" if one.waits_until else "待核实")
    elif one.reported_on:
        share = f" {number(one.percent)}%" if one.percent is not None else ""
        words.append(f"{short_day(one.reported_on, as_of)}填报进展{share}")
    else:
        words.append("还没有填报")
    right = _light(one)
    leads_to = duty_parts.act_door("file", unit, one.key)
    return cards.Line(one.title, right, "　".join(words), leads_to, "wraps")


def _light(one: Duty) -> Piece:
    """The state, or of a helped duty the light alone, and the days left where nothing waits for a verdict."""
    light = duty_parts.state(one)
    return light if one.claimed_on or one.mark == PENDING else joined((light, Piece("　"), days(one.days_left)))


def duty_head(one: Duty, unit: str, as_of: date) -> Piece:
    """What is being reported on: the duty, its dates, what counts as done, and what else may be asked for it."""
    pairs = [
        ("状态", _light(one)),
        ("期限", short_day(one.effective_due, as_of)),
        ("责任单位", one.owner_name if not one.owned else "本单位"),
        ("任务编号", one.key),
        ("最近填报", _last(one, as_of)),
    ]
    standard = filled('<p class="board-standard"><b>完成标准</b>{words}</p>', words=one.done_when)
    onward = [cards.onward(words, doors.address(PAGE, queue=part, unit=unit, duty=one.key)) for part, words in _ELSE]
    return cards.card(one.title, joined((cards.facts(pairs), standard, joined(onward, "　") if one.owned else "")))


def _last(one: Duty, as_of: date) -> str:
    if one.reported_on is None:
        return NOTHING
    share = f"　{number(one.percent)}%" if one.percent is not None else ""
    return f"{short_day(one.reported_on, as_of)}{share}"


def filed(one: Filed, unit: str, as_of: date) -> cards.Line:
    """A report with its verdict; a returned one says why and by when it can be filed again, and opens the form."""
    below = [f"{short_day(one.occurred_on, as_of)}　{duty_parts.kind_words(one)}"]
    if one.verdict == RETURN:
        below.append(f"{short_day(one.verified_on, as_of)}退回：{one.reason or '未写理由'}")
    if one.again_by:
        below.append(f"请在 {short_day(one.again_by, as_of)} 前重新申报")
    leads_to = duty_parts.act_door("file", unit, one.key) if one.again_by else None
    return cards.Line(one.title, _verdict(one, as_of), "　".join(below), leads_to, "wraps")


def _verdict(one: Filed, as_of: date) -> Piece:
    if one.verdict == PASS:
        return lights.mark("blue", f"{short_day(one.verified_on, as_of)}通过")
    if one.verdict == RETURN:
        return lights.mark("yellow", "退回") if one.again_by else Piece('<span class="board-mark none">曾退回</span>')
    if not one.counts:
        return Piece('<span class="board-mark none">已收到</span>')
    who = "区领导" if one.verifier == LEADER else "办公室"
    by = f"{short_day(one.verify_by, as_of)}前" if one.verify_by else ""
    return lights.mark("pending", f"待核实（{who}{by}）")


def numbers(rows: Sequence[Number], unit: str, as_of: date) -> str | None:
    """The numbers due, those not entered first; a row opens its form."""
    found = [
        tables.Row(
            (
                one.title,
                one.period.name,
                lights.mark("yellow", "未填") if one.entry is None else lights.mark("blue", "已填"),
                _value(one),
                evidence(one.entry.evidence if one.entry else None, NOTHING),
                short_day(one.entry.occurred_on, as_of) if one.entry else NOTHING,
            ),
            leads_to=doors.address(PAGE, unit=unit, queue="numbers", number=one.key),
        )
        for one in rows
    ]
    columns = ("指标", "考核期", "状态", "#数值", "佐证", "日期")
    if not found:
        show(cards.empty("方案没有需要本单位填报的指标。"))
        return None
    return tables.table(columns, found, caption="本期应填指标", key="numbers")


def number_head(one: Number) -> Piece:
    """Which number is entered, and what it counts."""
    return cards.heading(one.title, (), "　".join(word for word in (one.period.name, one.note or "") if word))


def _value(one: Number) -> str:
    entry = one.entry
    if entry is None:
        return NOTHING
    if not one.has_denominator:
        return f"{number(entry.value)} {one.unit_word}"
    return rated(Fraction(entry.numerator or 0), Fraction(entry.denominator or 0))
