"""Evidence files: as they came, who brought them, and the facts that use them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from lib.db.evidence_tables import evidence_deposit, evidence_file, evidence_use
from lib.db.facts import TABLE_OF
from lib.db.tables import FACTS


class StoredFile(NamedTuple):
    """A file as it first came."""

    sha256: str
    media_type: str
    size: int
    name: str
    account: str
    unit: str | None
    stored_at: datetime


class Deposit(NamedTuple):
    """A file as one account brought it."""

    name: str
    unit: str | None


class Use(NamedTuple):
    """A fact that uses a file. `unit`: whose fact it is; of a case event `flow` and `case_no` instead.

    `text` is the fact's text that names the file.
    """

    number: int
    kind: str
    account: str
    unit: str | None
    flow: str | None
    case_no: str | None
    text: str | None


# Where a kind of fact names files, in the order of looking.
TEXT_COLUMNS: dict[str, tuple[str, ...]] = {
    table.name: found
    for table in TABLE_OF.values()
    if (found := tuple(name for name in ("evidence", "text") if name in table.c))
}


def file_with_hash(conn: Connection, sha256: str) -> StoredFile | None:
    """The file with this hash; None if none was brought."""
    columns = [evidence_file.c[name] for name in StoredFile._fields]
    row = conn.execute(select(*columns).where(evidence_file.c.sha256 == sha256)).first()
    return None if row is None else StoredFile._make(row)


def stored_files(conn: Connection) -> Iterator[StoredFile]:
    """One row a file, by hash; streamed."""
    columns = [evidence_file.c[name] for name in StoredFile._fields]
    rows = select(*columns).order_by(evidence_file.c.sha256).execution_options(yield_per=1000)
    with conn.execute(rows) as found:
        yield from map(StoredFile._make, found)


def deposit_of(conn: Connection, sha256: str, account: str) -> Deposit | None:
    """The file as this account brought it; None if it did not."""
    same = (evidence_deposit.c.sha256 == sha256, evidence_deposit.c.account == account)
    row = conn.execute(select(evidence_deposit.c.name, evidence_deposit.c.unit).where(*same)).first()
    return None if row is None else Deposit._make(row)


def uses_of(conn: Connection, sha256: str) -> list[Use]:
    """One row a fact that uses the file, corrected ones included, by number."""
    rows = select(evidence_use.c.number, evidence_use.c.kind, evidence_use.c.account)
    found = conn.execute(rows.where(evidence_use.c.sha256 == sha256).order_by(evidence_use.c.number)).all()
    return [_use(conn, row.number, row.kind, row.account, sha256) for row in found]


def _use(conn: Connection, number: int, kind: str, account: str, sha256: str) -> Use:
    table = FACTS[kind]
    fact = conn.execute(select(table).where(table.c.number == number)).mappings().one()
    texts = [fact[name] for name in TEXT_COLUMNS[kind] if fact[name] and sha256 in fact[name]]
    unit, flow, case_no = (fact.get(name) for name in ("unit", "flow", "case_no"))
    return Use(number, kind, account, unit, flow, case_no, texts[0] if texts else None)
