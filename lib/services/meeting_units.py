"""会议, one unit: what there is to settle, what changed since the last meeting, what runs, what was decided on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lib.domain.agenda import UnitChanges
from lib.domain.duties import DONE_LATE, DutyStatus
from lib.domain.indicators import RED
from lib.domain.meeting_points import Point, points
from lib.domain.office_flows import LETTER, ORDER
from lib.domain.order_drafts import Issued
from lib.domain.order_findings import findings
from lib.domain.order_rules import ORDER as GRAVEST
from lib.domain.promises import OVERDUE
from lib.domain.rights import Viewer
from lib.domain.wording import short_day
from lib.errors import Refused
from lib.services.book import Book
from lib.services.duty_views import UnitMarks, unit_marks
from lib.services.meeting_views import (
    MadeLine,
    PromiseLine,
    changes_of,
    last_meeting,
    made_lines,
    promise_line,
    promises_of,
    require_meeting,
    sees_rows,
)
from lib.services.office_cases import issued_orders
from lib.services.order_lines import OrderLine
from lib.services.order_views import missed_targets
from lib.services.orders_in_hand import in_hand
from lib.services.status import Status, status
from lib.services.waiting import duty_title


@dataclass(frozen=True, slots=True)
class PointLine:
    """A point in words. `cause`: what a decision on it is about; `order_cause`: what an order on it is about.

    `note`: what was decided or sent about it before. `may_decide`: nothing that runs stands against a decision (of
    court and procuratorate: a letter); `may_order`: nor against a 督办单.
    """

    cause: str
    order_cause: str
    mark: str
    title: str
    detail: str
    days: int
    suggestion: str
    note: str
    may_decide: bool
    may_order: bool


@dataclass(frozen=True, slots=True)
class Since:
    """What changed with the unit since the last meeting: `turned`, its light before and now (None: it did not turn for a
    meeting), titles of duties, orders and letters sent since that still run."""

    turned: tuple[str, str] | None
    overdue: tuple[str, ...]
    done: tuple[str, ...]
    done_late: tuple[str, ...]
    orders: int


@dataclass(frozen=True, slots=True)
class UnitScreen:
    """One unit in a meeting. `since` None: it is the first meeting.

    `orders` and `promises` are rows for the office; a leader is given the counts. Neither holds what this meeting
    made, which is `made`.
    """

    marks: UnitMarks
    points: tuple[PointLine, ...]
    since: Since | None
    orders: tuple[OrderLine, ...]
    orders_open: int
    orders_late: int
    promises: tuple[PromiseLine, ...]
    promises_open: int
    promises_late: int
    made: tuple[MadeLine, ...]
    made_count: int


def unit_screen(viewer: Viewer, book: Book, as_of: date, unit: str) -> UnitScreen:
    """What the meeting on `as_of` has before it when it is the turn of `unit`."""
    require_meeting(viewer)
    found, rows = status(book, as_of), sees_rows(viewer)
    one = next((one for one in found.units if one.unit == unit), None)
    if one is None:
        raise Refused(f"没有代码为“{unit}”的单位")
    orders = in_hand(viewer, book, as_of, (ORDER, LETTER))
    sent = next((count for count in orders.units if count.unit == unit), None)
    earlier = [p for p in promises_of(book, as_of) if p.unit == unit and p.decided_on < as_of and p.is_open]
    made = made_lines(book, as_of, unit)
    own = {line.number for line in made}
    return UnitScreen(
        unit_marks(viewer, book, found, one),
        tuple(_points(book, found, unit, rows=rows)),
        _since(changes_of(book, as_of).get(unit)) if last_meeting(book, as_of) else None,
        tuple(o for o in orders.lines if o.unit == unit and o.closed_on is None and o.number not in own),
        sent.open if sent else 0,
        sent.overdue if sent else 0,
        tuple(promise_line(book, p) for p in earlier) if rows else (),
        len(earlier),
        sum(p.outcome == OVERDUE for p in earlier),
        made if rows else (),
        len(made),
    )


def _since(changes: UnitChanges | None) -> Since | None:
    if changes is None:
        return None
    late = [one for one in changes.done if one.state == DONE_LATE]
    return Since(
        (changes.light_before, changes.light) if changes.turned else None,
        _titles(changes.overdue),
        _titles([one for one in changes.done if one not in late]),
        _titles(late),
        changes.orders,
    )


def _titles(duties: Sequence[DutyStatus]) -> tuple[str, ...]:
    return tuple(map(duty_title, duties))


def _points(book: Book, found: Status, unit: str, *, rows: bool) -> list[PointLine]:
    """The points; without `rows` nothing is said of promises, and of orders no number."""
    plan, as_of = book.plan, found.as_of
    missed = missed_targets(plan, found)
    red = {one.cause for one in missed if one.colour == RED}
    amiss = [one for one in findings(plan, found.duties, found.holdings, missed, as_of) if one.unit == unit]
    promises = promises_of(book, as_of) if rows else []
    made = points(plan, unit, amiss, found.duties, found.holdings, red, promises, as_of)
    issued = issued_orders(book, {one.finding for one in made}, as_of)
    return [_line(one, issued, as_of, is_court=plan.unit[unit].is_court) for one in made]


def _line(one: Point, issued: Sequence[Issued], as_of: date, *, is_court: bool) -> PointLine:
    about = one.finding.rpartition(":")[0] if one.finding.startswith("late:") else one.finding
    sent = [order for order in issued if order.cause == one.finding or (order.is_open and order.about == about)]
    last = max(sent, key=lambda order: order.issued_on, default=None)
    ordered = f"{short_day(last.issued_on, as_of)}已发{last.grade}" if last else ""
    note = "；".join(word for word in (_decided(one, as_of), ordered) if word)
    return PointLine(
        one.cause, one.finding, one.mark, one.title, one.detail, one.days, one.suggestion, note,
        not one.is_settled and not (is_court and sent),
        not is_court and not any(order.grade == GRAVEST for order in sent),
    )  # fmt: skip


def _decided(one: Point, as_of: date) -> str:
    """What was decided on it."""
    last = one.promise
    if last is None:
        return ""
    when = "本次" if last.decided_on == as_of else short_day(last.decided_on, as_of)
    if last.key == one.finding:  # the point is the promise itself: it tells its due
        return f"{when}议定"
    due = f"期限{short_day(last.due, as_of)}" if last.due else "不设时限"
    late = f"，逾期{last.days_late}天未落实" if last.outcome == OVERDUE else ""
    return f"{when}已议定，{due}{late}"
