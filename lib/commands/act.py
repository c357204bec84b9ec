"""The frame of every act: one transaction, one row in the trail, and a key by which it may come twice.

An act is a function of the open `Act` that checks right and rule, stores facts and returns the
sentence to tell. What it raises as Refused undoes everything and leaves a row in the trail.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine

from lib.db import recording
from lib.db.acts import keep_key
from lib.db.facts import Fact, Origin
from lib.db.queries.acts import act_with_key
from lib.domain.plan import Plan
from lib.domain.rights import Viewer, may_act
from lib.domain.written import LONGEST_LINE, line_fault
from lib.errors import NotAllowed, Problem, Refused
from lib.security import audit
from lib.security.acting import acting, without


class Caller(NamedTuple):
    """Who acts, on which day, and through what. `key`: the request's own name, so that it may be sent twice."""

    viewer: Viewer
    today: date
    via: str = "page"
    os_user: str | None = None
    key: str | None = None


class Done(NamedTuple):
    """What came of an act: the facts stored, the sentence to tell, on what.

    `again`: this key came before; nothing was stored now, and the rest is the first answer.
    """

    numbers: tuple[int, ...]
    sentence: str
    subject: str
    again: bool = False


@dataclass
class Act:
    """One act under way: its transaction, who acts, and what it has stored so far.

    `subject` may be made more exact while it goes on; what is in `unnamed` does not go into the trail.
    """

    conn: Connection
    plan: Plan
    caller: Caller
    subject: str
    numbers: list[int] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)

    @property
    def viewer(self) -> Viewer:
        """Who acts."""
        return self.caller.viewer

    def store(self, *facts: Fact, k: int = 1) -> list[int]:
        """Append facts as this account's; their numbers. `k`: of an event like one stored before (see Origin)."""
        origin = Origin(self.viewer.username, self.caller.via, occurrence_k=k)
        numbers = recording.append(self.conn, self.plan, facts, origin)
        self.numbers += numbers
        return numbers

    def demand(self, act: str, unit: str | None = None) -> None:
        """NotAllowed unless the account may take this act, for this unit."""
        if not may_act(self.viewer, act):
            raise NotAllowed(f"{self.viewer.role_name}不能办理此事")
        if not may_act(self.viewer, act, unit):
            own = self.plan.unit.get(self.viewer.unit_code or "")
            raise NotAllowed(f"您的账号只能为本单位（{own.short if own else '未设单位'}）办理此事")


def take(
    engine: Engine,
    plan: Plan,
    caller: Caller,
    act: str,
    subject: str,
    asked: Mapping[str, object],
    work: Callable[[Act], str],
    *,
    unnamed: Sequence[str] = (),
) -> Done:
    """Do `work` in one transaction with its row in the trail; a key that came before gets the first answer.

    `act` is the word of the trail, `asked` all that was asked, by which the key is known again; `unnamed`
    words that do not go into the trail. Two who send one key at once come one after the other.
    """
    untold = list(unnamed)
    with acting(engine, caller.viewer, act, subject, os_user=caller.os_user, unnamed=untold) as conn:
        digest = digest_of(act, asked)
        earlier = _earlier(conn, caller, digest)
        if earlier is not None:
            return earlier
        under_way = Act(conn, plan, caller, subject, unnamed=untold)
        sentence = work(under_way)
        done = Done(tuple(under_way.numbers), sentence, under_way.subject)
        _record(conn, caller, act, done, untold)
        if caller.key is not None:
            keep_key(
                conn, caller.viewer.username, caller.key, act=act, subject=done.subject, digest=digest,
                numbers=done.numbers, sentence=sentence,
            )  # fmt: skip
    return done


def _earlier(conn: Connection, caller: Caller, digest: str) -> Done | None:
    """The first answer to this key; Refused where the key asked for something else."""
    if caller.key is None:
        return None
    if fault := line_fault(caller.key) or ("不能为空" if not caller.key.strip() else None):
        raise Refused([Problem("请求号", f"{fault}；请用一行不超过 {LONGEST_LINE} 个字的文字")])
    found = act_with_key(conn, caller.viewer.username, caller.key)
    if found is None:
        return None
    if found.digest != digest:
        raise Refused(
            [Problem("请求号", f"“{caller.key}”已用于另一件事（{found.subject}），内容不同；新的事请换一个请求号")]
        )
    return Done(found.numbers, found.sentence, found.subject, again=True)


def _record(conn: Connection, caller: Caller, act: str, done: Done, unnamed: Sequence[str]) -> None:
    subject, sentence = (without(unnamed, text) for text in (done.subject, done.sentence))
    detail = numbers_said(done.numbers) + sentence
    audit.record(conn, caller.viewer.username, act, subject, detail, os_user=caller.os_user)


def numbers_said(numbers: Sequence[int]) -> str:
    """第3号事实：, 第3–5号事实：, or nothing."""
    if not numbers:
        return ""
    last = f"–{numbers[-1]}" if len(numbers) > 1 else ""
    return f"第{numbers[0]}{last}号事实："


def digest_of(act: str, asked: Mapping[str, object]) -> str:
    """SHA-256 of what was asked, by meaning: texts trimmed, numbers without needless zeros, empty as missing."""
    document = json.dumps([act, _meant(asked)], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest()


def _meant(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, Mapping):
        meant = {str(name): _meant(one) for name, one in value.items()}
        return {name: one for name, one in meant.items() if one is not None}
    if isinstance(value, (list, tuple)):
        return [_meant(one) for one in value]
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value.is_finite() else str(value)
    return value.isoformat() if isinstance(value, date) else value
