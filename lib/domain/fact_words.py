"""The Chinese words of facts and of their kinds, as sheets, forms and the command line write them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lib.domain.facts import (
    AT_RISK,
    BONUS,
    COMPLETION,
    DEDUCTION,
    EXTENSION,
    OFF_TRACK,
    ON_TRACK,
    PASS,
    PROGRESS,
    REASSIGNMENT,
    RETURN,
    VETO,
    WAIVER,
)

Words = Mapping[str, str]

REPORT_WORDS: Words = MappingProxyType({"进展": PROGRESS, "申报完成": COMPLETION})
VERDICT_WORDS: Words = MappingProxyType({"通过": PASS, "退回": RETURN})
CHANGE_WORDS: Words = MappingProxyType({"延期": EXTENSION, "核销": WAIVER, "改派": REASSIGNMENT})
ADJUSTMENT_WORDS: Words = MappingProxyType({"加分": BONUS, "扣分": DEDUCTION, "一票否决": VETO})
VIEW_WORDS: Words = MappingProxyType({"进展正常": ON_TRACK, "有风险": AT_RISK, "已偏离": OFF_TRACK})
# Kind of fact → its name; an event of a case goes by the name of its flow.
FACT_NAMES: Words = MappingProxyType(
    {
        "report": "进展填报",
        "verification": "核实",
        "duty_change": "任务调整",
        "adjustment": "考核加减分",
        "entered_number": "指标填报",
        "judgement": "研判",
    }
)


def word_for(words: Words, code: str) -> str:
    """The Chinese word of a code."""
    return next(word for word, known in words.items() if known == code)
