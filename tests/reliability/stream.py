"""A stream of acts through the commands. Each act is data, so that it can be sent again, also by another process, and
has a mark of its own: its key, and the text of the fact it stores."""

from __future__ import annotations

import itertools
from collections.abc import Generator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Engine

from lib.commands.act import Caller, Done
from lib.commands.case_acts import act_on_case, register_case
from lib.commands.duty_acts import file_report, verify_report
from lib.domain.rights import OPERATOR, Viewer
from tests.people import plan

FIRST, TODAY = date(2021, 5, 6), date(2022, 3, 31)
COMMANDS = {one.__name__: one for one in (register_case, act_on_case, file_report, verify_report)}
DUTIES = [one for one in plan().deliverables if one.due is not None and not plan().unit[one.owner].office]
Moves = list[tuple[str, dict[str, Any]]]
DISPUTE: Moves = [
    ("移送", {}), ("交办", {"assignee": "zrzy"}), ("催办", {}), ("反馈", {}), ("办结", {"result": "化解成功"}),
]  # fmt: skip
NPL: Moves = [("启动清收", {}), ("回款", {"amount": "10.5"}), ("回款", {"amount": "0.75"})]
ROUNDS = 50  # of one writer at most, so that no two writers report the same duty on the same day


class Ask(NamedTuple):
    """One act to send: by which account, with which key and mark, which command, on what, with which fields."""

    account: str
    mark: str
    command: str
    words: list[Any]
    fields: dict[str, Any]


class Told(NamedTuple):
    """What an act was answered: the facts it stored, or why it was refused."""

    mark: str
    numbers: list[int]
    sentence: str
    again: bool = False
    refused: str | None = None


Stream = Generator[Ask, Done, None]


def send(engine: Engine, ask: Ask) -> Done:
    """Act, with the mark as its key."""
    caller = Caller(Viewer(ask.account, "操作员", OPERATOR), TODAY, key=ask.mark)
    fields = {name: _cell(name, value) for name, value in ask.fields.items()}
    return COMMANDS[ask.command](engine, plan(), caller, *ask.words, **fields)


def _cell(name: str, value: Any) -> Any:
    """As the commands take it; an Ask holds what JSON holds."""
    made = {"occurred_on": date.fromisoformat, "verified_on": date.fromisoformat, "amount": Decimal}
    return made[name](value) if name in made else value


def told(ask: Ask, done: Done) -> Told:
    """The answer to an act that was done."""
    return Told(ask.mark, list(done.numbers), done.sentence, done.again)


class Writer:
    """What one writer asks for: cases from registering to closing, reports and verdicts, money that comes back."""

    def __init__(self, writer: int) -> None:
        self.writer, self._serial = writer, itertools.count()

    def stream(self) -> Stream:
        """One part after the other; writers begin with different ones."""
        parts = (self._dispute, self._report, self._npl)
        for turn in range(ROUNDS):
            for part in range(len(parts)):
                yield from parts[(self.writer + part) % len(parts)](turn)

    def _ask(self, command: str, *words: Any, says: str = "text", **fields: Any) -> Ask:
        mark = f"w{self.writer}-{next(self._serial)}"
        return Ask(f"clerk{self.writer}", mark, command, list(words), {**fields, says: mark})

    def _day(self, turn: int) -> str:
        return f"{FIRST + timedelta(days=(self.writer + turn) % 200)}"

    def _dispute(self, turn: int) -> Stream:
        done = yield self._ask("register_case", "dispute", None, occurred_on=self._day(turn))
        yield from self._moves("dispute", done, DISPUTE, turn)

    def _npl(self, turn: int) -> Stream:
        case_no, day = f"N{self.writer}-{turn}", self._day(turn)
        done = yield self._ask("register_case", "npl", case_no, occurred_on=day, amount="100.25", assignee="jrj")
        yield from self._moves("npl", done, NPL, turn)

    def _moves(self, flow: str, done: Done, moves: Moves, turn: int) -> Stream:
        """Each having seen what the act before it stored."""
        case_no, day = done.subject.split(" ", 1)[1], self._day(turn)
        for action, fields in moves:
            seen = done.numbers[0]
            done = yield self._ask("act_on_case", flow, case_no, action, occurred_on=day, seen=seen, **fields)

    def _report(self, turn: int) -> Stream:
        spread = self.writer * ROUNDS + turn
        duty, on = DUTIES[spread % len(DUTIES)], f"{FIRST + timedelta(days=spread // len(DUTIES))}"
        done = yield self._ask("file_report", duty.code, duty.owner, kind="progress", occurred_on=on)
        yield self._ask("verify_report", done.numbers[0], says="reason", verdict="pass", verified_on=on)


def acts(engine: Engine, writer: int, count: int) -> Generator[tuple[Ask, Done], None, None]:
    """The first acts of a writer, as they are done."""
    following = Writer(writer).stream()
    ask = next(following)
    for _ in range(count):
        done = send(engine, ask)
        yield ask, done
        ask = following.send(done)
