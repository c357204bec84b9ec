"""`backup`: the board in one snapshot into one file, while it runs; there whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, func, select

from lib import clock
from lib.backup import choice, rows
from lib.backup.manifest import MEMBER, Manifest, TableMember, evidence_member
from lib.db.board import set_setting
from lib.db.board_tables import chain_tail
from lib.db.engine import reading, writing
from lib.db.migrate import schema_revision
from lib.db.queries import board, evidence
from lib.domain.rights import Viewer, may_act
from lib.errors import NotAllowed, Refused, Unavailable
from lib.evidence import files
from lib.security import audit

LAST_BACKUP = "last_backup"  # the setting doctor reads
_AT_ONCE = 2_000
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Copied:
    """What a backup holds; `missing`: hashes of evidence whose files are lost or damaged on the disk."""

    rows: int
    files: int
    last_number: int
    digest: str
    missing: tuple[str, ...]


def back_up(
    engine: Engine, viewer: Viewer, target: Path, *, os_user: str | None = None, progress: Progress | None = None
) -> Copied:
    """Write the archive and note it in the trail; what lay at `target` is replaced only by a whole one.

    Lost evidence does not stop a backup: it is named, so that it can be sought in an older one.
    """
    if not may_act(viewer, "back_up"):
        with writing(engine) as conn:
            audit.record(conn, viewer.username, "backed_up_refused", target.name, os_user=os_user)
        raise NotAllowed(f"{viewer.role_name}不能备份：请由命令行操作员办理")
    if not target.parent.is_dir() or target.is_dir():
        raise Refused(f"{target} 写不进去：请给出已有文件夹中的一个文件名")
    with _whole_file(target) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        with reading(engine) as conn:
            manifest = _copy(conn, archive, progress)
        archive.writestr(MEMBER, manifest.document())
    told = f"到第 {manifest.last_number} 号事实，清单摘要 {manifest.digest}"
    with writing(engine) as conn:
        set_setting(conn, LAST_BACKUP, manifest.made_at)
        audit.record(conn, viewer.username, "backed_up", target.name, told, os_user=os_user)
    return Copied(manifest.rows, len(manifest.evidence), manifest.last_number, manifest.digest, manifest.missing)


@contextmanager
def _whole_file(target: Path) -> Iterator[Path]:
    """A file beside the target, for its owner alone, put in its place at the end; gone if anything fails."""
    done = False
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise Unavailable(f"{target.parent} 不可写，备份未完成") from error
    part = Path(name)
    try:
        yield part
        os.fsync(descriptor)
        part.replace(target)
        done = True
    except OSError as error:
        raise Unavailable(f"备份写不下去（{error.strerror or error}），未留下文件：请检查磁盘空间和权限") from error
    finally:
        os.close(descriptor)
        if not done:
            part.unlink(missing_ok=True)


def _copy(conn: Connection, archive: zipfile.ZipFile, progress: Progress | None) -> Manifest:
    """Everything of one snapshot: the first question opens it, and writers go on beside it."""
    tail = conn.execute(select(chain_tail)).one()
    tables = choice.kept_tables(conn)
    counts = [conn.execute(select(func.count()).select_from(table)).scalar_one() for table in tables]
    whole, done = sum(counts), 0

    def moved(count: int) -> None:
        nonlocal done
        done += count
        if progress is not None:
            progress(done, whole)

    members = [_copy_table(conn, archive, table, moved) for table in tables]
    lying, missing = _copy_evidence(conn, archive)
    revision = schema_revision(conn)
    assert revision is not None, "a board that answers has a revision"
    return Manifest(
        made_at=clock.now().isoformat(timespec="seconds"),
        engine=conn.dialect.name,
        revision=revision,
        plan_digest=board.current_plan_digest(conn),
        last_number=tail.last_number,
        audit_rows=tail.audit_rows,
        audit_hash=tail.audit_hash,
        tables=tuple(members),
        left_out=tuple(sorted(choice.DERIVED | choice.NOT_KEPT)),
        evidence=tuple(lying),
        missing=tuple(missing),
    )


def _copy_table(conn: Connection, archive: zipfile.ZipFile, table: Table, moved: Callable[[int], None]) -> TableMember:
    columns = rows.columns_of(table)
    kinds, digest, count = [kind for _, kind in columns], hashlib.sha256(), 0
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_AT_ONCE)
    member = TableMember(table.name, (), 0, "").member
    with archive.open(member, "w", force_zip64=True) as out, conn.execute(query) as found:
        for part in found.partitions():
            lines = rows.written(kinds, part)
            digest.update(lines)
            out.write(lines)
            count += len(part)
            moved(len(part))
    return TableMember(table.name, tuple(columns), count, digest.hexdigest())


def _copy_evidence(conn: Connection, archive: zipfile.ZipFile) -> tuple[list[str], list[str]]:
    """Hashes of the files copied, and of those that are lost. Not compressed: most are so already."""
    lying, missing = [], []
    for stored in evidence.stored_files(conn):
        content = files.read(stored.sha256)
        if content is None:
            missing.append(stored.sha256)
            continue
        archive.writestr(zipfile.ZipInfo(evidence_member(stored.sha256)), content, zipfile.ZIP_STORED)
        lying.append(stored.sha256)
    return lying, missing
