"""The kinds of file that may be evidence, and how their beginning is recognised."""

from __future__ import annotations

from dataclasses import dataclass

import puremagic

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OFD, TEXT, CSV = "application/ofd", "text/plain", "text/csv"


@dataclass(frozen=True, slots=True)
class Kind:
    """A media type that may be evidence. `part`: the member by which a zipped document is known."""

    media_type: str
    suffixes: tuple[str, ...]
    inline: bool = False
    part: str | None = None


KINDS = {
    kind.media_type: kind
    for kind in (
        Kind(PDF, ("pdf",), inline=True),
        Kind(PNG, ("png",), inline=True),
        Kind(JPEG, ("jpg", "jpeg"), inline=True),
        Kind(DOCX, ("docx",), part="word/document.xml"),
        Kind(XLSX, ("xlsx",), part="xl/workbook.xml"),
        Kind(OFD, ("ofd",), part="OFD.xml"),
        Kind(TEXT, ("txt",)),
        Kind(CSV, ("csv",)),
    )
}
SUFFIXES = tuple(suffix for kind in KINDS.values() for suffix in kind.suffixes)
ALLOWED = "PDF、PNG、JPEG、docx、xlsx、OFD、txt、csv"

_ZIPPED = b"PK\x03\x04"
_SIGNATURES = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
# What a person calls the kinds that are refused, by what puremagic finds.
_CALLED = (
    ("html", "网页"), ("svg", "SVG 图形"), ("xml", "网页或 XML"), ("exe", "可执行程序"), ("elf", "可执行程序"),
    ("dosexec", "可执行程序"), ("script", "脚本"), ("rar", "压缩包"), ("7z", "压缩包"), ("gzip", "压缩包"),
    ("tar", "压缩包"), ("bzip", "压缩包"), ("msword", "旧版或加密的 Office 文件"), ("ms-excel", "旧版或加密的 Office 文件"),
)  # fmt: skip


def begins_as(content: bytes) -> str | None:
    """The media type of a PDF or picture by its first bytes, if both the signature and the library say so."""
    found = next((kind for start, kind in _SIGNATURES.items() if content.startswith(start)), None)
    return found if found in _media_types(content) else None


def is_zipped(content: bytes) -> bool:
    """Whether the file begins as a zip archive, as documents of Word, Excel and OFD do."""
    return content.startswith(_ZIPPED)


def called(content: bytes) -> str | None:
    """What a refused file looks like, in Chinese; None if it looks like nothing known."""
    if content.startswith((b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")):
        return "可执行程序"
    found = " ".join(sorted(_media_types(content)))
    return next((word for part, word in _CALLED if part in found), None)


def _media_types(content: bytes) -> set[str]:
    try:
        return {match.mime_type for match in puremagic.magic_string(content)}
    except puremagic.PureError:
        return set()
