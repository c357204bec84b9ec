"""Names of units as people write them, resolved to codes (domain.md 1)."""

from __future__ import annotations

from difflib import SequenceMatcher

from lib.domain.plan import Plan
from lib.errors import Refused


def resolve_unit(plan: Plan, text: str) -> str:
    """The code of the unit `text` means: code, name, short, alias, each also without 区.

    Refused with the three nearest units otherwise; a name never makes a new unit.
    """
    written = text.strip()
    code = plan.unit_names.get(written)
    if code is None:
        near = "、".join(plan.unit[one].short for one in nearest_units(plan, written))
        raise Refused(f"没有单位“{written}”；相近的有：{near}")
    return code


def nearest_units(plan: Plan, text: str, count: int = 3) -> tuple[str, ...]:
    """Codes of the `count` units with the spelling most like `text`, nearest first, ties by the register."""
    likeness: dict[str, float] = dict.fromkeys(plan.unit, 0.0)
    for spelling, code in plan.unit_names.items():
        likeness[code] = max(likeness[code], SequenceMatcher(None, spelling, text).ratio())
    return tuple(sorted(plan.unit, key=lambda code: -likeness[code])[:count])
