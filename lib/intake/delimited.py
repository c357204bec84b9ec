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


def delimited_sheets(upload: Upload, problems: list[Problem]) -> list[RawSheet]:
    """The one sheet of a .csv, none if it is blank; Unreadable where encoding or quoting is broken."""
    text = decoded(upload.content)
    try:
        sheet = raw_sheet(SheetName(upload.name), _rows(text), problems)
    except csv.Error as error:
        raise Unreadable(f"逗号或引号有误（{_reason(error)}）：含逗号、引号、换行的格应放在双引号内") from error
    return [sheet] if sheet else []


def decoded(content: bytes) -> str:
    """The text of a .csv; Unreadable if it is in none of the accepted encodings."""
    if content.startswith(_OTHER_MARKS):
        raise Unreadable(f"编码是 UTF-16 或 UTF-32，{_SAVE_AS}")
    if b"\x00" in content:
        raise Unreadable(f"不是文本文件（含有空字节），{_SAVE_AS}")
    if content.startswith(codecs.BOM_UTF8):
        return _utf8(content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _gb18030(content)


def _utf8(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise Unreadable(f"第 {row} 行附近的字节不是 UTF-8，文件可能已损坏，{_SAVE_AS}") from error


def _gb18030(content: bytes) -> str:
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise Unreadable(f"第 {row} 行附近的字节既不是 UTF-8 也不是 GB18030，{_SAVE_AS}") from error


def _rows(text: str) -> Iterator[NumberedRow]:
    """Rows that are not blank, numbered as a spreadsheet program numbers them."""
    csv.field_size_limit(_LONGEST_CELL)
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), start=1):
        if "".join(row).strip():
            yield number, row


def _reason(error: csv.Error) -> str:
    words = str(error)
    if "field larger" in words:
        return f"一格超过 {_LONGEST_CELL} 个字符"
    return "文件在引号内结束" if "unexpected end" in words else "引号后面有多余的字"
