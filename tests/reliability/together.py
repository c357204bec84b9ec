"""What twenty writers do at once: all act on the same cases as they saw them, two send one key, each goes its own way."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import Engine

from lib.errors import Refused
from tests.reliability.stream import Ask, Told, acts, send, told

WRITERS, ACTS, SHARED = 20, 13, 5
DAY = "2021-05-06"


def shared_cases(engine: Engine) -> dict[str, tuple[str, int]]:
    """Cases on which all will act: the mark of the registering, the case number and what everyone has seen."""
    asks = [
        Ask("office", f"shared{n}", "register_case", ["dispute", None], {"occurred_on": DAY}) for n in range(SHARED)
    ]
    cases = {}
    for ask in asks:
        done = send(engine, ask._replace(fields={**ask.fields, "text": ask.mark}))
        cases[ask.mark] = (done.subject.split(" ", 1)[1], done.numbers[0])
    return cases


def all_at_once(engine: Engine, writers: Sequence[int], cases: dict[str, Any]) -> list[Told]:
    """A thread for each of these writers; what they were told."""
    with ThreadPoolExecutor(len(writers)) as pool:
        return [
            one for told_one in pool.map(lambda writer: list(busy(engine, writer, cases)), writers) for one in told_one
        ]


def busy(engine: Engine, writer: int, cases: dict[str, Any]) -> Iterator[Told]:
    """One writer: first what others try too, then what is its own, some of it sent again."""
    for name, (case_no, seen) in cases.items():
        mark = f"{name}-w{writer}"
        fields = {"occurred_on": DAY, "seen": seen, "text": mark}
        yield attempt(engine, Ask(f"clerk{writer}", mark, "act_on_case", ["dispute", case_no, "移送"], fields))
    pair = f"pair{writer // 2}"
    fields = {"occurred_on": DAY, "amount": "3.5", "assignee": "jrj", "text": pair}
    yield attempt(engine, Ask(pair, pair, "register_case", ["npl", pair], fields))
    chance = random.Random(writer)
    for ask, done in acts(engine, writer, ACTS):
        yield told(ask, done)
        if chance.random() < 0.3:
            yield attempt(engine, ask)


def attempt(engine: Engine, ask: Ask) -> Told:
    """Act, or be told why not."""
    try:
        return told(ask, send(engine, ask))
    except Refused as refused:
        return Told(ask.mark, [], "", refused=str(refused))
