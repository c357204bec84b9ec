"""催办督办: what the data call for, each with why now, as leader and office may see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lib.domain.indicators import Reading
from lib.domain.order_drafts import OrderDraft, order_drafts
from lib.domain.order_findings import Missed, findings
from lib.domain.plan import Plan
from lib.domain.rights import CASES, COUNTS, Viewer, grade, may_act
from lib.domain.wording import duration_words, reading_target, reading_value
from lib.errors import NotAllowed
from lib.services import sight
from lib.services.book import Book
from lib.services.office_cases import issued_orders
from lib.services.status import Status, status


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in words. `opens`: page and filters where the rows behind it stand. `draft` is what is issued.

    `earlier`: the order it follows up; a leader reads its grade and no number.
    """

    key: str
    grade: str
    unit: str
    unit_name: str
    item: str | None
    item_title: str
    reason: str
    demand: str
    facts: tuple[tuple[str, str], ...]
    answer: str
    earlier: str | None
    opens: tuple[tuple[str, str], ...]
    page: str
    draft: OrderDraft


@dataclass(frozen=True, slots=True)
class DraftsPage:
    """The drafts of a day, the gravest first; how many of each grade; why there are none; whether to issue."""

    lines: tuple[DraftLine, ...]
    by_grade: tuple[tuple[str, int], ...]
    why_empty: str
    may_issue: bool


def drafts_page(viewer: Viewer, book: Book, as_of: date) -> DraftsPage:
    """What the data call for at `as_of`; leader and office only, a leader without what follows from orders alone."""
    require_office_or_leader(viewer)
    names_orders = grade(viewer, CASES) != COUNTS and may_act(viewer, "issue_order")
    drafts = [one for one in drafts_of(book, as_of) if names_orders or not one.cause.startswith("order:")]
    counts = Counter(one.grade for one in drafts)
    return DraftsPage(
        tuple(_line(book.plan, one, names_orders=names_orders) for one in drafts),
        tuple(counts.items()),
        "" if drafts else _why_empty(book.plan),
        names_orders,
    )


def require_office_or_leader(viewer: Viewer) -> None:
    """Refuse whoever does not see the duties of all units."""
    sight.require_business(viewer)
    if not sight.sees_all_duties(viewer):
        raise NotAllowed(f"{viewer.role_name}不查看待发的督办；发给本单位的督办在“我的单位”和“填报核实”里")


def drafts_of(book: Book, as_of: date) -> list[OrderDraft]:
    """The drafts at `as_of`, without regard to who asks; no target of a quarter that ended before the plan was issued."""
    found, plan = status(book, as_of), book.plan
    held = found.holdings
    missed = missed_targets(plan, found)
    causes = {one.cause for one in findings(plan, found.duties, held, missed, as_of)}
    issued = issued_orders(book, causes, as_of)
    return order_drafts(plan, found.duties, held, missed, issued, as_of)


def missed_targets(plan: Plan, found: Status) -> tuple[Missed, ...]:
    """Scored indicators coloured and not met in the last quarter that ended, if that was after the plan was issued."""
    return tuple(_missed(found)) if found.quarter.end >= plan.issued_on else ()


def _missed(found: Status) -> Iterator[Missed]:
    """Owners by the whole, else each unit."""
    for one in found.quarter_readings:
        if one.met is not False or one.colour is None:
            continue
        value, target = (words.replace("　", "、") for words in (reading_value(one), reading_target(one)))
        for unit in _answering(one):
            yield Missed(one.indicator.code, unit, found.quarter.code, value, target, one.colour)


def _answering(one: Reading) -> tuple[str, ...]:
    """The units a reading is about: its owners, or the unit of the row where each is scored on its own value."""
    if one.unit is None:
        return one.indicator.owners
    own = one.indicator.scored_for == "each" and one.unit not in one.indicator.owners
    return (one.unit,) if own else ()


def _line(plan: Plan, one: OrderDraft, *, names_orders: bool) -> DraftLine:
    page, opens = _rows_behind(plan, one)
    item = plan.item.get(one.item or "")
    reason, earlier = one.reason, one.earlier
    if earlier is not None and not names_orders:
        reason, earlier = reason.replace(earlier, ""), None
    return DraftLine(
        one.key,
        one.grade,
        one.unit,
        plan.unit[one.unit].short,
        one.item,
        item.title if item else "",
        reason,
        one.demand,
        one.facts,
        duration_words(one.answer) if one.answer else "",
        earlier,
        opens,
        page,
        one._replace(earlier=earlier, reason=reason),
    )


def _rows_behind(plan: Plan, one: OrderDraft) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Page and filters of the duty, the flow's cases with that holder, or the indicator in its quarter."""
    kind, _, about = one.cause.partition(":")
    if kind == "duty":
        return "duties/units", (("unit", one.unit), ("duty", about))
    if kind == "late":
        flow, holder, _ = about.split(":")
        return "platforms/platforms", (("flow", flow), ("holder", holder))
    if kind == "target":
        indicator, _, quarter = about.split(":")
        return "duties/indicators", (("indicator", indicator), ("period", quarter))
    return "duties/units", (("unit", one.unit),)


def _why_empty(plan: Plan) -> str:
    if plan.orders is None:
        return "方案没有写催办督办的起草规则（plan.yaml 的 orders），系统不起草。"
    return "没有待发的督办：没有到期未办、超期在办或未达标而尚未发过的事项。"
