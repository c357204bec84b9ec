"""Finished records of the pages, kept per viewer and state of the board.

The viewer is a plain first argument and `edition` names plan and last fact, so that neither another
viewer nor a later state is ever served what was made for this one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from typing import Any

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


# The book a record is made from; opened before the cache is asked, so that the record belongs to the edition it is
# kept under.
_open: ContextVar[Book] = ContextVar("open_book")


@contextmanager
def _edition() -> Iterator[str]:
    """A book open for the making of one record, and the key of its edition."""
    with open_book(read_engine()) as book:
        before = _open.set(book)
        try:
            yield book.edition.key
        finally:
            _open.reset(before)


def edition() -> Edition:
    """Which state of the board is shown: its plan, its last fact, its snapshot id."""
    return read_edition(read_engine())


def cockpit(viewer: Viewer, as_of: date, period: Period | None) -> overview.Cockpit:
    """总览."""
    with _edition() as edition_key:
        return _cockpit(viewer, edition_key, as_of, period)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _cockpit(viewer: Viewer, edition: str, as_of: date, period: Period | None) -> overview.Cockpit:
    return overview.cockpit(viewer, _open.get(), as_of, period)


def ranking(viewer: Viewer, as_of: date, period: Period | None) -> ranking_views.RankingPage:
    """考核排名."""
    with _edition() as edition_key:
        return _ranking(viewer, edition_key, as_of, period)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _ranking(viewer: Viewer, edition: str, as_of: date, period: Period | None) -> ranking_views.RankingPage:
    return ranking_views.ranking_page(viewer, _open.get(), as_of, period)


def what_if(
    viewer: Viewer, as_of: date, period: Period, weights: tuple[Decimal, ...]
) -> dict[str, tuple[ranking_views.Moved, ...]]:
    """考核排名 under other weights."""
    with _edition() as edition_key:
        return _what_if(viewer, edition_key, as_of, period, weights)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _what_if(
    viewer: Viewer, edition: str, as_of: date, period: Period, weights: tuple[Decimal, ...]
) -> dict[str, tuple[ranking_views.Moved, ...]]:
    return ranking_views.what_if(viewer, _open.get(), as_of, period, weights)


def radar(viewer: Viewer, as_of: date, period: Period | None) -> radar_views.RadarPage:
    """数据体检."""
    with _edition() as edition_key:
        return _radar(viewer, edition_key, as_of, period)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _radar(viewer: Viewer, edition: str, as_of: date, period: Period | None) -> radar_views.RadarPage:
    return radar_views.radar_page(viewer, _open.get(), as_of, period)


def units(viewer: Viewer, as_of: date) -> duty_views.UnitsPage:
    """责任单位."""
    with _edition() as edition_key:
        return _units(viewer, edition_key, as_of)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _units(viewer: Viewer, edition: str, as_of: date) -> duty_views.UnitsPage:
    return duty_views.units_page(viewer, _open.get(), as_of)


def unit(viewer: Viewer, as_of: date, code: str) -> duty_views.UnitPage:
    """One unit of 责任单位."""
    with _edition() as edition_key:
        return _unit(viewer, edition_key, as_of, code)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _unit(viewer: Viewer, edition: str, as_of: date, code: str) -> duty_views.UnitPage:
    return duty_views.unit_page(viewer, _open.get(), as_of, code)


def duty(viewer: Viewer, as_of: date, key: str) -> duty_history.DutyPage:
    """One duty with its reports."""
    with _edition() as edition_key:
        return _duty(viewer, edition_key, as_of, key)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _duty(viewer: Viewer, edition: str, as_of: date, key: str) -> duty_history.DutyPage:
    return duty_history.duty_page(viewer, _open.get(), as_of, key)


def items(viewer: Viewer, as_of: date) -> tuple[item_views.ItemLine, ...]:
    """联动事项."""
    with _edition() as edition_key:
        return _items(viewer, edition_key, as_of)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _items(viewer: Viewer, edition: str, as_of: date) -> tuple[item_views.ItemLine, ...]:
    return item_views.items_page(viewer, _open.get(), as_of)


def item(viewer: Viewer, as_of: date, no: str) -> item_views.ItemPage:
    """One item of 联动事项."""
    with _edition() as edition_key:
        return _item(viewer, edition_key, as_of, no)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _item(viewer: Viewer, edition: str, as_of: date, no: str) -> item_views.ItemPage:
    return item_views.item_page(viewer, _open.get(), as_of, no)


def indicators(viewer: Viewer, as_of: date, period: Period) -> indicator_views.IndicatorsPage:
    """量化指标."""
    with _edition() as edition_key:
        return _indicators(viewer, edition_key, as_of, period)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _indicators(viewer: Viewer, edition: str, as_of: date, period: Period) -> indicator_views.IndicatorsPage:
    return indicator_views.indicators_page(viewer, _open.get(), as_of, period)


def indicator(viewer: Viewer, as_of: date, period: Period, code: str) -> indicator_views.IndicatorPage:
    """One indicator of 量化指标."""
    with _edition() as edition_key:
        return _indicator(viewer, edition_key, as_of, period, code)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _indicator(viewer: Viewer, edition: str, as_of: date, period: Period, code: str) -> indicator_views.IndicatorPage:
    return indicator_views.indicator_page(viewer, _open.get(), as_of, period, code)


def flows(viewer: Viewer, as_of: date) -> tuple[platform_views.FlowLine, ...]:
    """平台运行."""
    with _edition() as edition_key:
        return _flows(viewer, edition_key, as_of)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _flows(viewer: Viewer, edition: str, as_of: date) -> tuple[platform_views.FlowLine, ...]:
    return platform_views.flows_page(viewer, _open.get(), as_of)


def flow(viewer: Viewer, as_of: date, code: str) -> platform_views.FlowPage:
    """One flow of 平台运行."""
    with _edition() as edition_key:
        return _flow(viewer, edition_key, as_of, code)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _flow(viewer: Viewer, edition: str, as_of: date, code: str) -> platform_views.FlowPage:
    return platform_views.flow_page(viewer, _open.get(), as_of, code)


def rules(viewer: Viewer) -> rules_views.RulesPage:
    """口径; kept by the plan alone, for no fact is in it."""
    with _edition():
        return _rules(viewer, _open.get().plan.digest)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _rules(viewer: Viewer, plan_digest: str) -> rules_views.RulesPage:
    return rules_views.rules_page(viewer, _open.get())


def unit_choices(viewer: Viewer) -> dict[str, str]:
    """Units whose 我的单位 the viewer may open."""
    with _edition():
        return my_unit_views.unit_choices(viewer, _open.get())


def my_unit(viewer: Viewer, as_of: date, period: Period | None, code: str) -> my_unit_views.MyUnit:
    """我的单位."""
    with _edition() as edition_key:
        return _my_unit(viewer, edition_key, as_of, period, code)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _my_unit(viewer: Viewer, edition: str, as_of: date, period: Period | None, code: str) -> my_unit_views.MyUnit:
    return my_unit_views.my_unit(viewer, _open.get(), as_of, period, code)


def part(viewer: Viewer, as_of: date, period: Period, code: str, rule: str, subject: str) -> part_views.PartPage | None:
    """One part of a score with its facts."""
    with _edition() as edition_key:
        return _part(viewer, edition_key, as_of, period, code, rule, subject)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _part(
    viewer: Viewer, edition: str, as_of: date, period: Period, code: str, rule: str, subject: str
) -> part_views.PartPage | None:
    return part_views.part_page(viewer, _open.get(), as_of, period, code, rule, subject)


def report_parts(viewer: Viewer, as_of: date) -> dict[str, str]:
    """The parts of 填报核实 with how much waits in each."""
    with _edition() as edition_key:
        return _report_parts(viewer, edition_key, as_of)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _report_parts(viewer: Viewer, edition: str, as_of: date) -> dict[str, str]:
    return office_views.parts(viewer, _open.get(), as_of)


def filing(viewer: Viewer, as_of: date, code: str) -> report_views.FilingPage:
    """What a unit has to report and has filed."""
    with _edition() as edition_key:
        return _filing(viewer, edition_key, as_of, code)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _filing(viewer: Viewer, edition: str, as_of: date, code: str) -> report_views.FilingPage:
    return report_views.filing_page(viewer, _open.get(), as_of, code)


def claims(viewer: Viewer, as_of: date) -> claim_views.Queue:
    """The claims that wait for a verdict."""
    with _edition() as edition_key:
        return _claims(viewer, edition_key, as_of)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _claims(viewer: Viewer, edition: str, as_of: date) -> claim_views.Queue:
    return claim_views.queue(viewer, _open.get(), as_of)


def claim(viewer: Viewer, as_of: date, key: str, number: int | None) -> claim_views.ClaimPage:
    """One claim."""
    with _edition() as edition_key:
        return _claim(viewer, edition_key, as_of, key, number)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _claim(viewer: Viewer, edition: str, as_of: date, key: str, number: int | None) -> claim_views.ClaimPage:
    return claim_views.claim_page(viewer, _open.get(), as_of, key, number)


def requests_of(viewer: Viewer, as_of: date, code: str) -> request_views.Requests:
    """A unit's applications for a later due and requests for help."""
    with _edition():
        return request_views.requests_of(viewer, _open.get(), as_of, code)


