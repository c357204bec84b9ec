"""Orders: what the data call for, and issuing it; the twin of 催办督办."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from lib import clock
from lib.cli import acting
from lib.cli.acting import Day, viewer_named
from lib.cli.acts import tell
from lib.cli.tables import print_json, print_table
from lib.commands.act import Caller
from lib.commands.order_acts import issue_drafts
from lib.db.engine import open_engine
from lib.domain.order_drafts import OrderDraft
from lib.errors import Problem, Refused
from lib.security.audit import operating_system_user
from lib.services.book import default_day, open_book
from lib.services.order_views import DraftLine, drafts_page


@click.group("order")
def order() -> None:
    """督办：系统起草的提醒单、预警单、督办单和商请函。"""


@order.command("drafts")
@click.option("--as-of", type=Day(), help="截至日期（默认：今天；数据陈旧时为最后一条事实的日期）")
@acting.acting_as
@acting.as_json
def drafts(as_of: date | None, username: str, wants_json: bool) -> None:
    """列出待发的督办：发给谁、什么等级、为什么现在发；“件”一栏用于 order issue --draft。"""
    engine = open_engine()
    viewer = viewer_named(engine, username)
    with open_book(engine) as book:
        day = as_of or default_day(book.edition, clock.today())
        page = drafts_page(viewer, book, day)
        snapshot = book.edition.snapshot(day)
    if wants_json:
        print_json({"as_of": day.isoformat(), "snapshot": snapshot, "drafts": [_document(one) for one in page.lines]})
        return
    click.echo(f"截至 {day}　快照 {snapshot}")
    if page.why_empty:
        click.echo(page.why_empty)
        return
    print_table(["件", "等级", "单位", "事由"], ([one.key, one.grade, one.unit_name, one.reason] for one in page.lines))


def _document(one: DraftLine) -> dict[str, Any]:
    draft = one.draft
    return {
        "key": one.key,
        "cause": draft.cause,
        "grade": one.grade,
        "unit": one.unit,
        "item": int(one.item) if one.item and one.item.isdigit() else one.item,
        "source": draft.source,
        "reason": one.reason,
        "demand": one.demand or None,
        "answer": str(draft.answer) if draft.answer else None,
        "earlier": one.earlier,
        "facts": [list(pair) for pair in one.facts],
    }


@order.command("issue")
@click.option("--draft", "keys", multiple=True, required=True, help="件：order drafts 的第一栏，可写多个")
@click.option("--as-of", type=Day(), help="按哪一天的待发（默认同 order drafts）")
@click.option("--on", "occurred_on", type=Day(), help="签发日期（默认：待发的那一天）")
@acting.acting_as
@acting.as_json
def issue(keys: tuple[str, ...], as_of: date | None, occurred_on: date | None, username: str, wants_json: bool) -> None:
    """签发所选的件：一次全部签发或全部不签发，逐件编号。"""
    engine, today = open_engine(), clock.today()
    viewer = viewer_named(engine, username)
    with open_book(engine) as book:
        day, plan = as_of or default_day(book.edition, today), book.plan
        chosen = _chosen(drafts_page(viewer, book, day).lines, keys)
    caller = Caller(viewer, today, "command", operating_system_user())
    tell(issue_drafts(engine, plan, caller, chosen, occurred_on=occurred_on or day), wants_json)


def _chosen(lines: tuple[DraftLine, ...], keys: tuple[str, ...]) -> list[OrderDraft]:
    """The drafts of these keys; Refused with every key that is none of them."""
    known = {one.key: one.draft for one in lines}
    strange = [key for key in dict.fromkeys(keys) if key not in known]
    if strange:
        raise Refused(
            [Problem("--draft", f"待发里没有“{key}”：可能已签发或情况已变；请看 order drafts") for key in strange]
        )
    return [known[key] for key in dict.fromkeys(keys)]


COMMANDS = (order,)
