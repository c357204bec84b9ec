"""A small world for the life of an appraisal period: the second quarter and the year 2021, a dozen facts, everybody
who takes a part in it, and short ways to act and to look.

All acts are dated by the days below; the facts of the world were recorded on the days they are about.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine, text

from lib.clock import SHANGHAI
from lib.commands import objections, period_acts
from lib.commands.act import Caller, Done
from lib.db import recording
from lib.db.append_only import rebuild_guards
from lib.db.board import store_plan
from lib.db.engine import reading, writing
from lib.db.facts import Fact, Origin
from lib.db.queries import periods
from lib.definitions.document import document_text
from lib.domain.canonical import digest_of, read
from lib.domain.facts import (
    BONUS,
    CAUSE,
    COMPLETION,
    PASS,
    RETURN,
    Adjustment,
    Event,
    Report,
    Verification,
)
from lib.domain.period_life import SIGNED, Life
from lib.domain.periods import Period
from lib.domain.results import Result
from lib.domain.rights import UNIT_HEAD, Viewer
from lib.services.book import open_book
from lib.services.kept_results import life
from lib.services.period_results import compute
from tests.commands.cast import CAST
from tests.people import plan

QUARTER, YEAR = Period.parse("2021Q2"), Period.parse("2021")
# Of the quarter: computed and sent to check on CLOSE, checked until the 8th; published on the 9th, until the 16th.
CLOSE, CHECK_UNTIL, APPROVED_ON, PUBLIC_UNTIL, LOCKED_ON = (date(2021, 7, day) for day in (5, 8, 9, 16, 19))
# Of the year: checked until the 10th of January; published on the 11th, until the 18th.
YEAR_CLOSE, YEAR_APPROVED_ON, YEAR_LOCKED_ON = (date(2022, 1, day) for day in (5, 11, 19))
VERIFIER, SCORER = "dudao", "office"  # accounts of the cast
ORDER_NO = "山督〔2021〕1号"


def settle(engine: Engine) -> Engine:
    """The plan and the facts of the world."""
    text = document_text(plan())
    with writing(engine) as conn:
        store_plan(
            conn, code=plan().code, version=plan().version, digest=digest_of(text), document=text, account="operator"
        )
    # D10-1 three days late (0.9 of a part of kgj); D06-1 and D25-1 in time, D08-1 returned and never done (jrj).
    done = [
        ("D10-1", "kgj", date(2021, 5, 3), PASS), ("D06-1", "jrj", date(2021, 4, 28), PASS),
        ("D25-1", "jrj", date(2021, 4, 29), PASS), ("D08-1", "jrj", date(2021, 5, 20), RETURN),
        ("D16-1", "zsj", date(2021, 4, 30), PASS), ("D17-1", "zsj", date(2021, 4, 30), PASS),
    ]  # fmt: skip
    for code, unit, day, verdict in done:
        claimed(engine, code, unit, day, verdict)
    bonus = Adjustment(0, "2021Q2", "jrj", BONUS, Decimal(2), "受表彰", "文件3号", "李明", date(2021, 6, 1), CLOSE)
    stated(engine, date(2021, 6, 1), bonus, account=SCORER)
    for n in range(6):  # six stays of czj in disputes handed to it, the last two late
        dispute(engine, f"争议〔2021〕{n + 1}号", late=n > 3)
    # An order to kgj about D10-1, being worked on.
    said = {"等级": "督办单", "来源": "系统", "事由": "逾期", CAUSE: "duty:D10-1"}
    stated(engine, date(2021, 6, 28), event("supervision_order", ORDER_NO, "签发", date(2021, 6, 28), "kgj", **said))
    stated(engine, date(2021, 6, 29), event("supervision_order", ORDER_NO, "签收", date(2021, 6, 29)))
    return engine


def event(flow: str, case_no: str, action: str, day: date, assignee: str | None = None, **given: str) -> Event:
    """One event, with no more than a case needs."""
    return Event(0, 0, flow, case_no, action, day, None, assignee, None, None, None, given, day)


def dispute(engine: Engine, case_no: str, *, late: bool) -> None:
    """A dispute handed to czj in May, fed back in time or late."""
    handed = date(2021, 5, 10)
    fed_back = handed + timedelta(days=45 if late else 7)
    for action, day, assignee in (
        ("登记", handed, None), ("移送", handed, None), ("交办", handed, "czj"), ("反馈", fed_back, None),
    ):  # fmt: skip
        stated(engine, day, event("dispute", case_no, action, day, assignee))


def claimed(engine: Engine, code: str, unit: str, day: date, verdict: str | None, period: str | None = None) -> int:
    """A completion of `unit` with the verdict of the office on the next day, None: undecided; the report's number."""
    said = Report(0, code, unit, period or _period_of(code, day), None, day, COMPLETION, None, "已完成", "文件", day)
    (number,) = stated(engine, day, said)
    if verdict is not None:
        next_day = day + timedelta(days=1)
        judged = Verification(
            0, number, verdict, next_day, "王芳", None if verdict == PASS else "佐证不全", None, next_day
        )
        stated(engine, next_day, judged, account=VERIFIER)
    return number


