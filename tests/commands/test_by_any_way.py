"""The office's own flows by the general act, by a sheet and by a number: the same right and the same rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, update

from lib.clock import now
from lib.commands.correct import correct_fact
from lib.commands.office_acts import (
    OrderDraft,
    apply_for_extension,
    decide_extension,
    issue_orders,
    record_decision,
    record_instruction,
    send_letter,
)
from lib.commands.statements import CHANGES, EVENTS
from lib.db.accounts_tables import account
from lib.db.engine import writing
from lib.domain.rights import COURT_CLERK, LEADER, OFFICE, PLATFORM_CLERK, Viewer
from lib.errors import NotAllowed, Refused
from lib.services.book import open_book
from lib.services.case_views import case_page
from lib.services.ledger_views import EVERY, Wanted, ledger_list
from lib.services.order_choices import numbers_to_come
from tests.commands.cast import CAST, TODAY, caller, case_of, events, move, refusal, register, stored, trail
from tests.intake.filled import csv_file, good, imported
from tests.people import plan

UNITS = {"head", "clerk", "clerk_zrzy", "clerk_qzfb", "platform_qzfb", "platform_jrj", "court", "procurator"}
OFFICES = {"office", "office_qzfb", "operator"}
SIGNING = {*OFFICES, "leader"}
ORDER = {"等级": "督办单", "事由": "逾期"}
EXTENSION = {"任务编号": "D10-1", "新期限": "2021-06-30"}

# Flow: (the fields of a good registration, who may register one).
GENERAL: dict[str, tuple[dict[str, Any], set[str]]] = {
    "supervision_order": ({"assignee": "czj", "attributes": ORDER}, SIGNING),
    "court_letter": ({"assignee": "qfy", "attributes": {"事由": "请支持"}}, SIGNING),
    "cooperation_request": ({"assignee": "zsj", "text": "请协助"}, {*UNITS, *OFFICES}),
    "proposal": ({"text": "联动", "attributes": {"事项名称": "联动"}}, {*UNITS, *OFFICES}),
    "extension": ({"text": "会签", "attributes": EXTENSION}, {*UNITS, *OFFICES}),
    "instruction": ({"attributes": {"批示领导": "李", "批示日期": "2021-05-01", "事由": "x"}}, OFFICES),
    "decision": ({"assignee": "czj", "attributes": {"会议": "例会", "议题": "x"}}, OFFICES),
}


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("flow", GENERAL)
def test_the_general_act_gives_no_right_that_the_flows_own_act_refuses(
    sqlite_engine: Engine, flow: str, who: str
) -> None:
    fields, may = GENERAL[flow]
    if CAST[who].unit_code is None or who in OFFICES:
        fields = {"actor": "kgj", "assignee": "kgj", **fields}
    try:
        register(sqlite_engine, who, flow, None, **fields)
        allowed = True
    except NotAllowed:
        allowed = False
        assert stored(sqlite_engine) == 0 and trail(sqlite_engine)[0].act == "register_case_refused"
    except Refused:
        allowed = True
    assert allowed is (who in may)


def order(reason: str = "逾期", cause: str | None = "duty:D10-1", text: str | None = None) -> OrderDraft:
    return OrderDraft("czj", "提醒单", "系统", reason, text, cause)


def general_order(engine: Engine, who: str = "office", **attributes: str) -> Any:
    return register(engine, who, "supervision_order", None, assignee="czj", attributes={**ORDER, **attributes})


def test_a_cause_has_one_order_by_the_general_act_too(sqlite_engine: Engine) -> None:
    issue_orders(sqlite_engine, plan(), caller("office"), [order()])
    general_order(sqlite_engine, 起因="duty:D10-1")
    assert "不再重复签发" in refusal(sqlite_engine, general_order, 起因="duty:D10-1", 等级="预警单")
    assert "不再重复签发" in refusal(sqlite_engine, issue_orders, plan(), caller("leader"), [order()])


def test_a_cause_has_one_letter_by_every_act(sqlite_engine: Engine) -> None:
    said = {"reason": "请支持", "cause": "duty:D20-1"}
    send_letter(sqlite_engine, plan(), caller("office"), "qfy", **said)
    assert "不再重复发函" in refusal(sqlite_engine, send_letter, plan(), caller("leader"), "qfy", **said)
    attributes = {"事由": "请支持", "起因": "duty:D20-1"}
    assert "不再重复发函" in refusal(
        sqlite_engine, register, "office", "court_letter", None, assignee="qfy", attributes=attributes
    )


def test_an_order_without_grade_or_matter_is_none(sqlite_engine: Engine) -> None:
    said = refusal(sqlite_engine, register, "office", "supervision_order", None, assignee="czj")
    assert "等级" in said and "事由" in said


@pytest.mark.parametrize("secret", ["见（2021）豫0811行初15号", "见山检行监〔2021〕7号"])
@pytest.mark.parametrize("where", ["reason", "text"])
def test_no_way_of_ordering_or_writing_names_a_case_of_a_court(sqlite_engine: Engine, where: str, secret: str) -> None:
    register(sqlite_engine, "procurator", "procuratorate", "山检行监〔2021〕7号")
    said = {"reason": "请办理", "text": "请办理", where: secret}
    text, attributes = said["text"], {**ORDER, "事由": said["reason"]}
    ways: list[tuple[Any, ...]] = [
        (issue_orders, plan(), caller("office"), [order(**said)]),
        (issue_orders, plan(), caller("leader"), [order(cause=None, **said), order()]),
    ]
    told = [refusal(sqlite_engine, *way) for way in ways]
    told.append(refusal(sqlite_engine, send_letter, plan(), caller("office"), "qfy", **said))
    told.append(
        refusal(
            sqlite_engine,
            register,
            "leader",
            "supervision_order",
            None,
            assignee="czj",
            text=text,
            attributes=attributes,
        )
    )
    for one in told:
        assert "案号" in one and "行初" not in one and "行监" not in one
    assert not any("行监" in f"{row.subject}{row.detail}" for row in trail(sqlite_engine, 100))


def test_what_the_forms_check_of_a_paper_the_general_act_checks_too(sqlite_engine: Engine) -> None:
    late = {"批示领导": "李", "批示日期": "2021-05-07", "事由": "x"}
    assert "晚于登记日期" in refusal(sqlite_engine, register, "office", "instruction", None, attributes=late)
    said = {"leader": "李", "written_on": date(2021, 5, 7), "matter": "x"}
    assert "晚于登记日期" in refusal(sqlite_engine, record_instruction, plan(), caller("office"), **said)
    past = {"会议": "例会", "议题": "x", "期限": "2021-05-05"}
    assert "早于议定的日期" in refusal(
        sqlite_engine, register, "office", "decision", None, assignee="czj", attributes=past
    )
    said = {"meeting": "例会", "topic": "x", "due": date(2021, 5, 5)}
    assert "早于议定的日期" in refusal(sqlite_engine, record_decision, plan(), caller("office"), "czj", **said)
    assert "本单位" in refusal(
        sqlite_engine, register, "office", "cooperation_request", None, actor="czj", assignee="czj", text="x"
    )
    assert "没有任务" in refusal(
        sqlite_engine, register, "clerk", "cooperation_request", None, assignee="czj", text="x",
        attributes={"任务编号": "D99"},
    )  # fmt: skip


# --- a later due --------------------------------------------------------------------------------


def applied(engine: Engine) -> str:
    said: dict[str, Any] = {"new_due": date(2021, 6, 30), "reason": "会签"}
    apply_for_extension(engine, plan(), caller("clerk"), "D10-1", None, **said)
    return "延期〔2021〕1号"


def test_declining_by_the_general_act_asks_for_the_reason_too(sqlite_engine: Engine) -> None:
    no = applied(sqlite_engine)
    assert "说明" in refusal(sqlite_engine, move, "office", "extension", "审批", no, result="不同意")
    move(sqlite_engine, "office", "extension", "审批", no, result="不同意", text="期限充足")
    assert case_of(sqlite_engine, "extension", no).outcome == "failure"


@pytest.mark.parametrize("who", [name for name in CAST if name not in SIGNING])
def test_nobody_else_decides_by_the_general_act(sqlite_engine: Engine, who: str) -> None:
    no = applied(sqlite_engine)
    refusal(sqlite_engine, move, who, "extension", "审批", no, result="同意")
    assert len(events(sqlite_engine, "extension", no)) == 1


ROWS = [
    good(EVENTS, 台账="延期申请", 编号="延期9", 动作="申请", 承办单位="区科工信局", 金额="", 说明="会签", 日期="2021-05-06",
         任务编号="D10-1", 新期限="2021-06-30"),
    good(EVENTS, 台账="延期申请", 编号="延期9", 动作="审批", 结果="同意", 金额="", 日期="2021-05-07", 任务编号="", 新期限=""),
]  # fmt: skip
CHANGE = good(CHANGES, 任务编号="D10-1", 新期限="2021-06-30", 日期="2021-05-07")


def test_a_sheet_approves_no_later_due_that_no_change_brings_about(sqlite_engine: Engine) -> None:
    with pytest.raises(Refused, match="须有对应的任务调整"):
        imported(sqlite_engine, csv_file(*ROWS))
    with pytest.raises(Refused, match="须有对应的任务调整"):
        imported(sqlite_engine, csv_file(*ROWS), csv_file({**CHANGE, "新期限": "2021-07-30"}, name="b.csv"))
    assert stored(sqlite_engine) == 0
    imported(sqlite_engine, csv_file(*ROWS), csv_file(CHANGE, name="b.csv"))
    assert case_of(sqlite_engine, "extension", "延期9").outcome == "success"


def test_a_sheet_approves_what_a_stored_change_brought_about_and_comes_again(sqlite_engine: Engine) -> None:
    imported(sqlite_engine, csv_file(CHANGE))
    imported(sqlite_engine, csv_file(*ROWS))
    assert imported(sqlite_engine, csv_file(*ROWS)).new == 0


# --- cases of a court in sheets -----------------------------------------------------------------

FINANCE = CAST["platform_jrj"]
PAID = good(EVENTS, 动作="回款", 金额="10", 日期="2021-05-10")


def taken_to_court(engine: Engine) -> None:
    register(engine, "platform_jrj", "npl", "N1", amount=Decimal(100))
    move(engine, "platform_jrj", "npl", "启动清收", "N1")
    move(engine, "platform_jrj", "npl", "移送执行", "N1")


def imported_by(engine: Engine, viewer: Viewer, *rows: dict[str, Any], dry_run: bool = False) -> Any:
    return imported(engine, csv_file(*rows), viewer=viewer, dry_run=dry_run)


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_platforms_clerk_moves_no_case_of_a_court_by_a_sheet(sqlite_engine: Engine, dry_run: bool) -> None:
    taken_to_court(sqlite_engine)
    before = stored(sqlite_engine)
    told = []
    closing = good(EVENTS, 动作="办结", 结果="全部收回", 金额="", 日期="2021-05-10")
    wrong = good(EVENTS, 动作="委托", 日期="2021-05-10")
    for row in (PAID, closing, wrong):
        with pytest.raises(Refused) as refused:
            imported_by(sqlite_engine, FINANCE, row, dry_run=dry_run)
        told.append(str(refused.value))
    assert stored(sqlite_engine) == before
    assert all("司法环节" in one and "执行中" not in one and "区法院" not in one for one in told)


def test_a_platforms_clerk_takes_a_case_to_court_by_a_sheet_and_no_further(sqlite_engine: Engine) -> None:
    begun = [
        good(EVENTS), good(EVENTS, 动作="启动清收", 金额="", 日期="2021-05-07"),
        good(EVENTS, 动作="移送执行", 金额="", 日期="2021-05-08"),
    ]  # fmt: skip
    with pytest.raises(Refused, match="司法环节"):
        imported_by(sqlite_engine, FINANCE, *begun, PAID)
    assert imported_by(sqlite_engine, FINANCE, *begun).new == 3
    assert imported_by(sqlite_engine, FINANCE, *begun).new == 0


def test_the_office_still_brings_what_was_on_paper(sqlite_engine: Engine) -> None:
    taken_to_court(sqlite_engine)
    assert imported_by(sqlite_engine, CAST["office"], PAID).new == 1


# --- who is of a court --------------------------------------------------------------------------


@pytest.mark.parametrize("role", [OFFICE, LEADER, PLATFORM_CLERK])
def test_only_the_courts_own_roles_see_as_the_court_does(sqlite_engine: Engine, role: str) -> None:
    taken_to_court(sqlite_engine)
    register(sqlite_engine, "court", "litigation", "L1", assignee="kgj")
    kind = "court" if role != PLATFORM_CLERK else "agency"
    viewer = Viewer("x", "某", role, "qfy", kind)
    assert not viewer.is_court
    shown = ledger_list(viewer, sqlite_engine, plan(), TODAY, Wanted(standing=EVERY)).rows
    assert not {"N1", "L1"} & {row.case_no for row in shown}
    courts = Viewer("x", "某", COURT_CLERK, "qfy", "court")
    assert {row.case_no for row in ledger_list(courts, sqlite_engine, plan(), TODAY, Wanted(standing=EVERY)).rows} == {
        "N1", "L1",
    }  # fmt: skip


# --- the account within the transaction ---------------------------------------------------------


@pytest.fixture
def board(founded_engine: Engine) -> Engine:
    return founded_engine


@pytest.mark.parametrize(
    "change", [{"disabled_at": now()}, {"role": None}, {"role": "unit_clerk"}, {"unit_code": "jrj"}]
)
def test_an_account_changed_a_moment_ago_acts_no_more(board: Engine, change: dict[str, Any]) -> None:
    viewer = Viewer("office", "赵主任", OFFICE, people_unit(board), "government")
    before = caller("office")._replace(viewer=viewer)
    issue_orders(board, plan(), before, [order(cause=None)])
    with writing(board) as conn:
        conn.execute(update(account).where(account.c.username == "office").values(**change))
    assert "重新登录" in refusal(board, issue_orders, plan(), before, [order(cause=None)])
    said: dict[str, Any] = {"reason": "x", "approver": "李"}
    assert "重新登录" in refusal(board, correct_fact, plan(), before, 1, None, **said)
    rows = stored(board)
    with pytest.raises(NotAllowed, match="重新登录"):
        imported(board, csv_file(good(EVENTS)), viewer=viewer)
    assert stored(board) == rows and trail(board)[0].act == "import_refused"


def people_unit(board: Engine) -> str | None:
    with board.connect() as conn:
        return conn.execute(account.select().where(account.c.username == "office")).one().unit_code


# --- numbers foretold are numbers allotted ------------------------------------------------------


def test_the_numbers_shown_before_issuing_are_those_allotted(board: Engine) -> None:
    issue_orders(board, plan(), caller("operator"), [order(cause=None)])
    register(board, "operator", "supervision_order", "山督〔2021〕3号", assignee="czj", attributes=ORDER)
    register(board, "operator", "supervision_order", "山督〔2021〕50号", assignee="czj", attributes=ORDER)
    with open_book(board) as book:
        foretold = numbers_to_come(book, ["提醒单", "提醒单", "商请函"], TODAY)
    assert foretold == ("山督〔2021〕2号", "山督〔2021〕4号", "山商〔2021〕1号")
    issue_orders(board, plan(), caller("operator"), [order(cause=None), order(cause=None)])
    assert {one.case_no for no in foretold[:2] for one in events(board, "supervision_order", no)} == set(foretold[:2])


def test_a_decision_seen_before_somebody_elses_is_refused(sqlite_engine: Engine) -> None:
    no = applied(sqlite_engine)
    decide_extension(sqlite_engine, plan(), caller("office"), no, approved=True, seen=1)
    said = refusal(
        sqlite_engine, decide_extension, plan(), caller("office_qzfb"), no, approved=False, text="不", seen=1
    )
    assert "dudao" in said and "不是最新" in said


# --- what was struck out ------------------------------------------------------------------------


def test_what_was_done_at_the_court_and_struck_with_it_is_shown_outside_to_nobody(sqlite_engine: Engine) -> None:
    taken_to_court(sqlite_engine)
    move(sqlite_engine, "court", "npl", "回款", "N1", amount=Decimal(5), text="执行款到账")
    said: dict[str, Any] = {"reason": "误录", "approver": "周庭长"}
    for number in (4, 3):
        correct_fact(sqlite_engine, plan(), caller("court"), number, None, **said)
    move(sqlite_engine, "platform_jrj", "npl", "回款", "N1", amount=Decimal(7))
    correct_fact(sqlite_engine, plan(), caller("office"), stored(sqlite_engine), None, **said)

    def shown(who: str) -> list[str]:
        page = case_page(CAST[who], sqlite_engine, plan(), TODAY, "npl", "N1")
        return [one.action for one in page.steps]

    for who in ("platform_jrj", "office"):
        assert shown(who) == ["委托", "启动清收"]
    told = refusal(sqlite_engine, move, "court", "npl", "回款", "N1", amount=Decimal(1))
    assert "没有此编号" in told
