"""Keeping uploaded files: examined, written under their hash, noted with who brought them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from lib.clock import now
from lib.db.engine import writing
from lib.db.evidence_deposits import deposit
from lib.domain.evidence import NamedFile, safe_name
from lib.domain.rights import Viewer, may_act
from lib.errors import NotAllowed, Problem, Refused
from lib.evidence import files
from lib.evidence.examining import examined
from lib.security import audit

LARGEST_ACT_MB = 60
MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came from a browser."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """A file kept: its cleaned name, hash, media type and size in bytes."""

    name: str
    sha256: str
    media_type: str
    size: int

    @property
    def named(self) -> NamedFile:
        """As `lib.domain.evidence.with_files` takes it into a fact's text."""
        return NamedFile(self.name, self.sha256)


def keep(engine: Engine, viewer: Viewer, uploads: Sequence[Upload]) -> list[Kept]:
    """Keep these files, all or none; only their bringer may open them until a fact uses them.

    Refused, naming every file and what would be right, and noted in the trail. The same bytes brought again
    are stored once, and noted for the account that brings them.
    """
    if not uploads:
        return []
    try:
        kept = _accepted(viewer, uploads)
    except Refused as refused:
        with writing(engine) as conn:
            audit.record(conn, viewer.username, "evidence_kept_refused", _subject(uploads), str(refused))
        raise
    for upload in uploads:
        files.write(upload.content)
    with writing(engine) as conn:
        _note(conn, viewer, kept)
    return kept


def _accepted(viewer: Viewer, uploads: Sequence[Upload]) -> list[Kept]:
    if not may_act(viewer, "keep_evidence"):
        raise NotAllowed(f"{viewer.role_name}不上传佐证")
    if len(uploads) > MOST_FILES:
        raise Refused(f"一次最多上传 {MOST_FILES} 个文件，请分次上传")
    if sum(len(upload.content) for upload in uploads) > LARGEST_ACT_MB * 2**20:
        raise Refused(f"一次上传合计超过 {LARGEST_ACT_MB} MB，请分次上传")
    kept: dict[str, Kept] = {}
    problems: list[Problem] = []
    for upload in uploads:
        try:
            media_type = examined(upload.name, upload.content)
        except Refused as refused:
            problems.extend(refused.problems)
            continue
        sha256 = files.hash_of(upload.content)
        kept.setdefault(sha256, Kept(safe_name(upload.name), sha256, media_type, len(upload.content)))
    if problems:
        raise Refused(problems)
    return list(kept.values())


def _note(conn: Connection, viewer: Viewer, kept: Sequence[Kept]) -> None:
    at = now()
    for one in kept:
        brought = deposit(conn, one.sha256, one.media_type, one.size, one.name, viewer.username, viewer.unit_code, at)
        if brought:
            audit.record(conn, viewer.username, "evidence_kept", one.sha256, f"{one.name}，{one.size} 字节")


def _subject(uploads: Sequence[Upload]) -> str:
    return "；".join(safe_name(upload.name) for upload in uploads)
