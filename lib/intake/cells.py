"""What a cell means: text, dates, times, numbers, percentages and words of a list (contract.md 3).

A reading takes the raw value of a cell (text of a .csv; text, number, date of a workbook) and gives
the value meant, None for an empty cell, or raises `Misread` with what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from lib.clock import SHANGHAI
from lib.domain.written import LONGEST_LINE, LONGEST_TEXT, UNSTORABLE, YEARS

Raw = Any
Reading = Callable[[Raw], Any]

_DAY = r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{4})/(\d{1,2})/(\d{1,2})|(\d{4})年(\d{1,2})月(\d{1,2})日)"
_DATE = re.compile(_DAY, re.ASCII)
_INSTANT = re.compile(_DAY + r" +(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d{1,15}(?:\.\d{0,12})?|\.\d{1,12})", re.ASCII)
_MIDNIGHT = time()
_DATE_FORMS = "日期应写成 2021-05-03、2021/5/3 或 2021年5月3日"
_TIME_FORMS = "时间应写成 2021-05-03 09:30"
_NUMBER_FORMS = "数字只用半角数字、正负号和小数点，如 12.5"
_EXACT_DIGITS = 10**15


class Misread(ValueError):
    """A cell could not be read; the message says what would be right."""


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell that holds neither text, number nor date: an error value or a truth value."""

    said: str


def shown(raw: Raw) -> str:
    """The raw value as quoted in a message, cut short."""
    text = raw.said if isinstance(raw, Odd) else f"{raw}"
    text = UNSTORABLE.sub("□", text).replace("\n", " ").replace("\r", " ")
    return text if len(text) <= 40 else text[:40] + "…"


def _empty(raw: Raw) -> bool:
    return raw is None or raw == "" or (isinstance(raw, str) and not raw.strip())


def _refuse_odd(raw: Raw) -> None:
    if isinstance(raw, Odd):
        raise Misread(f"单元格是“{raw.said}”，请改为文字、数字或日期")


def read_text(raw: Raw) -> str | None:
    """Text, trimmed; a number cell as Excel shows it; a leading = + - @ is text."""
    if type(raw) is str:
        text = raw.strip().replace("\r\n", "\n").replace("\r", "\n") if "\r" in raw else raw.strip()
        if not text.isprintable() and UNSTORABLE.search(text):
            raise Misread("含有不可见的控制字符，请删除后重填")
        if len(text) > LONGEST_TEXT:
            raise Misread(f"文字有 {len(text)} 个字，最多 {LONGEST_TEXT} 个")
        return text or None
    if raw is None:
        return None
    _refuse_odd(raw)
    return _text_of(raw)


def read_key(raw: Raw) -> str | None:
    """Text by which a row is known again: short, in one line, never a date cell (Excel has changed it)."""
    if isinstance(raw, date | time):
        raise Misread(f"单元格是日期“{shown(raw)}”，不是文字：请把单元格设为文本格式后重填")
    text = read_text(raw)
    if text is not None and (len(text) > LONGEST_LINE or not text.isprintable()):
        raise Misread(f"应为一行文字，最多 {LONGEST_LINE} 个字")
    return text


def read_period_text(raw: Raw) -> str | None:
    """周期 as written; a month that Excel turned into the first of the month is a month again."""
    if isinstance(raw, datetime) and raw.day == 1 and raw.time() == _MIDNIGHT:
        return f"{raw.year:04d}-{raw.month:02d}"
    return read_key(raw)


def _text_of(raw: Raw) -> str:
    if isinstance(raw, datetime):
        return f"{raw:%Y-%m-%d}" if raw.time() == _MIDNIGHT else f"{raw:%Y-%m-%d %H:%M:%S}"
    if isinstance(raw, int | float) and abs(raw) >= _EXACT_DIGITS:
        raise Misread("数字超过 15 位，表格软件已丢失精度：请把单元格设为文本格式后重填")
    return f"{plain(_decimal_of(raw)):f}" if isinstance(raw, int | float) else str(raw)


def read_date(raw: Raw) -> date | None:
    """A date cell without a time of day, or one of the three written forms; four-digit years only."""
    if isinstance(raw, datetime):
        if raw.time() != _MIDNIGHT:
            raise Misread(f"“{raw:%Y-%m-%d %H:%M:%S}”带有时间，这里只填日期；{_DATE_FORMS}")
        return _within_years(raw.date(), f"{raw:%Y-%m-%d}")
    if _empty(raw):
        return None
    match = _DATE.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if match is None:
        raise Misread(_not_a(raw, _DATE_FORMS, "日期"))
    return _day(match.groups(), raw)


