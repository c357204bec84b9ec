"""`restore`: an archive into an empty place, from either engine to either, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Engine, column, delete, insert, inspect, table
from sqlalchemy.exc import StatementError

from lib.backup import choice, place, rows
from lib.backup.archive import Archive, opened
from lib.backup.checking import demand_whole
from lib.backup.manifest import Manifest
from lib.db import counting
from lib.db.dialects import catch_up_sequences
from lib.db.migrate import changing, knows_revision, newest_revision, upgrade_within
from lib.db.queries import board
from lib.definitions import from_document
from lib.errors import Refused
from lib.evidence import files
from lib.security import audit
from lib.security.founding import OPERATOR_NAME

_AT_ONCE = 2_000
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """What stands now, and the archive's manifest digest. `missing`: evidence lost before the backup was made."""

    rows: int
    files: int
    last_number: int
    digest: str
    missing: tuple[str, ...]


def restore(engine: Engine, source: Path, *, os_user: str | None = None, progress: Progress | None = None) -> Restored:
    """Put the board of this archive into the empty database and evidence folder, and note it in its trail.

    An archive of an older schema is put into that schema and migrated. Every member, the trail, the numbers and the
    guards are checked before anything is committed; the derived tables are made anew. Refused, with nothing changed,
    where the place is not empty or the archive is not whole.
    """
    with opened(source) as archive:
        manifest = archive.manifest
        if not knows_revision(manifest.revision):
            raise Refused(
                f"备份的库结构 {manifest.revision} 比程序新（程序到 {newest_revision()}）：请先更新程序再恢复"
            )
        place.demand_no_strange_files(manifest.evidence)
        with _all_or_no_files() as put, _told_as_foreign(), changing(engine) as config:
            conn: Connection = config.attributes["connection"]
            place.demand_empty(conn)
            place.clear(conn)
            upgrade_within(config, manifest.revision)
            _fill(conn, archive, progress)
            upgrade_within(config, "head")
            catch_up_sequences(conn)
            demand_whole(conn, manifest)
            _derive(conn)
            told = f"到第 {manifest.last_number} 号事实，清单摘要 {manifest.digest}"
            audit.record(conn, OPERATOR_NAME, "restored", source.name, told, os_user=os_user)
            for sha256 in manifest.evidence:
                put(archive.evidence(sha256))
    return Restored(manifest.rows, len(manifest.evidence), manifest.last_number, manifest.digest, manifest.missing)


def _fill(conn: Connection, archive: Archive, progress: Progress | None) -> None:
    """Insert every row, table by table in the archive's order, into the schema of the archive's own day."""
    manifest, done = archive.manifest, 0
    _demand_same_tables(conn, manifest)
    for member in manifest.tables:
        target = table(member.name, *(column(name, rows.KINDS[kind]) for name, kind in member.columns))
        conn.execute(delete(target))  # what the migration itself put there: the tail of an empty chain
        left = archive.rows(member)
        while part := list(islice(left, _AT_ONCE)):
            conn.execute(insert(target), part)
            done += len(part)
            if progress is not None:
                progress(done, manifest.rows)


def _demand_same_tables(conn: Connection, manifest: Manifest) -> None:
    found = inspect(conn)
    names = [member.name for member in manifest.tables]
    if sorted(names) != sorted(choice.kept_names(set(found.get_table_names()))):
        raise Refused("备份中的表与其库结构版本不符，未恢复任何内容：请换一份备份")
    for member in manifest.tables:
        standing = {one["name"] for one in found.get_columns(member.name)}
        if standing != {name for name, _ in member.columns} or any(
            kind not in rows.KINDS for _, kind in member.columns
        ):
            raise Refused(f"备份中 {member.member} 的列与库结构不符，未恢复任何内容：请换一份备份")


def _derive(conn: Connection) -> None:
    """Make the derived tables anew from the facts; a board without a plan has no facts."""
    document = board.current_plan_document(conn)
    if document is not None:
        counting.rebuild(conn, from_document(document))


@contextmanager
def _all_or_no_files() -> Iterator[Callable[[bytes], None]]:
    """A function that stores a file of evidence; those it stored are taken back if the block fails."""
    stored: list[str] = []
    done = False

    def put(content: bytes) -> None:
        sha256 = files.hash_of(content)
        if files.read(sha256) is None:
            stored.append(sha256)
            files.write(content)

    try:
        yield put
        done = True
    finally:
        for sha256 in () if done else stored:
            files.path_of(sha256).unlink(missing_ok=True)


@contextmanager
def _told_as_foreign() -> Iterator[None]:
    """Rows that the database itself refuses: an archive made up by hand, or of another program."""
    try:
        yield
    except StatementError as error:
        raise Refused("备份中的记录不合库的约束，未恢复任何内容：请换一份备份") from error
