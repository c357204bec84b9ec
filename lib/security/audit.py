"""The audit trail: one row for every write, refusal and sign-in, chained by hash, and its check."""

from __future__ import annotations

import getpass
import hashlib
import json
import re
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, update

from lib.clock import now
from lib.db.accounts_tables import audit_row
from lib.db.board_tables import chain_tail
from lib.db.queries import accounts as queries
from lib.db.queries.accounts import AuditRow
from lib.errors import Refused

GENESIS = "0" * 64
_SUBJECT_LENGTH = 200
_ANCHOR = re.compile(r"(\d{1,18}):([0-9a-fA-F]{64})", re.ASCII)
_TOLD_EVERY = 1000
_INSERT, _MOVE_TAIL = insert(audit_row), update(chain_tail)

# (rows looked at, rows there are)
Progress = Callable[[int, int], None]


def unwatched(done: int, whole: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A place where the trail does not hold: the row's number and what was found, in Chinese."""

    seq: int
    finding: str

    def __str__(self) -> str:
        return self.finding


def record(
    conn: Connection, account: str, act: str, subject: str, detail: str | None = None, *, os_user: str | None = None
) -> int:
    """Append one row within the caller's write transaction; its number.

    The transaction holds the lock on chain_tail, so no two rows follow the same one. `account` is cut to
    32 signs and `subject` to 200: names under which strangers try to sign in are stored too.
    """
    tail_hash, count = queries.audit_tail(conn)
    values: dict[str, Any] = {
        "seq": count + 1,
        "at": now().isoformat(timespec="microseconds"),
        "account": printable(account)[:32] or "-",
        "os_user": os_user or None,
        "act": act,
        "subject": printable(subject)[:_SUBJECT_LENGTH] or "-",
        "detail": printable(detail) or None if detail else None,
        "previous_hash": tail_hash or GENESIS,
    }
    row_hash = hash_of(AuditRow(**values, row_hash=""))
    conn.execute(_INSERT, {**values, "row_hash": row_hash})
    conn.execute(_MOVE_TAIL, {"audit_hash": row_hash, "audit_rows": count + 1})
    return count + 1


def printable(text: str) -> str:
    """Text that every database stores: no NUL, no lone surrogates (PostgreSQL refuses both)."""
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()


def operating_system_user() -> str:
    """Who runs this process, for acts from the command line."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "?"


def hash_of(row: AuditRow) -> str:
    """SHA-256 over the canonical JSON of every column but the hash itself."""
    covered = [row.seq, row.at, row.account, row.os_user, row.act, row.subject, row.detail, row.previous_hash]
    return hashlib.sha256(json.dumps(covered, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Anchor:
    """How far the trail reached once, kept outside the database: rows, and the hash of the last of them.

    Who can write to the database can also rewrite the trail as a whole, tail included, so that it holds in
    itself. It cannot then hold to an anchor written down before.
    """

    rows: int
    row_hash: str

    def __str__(self) -> str:
        return f"{self.rows}:{self.row_hash}"

    @classmethod
    def parse(cls, text: str) -> Anchor:
        """Of `N:HASH`; Refused with the form that would be right."""
        match = _ANCHOR.fullmatch(text.strip())
        if match is None:
            raise Refused(f"“{text[:80]}”不是锚点，应写成 行数:散列（64 位十六进制），如 audit anchor 所示")
        return cls(int(match[1]), match[2].lower())


def anchor(conn: Connection) -> Anchor:
    """How far the trail reaches now."""
    tail_hash, count = queries.audit_tail(conn)
    return Anchor(count, tail_hash or GENESIS)


def verify(conn: Connection, anchors: Iterable[Anchor] = ()) -> list[BrokenRow]:
    """Every place where the trail was changed, shortened, or added to; empty when it is whole."""
    return list(broken_rows(conn, anchors))


def broken_rows(
    conn: Connection, anchors: Iterable[Anchor] = (), progress: Progress = unwatched
) -> Generator[BrokenRow, None, None]:
    """As `verify`, one place at a time and in the order of the trail, of which a thousand rows are held at once."""
    wanted = {one.rows: one for one in anchors}
    expected, previous, (_, whole) = 1, GENESIS, queries.audit_tail(conn)
    with closing(queries.audit_rows(conn)) as rows:
        for seen, row in enumerate(rows, start=1):
            if row.seq < expected:
                yield BrokenRow(row.seq, f"第 {row.seq} 行是后来插入的")
            elif row.seq > expected:
                yield BrokenRow(expected, f"第 {expected} 至 {row.seq - 1} 行被删除")
            elif row.previous_hash != previous:
                yield BrokenRow(row.seq, f"第 {row.seq} 行与上一行不衔接（有行被替换或插入）")
            if hash_of(row) != row.row_hash:
                yield BrokenRow(row.seq, f"第 {row.seq} 行内容被改动")
            if (kept := wanted.pop(row.seq, None)) is not None and kept.row_hash != row.row_hash:
                yield BrokenRow(row.seq, f"第 {row.seq} 行与锚点不符：锚点之前的留痕被整体改写")
            expected, previous = row.seq + 1, row.row_hash
            if seen % _TOLD_EVERY == 0:
                progress(seen, max(seen, whole))
    yield from _broken_tail(conn, expected - 1, previous)
    yield from _missed_anchors(wanted.values(), expected - 1)


def _missed_anchors(anchors: Iterable[Anchor], last: int) -> Iterator[BrokenRow]:
    for one in anchors:
        if one.rows > last:
            yield BrokenRow(last + 1, f"锚点记有 {one.rows} 行，现只有 {last} 行：末尾的留痕被删除")
        elif one.rows or one.row_hash != GENESIS:
            yield BrokenRow(one.rows, f"锚点所记的第 {one.rows} 行不在留痕中")


def _broken_tail(conn: Connection, last: int, last_hash: str) -> Iterator[BrokenRow]:
    tail_hash, count = queries.audit_tail(conn)
    if count > last:
        yield BrokenRow(last + 1, f"末尾第 {last + 1} 至 {count} 行被删除")
    elif count < last:
        yield BrokenRow(count + 1, f"末尾第 {count + 1} 至 {last} 行是后来插入的")
    elif (tail_hash or GENESIS) != last_hash:
        yield BrokenRow(last, "链尾与最后一行不符")