def read_day_text(raw: Raw) -> str | None:
    """A date as `read_date` takes it, in the form in which an attribute of a case holds it."""
    day = read_date(raw)
    return day.isoformat() if day else None


def read_instant(raw: Raw) -> datetime | None:
    """A date cell, or a date with HH:MM[:SS]; without a zone, so of Asia/Shanghai."""
    if isinstance(raw, datetime):
        _within_years(raw.date(), raw)
        return raw.replace(microsecond=0, tzinfo=SHANGHAI).astimezone(UTC)
    if _empty(raw):
        return None
    match = _INSTANT.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if match is None:
        raise Misread(_not_a(raw, _TIME_FORMS, "时间"))
    groups = match.groups()
    day = _day(groups[:9], raw)
    try:
        clock = time(int(groups[9]), int(groups[10]), int(groups[11] or 0))
    except ValueError as error:
        raise Misread(f"没有“{shown(raw)}”这个时间；{_TIME_FORMS}") from error
    return datetime.combine(day, clock, SHANGHAI).astimezone(UTC)


def _not_a(raw: Raw, forms: str, word: str) -> str:
    if isinstance(raw, str) and raw.lstrip().startswith("="):
        return f"是公式“{shown(raw)}”，不能导入：请把结果粘贴为数值；{forms}"
    if isinstance(raw, int | float):
        return f"单元格是数字 {shown(raw)}，不是{word}；{forms}"
    if isinstance(raw, str) and re.match(r"\d{2}[-/年]", raw.strip(), re.ASCII):
        return f"“{shown(raw)}”的年份只有两位，不知是哪一年；{forms}"
    return f"“{shown(raw)}”不是{word}；{forms}"


def _day(groups: tuple[str | None, ...], raw: Raw) -> date:
    year, month, day = (int(part) for part in groups if part is not None)
    try:
        return _within_years(date(year, month, day), raw)
    except ValueError as error:
        raise error if isinstance(error, Misread) else Misread(f"没有“{shown(raw)}”这一天；{_DATE_FORMS}") from error


def _within_years(day: date, raw: Raw) -> date:
    if day.year not in YEARS:
        raise Misread(f"“{shown(raw)}”的年份不在 {YEARS[0]} 到 {YEARS[-1]} 之间，请核对")
    return day


def read_number(raw: Raw) -> Decimal | None:
    """A number cell, or ASCII digits with an optional sign and point."""
    if isinstance(raw, int | float):
        return plain(_decimal_of(raw))
    if _empty(raw):
        return None
    if isinstance(raw, str) and raw.lstrip().startswith("="):
        raise Misread(f"是公式“{shown(raw)}”，不能导入：请把结果粘贴为数值")
    text = raw.strip() if isinstance(raw, str) else ""
    if not _NUMBER.fullmatch(text):
        raise Misread(f"“{shown(raw)}”不是数字；{_NUMBER_FORMS}")
    return plain(Decimal(text))


def read_amount(raw: Raw) -> Decimal | None:
    """A number not below 0."""
    number = read_number(raw)
    if number is not None and number < 0:
        raise Misread(f"“{shown(raw)}”小于 0，应不小于 0")
    return number


def read_percent(raw: Raw) -> Decimal | None:
    """0 to 100, with an optional % at the end."""
    if isinstance(raw, str):
        raw = raw.strip().removesuffix("%").rstrip() if raw.strip() != "%" else raw
    number = read_number(raw)
    if number is not None and not 0 <= number <= 100:
        raise Misread(f"“{shown(raw)}”不在 0 到 100 之间")
    return number


def plain(number: Decimal) -> Decimal:
    """The same number without needless zeros and without an exponent."""
    short = number.normalize()
    return (short if short.as_tuple().exponent <= 0 else short.quantize(Decimal(1))) + 0  # type: ignore[operator]


def _decimal_of(raw: int | float) -> Decimal:
    """A number cell as the spreadsheet shows it: fifteen digits."""
    number = Decimal(raw) if isinstance(raw, int) else Decimal(format(raw, ".15g"))
    if not number.is_finite() or abs(number) >= _EXACT_DIGITS:
        raise Misread(f"数字 {shown(raw)} 太大，不能导入")
    return number


def word_of(words: Mapping[str, str], what: str) -> Reading:
    """A reading of one of `words` (word → code)."""
    listed = "、".join(words)

    def read_word(raw: Raw) -> str | None:
        text = read_key(raw)
        if text is None:
            return None
        if text not in words:
            raise Misread(f"{what}只能是{listed}，不是“{shown(text)}”")
        return words[text]

    return read_word
