"""Words the checks of references share: codes that must be known, codes that must be unique."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches

from lib.definitions.yaml_source import Spot
from lib.errors import Problem


def unknown(spot: Spot, what: str, known: Collection[str]) -> list[Problem]:
    """A problem if the value stands there and is none of `known`; the nearest are named."""
    if not spot.text or spot.text in known:
        return []
    near = get_close_matches(spot.text, list(known), 3, 0.0)
    hint = f"相近的有 {'、'.join(near)}。" if near else f"这个方案没有定义任何{what}。"
    return [spot.problem(f"没有这个{what}“{spot.text}”；{hint}")]


def all_unknown(spots: Iterable[Spot], what: str, known: Collection[str]) -> list[Problem]:
    """The same for several values."""
    return [problem for spot in spots for problem in unknown(spot, what, known)]


def repeated(spots: Iterable[Spot], key: str, what: str) -> list[Problem]:
    """A problem for every entry whose `key` an earlier one has."""
    seen: dict[str, Spot] = {}
    problems = []
    for spot in spots:
        value = spot.at(key)
        if value.text and value.text in seen:
            place = seen[value.text].source.place(seen[value.text].path)
            problems.append(value.problem(f"{what}“{value.text}”重复，{place}已经有了。"))
        seen.setdefault(value.text, value)
    return problems


def texts(spots: Iterable[Spot], key: str) -> list[str]:
    """The values under `key`, absent ones left out."""
    return [spot.at(key).text for spot in spots if spot.at(key).text]
