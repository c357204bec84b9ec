"""What became of each occurrence of a duty: on time, late, given back, extended, waived, still open at the end."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from lib.domain.duties import Occurrence
from lib.simulation import climate


class Fate(NamedTuple):
    """How an occurrence went. `days_late` < 0: working days before the due day; None: never claimed.

    `returned`: how often the claim was given back. `waiting`: the last claim is undecided at the end.
    `extended_days`: working days of grace beyond the due day, `extended_to_end`: to shortly after the
    end of the run. `moved_to`: the new owner. `waived`: why it was dropped.
    """

    days_late: int | None = 0
    returned: int = 0
    waiting: bool = False
    extended_days: int = 0
    extended_to_end: bool = False
    moved_to: str | None = None
    waived: str | None = None


NEVER = None

# The founding spring of 2021 and other turns that everybody remembers.
_TOLD: dict[tuple[str, str | None], Fate] = {
    ("D05-1", None): Fate(12),
    ("D09-2", None): Fate(21, returned=1),
    ("D10-1", None): Fate(14),
    ("D15-1", None): Fate(45),
    ("D18-1", None): Fate(18),
    ("D19-2", None): Fate(30, returned=1),
    ("D20-1", None): Fate(60, moved_to="jrj"),
    ("D21-1", None): Fate(-2, extended_days=40),
    ("D24-1", None): Fate(24, returned=1),
    ("D14-2", "2021"): Fate(-1),
    ("D14-2", "2022"): Fate(-9, returned=1),
    ("D14-2", "2023"): Fate(-2),
    ("D14-2", "2024"): Fate(-3),
    ("D14-2", "2025"): Fate(9),
    ("D07-1", "2022Q4"): Fate(NEVER, waived="特殊时期暂停线下走访活动，经领导小组同意不再补办"),
    ("D08-1", "2022H2"): Fate(-1, extended_days=30),
    ("D02-2", "2023H1"): Fate(-2, extended_days=15),
}

# What the last occurrence that fell due before the end of the run looks like then.
_AT_THE_END: dict[str, Fate] = {
    "D08-1": Fate(NEVER, returned=1),
    "D02-2": Fate(NEVER, extended_to_end=True),
    "D07-1": Fate(-1, waiting=True),
    "D13-3": Fate(-2, waiting=True),
    "D04-2": Fate(-3),
    "DG5-1": Fate(-1, waiting=True),
    "DG3-1": Fate(-2),
    "D14-1": Fate(-6),
    "D01-1": Fate(-6),
}


def fate(rng: Random, occurrence: Occurrence, owner: str, *, is_last: bool) -> Fate:
    """The fate of an occurrence. `is_last`: it is the latest of its deliverable that fell due before the end."""
    code, period = occurrence.key
    if (code, period) in _TOLD:
        return _TOLD[code, period]
    if is_last and period is not None and code in _AT_THE_END:
        return _AT_THE_END[code]
    late = climate.late_share(owner, occurrence.opens_on)
    returned = int(rng.random() < 0.05 + 0.35 * late)
    if rng.random() >= late:
        return Fate(-int(rng.random() * 5), returned)
    average, most = climate.drag(owner)
    return Fate(min(most, 1 + int(rng.expovariate(1 / average))), returned)
