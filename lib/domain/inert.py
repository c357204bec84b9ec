"""Text that stays text in whatever spreadsheet program opens it, and .csv made of it.

A program may take a cell that begins with = + - @ (half or full width), a tab or a line break for a
formula. Such a text is written with an ideographic space before it: to the reader an indent, to the
program a text, and to our own import nothing, for it trims every text. An apostrophe, the usual guard,
would come back as part of the text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

GUARD = "\u3000"
_STARTERS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
BOM = "\ufeff"


def inert(text: str) -> str:
    """The text, guarded where it could be taken for a formula."""
    return GUARD + text if text.startswith(_STARTERS) else text


def csv_bytes(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A .csv in UTF-8 with BOM, as spreadsheet programs expect it; texts inert, None empty, all else as `str`."""
    written = io.StringIO()
    out = csv.writer(written)
    out.writerow(headers)
    out.writerows(
        [inert(cell) if isinstance(cell, str) else "" if cell is None else cell for cell in row] for row in rows
    )
    return (BOM + written.getvalue()).encode()
