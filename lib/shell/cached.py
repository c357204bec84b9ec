"""What the pages ask, each answered by one service from a book opened for it; most answers are kept per viewer and
state of the board.

The viewer is a plain first argument and the book's edition names plan and last fact, so that neither another viewer nor
a later state is ever served what was made for this one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Any, TypeVar, TypeVarTuple

import streamlit as st

from lib.db.shared import read_engine
from lib.domain.periods import Period
from lib.domain.rights import Viewer
from lib.services import (
    change_views,
    claim_views,
    duty_history,
    duty_views,
    indicator_views,
    item_views,
    meeting_units,
    meeting_views,
    office_views,
    order_views,
    orders_in_hand,
    overview,
    part_views,
    platform_views,
    radar_views,
    ranking_views,
    report_views,
    request_views,
    rules_views,
    voices,
)
from lib.services import my_unit as my_unit_views
from lib.services import order_choices as order_choices_views
from lib.services.book import Book, Edition, open_book, read_edition

KEPT = 128
WORKING = "正在汇总……"
# By repr, which names every field: Streamlit's own way through a dataclass takes ten times as long.
BY_REPR: dict[str | type, Callable[[Any], Any]] = {Viewer: repr, Period: repr}

Asked = TypeVarTuple("Asked")
Answer = TypeVar("Answer")
Function = TypeVar("Function", bound=Callable[..., object])


def _opened() -> AbstractContextManager[Book]:
    return open_book(read_engine())


def _edition_key(book: Book) -> str:
    return book.edition.key


def fresh(
    answer: Callable[[Viewer, Book, *Asked], Answer], opened: Callable[[], AbstractContextManager[Book]] = _opened
) -> Callable[[Viewer, *Asked], Answer]:
    """The answer as a page asks for it: made anew each time, from a book opened for it."""

    def asked(viewer: Viewer, *rest: *Asked) -> Answer:
        with opened() as book:
            return answer(viewer, book, *rest)

    return asked


def kept(
    answer: Callable[[Viewer, Book, *Asked], Answer],
    key: Callable[[Book], str] = _edition_key,
    spinner: str | bool = WORKING,
) -> Callable[[Viewer, *Asked], Answer]:
    """The same, made once for a viewer, a key of the book and what is asked; by position only, so that one question
    has one key. The book is opened before the cache is asked: the record belongs to the edition it is kept under."""

    @st.cache_resource(max_entries=KEPT, show_spinner=spinner, hash_funcs=BY_REPR)
    @_named_as(answer)
    def once(viewer: Viewer, kept_under: str, _book: Book, *rest: *Asked) -> Answer:
        return answer(viewer, _book, *rest)  # the underscore leaves the book itself out of the key

    def kept_or_made(viewer: Viewer, book: Book, *rest: *Asked) -> Answer:
        return once(viewer, key(book), book, *rest)

    return fresh(kept_or_made)


def _named_as(answer: Callable[..., object]) -> Callable[[Function], Function]:
    """Streamlit finds a cache by the name and the text of its function, and the text is the same for all."""

    def named(function: Function) -> Function:
        function.__module__, function.__qualname__ = answer.__module__, answer.__qualname__
        return function

    return named


def edition() -> Edition:
    """Which state of the board is shown: its plan, its last fact, its snapshot id."""
    return read_edition(read_engine())


# 总览 and 工作动态
cockpit = kept(overview.cockpit)
changes = kept(change_views.changes_page)
last_meeting = kept(change_views.last_meeting, spinner=False)

# 考核排名, 我的单位, 数据体检 and 口径, which holds no fact and is kept by the plan alone
ranking = kept(ranking_views.ranking_page)
what_if = kept(ranking_views.what_if)
part = kept(part_views.part_page)
unit_choices = fresh(my_unit_views.unit_choices)
my_unit = kept(my_unit_views.my_unit)
radar = kept(radar_views.radar_page)
rules = kept(rules_views.rules_page, key=lambda book: book.plan.digest)

# 责任单位, 联动事项, 分歧清单, 量化指标 and 平台运行
units = kept(duty_views.units_page)
unit = kept(duty_views.unit_page)
duty = kept(duty_history.duty_page)
items = kept(item_views.items_page)
item = kept(item_views.item_page)
disagreements = kept(voices.disagreements_page)
indicators = kept(indicator_views.indicators_page)
indicator = kept(indicator_views.indicator_page)
flows = kept(platform_views.flows_page)
flow = kept(platform_views.flow_page)

# 填报核实
report_parts = kept(office_views.parts)
filing = kept(report_views.filing_page)
claims = kept(claim_views.queue)
claim = kept(claim_views.claim_page)
requests_of = fresh(request_views.requests_of)
applications = fresh(request_views.applications)
office_choices = fresh(office_views.office_choices)

# 催办督办
order_parts = kept(order_choices_views.parts)
drafts = kept(order_views.drafts_page)
orders = kept(orders_in_hand.in_hand)
order = kept(orders_in_hand.order_page)
order_choices = fresh(order_choices_views.choices)

# 会议
meeting = kept(meeting_views.meeting)
meeting_unit = kept(meeting_units.unit_screen)


def numbers_to_come(grades: Sequence[str], on: date) -> tuple[str, ...]:
    """The numbers the next orders and letters of these grades will most likely get."""
    with _opened() as book:
        return order_choices_views.numbers_to_come(book, grades, on)


def helpers_for(code: str) -> dict[str, str]:
    """Units that `code` may ask for help, by code."""
    return {unit.code: unit.short for unit in edition().plan.units if unit.kind != "collective" and unit.code != code}
