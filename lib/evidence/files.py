"""The evidence folder: each file read-only under its SHA-256, never under a name from a person."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from lib.db.engine import PROJECT
from lib.domain.evidence import is_hash
from lib.errors import Unavailable

_DEFAULT = PROJECT / "data" / "evidence"
_FULL = (errno.ENOSPC, errno.EDQUOT)


def folder() -> Path:
    """EVIDENCE_DIR (from the project's folder if relative), else data/evidence. Need not exist yet."""
    asked = os.environ.get("EVIDENCE_DIR")
    return PROJECT / asked if asked else _DEFAULT


def path_of(sha256: str) -> Path:
    """Where the file with this hash lies; what is no hash has no place."""
    if not is_hash(sha256):
        raise ValueError(f"not a SHA-256: {sha256!r}")
    return folder() / sha256[:2] / sha256


def hash_of(content: bytes) -> str:
    """The SHA-256 of the bytes, in hex."""
    return hashlib.sha256(content).hexdigest()


def write(content: bytes) -> str:
    """Store the bytes and return their hash; whole or not at all, and on the disk when this returns.

    What lies there already is left if it is whole, and put right if it is not.
    """
    sha256 = hash_of(content)
    try:
        if read(sha256) is None:
            _put(path_of(sha256), content)
    except OSError as error:
        told = "磁盘已满" if error.errno in _FULL else "佐证文件夹不可写"
        raise Unavailable(f"{told}，佐证未保存：请联系系统管理员") from error
    return sha256


def _put(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    descriptor, part = tempfile.mkstemp(prefix=".part-", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
            out.flush()
            os.fchmod(out.fileno(), 0o440)
            os.fsync(out.fileno())
        Path(part).replace(target)
    except OSError:
        Path(part).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(place: Path) -> None:
    """The name is on the disk too, not only the bytes."""
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(sha256: str) -> bytes | None:
    """The bytes with this hash; None if they are missing or no longer those that were stored."""
    try:
        content = path_of(sha256).read_bytes()
    except FileNotFoundError:
        return None
    return content if hash_of(content) == sha256 else None


def names() -> Iterator[str]:
    """What lies in the folder, as paths from it; unfinished parts of a write are left out."""
    root = folder()
    for found in sorted(root.rglob("*")) if root.is_dir() else ():
        if not found.is_dir() and not found.name.startswith(".part-"):
            yield found.relative_to(root).as_posix()
