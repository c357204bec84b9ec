"""The invented words of the demo: causes, enterprises, reasons and reports from data/demo/*.csv."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Generic, TypeVar

FOLDER = Path(__file__).resolve().parents[2] / "data" / "demo"

Row = dict[str, str]
Choice = TypeVar("Choice")


class Weighted(Generic[Choice]):
    """Choices with weights, drawn from quickly."""

    def __init__(self, choices: Sequence[Choice], weights: Sequence[float]) -> None:
        self._choices = tuple(choices)
        self._cumulated = tuple(accumulate(weights))

    def draw(self, rng: Random) -> Choice:
        """One choice by weight."""
        return rng.choices(self._choices, cum_weights=self._cumulated)[0]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """The rows of data/demo/`name`.csv, in their order."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def rows_by_weight(name: str, key: str, wanted: frozenset[str]) -> Weighted[Row]:
    """The rows of a list with a column `weight`; only those whose `key` is one of `wanted`."""
    chosen = [row for row in rows(name) if row[key] in wanted]
    return Weighted(chosen, [float(row["weight"]) for row in chosen])


@cache
def phrases(kind: str) -> tuple[str, ...]:
    """The phrases of one kind, such as `urged`."""
    return tuple(row["text"] for row in rows("phrases") if row["list"] == kind)


def phrase(rng: Random, kind: str) -> str:
    """One phrase of a kind."""
    return rng.choice(phrases(kind))
