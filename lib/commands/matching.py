"""Which rows are new, which are stored already, and which contradict what is stored (contract.md 3).

A row is known by its key. The same key with the same content is the same fact and is skipped; the
same key with other content is a conflict. A fact that was corrected still makes its own row known,
so importing an old file again does not bring back what was voided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

from lib.commands.statements import Origins
from lib.db.queries.stated import StatedFact
from lib.domain.ledger_acts import Refusal
from lib.errors import Problem

Kind = TypeVar("Kind", bound=NamedTuple, covariant=True)


class Row(NamedTuple, Generic[Kind]):
    """A fact as a row states it. `fact.number` is provisional: the database allots its own."""

    fact: Kind
    origin: int
    stated_at: datetime | None = None
    k: int = 1


class Sorted(NamedTuple, Generic[Kind]):
    """New rows in the order of their origin, and how many were there already."""

    new: list[Row[Kind]]
    skipped: int


class Identity:
    """The fields by which facts of a kind are known, and those compared as content, with their headers.

    The field `stated_at` may stand among either: it belongs to the row, not to the fact.
    """

    def __init__(self, key: Iterable[str], content: dict[str, str], *, time_in_key: bool = False) -> None:
        self._key: Callable[[Any], Any] = attrgetter(*key)
        self._content: Callable[[Any], tuple[Any, ...]] = attrgetter(*content)
        self._headers = content
        self._time_in_key = time_in_key

    def key(self, row: Row[Any] | StatedFact[Any]) -> Any:
        """What the row is known by."""
        return (self._key(row.fact), row.stated_at) if self._time_in_key else self._key(row.fact)

    def content(self, row: Row[Any] | StatedFact[Any]) -> tuple[Any, ...]:
        """What must be the same when it comes again."""
        return self._content(row.fact)

    def difference(self, row: Row[Any], known: Row[Any] | StatedFact[Any]) -> Refusal:
        """The first cell in which the row differs from the one known, and what stands there."""
        cells = zip(self._headers.values(), self.content(row), self.content(known), strict=True)
        header, ours, theirs = next(one for one in cells if one[1] != one[2])
        return Refusal(header, f"此格为“{said(ours)}”，已有的为“{said(theirs)}”")


def said(value: Any) -> str:
    """A value as quoted in a message."""
    if value is None or value == {}:
        return "空"
    if isinstance(value, dict):
        return "，".join(f"{name}={cell}" for name, cell in sorted(value.items()))
    text = f"{value:f}" if isinstance(value, Decimal) else f"{value}"
    return text if len(text) <= 40 else text[:40] + "…"


CONFLICT_WAY_OUT = "；同一行不能有两种内容：改回原样，或由督导办公室更正已入库的那条"


def sort_out(
    rows: Iterable[Row[Kind]],
    stored: Iterable[StatedFact[Kind]],
    identity: Identity,
    origins: Origins,
    told: list[Problem],
) -> Sorted[Kind]:
    """The new ones among `rows`; conflicts are added to `told`."""
    known = by_key(stored, identity)
    first: dict[Any, Row[Kind]] = {}
    new: list[Row[Kind]] = []
    skipped = 0
    for row in rows:
        key = identity.key(row)
        facts: list[Row[Kind] | StatedFact[Kind]] = [*known.get(key, ())]
        if key in first:
            facts.insert(0, first[key])
        standing = [one for one in facts if isinstance(one, Row) or one.stands]
        if any(identity.content(row) == identity.content(one) for one in facts):
            skipped += 1
            first.setdefault(key, row)
        elif standing:
            told.append(conflict(row, standing[0], identity, origins))
        else:
            first[key] = row
            new.append(row)
    return Sorted(new, skipped)


def by_key(stored: Iterable[StatedFact[Kind]], identity: Identity) -> dict[Any, list[StatedFact[Kind]]]:
    """Stored facts grouped by what they are known by."""
    known: dict[Any, list[StatedFact[Kind]]] = {}
    for one in stored:
        known.setdefault(identity.key(one), []).append(one)
    return known


def conflict(row: Row[Any], other: Row[Any] | StatedFact[Any], identity: Identity, origins: Origins) -> Problem:
    """The row differs from another of the same key: stored, or of the same files."""
    where = origins.row_word(other.origin) if isinstance(other, Row) else f"已入库的第 {other.fact.number} 号事实"
    column, sentence = identity.difference(row, other)
    return origins.problem(row.origin, column, f"与{where}冲突：{sentence}{CONFLICT_WAY_OUT}")


def refusals_told(
    rows: Iterable[Row[Kind]],
    refusals: Callable[[Kind], Iterator[Refusal]],
    origins: Origins,
    told: list[Problem],
) -> list[Row[Kind]]:
    """The rows that are admitted; what is wrong with the others is added to `told`."""
    admitted = []
    for row in rows:
        wrong = [origins.problem(row.origin, *refused) for refused in refusals(row.fact)]
        told.extend(wrong)
        if not wrong:
            admitted.append(row)
    return admitted
