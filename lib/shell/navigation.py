"""The way around: the list of pages as data, the menu of each role, and the run of the page asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from lib.domain.rights import (
    AUDIT_ADMIN,
    BUSINESS_ROLES,
    COURT_CLERK,
    LEADER,
    OFFICE,
    PLATFORM_CLERK,
    ROLES,
    SEC_ADMIN,
    SYS_ADMIN,
    UNIT_CLERK,
    UNIT_ROLES,
    Viewer,
)
from lib.errors import NotAllowed
from lib.security import gate
from lib.shell import browser_calls, faults, first_steps, frame, hints, sign_in
from lib.shell.session import PASSWORD_PAGE, SIGNING_OUT, current

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the board: its file under pages/, whose name is its address, and who may open it.

    `chapter`: that of 口径 which says how its numbers come about.
    """

    file: str
    title: str
    section: str
    roles: tuple[str, ...]
    listed: bool = True
    chapter: str = "duties"

    @property
    def path(self) -> Path:
        return Path("pages") / f"{self.file}.py"

    @property
    def address(self) -> str:
        return self.file.rpartition("/")[2]


FRONT = Entry("overview/cockpit", "总览", "", BUSINESS_ROLES)
FIRST_RUN = Entry("overview/first_run", "开始使用", "", (OFFICE, SYS_ADMIN), listed=False)
RULES = Entry("appraisal/rules", "口径", "考核", BUSINESS_ROLES)
ENTRIES = (
    FRONT,
    Entry("overview/changes", "工作动态", "", (LEADER, OFFICE)),
    Entry("duties/units", "责任单位", "责任落实", BUSINESS_ROLES),
    Entry("duties/items", "联动事项", "责任落实", BUSINESS_ROLES),
    Entry("duties/disagreements", "分歧清单", "责任落实", (LEADER, OFFICE), listed=False),
    Entry("duties/indicators", "量化指标", "责任落实", BUSINESS_ROLES, chapter="indicators"),
    Entry("platforms/platforms", "平台运行", "重点平台", BUSINESS_ROLES, chapter="ledger"),
    Entry("platforms/ledger", "台账", "重点平台", (OFFICE, UNIT_CLERK, PLATFORM_CLERK, COURT_CLERK), chapter="ledger"),
    Entry("appraisal/ranking", "考核排名", "考核", BUSINESS_ROLES, chapter="appraisal"),
    Entry("appraisal/my_unit", "我的单位", "考核", BUSINESS_ROLES, chapter="appraisal"),
    Entry("appraisal/periods", "考核周期", "考核", (LEADER, OFFICE), chapter="life"),
    Entry("appraisal/radar", "数据体检", "考核", (OFFICE,), chapter="unscored"),
    RULES,
    Entry("office/reports", "填报核实", "督办", (LEADER, OFFICE, *UNIT_ROLES)),
    Entry("office/orders", "催办督办", "督办", (LEADER, OFFICE), chapter="ledger"),
    Entry("office/meeting", "会议", "督办", (LEADER, OFFICE)),
    Entry("office/exchange", "导入导出", "督办", (OFFICE, UNIT_CLERK, PLATFORM_CLERK, COURT_CLERK)),
    Entry("admin/accounts", "账号", "系统", (SYS_ADMIN, SEC_ADMIN)),
    Entry("admin/audit", "审计", "系统", (AUDIT_ADMIN,)),
    Entry("admin/health", "运行", "系统", (SYS_ADMIN,)),
    FIRST_RUN,
    Entry("admin/password", "修改密码", "系统", ROLES, listed=False),
)


@cache
def entries() -> tuple[Entry, ...]:
    """The pages of this board; one whose file is not there is left out."""
    return tuple(entry for entry in ENTRIES if (PROJECT / entry.path).is_file())


def may_open(viewer: Viewer, entry: Entry) -> bool:
    """Whether the role may open the page; what it may see there is asked again by services."""
    return viewer.role in entry.roles


