"""How the invented district behaves: who is late, in which quarters, and what grows or falls over the years.

The tables are invented. Codes of units that a plan does not have are never asked for.
"""

from __future__ import annotations

from datetime import date

# Share of stays and duties handled late, in the first and in the fifth year; between them it moves evenly.
_LATE = {
    "zzw": (0.11, 0.07),
    "sfj": (0.10, 0.055),
    "qzfb": (0.16, 0.09),
    "jrj": (0.24, 0.17),
    "scj": (0.34, 0.05),
    "zsj": (0.20, 0.16),
    "czj": (0.36, 0.30),
    "kgj": (0.46, 0.42),
    "gaj": (0.13, 0.08),
    "rsj": (0.20, 0.10),
    "xfj": (0.12, 0.10),
    "wgl": (0.22, 0.20),
    "swj": (0.28, 0.18),
    "fgw": (0.20, 0.12),
    "slzx": (0.26, 0.22),
    "gsl": (0.12, 0.08),
    "jdb": (0.12, 0.07),
    "cgj": (0.20, 0.13),
    "ldxz": (0.05, 0.03),
}
_LATE_ELSEWHERE = (0.13, 0.08)
_BEGINNING, _YEARS = date(2021, 5, 1), 5.5

# Quarters in which work slumped: lateness times this.
_SLUMPS = {(2021, 3): 1.3, (2022, 2): 1.2, (2022, 4): 2.2, (2023, 1): 1.4, (2024, 1): 1.5, (2025, 3): 1.2}

# Working days by which late work is late, on average, and at most.
_DRAG = {"kgj": (14, 55), "czj": (9, 30), "zzw": (2, 5), "sfj": (2, 4), "qzfb": (2, 6)}
_DRAG_ELSEWHERE = (3, 10)

# Share of hearings in which the head of the agency sued appears, in 2020; it rises each year.
_PRESENT = {
    "zjj": 0.78, "cgj": 0.77, "zrzy": 0.83, "jdb": 0.80, "gaj": 0.86, "rsj": 0.90, "scj": 0.84, "sthj": 0.88,
    "xfj": 0.90, "wgl": 0.86, "slzx": 0.82, "czj": 0.80, "kgj": 0.75, "zsj": 0.88, "swj": 0.80, "fgw": 0.88,
}  # fmt: skip
_PRESENT_ELSEWHERE, _PRESENT_RISE, _PRESENT_MOST = 0.87, 0.0155, 0.97

LOST = {2020: 0.165, 2021: 0.155, 2022: 0.135, 2023: 0.19, 2024: 0.125, 2025: 0.105, 2026: 0.088}
SETTLED = {2020: 0.175, 2021: 0.19, 2022: 0.215, 2023: 0.205, 2024: 0.24, 2025: 0.255, 2026: 0.27}

# How much of a year's work comes in each month.
SEASON = (0.86, 0.62, 1.12, 1.10, 1.02, 1.08, 0.98, 0.94, 1.10, 0.88, 1.16, 1.14)


def years_in(day: date) -> float:
    """How far `day` is along the five and a half years, from 0 to 1."""
    return min(1.0, max(0.0, (day - _BEGINNING).days / (_YEARS * 365.25)))


def late_share(unit: str, day: date) -> float:
    """The chance that `unit` is late with what begins on `day`."""
    first, last = _LATE.get(unit, _LATE_ELSEWHERE)
    slump = _SLUMPS.get((day.year, (day.month + 2) // 3), 1.0)
    return min(0.9, (first + (last - first) * years_in(day)) * slump)


def drag(unit: str) -> tuple[int, int]:
    """Working days by which late work of `unit` is late: on average, and at most."""
    return _DRAG.get(unit, _DRAG_ELSEWHERE)


def presence(unit: str, day: date) -> float:
    """The chance that the head of `unit` appears at a hearing on `day`."""
    share = _PRESENT.get(unit, _PRESENT_ELSEWHERE) + _PRESENT_RISE * (day.year - 2020 + day.month / 12)
    return min(_PRESENT_MOST, share)


def in_year(table: dict[int, float], day: date) -> float:
    """The value of the year of `day`; of the nearest year beyond the table."""
    return table[min(max(table), max(min(table), day.year))]


def layers(day: date) -> tuple[float, float, float]:
    """Shares of disputes settled outside the court, at its door, and judged, in the quarter of `day`."""
    waver = ((day.year * 4 + (day.month + 2) // 3) * 7919 % 11 - 5) / 500
    outside = 0.672 + 0.052 * years_in(day) + waver
    door = 0.203 + 0.01 * years_in(day) - waver / 3
    return outside, door, 1 - outside - door
