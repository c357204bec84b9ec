"""The controls every page shares: the one date of the board and the period of appraisal, both in the address.

The address leads; what it lacks is taken from the session, so that both survive the menu. The controls
are not bound by Streamlit: a bound key makes switch_page raise when a link names it.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st

from lib import clock
from lib.domain.periods import KINDS, Period
from lib.domain.plan import Plan
from lib.domain.rights import Viewer
from lib.domain.wording import full_day
from lib.services.book import Edition, default_day
from lib.shell import cached, navigation
from lib.ui import cards, markup

DATE, PERIOD, CHAPTER = "as_of", "period", "chapter"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows: the day as of which, and the period of appraisal (None: none has ended by that day).

    `of_period`: the period in words, said to accumulate where a result looks at the whole year so far.
    """

    as_of: date
    period: Period | None
    of_period: str = ""


def shown(
    viewer: Viewer, title: str, *, with_period: bool = False, cumulative: bool = True, of_now: bool = False
) -> Shown:
    """Draw the head of a page: its title, 数据截至 and the snapshot id, and the controls.

    `cumulative`: the page counts from the beginning of the period's year, as an appraisal does, not the period alone.
    `of_now`: a place of work, which shows how things stand now and leaves the day chosen elsewhere alone.
    """
    edition = cached.edition()
    markup.style(markup.BOARD_SHEET)
    if of_now:
        return _shown_now(viewer, edition, title)
    as_of = _day(edition)
    periods = _periods(edition.plan, as_of)
    period = _period(periods)
    _keep({DATE: as_of.isoformat()} | ({PERIOD: period.code} if period and with_period else {}))
    with st.container(key="page-head", horizontal=True, vertical_alignment="center"):
        st.title(title, anchor=False, width="content")
        markup.show(cards.note(_stamp(edition, as_of)))
        _way_to_rules(viewer, title)
        if period is not None and with_period:
            _period_control(periods, period, cumulative and edition.plan.scheme.accumulates)
        _date_control(edition.plan, as_of)
    return Shown(as_of, period, _words(edition.plan, period) if period else "")


def _words(plan: Plan, period: Period) -> str:
    return f"{period.name}累计" if plan.scheme.accumulates else period.name


def head(title: str, note: str) -> None:
    """The head of a page that shows no facts: its title and a line beside it."""
    markup.style(markup.BOARD_SHEET)
    with st.container(key="page-head", horizontal=True, vertical_alignment="center"):
        st.title(title, anchor=False, width="content")
        markup.show(cards.note(note))


def _shown_now(viewer: Viewer, edition: Edition, title: str) -> Shown:
    as_of = default_day(edition, clock.today())
    with st.container(key="page-head", horizontal=True, vertical_alignment="center"):
        st.title(title, anchor=False, width="content")
        markup.show(cards.note(_stamp(edition, as_of)))
        _way_to_rules(viewer, title)
    return Shown(as_of, None)


def _way_to_rules(viewer: Viewer, title: str) -> None:
    """The link to the chapter of 口径 that says how the numbers of this page come about."""
    if navigation.may_open(viewer, navigation.RULES):
        chapter = next(entry.chapter for entry in navigation.ENTRIES if entry.title == title)
        st.page_link(
            navigation.RULES.path, label=navigation.RULES.title, query_params={CHAPTER: chapter}, width="content"
        )


def _stamp(edition: Edition, as_of: date) -> str:
    """数据截至 and where it comes from, in one line."""
    today = clock.today()
    words = [f"数据截至 {full_day(as_of)}"]
    if as_of == default_day(edition, today):
        words[0] += "（今天）" if as_of == today else "（最后一条记录之日）"
    words.append(f"快照 {edition.snapshot(as_of)}")
    if not edition.plan.calendar.covers(as_of):
        words.append("节假日安排未公布")
    return "　".join(words)


def _day(edition: Edition) -> date:
    """The day of the address, else of the session, else today or the last fact's day."""
    default, first, last = default_day(edition, clock.today()), edition.plan.issued_on, clock.today()
    asked = st.query_params.get(DATE)
    kept = asked if asked is not None else st.session_state.get(_kept(DATE))
    wanted = default if kept is None else _read_day(kept)
    day = wanted if wanted is not None and first <= wanted <= last else default
    if asked is not None and day != wanted:
        st.warning(f"地址里的日期“{asked}”不可用，可选{full_day(first)}至{full_day(last)}；现显示{full_day(day)}。")
    return day


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _date_control(plan: Plan, as_of: date) -> None:
    st.session_state["as-of-control"] = as_of
    st.date_input(
        "截至日期",
        min_value=plan.issued_on,
        max_value=clock.today(),
        format="YYYY-MM-DD",
        key="as-of-control",
        label_visibility="collapsed",
        width=150,
        on_change=_choose_day,
    )


def _choose_day() -> None:
    chosen = st.session_state["as-of-control"]
    if chosen is not None:
        _keep({DATE: chosen.isoformat()})


def _periods(plan: Plan, as_of: date) -> list[Period]:
    """Periods the scheme appraises, ended by the day shown and touching the plan: newest first, the longer first."""
    found: list[Period] = []
    for kind in plan.scheme.periods:
        period = Period.of(kind, plan.issued_on)
        while period.end <= as_of:
            found.append(period)
            period = period.following
    return sorted(found, key=lambda one: (one.end, KINDS[one.kind]), reverse=True)


def _period(periods: list[Period]) -> Period | None:
    """The period of the address, else of the session, else the newest."""
    wanted = st.query_params.get(PERIOD) or st.session_state.get(_kept(PERIOD))
    return next((one for one in periods if one.code == wanted), periods[0] if periods else None)


def _period_control(periods: list[Period], period: Period, cumulative: bool) -> None:
    names = {one.code: f"{one.name}{'累计' if cumulative else ''}" for one in periods}
    st.session_state["period-control"] = period.code
    st.selectbox(
        "考核期",
        list(names),
        format_func=names.__getitem__,
        key="period-control",
        label_visibility="collapsed",
        width=195,
        on_change=_choose_period,
    )


def _choose_period() -> None:
    chosen = st.session_state["period-control"]
    _keep({PERIOD: chosen})


def chosen(name: str, among: Container[str]) -> str | None:
    """What the address says under `name`, if it is one of `among`; another word is left unheeded."""
    wanted = st.query_params.get(name)
    return wanted if wanted is not None and wanted in among else None


def unit(choices: Mapping[str, str], own: str | None) -> str | None:
    """The unit of the address, else the own, which is then in the address; its control where there is more than one."""
    code = chosen("unit", choices) or (own if own in choices else None)
    if code is not None and st.query_params.get("unit") != code:
        st.query_params["unit"] = code
    if len(choices) > 1:
        st.session_state["unit-control"] = code
        st.selectbox(
            "单位",
            list(choices),
            format_func=choices.__getitem__,
            key="unit-control",
            placeholder="请选择单位",
            width=280,
            on_change=_choose_unit,
        )
    return code


def _choose_unit() -> None:
    picked = st.session_state["unit-control"]
    if picked is not None:
        st.query_params["unit"] = picked


def _keep(chosen_by_name: dict[str, str]) -> None:
    """Write to the session, and to the address in one step if it says otherwise: each step is one of Back."""
    for name, text in chosen_by_name.items():
        st.session_state[_kept(name)] = text
    if any(st.query_params.get(name) != text for name, text in chosen_by_name.items()):
        st.query_params.update(chosen_by_name)


def _kept(name: str) -> str:
    return f"_kept_{name}"
