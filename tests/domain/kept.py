"""A small district's results as they are kept, and rulings on them."""

from __future__ import annotations

from typing import Any

from lib.domain.canonical import Numbers
from lib.domain.facts import Ruling
from lib.domain.results import Result, facts_of
from tests.domain.cast import (
    PLAN,
    STANDING,
    adjustment,
    day,
    entry,
    events,
    facts,
    judged,
    ranked,
    report,
    returned,
    scored,
    verdict,
)

# qzfb: one duty done ten days late, five stays of which two late, a deduction; kgj: a target half met, a returned claim.
DISPUTES = [
    event
    for n, forwarded in enumerate(("05-06", "05-06", "05-07", "05-20", "05-21"))
    for event in events("dispute", "登记 05-06", f"移送 {forwarded}", case=f"{n}号", start=500 + 2 * n)
]
GIVEN = facts(
    [
        report("06-10"),
        report("06-20", number=2, duty=STANDING, period="2021Q2", kind="progress"),
        *(report(f"06-0{n}", number=2 + n, duty=STANDING, period="2021Q2") for n in (1, 2, 3)),
    ],
    [
        verdict("06-15"),
        verdict("06-25", number=102, of=2),
        returned("06-04", number=103, of=3),
        returned("06-05", number=104, of=4),
        verdict("06-06", number=105, of=5),
    ],
    adjustments=[
        adjustment("deduction", "2", period="2021H1", on="06-01"),
        adjustment("bonus", "1", unit="kgj", period="2021H1", on="06-01", number=402),
    ],
    entries=[entry("06-30", "2021H1", numerator="6", denominator="9")],
    history=DISPUTES,
)


def result(period: str, close: str, given: Any = GIVEN, **options: Any) -> Result:
    """The kept result of a close on the small plan."""
    rows = tuple(ranked(scored(period, close, given), is_year=options.get("is_year", False)).values())
    window = judged(period, close, given).window
    return Result(
        period, 1, PLAN.digest, "default", window.first, window.last, day(close), 600, facts_of(rows), "ab", {}, {},
        Numbers(), (), rows,
    )  # fmt: skip


def ruling(unit: str, rule: str, subject: str, outcome: str, share: str | None = None) -> Ruling:
    return Ruling(
        900, "2021H1", unit, rule, subject, outcome, share, "申诉〔2021〕1号", "属实", day("07-20"), day("07-20")
    )
