"""The audit administrator's desk: the trail read a page at a time, checked, anchored and taken out."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import NamedTuple

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from lib.clock import SHANGHAI, now
from lib.db.board import set_setting
from lib.db.engine import reading, writing
from lib.db.queries import trail as queries
from lib.db.queries.accounts import AuditRow, all_accounts
from lib.db.queries.trail import Wanted
from lib.domain.inert import csv_bytes
from lib.domain.rights import Viewer, may_act
from lib.domain.trail_words import ACT_WORDS, REFUSED, act_word, is_refusal
from lib.errors import NotAllowed, Refused
from lib.security import audit
from lib.security.acting import acting
from lib.security.audit import Anchor, BrokenRow, Progress, unwatched

PAGE_ROWS, COUNTED, LISTED, MOST_ROWS = 50, 10_000, 200, 200_000
STRANGER = "-"
LAST_VERIFY = "last_verify"
HEADERS = (
    "序号",
    "时间",
    "账号",
    "系统用户",
    "行为",
    "结果",
    "对象",
    "详情",
    "行为代码",
    "时间(UTC)",
    "上行散列",
    "本行散列",
)


TrailRow = AuditRow


class Asked(NamedTuple):
    """A selection of the trail as its reader makes it: both days inclusive, None for no bound."""

    account: str | None = None
    act: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    refusals_only: bool = False

    def wanted(self) -> Wanted:
        """The same for the query; an act is asked for with its refusals."""
        acts = () if self.act is None else (self.act, self.act + REFUSED)
        after = self.last_day + timedelta(days=1) if self.last_day else None
        ends = REFUSED if self.refusals_only else None
        return Wanted(self.account, acts, _midnight(self.first_day), _midnight(after), ends)

    def said(self) -> str:
        """The selection in words, for the row that tells of an export."""
        words = [
            f"账号 {self.account}" if self.account else "",
            f"行为 {act_word(self.act)}" if self.act else "",
            f"{self.first_day or '起始'} 至 {self.last_day or '今天'}" if self.first_day or self.last_day else "",
            "只看被拒绝" if self.refusals_only else "",
        ]
        return "，".join(filter(None, words)) or "全部"


class TrailPage(NamedTuple):
    """Rows newest first; whether there are newer and older ones; how many in all, counted to 10,000."""

    rows: list[AuditRow]
    has_newer: bool
    has_older: bool
    total: int


class Check(NamedTuple):
    """What a check found: rows looked at, the first places that do not hold, how many there are, the anchor now."""

    rows: int
    broken: tuple[BrokenRow, ...]
    places: int
    anchor: Anchor
    at: datetime


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC) if day else None


def require_reader(viewer: Viewer) -> None:
    """NotAllowed for all but the audit administrator and the command line."""
    if not may_act(viewer, "read_audit"):
        raise NotAllowed(f"{viewer.role_name}不能查看审计留痕；由审计管理员查看")


def page(engine: Engine, viewer: Viewer, asked: Asked, below: int | None = None, above: int | None = None) -> TrailPage:
    """One page: the newest, the one under the row `below`, or the one over the row `above`."""
    require_reader(viewer)
    wanted = asked.wanted()
    with reading(engine) as conn:
        rows = queries.newer_rows(conn, wanted, PAGE_ROWS, above) if above is not None else []
        if len(rows) < PAGE_ROWS:  # the newest page is always full
            rows = queries.older_rows(conn, wanted, PAGE_ROWS, below if above is None else None)
        if not rows:
            return TrailPage([], False, False, queries.count_rows(conn, wanted, COUNTED))
        newer = queries.newer_rows(conn, wanted, 1, rows[0].seq)
        older = queries.older_rows(conn, wanted, 1, rows[-1].seq)
        return TrailPage(rows, bool(newer), bool(older), queries.count_rows(conn, wanted, COUNTED))


def row(engine: Engine, viewer: Viewer, seq: int) -> AuditRow:
    """One row; Refused where there is none of that number."""
    require_reader(viewer)
    with reading(engine) as conn:
        found = queries.row_numbered(conn, seq)
    if found is None:
        raise Refused(f"留痕中没有第 {seq} 行")
    return found


def accounts(engine: Engine, viewer: Viewer) -> dict[str, str]:
    """Names to choose from: every account, and those who tried under a name nobody has."""
    require_reader(viewer)
    with reading(engine) as conn:
        return {one.username: one.display_name for one in all_accounts(conn)} | {STRANGER: "无此账号"}


def acts() -> dict[str, str]:
    """Acts to choose from, by code."""
    return dict(ACT_WORDS)


def check(
    engine: Engine, viewer: Viewer, anchors: list[Anchor], *, os_user: str | None = None, progress: Progress = unwatched
) -> Check:
    """Go through the whole trail, note in it and in the settings that this was done, and say what does not hold."""
    with acting(engine, viewer, "audit_verified", "审计留痕"):
        require_reader(viewer)
    with reading(engine) as conn:
        with closing(audit.broken_rows(conn, anchors, progress)) as found:
            first = tuple(islice(found, LISTED))
            places = len(first) + sum(1 for _ in found)
        reached = audit.anchor(conn)
        done = Check(reached.rows, first, places, reached, now())
    try:
        with writing(engine) as conn:
            _note(conn, viewer, done, os_user)
    except IntegrityError:
        if not done.places:
            raise  # a row put after the end lets no other follow: then it has just been found, and is told
    return done


def _note(conn: Connection, viewer: Viewer, done: Check, os_user: str | None) -> None:
    said = f"{done.rows} 行，{f'{done.places} 处不符' if done.places else '完整'}"
    set_setting(conn, LAST_VERIFY, f"{done.at.isoformat(timespec='seconds')} {said}")
    audit.record(conn, viewer.username, "audit_verified", "审计留痕", said, os_user=os_user)


def anchor(engine: Engine, viewer: Viewer) -> Anchor:
    """How far the trail reaches now, to be kept outside the database."""
    require_reader(viewer)
    with reading(engine) as conn:
        return audit.anchor(conn)


def taken_out(engine: Engine, viewer: Viewer, asked: Asked, *, os_user: str | None = None) -> bytes:
    """The rows asked for as .csv, oldest first; the export itself is a row before the bytes are handed out."""
    with acting(engine, viewer, "exported", "审计留痕"):
        require_reader(viewer)
    with reading(engine) as conn:
        rows = queries.oldest_rows(conn, asked.wanted(), MOST_ROWS + 1)
    with acting(engine, viewer, "exported", "审计留痕") as conn:
        if len(rows) > MOST_ROWS:
            raise Refused(f"所选留痕超过 {MOST_ROWS} 行，请缩小日期范围后分次导出")
        content = csv_bytes(HEADERS, map(_cells, rows))
        audit.record(
            conn, viewer.username, "exported", "审计留痕", f"CSV，{len(rows)} 行，{asked.said()}", os_user=os_user
        )
    return content


def _cells(one: AuditRow) -> tuple[object, ...]:
    result = "被拒绝" if is_refusal(one.act) else ""
    return (
        one.seq, shanghai_time(one.at), one.account, one.os_user, act_word(one.act), result, one.subject, one.detail,
        one.act, one.at, one.previous_hash, one.row_hash,
    )  # fmt: skip


def shanghai_time(at: str) -> str:
    """The instant of a row as read in the district."""
    return f"{datetime.fromisoformat(at).astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
