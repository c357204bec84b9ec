"""Whether a board is whole: what was acknowledged is there once and nothing else, and everything kept beside it agrees."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby

from sqlalchemy import Connection, Engine, select

from lib.db import counting
from lib.db.accounts_tables import audit_row
from lib.db.act_tables import act_key
from lib.db.engine import reading, writing
from lib.db.queries import facts
from lib.db.queries.chain import last_number, missing_numbers
from lib.domain.recount import Recount
from lib.security import audit
from lib.services.counted import CountedLedger
from tests.people import plan
from tests.reliability.stream import TODAY
from tests.services.test_counts import derived, standing_of

_NAMES_FACT = re.compile(r"第(\d+)号事实：")
Acknowledged = Mapping[str, Sequence[int]]


def stored_marks(conn: Connection) -> dict[str, list[int]]:
    """The numbers of the facts that bear each mark."""
    found: dict[str, list[int]] = {}
    says = [(one.text, one.number) for one in (*facts.events(conn), *facts.reports(conn))]
    says += [(one.reason, one.number) for one in facts.verifications(conn)]
    for mark, number in sorted(says, key=lambda one: one[1]):
        found.setdefault(mark or "", []).append(number)
    return found


def is_whole(engine: Engine, acknowledged: Acknowledged, in_flight: str | None = None) -> bool:
    """Every acknowledged act is stored once and no other but the one in flight, whole or not at all.

    Whether that one is stored. Under the write lock: on PostgreSQL a writer that was killed may still be committing.
    """
    with writing(engine) as conn:
        stored = stored_marks(conn)
        there = in_flight in stored
        expected = {mark: list(numbers) for mark, numbers in acknowledged.items()}
        if there:
            expected[in_flight] = [last_number(conn)]
        assert stored == expected
        assert missing_numbers(conn) == 0
        assert last_number(conn) == len(stored)
        _require_beside(conn, stored)
        if facts.events(conn):  # before the first event nothing is derived
            before = derived(conn)
            counting.rebuild(conn, plan())
            assert derived(conn) == before
    return there


def _require_beside(conn: Connection, stored: dict[str, list[int]]) -> None:
    """Keys, trail, case numbers and running orders agree with the facts."""
    keys = conn.execute(select(act_key.c.key, act_key.c.first_number, act_key.c.last_number)).all()
    assert {(row.key, row.first_number, row.last_number) for row in keys} == {
        (mark, number, number) for mark, (number,) in stored.items()
    }
    assert len(keys) == len(stored)
    assert audit.verify(conn) == []
    rows = conn.execute(select(audit_row.c.act, audit_row.c.detail)).all()
    named = Counter(_NAMES_FACT.findall(" ".join(row.detail or "" for row in rows if not row.act.endswith("_refused"))))
    assert named == Counter(str(number) for (number,) in stored.values())
    in_order = sorted((one.flow, one.case_no, one.seq, one.action) for one in facts.events(conn))
    for _, events in groupby(in_order, key=lambda one: one[:2]):
        of_case = list(events)
        assert [seq for *_, seq, _ in of_case] == list(range(1, len(of_case) + 1))
        assert [action for *_, action in of_case if action in ("登记", "委托")] == [of_case[0][3]]


def equals_recount(engine: Engine) -> None:
    """What pages read from the counts is what a recount of every case from its events says."""
    with reading(engine) as conn:
        ours, theirs = CountedLedger(conn, plan()), Recount(plan(), facts.events(conn))
        for one, other in zip(standing_of(ours, plan(), TODAY), standing_of(theirs, plan(), TODAY), strict=True):
            assert one == other