def _period_of(code: str, day: date) -> str | None:
    every = plan().deliverable[code].every
    return Period.of(every, day).code if every else None


def stated(engine: Engine, day: date, *facts: Fact, account: str = "operator") -> list[int]:
    """Store facts as recorded on that day."""
    at = datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)
    with writing(engine) as conn:
        return recording.append(conn, plan(), list(facts), Origin(account, "import", stated_at=at))


def head_of(unit: str) -> Viewer:
    """The head of a unit."""
    return Viewer(f"head_{unit}", f"{unit}负责人", UNIT_HEAD, unit, plan().unit[unit].kind)


def by(who: str | Viewer, today: date, key: str | None = None) -> Caller:
    """A member of the cast, or somebody else, on that day."""
    return Caller(CAST[who] if isinstance(who, str) else who, today, key=key)


def computed(engine: Engine, period: Period, close_on: date) -> Result:
    """The next version of the period's result, as command line and page make it."""
    with open_book(engine) as book:
        return compute(book, period, close_on, life(book, period).version + 1, periods.rulings(book.conn, period.code))


def take_step(engine: Engine, step: str, who: str | Viewer, today: date, period: Period = QUARTER, **said: Any) -> Done:
    """One step of the life as somebody, on a day."""
    caller = by(who, today)
    if step == "compute":
        made = said.get("made") or computed(engine, period, said.get("close_on", today))
        return period_acts.keep_computed(engine, plan(), caller, made)
    acts = {
        "open": period_acts.open_period, "check": period_acts.send_to_check, "approve": period_acts.approve_result,
        "publish": period_acts.publish_result, "lock": period_acts.lock_result,
    }  # fmt: skip
    if step == "confirm":
        return period_acts.confirm_lines(engine, plan(), caller, period, said.get("unit", "kgj"))
    if step == "sign":
        decision = said.get("decision", SIGNED)
        return period_acts.sign_recommendation(
            engine, plan(), caller, period, said["unit"], decision, reason=said.get("reason", "同意")
        )
    return acts[step](engine, plan(), caller, period, **said)


# The steps of the quarter in their order, by whom and on which day.
WAY = (
    ("open", "office", CLOSE), ("compute", "office", CLOSE), ("check", "office", CLOSE), ("approve", "leader", APPROVED_ON),
    ("publish", "office", APPROVED_ON), ("lock", "office", LOCKED_ON),
)  # fmt: skip


def taken_until(
    engine: Engine, last: str, period: Period = QUARTER, way: Sequence[tuple[str, str, date]] = WAY
) -> None:
    """Every step up to `last`, each by the right account."""
    for step, who, day in way:
        take_step(engine, step, who, day, period)
        if step == last:
            return


def year_taken_until(engine: Engine, last: str) -> None:
    """The same of the year."""
    days = {CLOSE: YEAR_CLOSE, APPROVED_ON: YEAR_APPROVED_ON, LOCKED_ON: YEAR_LOCKED_ON}
    taken_until(engine, last, YEAR, [(step, who, days[day]) for step, who, day in WAY])


def state(engine: Engine, period: Period = QUARTER) -> Life:
    """Where the period stands."""
    with open_book(engine) as book:
        return life(book, period)


def versions(engine: Engine, period: Period = QUARTER) -> list[Result]:
    """Every version of the result, as it was kept."""
    with reading(engine) as conn:
        return [read(Result, one.document) for one in periods.kept_results(conn, period.code)]


def objected(
    engine: Engine, subject: str, rule: str = "delivery", who: str | Viewer = "clerk", today: date = CLOSE, **said: Any
) -> Done:
    """kgj (or the unit of somebody else) objects to a part of a line of the quarter."""
    fields = {"reason": "认定有误", "evidence": "文件5号", **said}
    viewer = CAST[who] if isinstance(who, str) else who
    unit, period = fields.pop("unit", viewer.unit_code), fields.pop("period", QUARTER)
    return objections.object_to_line(engine, plan(), by(viewer, today), period, unit, rule, subject, **fields)


def answered(
    engine: Engine, who: str | Viewer = "leader", case_no: str = "申诉〔2021〕1号", today: date = CLOSE, **said: Any
) -> Done:
    """Somebody answers an objection."""
    fields = {"reason": "经复核", **said}
    return objections.decide_objection(engine, plan(), by(who, today), case_no, **fields)


def past_the_guards(engine: Engine, statement: str, **values: Any) -> None:
    """What a hand on the database itself could do (SQLite)."""
    with writing(engine) as conn:
        guards = [
            row.name
            for row in conn.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
            if "update" in row.name or "delete" in row.name
        ]
        for name in guards:
            conn.execute(text(f"DROP TRIGGER {name}"))
        assert conn.execute(text(statement), values).rowcount > 0
        rebuild_guards(conn)
