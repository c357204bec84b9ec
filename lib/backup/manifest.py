"""The manifest of an archive: what the board was when it was copied, and the digest of every member."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from lib.domain.evidence import is_hash
from lib.errors import Refused

MEMBER = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class TableMember:
    """One table: its columns as (name, kind of lib.backup.rows), and what its member must come to."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: int
    sha256: str

    @property
    def member(self) -> str:
        """Its name in the archive."""
        return f"tables/{self.name}.jsonl"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`evidence`: hashes of the files in the archive. `missing`: of those that were lost before it was made."""

    made_at: str
    engine: str
    revision: str
    plan_digest: str | None
    last_number: int
    audit_rows: int
    audit_hash: str | None
    tables: tuple[TableMember, ...]
    left_out: tuple[str, ...]
    evidence: tuple[str, ...]
    missing: tuple[str, ...]

    def document(self) -> bytes:
        """Its canonical JSON."""
        told = {"format": FORMAT, **asdict(self)}
        return json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1).encode()

    @property
    def digest(self) -> str:
        """SHA-256 of its JSON: kept apart from the archive, it proves that nothing in it was exchanged."""
        return hashlib.sha256(self.document()).hexdigest()

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables)

    @property
    def members(self) -> set[str]:
        """Names of all members but its own."""
        return {table.member for table in self.tables} | {evidence_member(sha256) for sha256 in self.evidence}


def evidence_member(sha256: str) -> str:
    """Where a file of evidence lies in the archive."""
    return f"evidence/{sha256}"


def parsed(document: bytes) -> Manifest:
    """The manifest of this JSON; Refused where it is none, or of a newer form."""
    try:
        told = json.loads(document)
        if told.pop("format") != FORMAT:
            raise Refused("备份由更新的程序制作：请先更新程序再恢复")
        tables = tuple(_table(one) for one in told.pop("tables"))
        told.update({name: tuple(told[name]) for name in ("left_out", "evidence", "missing")})
        made = Manifest(tables=tables, **told)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused("备份的清单 manifest.json 已损坏：请换一份备份") from error
    if not all(is_hash(sha256) for sha256 in (*made.evidence, *made.missing)):
        raise Refused("备份的清单 manifest.json 已损坏（佐证散列不对）：请换一份备份")
    return made


def _table(told: dict[str, Any]) -> TableMember:
    columns = tuple((str(name), str(kind)) for name, kind in told["columns"])
    return TableMember(str(told["name"]), columns, int(told["rows"]), str(told["sha256"]))
