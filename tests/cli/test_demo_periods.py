"""A demo with its appraisals: a year through its steps, a quarter before its units, and nothing twice."""

from __future__ import annotations

from datetime import date

from lib.db.engine import open_engine, reading
from lib.db.queries import periods
from lib.domain.periods import Period
from lib.domain.ranking import COMMEND
from lib.services.book import open_book
from lib.services.kept_results import kept, life
from tests.cli.conftest import Terminal

INIT = ("init", "--demo", "--periods", "--cases", "1500", "--until", "2022-11-25")


def test_the_periods_of_a_demo_stand_in_every_state_and_verify(terminal: Terminal) -> None:
    terminal.run(*INIT)
    standing = {one["period"]: one["state"] for one in terminal.json("period", "list")["periods"]}
    assert standing == {"2021": "locked", "2022Q3": "checked"}
    for period in standing:
        assert terminal.json("period", "verify", period)["holds"] is True
    engine = open_engine()
    with open_book(engine) as book:
        result = kept(book, life(book, Period.parse("2021"), date(2022, 11, 25)))
    with reading(engine) as conn:
        signed = {one.unit for one in periods.signatures(conn, "2021")}
        objected = periods.objections(conn, "2022Q3")
    engine.dispose()
    assert result is not None
    assert signed == {row.unit for row in result.rows if row.recommendation == COMMEND}
    assert len(signed) < sum(row.recommendation is not None for row in result.rows), "the hardest is left to a leader"
    assert [one.closed_on for one in objected] == [None]
    before = terminal.json("period", "list")
    assert "已锁定" not in terminal.run(*INIT).output, "the second time nothing is played"
    assert terminal.json("period", "list") == before
