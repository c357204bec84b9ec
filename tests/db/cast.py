"""A fixed cast of facts, one of each kind, for the tests of storage."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from lib.db.facts import Fact, Origin
from lib.domain.facts import (
    Adjustment,
    Change,
    Entry,
    Event,
    Judgement,
    PeriodStep,
    Report,
    Ruling,
    Signature,
    Verification,
)

OFFICE = Origin("zhang", "page")
DAY = date(2021, 5, 6)
UNREAD = date(1, 1, 1)  # recorded_on of a draft is not read

REPORT = Report(0, "D04-1", "qzfb", "2021Q2", "2021Q2", DAY, "completion", Decimal("100"), "已办结", "文件一", UNREAD)
EVENT = Event(
    0, 0, "npl", "不良〔2021〕1号", "登记", DAY, "qzfb", "qjrb", None, Decimal("12.50"), "说明",
    {"类别": "抵押", "乙": "=1+1"}, UNREAD,
)  # fmt: skip
CHANGE = Change(0, "D04-1", None, "extension", date(2021, 7, 1), None, "疫情", "李副区长", DAY, UNREAD)
ADJUSTMENT = Adjustment(0, "2021Q2", "qzfb", "bonus", Decimal("1.25"), "表彰", None, "李副区长", DAY, UNREAD)
ENTRY = Entry(0, "2021Q2", "qzfb", "I07", Decimal("3"), Decimal("7"), None, "台账", DAY, UNREAD)
JUDGEMENT = Judgement(0, "4", "at_risk", "进度偏慢", DAY, UNREAD)


def verification(report: int, day: date = DAY, verdict: str = "pass") -> Verification:
    return Verification(0, report, verdict, day, "qzfb", None, None, UNREAD)


# What is done with results: kinds of fact beside those that results are made of.
OF_RESULTS: list[Fact] = [
    PeriodStep(0, "2021Q3", "open", None, None, None, None, DAY, DAY),
    Ruling(0, "2021Q3", "sfj", "delivery", "duty:D01-1", "full", None, "申诉〔2021〕1号", "属实", DAY, DAY),
    Signature(0, "2021", "sfj", "表彰", "signed", "同意", DAY, DAY),
]


def one_of_each(report_number: int) -> list[Fact]:
    """Every kind; `report_number`: the number the report, the first of them, will get."""
    return [REPORT, verification(report_number), CHANGE, EVENT, ADJUSTMENT, ENTRY, JUDGEMENT]