def applications(viewer: Viewer, as_of: date) -> tuple[request_views.ExtensionLine, ...]:
    """Every application for a later due."""
    with _edition():
        return request_views.applications(viewer, _open.get(), as_of)


def office_choices(viewer: Viewer, as_of: date) -> office_views.OfficeChoices:
    """What the office's forms offer to choose from."""
    with _edition():
        return office_views.office_choices(viewer, _open.get(), as_of)


def order_parts(viewer: Viewer, as_of: date) -> dict[str, str]:
    """The parts of 催办督办 with how many stand in each."""
    with _edition() as edition_key:
        return _order_parts(viewer, edition_key, as_of)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _order_parts(viewer: Viewer, edition: str, as_of: date) -> dict[str, str]:
    return order_choices_views.parts(viewer, _open.get(), as_of)


def drafts(viewer: Viewer, as_of: date) -> order_views.DraftsPage:
    """The orders and letters the data call for."""
    with _edition() as edition_key:
        return _drafts(viewer, edition_key, as_of)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _drafts(viewer: Viewer, edition: str, as_of: date) -> order_views.DraftsPage:
    return order_views.drafts_page(viewer, _open.get(), as_of)


def orders(viewer: Viewer, as_of: date, flows: tuple[str, ...]) -> orders_in_hand.InHand:
    """These flows of the office in hand."""
    with _edition() as edition_key:
        return _orders(viewer, edition_key, as_of, flows)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _orders(viewer: Viewer, edition: str, as_of: date, flows: tuple[str, ...]) -> orders_in_hand.InHand:
    return orders_in_hand.in_hand(viewer, _open.get(), as_of, flows)


