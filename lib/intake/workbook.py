"""Reading .xlsx: every sheet that is not empty, cells as typed, within bounds on what unpacks."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.cell.rich_text import CellRichText
from openpyxl.formula.tokenizer import TokenizerError
from openpyxl.formula.translate import TranslatorError
from openpyxl.utils.exceptions import (
    CellCoordinatesException,
    IllegalCharacterError,
    InvalidFileException,
    NamedRangeException,
    ReadOnlyWorkbookException,
    SheetTitleException,
    WorkbookAlreadySaved,
)
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from lib.commands.statements import SheetName
from lib.errors import Problem
from lib.intake.cells import Odd, Raw
from lib.intake.sheets import (
    NumberedRow,
    RawSheet,
    Row,
    Unreadable,
    Upload,
    raw_sheet,
)

MAX_UNPACKED_BYTES = 400 * 2**20
MAX_PARTS = 2000
MAX_SHEETS = 50
MAX_CELLS = 20_000_000
_LAST_ROW = 2**20
_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
_PLAIN = frozenset({str, int, float, datetime, type(None)})

# What openpyxl, zipfile and the XML parser raise on damaged files. It is a long list instead of
# Exception, because an error of ours (such as NameError) shall not be told as damage to the file.
DAMAGED = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, NotImplementedError, OSError,
    ParseError, RecursionError, RuntimeError, TypeError, ValueError, zipfile.BadZipFile, zipfile.LargeZipFile,
    zlib.error, CellCoordinatesException, IllegalCharacterError, InvalidFileException, NamedRangeException,
    ReadOnlyWorkbookException, SheetTitleException, TokenizerError, TranslatorError, WorkbookAlreadySaved,
)  # fmt: skip
_BROKEN = "文件已损坏或不是 .xlsx：请用表格软件打开，另存为 .xlsx 后再导入"


def workbook_sheets(upload: Upload, problems: list[Problem]) -> list[RawSheet]:
    """The sheets of a workbook that are not empty; Unreadable if it is damaged or unpacks too large."""
    _require_modest(upload.content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _sheets(upload, problems)
        except DAMAGED as error:
            raise Unreadable(_BROKEN) from error


def _require_modest(content: bytes) -> None:
    """Refuse what is no zip, is encrypted, or declares more than the bounds; zipfile holds it to what it declares."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("是加密的或旧格式（.xls）的工作簿：请去掉密码，另存为 .xlsx 后再导入")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except DAMAGED as error:
        raise Unreadable(_BROKEN) from error
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise Unreadable(f"解压后超过 {MAX_UNPACKED_BYTES // 2**20} MB 或部件过多，不予读取：请分成几个文件")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("压缩包已加密：请去掉密码后再导入")


def _sheets(upload: Upload, problems: list[Problem]) -> list[RawSheet]:
    book = openpyxl.load_workbook(io.BytesIO(upload.content), read_only=True, data_only=False, keep_links=False)
    try:
        if len(book.worksheets) > MAX_SHEETS:
            raise Unreadable(f"超过 {MAX_SHEETS} 个工作表，请分成几个文件")
        sheets = []
        for worksheet in book.worksheets:
            worksheet.reset_dimensions()  # a wrong declared size would cut rows off in silence
            sheet = raw_sheet(SheetName(upload.name, worksheet.title), _rows(worksheet), problems)
            if sheet is not None:
                sheets.append(sheet)
        return sheets
    finally:
        book.close()


def _rows(worksheet: Any) -> Iterator[NumberedRow]:
    """Rows that are not blank. Sheets with 完成比例 are read cell by cell, for 50 % is stored as 0.5."""
    header = next(_not_blank(worksheet.iter_rows(values_only=True)), None)
    if header is None:
        return
    yield header
    below = header[0] + 1
    if "完成比例" in header[1]:
        yield from _not_blank(map(_with_percents, worksheet.iter_rows(min_row=below)), below)
    else:
        yield from _not_blank(worksheet.iter_rows(min_row=below, values_only=True), below)


def _not_blank(rows: Iterable[Row], first: int = 1) -> Iterator[NumberedRow]:
    cells = 0
    for number, row in enumerate(rows, start=first):
        cells += len(row)
        if number > _LAST_ROW or cells > MAX_CELLS:
            raise Unreadable(f"工作表超过 {_LAST_ROW} 行或 {MAX_CELLS} 格：请删除多余的行和列，或分成几个文件")
        kept = row if _PLAIN.issuperset(map(type, row)) and _ERRORS.isdisjoint(row) else [*map(_plain, row)]
        if any(cell is not None and (type(cell) is not str or cell.strip()) for cell in kept):
            yield number, kept


def _with_percents(row: Iterable[Any]) -> list[Raw]:
    return [_percent(cell) if type(cell.value) in (int, float) else cell.value for cell in row]


def _percent(cell: Any) -> Raw:
    """A number shown as a percentage is written out as one."""
    if "%" not in (cell.number_format or ""):
        return cell.value
    return f"{Decimal(format(cell.value, '.15g')) * 100:f}%"


def _plain(cell: Raw) -> Raw:
    """A cell as text, number or date; formulas as their text, error and truth values as `Odd`."""
    if isinstance(cell, bool):
        return Odd("TRUE" if cell else "FALSE")
    if isinstance(cell, str | CellRichText):
        return Odd(str(cell)) if cell in _ERRORS else str(cell)
    if isinstance(cell, ArrayFormula | DataTableFormula):
        return f"={getattr(cell, 'text', '') or ''}".replace("==", "=", 1)
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001  cells have no zone
    if isinstance(cell, time | timedelta):
        return Odd(f"{cell}")
    return cell if type(cell) in _PLAIN else Odd(f"{cell}")
