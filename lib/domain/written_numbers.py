"""Numbers of cases as people write them into a text: found, so that none of a court goes out in an order or letter."""

from __future__ import annotations

import re

# The courts' own form: (year) code of the court, kind of case, number (法发〔2015〕137号).
_COURT = re.compile(r"[（(〔\[]\s*\d{4}\s*[）)〕\]]\s*[\u4e00-\u9fff]\d{0,6}\s*[\u4e00-\u9fff]{1,4}\s*\d+\s*号")
# 山检行监〔2020〕100号: words, a year in brackets, a number.
_ANY = re.compile(r"[\u4e00-\u9fff]{0,12}[（(〔\[]\d{4}[）)〕\]][\u4e00-\u9fff\d]{0,16}?\d+号")


def court_numbers(text: str) -> list[str]:
    """Numbers in the courts' form, as （2021）豫0811行初15号, whatever the brackets and blanks."""
    return [found.group() for found in _COURT.finditer(text)]


def case_numbers(text: str) -> set[str]:
    """Whatever looks like the number of some case or paper, and each of its endings that does."""
    found = [one.group() for one in _ANY.finditer(text)]
    return {one[start:] for one in found for start in range(len(one)) if _ANY.fullmatch(one[start:])}
