"""The controls every page shares: the one date of the board and the period of appraisal, both in the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from lib import clock
from lib.db.shared import read_engine
from lib.domain.periods import Period, last_ended_quarter
from lib.domain.rights import Viewer
from lib.services.book import Book, default_day, read_book


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows: the book, and the day as of which."""

    book: Book
    as_of: date


def shown(viewer: Viewer) -> Shown:
    """Draw the date control and the line of 数据截至, snapshot id and 演示数据; the book at the day chosen."""
    book = read_book(read_engine())
    as_of = _as_of(book)
    demo = "　·　演示数据" if book.demo else ""
    uncovered = "" if book.plan.calendar.covers(as_of) else "　·　节假日安排未公布"
    st.caption(f"数据截至 {_words(as_of)}　·　快照 {book.snapshot(as_of)}{demo}{uncovered}　·　{viewer.role_name}")
    return Shown(book, as_of)


def _as_of(book: Book) -> date:
    """The day in the address, else today or the last fact's day; the control writes the address back."""
    default = default_day(book, clock.today())
    wanted = _date(st.query_params.get("as_of")) or default
    first = book.plan.issued_on
    chosen = st.date_input(
        "截至日期", min(max(wanted, first), clock.today()), first, clock.today(), format="YYYY-MM-DD", width=220
    )
    if chosen != default:
        st.query_params["as_of"] = chosen.isoformat()
    elif "as_of" in st.query_params:
        del st.query_params["as_of"]
    return chosen


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def periods(shown_: Shown) -> list[Period]:
    """Years, halves and quarters that ended by the day shown and touch the plan, newest first."""
    found: dict[str, Period] = {}
    last = last_ended_quarter(shown_.as_of)
    while last.end >= shown_.book.plan.issued_on:
        for kind in ("year", "half", "quarter"):
            period = Period.of(kind, last.start)
            if period.end < shown_.as_of:
                found[period.code] = period
        last = last_ended_quarter(last.start)
    return list(found.values())


def period(shown_: Shown) -> Period | None:
    """Draw the period control; None where no period has ended yet."""
    choices = periods(shown_)
    if not choices:
        st.info("还没有结束的考核期：第一个季度结束后，这里可以选择考核期。")
        return None
    codes = [one.code for one in choices]
    wanted = st.query_params.get("period")
    index = codes.index(wanted) if wanted in codes else 0
    chosen = st.selectbox("考核期（年内累计）", choices, index, format_func=lambda one: one.name, width=260)
    st.query_params["period"] = chosen.code
    return chosen
