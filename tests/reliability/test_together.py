"""Twenty writers at once, in threads and in processes: nothing lost, nothing doubled, and of those who act on one case one."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import Engine, func, select

from lib.db.accounts_tables import audit_row
from lib.db.engine import reading
from tests.reliability.parent import parent_of_writers
from tests.reliability.stream import Told
from tests.reliability.together import ACTS, SHARED, WRITERS, all_at_once, shared_cases
from tests.reliability.whole import equals_recount, is_whole


def test_twenty_writers_in_threads(engine: Engine) -> None:
    cases = shared_cases(engine)
    nothing_lost_nothing_doubled(engine, cases, all_at_once(engine, range(WRITERS), cases))


def test_twenty_writers_in_five_processes(engine: Engine) -> None:
    cases = shared_cases(engine)
    with parent_of_writers(engine.url.render_as_string(hide_password=False)) as parent:
        parent.begin(groups=[list(range(first, WRITERS, 5)) for first in range(5)], cases=cases)
        parent.hear_the_end()
    nothing_lost_nothing_doubled(engine, cases, parent.answers)


def nothing_lost_nothing_doubled(engine: Engine, cases: dict[str, Any], answers: list[Told]) -> None:
    done = [one for one in answers if one.refused is None]
    first = {one.mark: one for one in done if not one.again}
    assert len(first) == SHARED + WRITERS // 2 + WRITERS * ACTS
    assert sum(not one.again for one in done) == len(first)
    again = [one for one in done if one.again]
    assert len(again) > WRITERS
    assert all(one._replace(again=False) == first[one.mark] for one in again)
    registered = {name: [seen] for name, (_, seen) in cases.items()}
    is_whole(engine, registered | {mark: one.numbers for mark, one in first.items()})
    one_won_and_the_others_were_told(engine, cases, answers)
    equals_recount(engine)


def one_won_and_the_others_were_told(engine: Engine, cases: dict[str, Any], answers: list[Told]) -> None:
    won = Counter(one.mark.split("-")[0] for one in answers if one.mark.split("-")[0] in cases and one.refused is None)
    assert won == Counter(list(cases))
    refused = [one.refused for one in answers if one.refused is not None]
    assert len(refused) == SHARED * (WRITERS - 1)
    assert all("您看到的已不是最新情况。clerk" in one and "已办理“移送”" in one for one in refused)
    with reading(engine) as conn:
        rows = select(func.count()).where(audit_row.c.act == "move_case_refused")
        assert conn.execute(rows).scalar_one() == len(refused)
