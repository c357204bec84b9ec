"""One case on screen: its head with both clocks, and its time line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from lib.domain.wording import NOTHING, number, short_day
from lib.ui import alike, cards, case_parts, lights
from lib.ui.ledger_parts import left_words
from lib.ui.markup import Piece, filled, joined

_NONE = Piece("")


class Stay(Protocol):
    """A stay with its clock."""

    @property
    def state(self) -> str: ...
    @property
    def holder_name(self) -> str: ...
    @property
    def entered_on(self) -> date: ...
    @property
    def left_on(self) -> date | None: ...
    @property
    def days(self) -> int: ...
    @property
    def paused_days(self) -> int: ...
    @property
    def limit(self) -> str: ...
    @property
    def deadline(self) -> date | None: ...
    @property
    def in_time(self) -> bool | None: ...
    @property
    def days_late(self) -> int: ...
    @property
    def returned_on(self) -> date | None: ...


class Whole(Protocol):
    """The clock of the whole case."""

    @property
    def limit(self) -> str: ...
    @property
    def deadline(self) -> date | None: ...
    @property
    def days(self) -> int: ...
    @property
    def days_late(self) -> int: ...


class Strike(Protocol):
    """Why an event no longer counts."""

    @property
    def on(self) -> date: ...
    @property
    def reason(self) -> str: ...
    @property
    def approver(self) -> str: ...
    @property
    def replaced(self) -> bool: ...


class Step(Protocol):
    """One event of the time line."""

    @property
    def kind(self) -> str: ...
    @property
    def day(self) -> date: ...
    @property
    def action(self) -> str: ...
    @property
    def unit_name(self) -> str: ...
    @property
    def account_name(self) -> str: ...
    @property
    def result(self) -> str: ...
    @property
    def assignee_name(self) -> str: ...
    @property
    def amount(self) -> Decimal | None: ...
    @property
    def text(self) -> str: ...
    @property
    def words(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def recorded_on(self) -> date | None: ...
    @property
    def strike(self) -> Strike | None: ...
    @property
    def stay(self) -> Stay | None: ...


class Case(alike.Case, Protocol):
    """A case as it stands."""

    @property
    def flow_name(self) -> str: ...
    @property
    def closed_on(self) -> date | None: ...
    @property
    def result(self) -> str: ...
    @property
    def stay(self) -> Stay | None: ...
    @property
    def whole(self) -> Whole: ...
    @property
    def is_overdue(self) -> bool: ...
    @property
    def words(self) -> tuple[tuple[str, str], ...]: ...


def head(case: Case, as_of: date) -> Piece:
    """Number, mark, and whose turn it is by when."""
    if case.closed_on is not None:
        mark = lights.mark("blue", case.state)
    elif case.is_overdue:
        mark = lights.mark("red", "超期")
    else:
        mark = lights.mark("none", "中止计时") if case.paused else lights.mark("green", "在办")
    return cards.heading(case.case_no, (mark,), f"{case.flow_name}　{turn(case, as_of)}")


def turn(case: Case, as_of: date) -> str:
    """Whose turn it is and by when, as one sentence."""
    if case.closed_on is not None:
        result = f"，结果：{case.result}" if case.result else ""
        return f"{short_day(case.closed_on, as_of)}{case.state}{result}。"
    words = f"现为“{case.state}”，由{case.holder_name}办理"
    if case.paused:
        return f"{words}；计时已中止，恢复后继续。"
    deadline, whole = case.stay.deadline if case.stay else None, case.whole.deadline
    if whole and (deadline is None or whole < deadline):
        # The earlier of the two is what a list of cases shows, and what the case is overdue by.
        own = f"，本环节期限 {short_day(deadline, as_of)}" if deadline else ""
        return f"{words}，全程期限 {short_day(whole, as_of)}{own}。"
    return f"{words}，期限 {short_day(deadline, as_of)}。" if deadline else f"{words}，本环节不设期限。"


def facts(case: Case, as_of: date) -> Piece:
    """The clocks and the attributes."""
    pairs: list[tuple[str, object]] = [
        ("登记", short_day(case.registered_on, as_of)),
        ("登记时的承办单位", case.unit_name),
    ]
    if case.stay is not None:
        pairs += [("本环节", _clock(case.stay.limit, case.stay.deadline, case.stay.days, case.stay.days_late, as_of))]
        if case.stay.paused_days:
            pairs += [("本环节中止", f"{case.stay.paused_days} 天（不计入期限）")]
    whole = case.whole
    if case.closed_on is not None:
        pairs += [("全程", _ended(whole))]
    elif whole.deadline is not None:
        pairs += [("全程", _clock(whole.limit, whole.deadline, whole.days, whole.days_late, as_of))]
    return cards.facts([*pairs, *case.words])


def _clock(limit: str, deadline: date | None, days: int, late: int, as_of: date) -> Piece:
    used = f"已 {days} 天，限 {case_parts.limit_words(limit)}" if limit else f"已 {days} 天，不设期限"
    if deadline is None:
        return filled("{used}", used=used)
    state = filled('<b class="warns">超期 {late} 天</b>', late=late) if late else left_words((deadline - as_of).days)
    below = f"{used}，至 {short_day(deadline, as_of)}".replace(" ", "\u00a0")
    return filled('{state}<span class="why">{below}</span>', state=state, below=below)


def _ended(whole: Whole) -> str:
    if whole.deadline is None:
        return f"历时 {whole.days} 天"
    return f"历时 {whole.days} 天，" + (f"超期 {whole.days_late} 天" if whole.days_late else "在期限内")


def timeline(steps: Sequence[Step], as_of: date) -> Piece:
    """The events from first to last, each with the stay it began."""
    return filled('<ol class="board-timeline">{steps}</ol>', steps=joined(_step(one, as_of) for one in steps))


def _step(one: Step, as_of: date) -> Piece:
    struck = one.strike is not None
    return filled(
        '<li class="{kind}"><span class="day">{day}</span><div>{title}{marks}{text}{strike}{stay}</div></li>',
        kind=f"{one.kind} struck" if struck else one.kind,
        day=short_day(one.day, as_of),
        title=_title(one, struck=struck),
        marks=_marks(one, as_of),
        text=filled('<p class="said">{text}</p>', text=one.text) if one.text else _NONE,
        strike=_strike(one.strike, as_of) if one.strike else _NONE,
        stay=_stay(one.stay, as_of) if one.stay else _NONE,
    )


def _title(one: Step, *, struck: bool) -> Piece:
    words = [_assignee(one)] if one.assignee_name else []
    words += [one.result] if one.result else []
    words += [f"{number(one.amount)} 万元"] if one.amount is not None else []
    said = filled("<b>{action}</b> {words}", action=one.action, words="　".join(words))
    return filled("<s>{said}</s>", said=said) if struck else filled("<span>{said}</span>", said=said)


def _assignee(one: Step) -> str:
    """To whom the case went; at a registration the unit may only be the one it is counted for."""
    goes = one.stay is None or one.stay.holder_name == one.assignee_name
    return f"给{one.assignee_name}" if goes else f"承办单位：{one.assignee_name}"


def _marks(one: Step, as_of: date) -> Piece:
    """Who acted, who recorded it, when it was recorded if late, and the attributes given."""
    who = "　".join(word for word in (one.unit_name, f"{one.account_name}记录") if word)
    late = (
        filled('　<span class="late">补录（{day}记录）</span>', day=short_day(one.recorded_on, as_of))
        if one.recorded_on
        else _NONE
    )
    given = filled('<p class="given">{words}</p>', words="　".join(f"{name}：{text}" for name, text in one.words))
    return joined((filled('<p class="who">{who}{late}</p>', who=who, late=late), given if one.words else _NONE))


def _strike(strike: Strike, as_of: date) -> Piece:
    what = "已更正，以更正后的一条为准" if strike.replaced else "已作废"
    return filled(
        '<p class="strike">{what}：{reason}（{approver}批准，{day}）</p>',
        what=what, reason=strike.reason or NOTHING, approver=strike.approver or NOTHING, day=short_day(strike.on, as_of),
    )  # fmt: skip


def _stay(stay: Stay, as_of: date) -> Piece:
    words = [f"{stay.state}（{stay.holder_name}）", f"{'历时' if stay.left_on else '至今'} {stay.days} 天"]
    if stay.paused_days:
        words.append(f"其中中止 {stay.paused_days} 天")
    if stay.deadline is not None:
        words.append(f"限 {case_parts.limit_words(stay.limit)}，至 {short_day(stay.deadline, as_of)}")
    return filled('<p class="stay">{words}{verdict}</p>', words="　".join(words), verdict=_verdict(stay, as_of))


def _verdict(stay: Stay, as_of: date) -> Piece:
    if stay.in_time is None:
        return _NONE
    if stay.returned_on is not None and stay.returned_on <= as_of:
        return joined(("　", lights.mark("red", f"{short_day(stay.returned_on, as_of)}被退回，不算按期")))
    if stay.days_late:
        return joined(("　", lights.mark("red", f"超期 {stay.days_late} 天")))
    return joined(("　", lights.mark("blue", "按期"))) if stay.left_on else _NONE
