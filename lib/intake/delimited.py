"""Reading .csv: UTF-8 with or without BOM, or GB18030; commas; quotes as spreadsheets write them."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from lib.commands.statements import SheetName
from lib.errors import Problem
from lib.intake.sheets import NumberedRow, RawSheet, Unreadable, Upload, raw_sheet

_OTHER_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE_AS = "请另存为“CSV UTF-8（逗号分隔）”"
_LONGEST_CELL = 2**17
_PART = 2**16


def delimited_sheets(upload: Upload, problems: list[Problem]) -> list[RawSheet]:
    """The one sheet of a .csv, none if it is blank; Unreadable where encoding or quoting is broken."""
    encoding = encoding_of(upload.content)
    lines = io.TextIOWrapper(io.BytesIO(upload.content), encoding, newline="")
    try:
        sheet = raw_sheet(SheetName(upload.name), _rows(lines), problems)
    except csv.Error as error:
        raise Unreadable(f"逗号或引号有误（{_reason(error)}）：含逗号、引号、换行的格应放在双引号内") from error
    return [sheet] if sheet else []


def encoding_of(content: bytes) -> str:
    """The encoding of a .csv; Unreadable if it is none of those accepted."""
    if content.startswith(_OTHER_MARKS):
        raise Unreadable(f"编码是 UTF-16 或 UTF-32，{_SAVE_AS}")
    if b"\x00" in content:
        raise Unreadable(f"不是文本文件（含有空字节），{_SAVE_AS}")
    broken_at = _first_broken(content, "utf-8-sig")
    if broken_at is None:
        return "utf-8-sig"
    if content.startswith(codecs.BOM_UTF8):
        raise Unreadable(f"{_near(content, broken_at)}的字节不是 UTF-8，文件可能已损坏，{_SAVE_AS}")
    broken_at = _first_broken(content, "gb18030")
    if broken_at is None:
        return "gb18030"
    raise Unreadable(f"{_near(content, broken_at)}的字节既不是 UTF-8 也不是 GB18030，{_SAVE_AS}")


def _first_broken(content: bytes, encoding: str) -> int | None:
    """About where the first byte is that the encoding does not know; None if it knows all. In small parts, for memory."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), _PART):
            decoder.decode(content[start : start + _PART], final=start + _PART >= len(content))
    except UnicodeDecodeError as error:
        return start + error.start
    return None


def _near(content: bytes, at: int) -> str:
    line = content.count(b"\n", 0, at) + 1
    return f"第 {line} 行附近"


def _rows(lines: io.TextIOWrapper) -> Iterator[NumberedRow]:
    """Rows that are not blank, numbered as a spreadsheet program numbers them."""
    csv.field_size_limit(_LONGEST_CELL)
    for number, row in enumerate(csv.reader(lines, strict=True), start=1):
        if "".join(row).strip():
            yield number, row


def _reason(error: csv.Error) -> str:
    words = str(error)
    if "field larger" in words:
        return f"一格超过 {_LONGEST_CELL} 个字符"
    return "文件在引号内结束" if "unexpected end" in words else "引号后面有多余的字"
