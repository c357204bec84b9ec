"""Random acts by random accounts: what gets through is what was offered, and every case can be played again."""

from __future__ import annotations

import itertools
import shutil
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from lib.db.engine import open_engine, reading
from lib.db.queries import facts
from lib.db.queries.chain import missing_numbers
from lib.domain.case_rights import allowed_to, may_register
from lib.domain.ledger import Case, advanced, court_codes, opened
from lib.domain.ledger_acts import allowed_actions, refused_cell
from lib.domain.plan import PAUSE, RESUME, URGE
from lib.errors import Refused
from lib.security import audit
from tests.commands.cast import CAST, TODAY, case_of, move, register, stored, trail
from tests.people import plan

_serial = itertools.count()
FLOWS = ("dispute", "npl", "litigation", "supervision_order", "cooperation_request", "extension")
UNITS = ("kgj", "zrzy", "qfy", "jrj")
LAST = TODAY + timedelta(days=30)

ATTRIBUTES = st.sampled_from(
    [{}, {"负责人出庭": "否"}, {"任务编号": "D10-1", "新期限": "2021-06-30"}, {"等级": "提醒单"}, {"阶段": "诉前"}]
)
FIELDS = st.fixed_dictionaries(
    {
        "assignee": st.sampled_from([None, None, *UNITS]),
        "amount": st.sampled_from([None, Decimal(5)]),
        "text": st.sampled_from([None, "说明"]),
        "attributes": ATTRIBUTES,
    }
)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(sorted(CAST)), st.sampled_from(FLOWS), st.integers(0, 30), st.randoms(use_true_random=False), FIELDS
    ),
    min_size=12,
    max_size=30,
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(ACTS)
def test_what_gets_through_was_offered_and_every_case_can_be_played_again(
    sqlite_template: Path, tmp_path: Path, acts: list[Any]
) -> None:
    file = tmp_path / f"{next(_serial)}.db"
    shutil.copy(sqlite_template, file)
    engine = open_engine(f"sqlite:///{file}")
    for who, flow, days, chance, fields in acts:
        one_act(engine, who, flow, TODAY + timedelta(days=days), chance, fields)
    every_case_is_possible(engine)
    engine.dispose()


def one_act(engine: Engine, who: str, flow: str, day: date, chance: Any, fields: dict[str, Any]) -> None:
    """Register, or act on the case there is; through only if it was offered, else a row of the trail and no fact."""
    case = _case(engine, flow)
    before, rows = stored(engine), len(trail(engine, 10_000))
    offered: bool
    try:
        if case is None:
            offered = may_register(CAST[who], plan().flow[flow])
            done = register(engine, who, flow, today=LAST, occurred_on=day, actor=_asker(who), **fields)
        else:
            action = chance.choice([*plan().flow[flow].action, URGE, PAUSE, RESUME, *allowed_actions(case) * 3])
            offered = action in allowed_to(CAST[who], case, plan())
            results = plan().flow[flow].action[action].results if action in plan().flow[flow].action else ()
            result = chance.choice([None, *(one.name for one in results)]) if results else None
            on = max(day, case.events[-1].occurred_on) if chance.random() < 0.9 else day
            done = move(engine, who, flow, action, today=LAST, occurred_on=on, result=result, **fields)
    except Refused:
        assert stored(engine) == before
    else:
        assert offered
        assert stored(engine) == before + len(done.numbers)
    assert len(trail(engine, 10_000)) == rows + 1


def _asker(who: str) -> str | None:
    return CAST[who].unit_code


def _case(engine: Engine, flow: str) -> Case | None:
    with reading(engine) as conn:
        there = facts.events(conn, flow=flow, case_no="A1")
    return case_of(engine, flow) if there else None


def every_case_is_possible(engine: Engine) -> None:
    """Each case again from its first event: no event is refused after those before it; nothing is missing."""
    courts = court_codes(plan())
    with reading(engine) as conn:
        events = facts.events(conn)
        assert missing_numbers(conn) == 0
        assert audit.verify(conn) == []
    for key in dict.fromkeys((one.flow, one.case_no) for one in events):
        case: Case | None = None
        for event in (one for one in events if (one.flow, one.case_no) == key):
            assert refused_cell(plan(), plan().flow[event.flow], case, event, LAST) is None
            case = opened(plan().flow[event.flow], event, courts) if case is None else advanced(case, event, courts)
