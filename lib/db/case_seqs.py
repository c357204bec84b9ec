"""The running order of events within their case, allotted when events are appended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, bindparam, func, select

from lib.db.tables import case_event
from lib.domain.facts import Event

Case = tuple[str, str]
AnyFact = TypeVar("AnyFact")
_AT_ONCE = 500  # case numbers in one IN list: under every database's limit of parameters
_EVENT = case_event.c
_HIGHEST = (
    select(_EVENT.case_no, func.max(_EVENT.seq))
    .where(_EVENT.flow == bindparam("flow"), _EVENT.case_no.in_(bindparam("case_nos", expanding=True)))
    .group_by(_EVENT.case_no)
)


def last_seqs(conn: Connection, cases: Iterable[Case]) -> dict[Case, int]:
    """(flow, case_no) to the highest seq stored, corrected events included; unknown cases are absent."""
    by_flow: dict[str, list[str]] = {}
    for flow, case_no in sorted(set(cases)):
        by_flow.setdefault(flow, []).append(case_no)
    found: dict[Case, int] = {}
    for flow, case_nos in by_flow.items():
        rest = iter(case_nos)
        while part := list(islice(rest, _AT_ONCE)):
            asked = {"flow": flow, "case_nos": part}
            found.update({(flow, case_no): seq for case_no, seq in conn.execute(_HIGHEST, asked)})
    return found


def with_seqs(conn: Connection, facts: Sequence[AnyFact]) -> Iterator[AnyFact]:
    """The same facts in the same order; events with seq 0 have the next seq of their case."""
    waiting = [(fact.flow, fact.case_no) for fact in facts if isinstance(fact, Event) and not fact.seq]
    if not waiting:
        return iter(facts)
    return _numbered(facts, last_seqs(conn, waiting))


def _numbered(facts: Sequence[AnyFact], last: dict[Case, int]) -> Iterator[AnyFact]:
    for fact in facts:
        if isinstance(fact, Event):
            case = (fact.flow, fact.case_no)
            seq = fact.seq or last.get(case, 0) + 1
            last[case] = max(seq, last.get(case, 0))
            yield fact._replace(seq=seq)
        else:
            yield fact
