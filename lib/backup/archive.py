"""An archive to restore from: every member read once, held against the manifest while it is read."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lib.backup import rows
from lib.backup.manifest import MEMBER, Manifest, TableMember, evidence_member, parsed
from lib.errors import Refused

_LONGEST_LINE = 2**28


class Archive:
    """An open archive whose members are exactly those of its manifest."""

    def __init__(self, source: zipfile.ZipFile) -> None:
        self._source = source
        names = source.namelist()
        if MEMBER not in names:
            raise Refused("文件里没有 manifest.json：这不是看板的备份")
        with told_as_damage():
            self.manifest: Manifest = parsed(source.read(MEMBER))
        expected = self.manifest.members | {MEMBER}
        if sorted(names) != sorted(expected):
            odd = sorted(set(names) ^ expected) or ["有重名"]
            raise Refused(f"备份的内容与清单不符（{odd[0]} 等 {len(odd)} 项）：请换一份备份")

    def rows(self, table: TableMember) -> Iterator[dict[str, Any]]:
        """The rows of a table; Refused at the end if they are not those that were copied."""
        names, kinds = [name for name, _ in table.columns], [kind for _, kind in table.columns]
        digest, count = hashlib.sha256(), 0
        with told_as_damage(), self._source.open(table.member) as member:
            while line := member.readline(_LONGEST_LINE):
                digest.update(line)
                count += 1
                yield rows.read(names, kinds, line)
        if (digest.hexdigest(), count) != (table.sha256, table.rows):
            raise Refused(f"备份中的 {table.member} 与清单的摘要不符，未恢复任何内容：请换一份备份")

    def evidence(self, sha256: str) -> bytes:
        """The bytes of a file; Refused if they are not those its hash names."""
        with told_as_damage():
            content = self._source.read(evidence_member(sha256))
        if hashlib.sha256(content).hexdigest() != sha256:
            raise Refused(f"备份中的佐证 {sha256[:10]}… 已损坏，未恢复任何内容：请换一份备份")
        return content


@contextmanager
def opened(source: Path) -> Iterator[Archive]:
    """The archive in this file; Refused where it is damaged, cut short, or something else."""
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Refused(f"{source.name} 打不开：文件不存在、不完整（被截断），或不是看板的备份") from error
    with archive:
        yield Archive(archive)


@contextmanager
def told_as_damage() -> Iterator[None]:
    """What a damaged member does to its reader, as a sentence."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, NotImplementedError) as error:
        raise Refused("备份文件已损坏，未恢复任何内容：请换一份备份") from error
