"""Appraisal periods: their steps, rulings and signatures, and the results as they were kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from lib.db.count_tables import case_head
from lib.db.facts import TABLE_OF
from lib.db.period_tables import period_result
from lib.db.queries.chain import fact_origin
from lib.db.queries.standing import Known, known_by
from lib.db.tables import FACTS, adjustment, verification
from lib.domain.canonical import text_of
from lib.domain.facts import PeriodStep, Ruling, Signature
from lib.domain.office_flows import APPEAL, APPRAISED
from lib.domain.period_life import COMPUTE

_AT_ONCE = 900  # numbers in one IN list: under every database's limit of parameters


class KeptResult(NamedTuple):
    """A kept result: its place among the versions of its period, its digest and its canonical text."""

    number: int
    period: str
    version: int
    digest: str
    document: str


class StepBy(NamedTuple):
    """A step with the account that took it."""

    step: PeriodStep
    account: str


def steps(conn: Connection, period: str | None = None, known_at: Known | None = None) -> list[PeriodStep]:
    """One row a step, of all periods or of one, in the order they were taken."""
    return [one.step for one in steps_by(conn, period, known_at)]


def steps_by(conn: Connection, period: str | None = None, known_at: Known | None = None) -> list[StepBy]:
    """One row a step with who took it."""
    table = TABLE_OF[PeriodStep]
    rows = select(*(table.c[name] for name in PeriodStep._fields), table.c.account).order_by(table.c.number)
    if period is not None:
        rows = rows.where(table.c.period == period)
    if known_at is not None:
        rows = rows.where(known_by(table, known_at))
    return [StepBy(PeriodStep._make(row[:-1]), row[-1]) for row in conn.execute(rows)]


def computed_by(conn: Connection, period: str) -> str | None:
    """The account that last computed the period; None where nobody has."""
    found = [one.account for one in steps_by(conn, period) if one.step.step == COMPUTE]
    return found[-1] if found else None


def judged_by(conn: Connection, numbers: Iterable[int]) -> frozenset[str]:
    """The accounts that stated the verdicts and adjustments among these facts."""
    found = fact_origin(conn, numbers)
    return frozenset(one.account for one in found if one.kind in (verification.name, adjustment.name))


def rulings(conn: Connection, period: str | None = None) -> list[Ruling]:
    """One row a ruling, of all periods or of one, in the order they were made."""
    table = TABLE_OF[Ruling]
    rows = select(*(table.c[name] for name in Ruling._fields)).order_by(table.c.number)
    if period is not None:
        rows = rows.where(table.c.period == period)
    return list(map(Ruling._make, conn.execute(rows)))


class SignatureBy(NamedTuple):
    """A signed or declined recommendation with the account of the leader."""

    signature: Signature
    account: str


def signatures_by(conn: Connection, period: str | None = None) -> list[SignatureBy]:
    """One row a signed or declined recommendation, of all years or of one, with who signed."""
    table = TABLE_OF[Signature]
    rows = select(*(table.c[name] for name in Signature._fields), table.c.account).order_by(table.c.number)
    if period is not None:
        rows = rows.where(table.c.period == period)
    return [SignatureBy(Signature._make(row[:-1]), row[-1]) for row in conn.execute(rows)]


def signatures(conn: Connection, period: str | None = None) -> list[Signature]:
    """One row a signed or declined recommendation, of all years or of one."""
    return [one.signature for one in signatures_by(conn, period)]


def kept_results(conn: Connection, period: str) -> list[KeptResult]:
    """One row a version of the period's result, the first first."""
    rows = select(*(period_result.c[name] for name in KeptResult._fields)).where(period_result.c.period == period)
    return [KeptResult(*row) for row in conn.execute(rows.order_by(period_result.c.version))]


def kept_result(conn: Connection, digest: str) -> KeptResult | None:
    """The result with this digest; None where there is none."""
    rows = select(*(period_result.c[name] for name in KeptResult._fields)).where(period_result.c.digest == digest)
    row = conn.execute(rows.order_by(period_result.c.number.desc())).first()
    return KeptResult(*row) if row else None


def keep_result(conn: Connection, result: KeptResult) -> None:
    """Keep a result, inside `writing`."""
    conn.execute(insert(period_result), result._asdict())


class Objection(NamedTuple):
    """An objection as it stands: `unit` objected, `closed_on` None: not answered yet."""

    case_no: str
    unit: str
    state: str
    registered_on: date
    closed_on: date | None
    outcome: str | None
    attributes: Mapping[str, str]


def objections(conn: Connection, period: str | None = None) -> list[Objection]:
    """One row an objection, about all periods or about one, in the order of their registration."""
    head = case_head.c
    rows = select(*(head[name] for name in Objection._fields)).where(head.flow == APPEAL)
    found = [Objection(*row) for row in conn.execute(rows.order_by(head.registered_on, head.case_no))]
    return [one for one in found if period in (None, one.attributes.get(APPRAISED))]


def contents_digest(conn: Connection, numbers: Sequence[int]) -> str:
    """SHA-256 over every column of these facts, in the order of their numbers: of rows that were changed or removed
    past the guards it is another. The same on every database."""
    found = sha256()
    for start in range(0, len(numbers), _AT_ONCE):
        part = sorted(_contents(conn, numbers[start : start + _AT_ONCE]))
        for _, text in part:
            found.update(text.encode())
            found.update(b"\n")
    return found.hexdigest()


def _contents(conn: Connection, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
    for table in FACTS.values():
        for row in conn.execute(select(table).where(table.c.number.in_(numbers))).mappings():
            yield row["number"], text_of({"kind": table.name} | {column.name: row[column] for column in table.columns})
