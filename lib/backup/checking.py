"""Whether a board is what its backup says: numbers, trail, plans, and evidence against the facts."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, func, or_, select, union_all

from lib.backup.manifest import Manifest
from lib.db.board_tables import chain_tail, plan_version
from lib.db.dialects import broken_references
from lib.db.evidence_tables import evidence_file, evidence_use
from lib.db.queries import chain
from lib.db.queries.evidence import TEXT_COLUMNS
from lib.db.tables import FACTS
from lib.domain.canonical import digest_of
from lib.domain.evidence import hashes_in
from lib.errors import Problem, Refused
from lib.security import audit


def demand_whole(conn: Connection, manifest: Manifest) -> None:
    """Refused, with everything found, unless the restored rows hold together and are those of the manifest."""
    found = [Problem("备份", sentence) for sentence in _findings(conn, manifest)]
    if found:
        raise Refused([*found, Problem("", "未恢复任何内容：请换一份备份")])


def _findings(conn: Connection, manifest: Manifest) -> Iterator[str]:
    tail = conn.execute(select(chain_tail)).one()
    if (tail.last_number, tail.audit_rows, tail.audit_hash) != (
        manifest.last_number, manifest.audit_rows, manifest.audit_hash,
    ):  # fmt: skip
        yield "链尾与清单不符"
    broken_rows = broken_references(conn)
    if broken_rows:
        yield f"{'、'.join(broken_rows)} 中有记录失去所指"
    if chain.missing_numbers(conn) or _outside_numbers(conn, tail.last_number):
        yield "事实编号有缺号、重号或越界"
    broken = audit.verify(conn)
    if broken:
        yield f"审计留痕的哈希链有 {len(broken)} 处不符：{broken[0]}"
    plans = conn.execute(select(plan_version.c.digest, plan_version.c.document).order_by(plan_version.c.id)).all()
    if any(digest_of(plan.document) != plan.digest for plan in plans):
        yield "方案全文与摘要不符"
    if (plans[-1].digest if plans else None) != manifest.plan_digest:
        yield "现行方案与清单不符"
    yield from _evidence_findings(conn, manifest)


def _outside_numbers(conn: Connection, last: int) -> bool:
    """Whether a number is given twice, below 1 or above the last."""
    each = union_all(*(select(table.c.number) for table in FACTS.values())).subquery()
    asked = select(func.count(each.c.number.distinct()), func.min(each.c.number), func.max(each.c.number))
    distinct, lowest, highest = conn.execute(asked).one()
    return bool(distinct != last or (distinct and (lowest, highest) != (1, last)))


def _evidence_findings(conn: Connection, manifest: Manifest) -> Iterator[str]:
    stored = set(conn.execute(select(evidence_file.c.sha256)).scalars())
    if stored != {*manifest.evidence, *manifest.missing}:
        yield "佐证登记与备份中的文件不符"
    used = {(row.sha256, row.number) for row in conn.execute(select(evidence_use.c.sha256, evidence_use.c.number))}
    if used != set(_cited(conn)):
        yield "事实引用的佐证与登记不符"


def _cited(conn: Connection) -> Iterator[tuple[str, int]]:
    """(hash, number) of every file that the text of a fact names."""
    for kind, names in TEXT_COLUMNS.items():
        table = FACTS[kind]
        texts = [table.c[name] for name in names]
        marked = or_(*(text.contains("[sha256:", autoescape=True) for text in texts))
        for row in conn.execute(select(table.c.number, *texts).where(marked)):
            for text in row[1:]:
                yield from ((sha256, row.number) for sha256 in hashes_in(text))
