"""The Chinese words of the kinds of facts, as sheets, forms and the command line write them → as code knows them."""

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


def word_for(words: Words, code: str) -> str:
    """The Chinese word of a code."""
    return next(word for word, known in words.items() if known == code)
