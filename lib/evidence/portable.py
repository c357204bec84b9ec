"""PDF as evidence: whole, unlocked, and with nothing in it that acts by itself."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from lib.errors import Refused

_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_OBJECTS = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n(.*?)endstream", re.DOTALL)
_ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")
_LOCKED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_ACTS = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia|XFA)\b")
_MARKUP = re.compile(rb"<(?:html|script|svg|iframe|!doctype)\b|<\?php", re.IGNORECASE)
_TAIL = 2048
_MOST_OF_ONE = 4_000_000
_MOST_IN_ALL = 64_000_000


def examine_pdf(content: bytes) -> None:
    """Refused unless the PDF is whole, unlocked, no web page as well, and free of scripts and launches.

    What a picture or a page holds is not looked at: only the objects are, those packed in streams too.
    """
    if b"%%EOF" not in content[-_TAIL:]:
        raise Refused("PDF 不完整（没有结束标记），请重新导出后上传")
    outside = _STREAM.sub(b"", content)
    if _MARKUP.search(outside) or _MARKUP.search(content[:_TAIL]):
        raise Refused("PDF 中夹带网页或脚本内容；请打印为 PDF 后再上传")
    for piece in (outside, *_packed_objects(content)):
        plain = _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), piece)
        if _LOCKED.search(plain):
            raise Refused("PDF 已加密，看板无法核对内容；请上传不加密的文件")
        if _ACTS.search(plain):
            raise Refused("PDF 中含脚本或可执行动作；请打印为 PDF 后再上传")


def _packed_objects(content: bytes) -> Iterator[bytes]:
    """The objects a PDF holds packed, unpacked within bounds; those not deflated as they stand."""
    left = _MOST_IN_ALL
    for match in _OBJECTS.finditer(content):
        try:
            piece = zlib.decompressobj().decompress(match[1], min(left, _MOST_OF_ONE))
        except zlib.error:
            piece = match[1]
        left -= len(piece)
        if left <= 0 or len(piece) >= _MOST_OF_ONE:
            raise Refused("PDF 展开后过大，请打印为 PDF 后再上传")
        yield piece
