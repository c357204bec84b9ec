"""Tying facts to the files they name, in the fact's own transaction; a file the account never had is refused."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, insert, select

from lib.db.accounts_tables import account as account_table
from lib.db.evidence_tables import evidence_use
from lib.db.facts import TABLE_OF, Fact
from lib.db.queries import evidence as queries
from lib.domain.evidence import hashes_in
from lib.domain.facts import Event
from lib.domain.rights import OFFICE, OPERATOR
from lib.errors import NotAllowed


def link_uses(conn: Connection, numbered: Iterable[tuple[int, Fact, str]]) -> None:
    """Store which file each of these (number, fact, account) uses.

    NotAllowed for a hash that is not stored, or that the account neither brought nor may cite: else knowing a
    hash would be enough to open another unit's file. The same words for both, so that nobody can probe hashes.
    """
    rows = []
    for number, fact, account in numbered:
        for sha256 in _hashes(fact):
            if not _may_cite(conn, sha256, fact, account):
                raise NotAllowed(f"佐证文件 {sha256[:10]}… 不在库中，或不是本账号上传的：请重新上传后再提交")
            rows.append({"sha256": sha256, "number": number, "kind": TABLE_OF[type(fact)].name, "account": account})
    if rows:
        conn.execute(insert(evidence_use), rows)


def _hashes(fact: Fact) -> Iterable[str]:
    texts = (getattr(fact, name) for name in queries.TEXT_COLUMNS.get(TABLE_OF[type(fact)].name, ()))
    return dict.fromkeys(sha256 for text in texts for sha256 in hashes_in(text))


def _may_cite(conn: Connection, sha256: str, fact: Fact, account: str) -> bool:
    """What the account brought itself; what a fact of the same unit or case uses; for the office also what any
    report, adjustment or entered number uses, all of which it sees."""
    if queries.file_with_hash(conn, sha256) is None:
        return False
    if queries.deposit_of(conn, sha256, account) is not None:
        return True
    uses = queries.uses_of(conn, sha256)
    if any(_same_owner(use, fact) for use in uses):
        return True
    return _sees_all_units(conn, account) and any(use.flow is None for use in uses)


def _same_owner(use: queries.Use, fact: Fact) -> bool:
    if isinstance(fact, Event):
        return (use.flow, use.case_no) == (fact.flow, fact.case_no)
    return use.unit is not None and use.unit == getattr(fact, "unit", None)


def _sees_all_units(conn: Connection, account: str) -> bool:
    role = conn.execute(select(account_table.c.role).where(account_table.c.username == account)).scalar()
    return role in (OFFICE, OPERATOR)
