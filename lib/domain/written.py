"""What people may write into a field: text that every database stores, of bounded length; numbers with bounded digits."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

LONGEST_TEXT, LONGEST_LINE = 5000, 100
YEARS = range(1949, 2101)
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MOST, _FINEST = Decimal(10) ** 15, 12


def trimmed(text: str | None) -> str | None:
    """The text without blanks around it, lines ended by \\n; None for nothing."""
    return (text.replace("\r\n", "\n").replace("\r", "\n").strip() or None) if text is not None else None


def text_fault(text: str) -> str | None:
    """Why a text cannot be stored; None if it can."""
    if UNSTORABLE.search(text):
        return "含有不可见的控制字符，请删除后重填"
    return f"文字有 {len(text)} 个字，最多 {LONGEST_TEXT} 个" if len(text) > LONGEST_TEXT else None


def line_fault(text: str) -> str | None:
    """Why a text is no number or name by which something is known; None if it is."""
    if fault := text_fault(text):
        return fault
    short = len(text) <= LONGEST_LINE and text.isprintable()
    return None if short else f"应为一行文字，最多 {LONGEST_LINE} 个字"


def number_fault(number: Decimal) -> str | None:
    """Why a number cannot be stored: not finite, 10^15 or more, or more than twelve decimals."""
    if not number.is_finite():
        return f"“{number}”不是数字"
    exponent = number.as_tuple().exponent
    if abs(number) >= _MOST or (isinstance(exponent, int) and exponent < -_FINEST):
        return f"数字 {number} 太大或小数位太多：整数部分最多 15 位，小数最多 {_FINEST} 位"
    return None


def day_fault(day: date) -> str | None:
    """Why a day is surely a slip of the hand: outside 1949 to 2100."""
    return None if day.year in YEARS else f"{day} 的年份不在 {YEARS[0]} 到 {YEARS[-1]} 之间，请核对"