def order(viewer: Viewer, as_of: date, flow: str, number: str) -> orders_in_hand.OrderPage:
    """One of them with its time line."""
    with _edition() as edition_key:
        return _order(viewer, edition_key, as_of, flow, number)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _order(viewer: Viewer, edition: str, as_of: date, flow: str, number: str) -> orders_in_hand.OrderPage:
    return orders_in_hand.order_page(viewer, _open.get(), as_of, flow, number)


def order_choices(viewer: Viewer) -> order_choices_views.Choices:
    """What the forms of 催办督办 offer."""
    with _edition():
        return order_choices_views.choices(viewer, _open.get())


def numbers_to_come(grades: Sequence[str], on: date) -> tuple[str, ...]:
    """The numbers the next orders and letters of these grades will most likely get."""
    with _edition():
        return order_choices_views.numbers_to_come(_open.get(), grades, on)


def meeting(viewer: Viewer, as_of: date) -> meeting_views.Meeting:
    """会议: its agenda, the promises gone through, what it made."""
    with _edition() as edition_key:
        return _meeting(viewer, edition_key, as_of)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _meeting(viewer: Viewer, edition: str, as_of: date) -> meeting_views.Meeting:
    return meeting_views.meeting(viewer, _open.get(), as_of)


def meeting_unit(viewer: Viewer, as_of: date, code: str) -> meeting_units.UnitScreen:
    """One unit before a meeting."""
    with _edition() as edition_key:
        return _meeting_unit(viewer, edition_key, as_of, code)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _meeting_unit(viewer: Viewer, edition: str, as_of: date, code: str) -> meeting_units.UnitScreen:
    return meeting_units.unit_screen(viewer, _open.get(), as_of, code)


def changes(viewer: Viewer, as_of: date, since: date, unit: str | None, item: str | None) -> change_views.ChangesPage:
    """工作动态."""
    with _edition() as edition_key:
        return _changes(viewer, edition_key, as_of, since, unit, item)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _changes(
    viewer: Viewer, edition: str, as_of: date, since: date, unit: str | None, item: str | None
) -> change_views.ChangesPage:
    return change_views.changes_page(viewer, _open.get(), as_of, since, unit, item)


def last_meeting(viewer: Viewer, as_of: date) -> date | None:
    """The day of the last meeting before a day."""
    with _edition() as edition_key:
        return _last_meeting(viewer, edition_key, as_of)


@st.cache_resource(max_entries=KEPT, show_spinner=False, hash_funcs=BY_REPR)
def _last_meeting(viewer: Viewer, edition: str, as_of: date) -> date | None:
    return change_views.last_meeting(viewer, _open.get(), as_of)


def disagreements(viewer: Viewer, as_of: date) -> tuple[voices.Disagreement, ...]:
    """分歧清单."""
    with _edition() as edition_key:
        return _disagreements(viewer, edition_key, as_of)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING, hash_funcs=BY_REPR)
def _disagreements(viewer: Viewer, edition: str, as_of: date) -> tuple[voices.Disagreement, ...]:
    return voices.disagreements_page(viewer, _open.get(), as_of)


def helpers_for(code: str) -> dict[str, str]:
    """Units that `code` may ask for help, by code."""
    return {unit.code: unit.short for unit in edition().plan.units if unit.kind != "collective" and unit.code != code}
