"""Twenty appenders at once: nothing lost, nothing twice. Through the commands, and killed: tests/reliability."""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine

from lib.db.engine import reading, writing
from lib.db.facts import append
from lib.db.queries import facts
from lib.db.queries.chain import last_number, missing_numbers
from tests.db.cast import EVENT, OFFICE, REPORT

WRITERS, ACTS = 20, 5


def test_twenty_writers_lose_nothing_and_double_nothing(engine: Engine) -> None:
    def write(writer: int) -> list[int]:
        given: list[int] = []
        for act in range(ACTS):
            with writing(engine) as conn:
                given += append(conn, [REPORT._replace(text=f"{writer}-{act}"), EVENT], OFFICE)
        return given

    with ThreadPoolExecutor(WRITERS) as pool:
        given = [number for numbers in pool.map(write, range(WRITERS)) for number in numbers]
    assert sorted(given) == list(range(1, WRITERS * ACTS * 2 + 1))
    with reading(engine) as conn:
        texts = Counter(one.text for one in facts.reports(conn))
        assert texts == Counter(f"{writer}-{act}" for writer in range(WRITERS) for act in range(ACTS))
        assert [one.seq for one in facts.events(conn)] == list(range(1, WRITERS * ACTS + 1))
        assert missing_numbers(conn) == 0


def test_of_two_who_check_and_act_on_one_case_one_sees_the_other(engine: Engine) -> None:
    def register_once(_: int) -> bool:
        with writing(engine) as conn:
            free = not facts.events(conn, flow=EVENT.flow, case_no=EVENT.case_no)
            if free:
                time.sleep(0.02)
                append(conn, [EVENT], OFFICE)
            return free

    with ThreadPoolExecutor(WRITERS) as pool:
        assert sum(pool.map(register_once, range(WRITERS))) == 1


def test_a_reading_sees_one_state_throughout(engine: Engine) -> None:
    with reading(engine) as conn:
        before = facts.reports(conn)
        with writing(engine) as other:
            append(other, [REPORT], OFFICE)
        assert (facts.reports(conn), last_number(conn)) == (before, 0)
    with reading(engine) as conn:
        assert (len(facts.reports(conn)), last_number(conn)) == (1, 1)