def front_of(viewer: Viewer) -> Entry:
    """The page on which a role starts: administrators have no business data to see on the cockpit."""
    return next(entry for entry in entries() if may_open(viewer, entry))


def run() -> None:
    """One run of the board: who is there, the menu, then the page, or what stands in its place."""
    st.set_page_config(page_title="府院联动督导考核看板", layout="wide", initial_sidebar_state="collapsed")
    with faults.told():
        session = current()
        if session is not None and not session.must_change:
            _show_board(session.viewer)
            return
        pages = _pages(None)
        page = st.navigation(list(pages.values()), position="hidden")
        if session is not None:
            _only_password_page(page, pages[PASSWORD_PAGE.stem])
        elif st.session_state.pop(SIGNING_OUT, False):
            browser_calls.hand_cookie_back()
        else:
            sign_in.show()


def _only_password_page(chosen: Page, password_page: Page) -> None:
    """Whoever has to change the password sees nothing before that is done."""
    if chosen.url_path != password_page.url_path:
        st.switch_page(password_page)
    chosen.run()


def _show_board(viewer: Viewer) -> None:
    pages = _pages(viewer)
    chosen = st.navigation(_menu(pages), position="top")
    frame.show(viewer, FIRST_RUN.path if may_open(viewer, FIRST_RUN) else None)
    if chosen.url_path in ("", front_of(viewer).address):
        hints.show(viewer)
    allowed = {entry.address: entry for entry in entries() if may_open(viewer, entry)}
    if chosen.url_path in ("", FRONT.address):
        _front(viewer, chosen, pages)
    elif chosen.url_path in allowed:
        _open(viewer, chosen)
    else:
        _refuse(viewer, chosen)


def _open(viewer: Viewer, chosen: Page) -> None:
    """Run the page; what it asks for without the right to it is noted, as a page without the right is."""
    try:
        chosen.run()
    except NotAllowed:
        _note_refusal(viewer, chosen)
        raise


def _refuse(viewer: Viewer, chosen: Page) -> None:
    """Say so, and note it."""
    st.warning(f"“{viewer.role_name}”没有打开“{chosen.title}”的权限。")
    _note_refusal(viewer, chosen)


def _note_refusal(viewer: Viewer, chosen: Page) -> None:
    """Once a session and page."""
    noted: set[str] = st.session_state.setdefault("_pages_refused", set())
    if chosen.url_path not in noted:
        noted.add(chosen.url_path)
        gate.record_refusal(viewer, chosen.title)


def _front(viewer: Viewer, chosen: Page, pages: dict[str, Page]) -> None:
    """The default page answers only at "/": its own name leads there, with the query kept."""
    target = pages[front_of(viewer).address]
    if first_steps.are_due(viewer):
        st.switch_page(pages[FIRST_RUN.address])
    if chosen is not target:
        st.switch_page(target, query_params=st.query_params.to_dict())
    _open(viewer, chosen)


def _menu(pages: dict[str, Page]) -> dict[str, list[Page]]:
    menu: dict[str, list[Page]] = {}
    for entry in entries():
        menu.setdefault(entry.section, []).append(pages[entry.address])
    menu.setdefault("", []).append(pages["to-front"])
    return menu


def _pages(viewer: Viewer | None) -> dict[str, Page]:
    """Every page, always: one not registered would answer in English. Address → page."""
    pages = {
        entry.address: st.Page(
            entry.path,
            title=entry.title,
            # the default page answers only at "/", but keeps its name from others: its address is given below
            url_path="front" if entry == FRONT else entry.address,
            default=entry == FRONT,
            visibility="visible" if viewer is not None and entry.listed and may_open(viewer, entry) else "hidden",
        )
        for entry in entries()
    }
    pages["to-front"] = st.Page(_nothing, title=FRONT.title, url_path=FRONT.address, visibility="hidden")
    return pages


def _nothing() -> None:
    """The body of the address that only leads to the front page."""
