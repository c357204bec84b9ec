"""Who may see, register and move a case: every word of a flow's `by`, and the law on courts."""

from __future__ import annotations

from datetime import date

import pytest

from lib.domain.case_rights import allowed_to, may_register, meets_courts, sees_case, who_may
from lib.domain.facts import Event
from lib.domain.ledger import Case, court_codes, replay
from lib.domain.next_step import how_it_stands, next_step
from tests.commands.cast import CAST
from tests.people import plan

DAY = date(2021, 5, 6)
COURTS = court_codes(plan())


def case(flow: str, *steps: tuple[str, str | None], actor: str | None = None) -> Case:
    """A case of these (action, 承办单位), all on one day; `actor` registered it."""
    events = [
        Event(n, n, flow, "A1", action, DAY, actor if n == 1 else None, to, None, None, None, {}, DAY)
        for n, (action, to) in enumerate(steps, 1)
    ]
    return replay(plan().flow[flow], events, COURTS)


HANDED = case("dispute", ("登记", None), ("移送", None), ("交办", "zrzy"))
ORDER = case("supervision_order", ("签发", "kgj"))
HELP = case("cooperation_request", ("请求", "qfy"), actor="kgj")
ENFORCED = case("npl", ("委托", None), ("启动清收", None), ("移送执行", None))
LAWSUIT = case("litigation", ("立案", "kgj"))
ASKED = case("extension", ("申请", "kgj"), actor="kgj")
OWN_ASKED = case("extension", ("申请", "qzfb"), actor="qzfb")


@pytest.mark.parametrize(
    ("who", "of", "allowed"),
    [
        ("clerk_zrzy", HANDED, ["反馈"]),
        ("platform_qzfb", HANDED, ["反馈", "催办", "中止"]),
        ("office", HANDED, ["反馈", "催办", "中止"]),
        ("operator", HANDED, ["反馈", "催办", "中止"]),
        ("clerk_qzfb", HANDED, []),
        ("clerk", HANDED, []),
        ("leader", HANDED, []),
        ("court", HANDED, []),
        ("sys_admin", HANDED, []),
        ("clerk", ORDER, ["签收"]),
        ("head", ORDER, []),
        ("office", ORDER, ["签收", "催办", "中止"]),
        ("leader", ORDER, []),
        ("court", HELP, ["配合", "拒绝"]),
        ("office", HELP, ["配合", "拒绝", "中止"]),
        ("operator", HELP, ["配合", "拒绝", "中止"]),
        ("clerk", HELP, []),
        ("court", ENFORCED, ["回款", "办结", "中止"]),
        ("operator", ENFORCED, ["回款", "办结", "中止"]),
        ("platform_jrj", ENFORCED, []),
        ("office", ENFORCED, []),
        ("procurator", ENFORCED, []),
        ("court", LAWSUIT, ["开庭", "审结", "中止"]),
        ("procurator", LAWSUIT, []),
        ("clerk", LAWSUIT, []),
        ("clerk", ASKED, ["撤回"]),
        ("head", ASKED, ["撤回"]),
        ("office", ASKED, ["审批", "催办", "中止"]),
        ("leader", ASKED, ["审批"]),
        ("clerk_zrzy", ASKED, []),
        ("office", OWN_ASKED, ["催办", "中止"]),
        ("operator", OWN_ASKED, ["撤回", "催办", "中止"]),
        ("leader", OWN_ASKED, ["审批"]),
    ],
)
def test_what_is_offered_is_what_the_words_of_the_flow_and_the_law_allow(
    who: str, of: Case, allowed: list[str]
) -> None:
    assert allowed_to(CAST[who], of, plan()) == allowed


def test_a_paused_case_is_only_resumed_by_those_who_may_pause() -> None:
    paused = case("dispute", ("登记", None), ("中止", None))
    offered = {name: allowed_to(viewer, paused, plan()) for name, viewer in CAST.items()}
    resuming = {name for name, actions in offered.items() if actions == ["恢复"]}
    assert resuming == {"office", "office_qzfb", "operator", "platform_qzfb"}


@pytest.mark.parametrize(
    ("of", "seen_by"),
    [
        (HANDED, {"office", "office_qzfb", "operator", "platform_qzfb", "clerk_qzfb", "clerk_zrzy"}),
        (ORDER, {"office", "office_qzfb", "operator", "leader", "head", "clerk"}),
        (HELP, {"office", "office_qzfb", "operator", "head", "clerk", "court"}),
        (ENFORCED, {"operator", "court"}),
        (LAWSUIT, {"operator", "court", "procurator"}),
        (ASKED, {"office", "office_qzfb", "operator", "leader", "head", "clerk"}),
    ],
)
def test_a_case_is_known_to_those_it_concerns_and_to_nobody_else(of: Case, seen_by: set[str]) -> None:
    assert {name for name, viewer in CAST.items() if sees_case(viewer, of)} == seen_by


@pytest.mark.parametrize(
    ("flow", "by"),
    [
        ("dispute", {"platform_qzfb", "office", "office_qzfb", "operator"}),
        ("npl", {"platform_jrj", "office", "office_qzfb", "operator"}),
        ("litigation", {"court", "operator"}),
        ("procuratorate", {"procurator", "operator"}),
        ("supervision_order", {"office", "office_qzfb", "leader", "operator"}),
        (
            "cooperation_request",
            {
                "head", "clerk", "clerk_zrzy", "clerk_qzfb", "platform_qzfb", "platform_jrj", "court", "procurator",
                "office", "office_qzfb", "operator",
            },
        ),
    ],
)  # fmt: skip
def test_a_case_is_opened_by_those_the_flow_names(flow: str, by: set[str]) -> None:
    assert {name for name, viewer in CAST.items() if may_register(viewer, plan().flow[flow])} == by


def test_a_flow_with_one_judicial_state_may_come_before_a_court() -> None:
    assert {flow.code for flow in plan().flows if meets_courts(flow)} >= {"litigation", "procuratorate", "npl"}
    assert not meets_courts(plan().flow["dispute"])


def test_who_may_is_said_in_words() -> None:
    said = [who_may(plan(), HANDED, "反馈"), who_may(plan(), HANDED, "催办"), who_may(plan(), OWN_ASKED, "审批")]
    assert said == ["承办单位、主管单位或督导办公室", "督导办公室或主管单位", "区领导"]
    assert who_may(plan(), ENFORCED, "办结") == "承办或主管此案的法院、检察院"


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        (date(2021, 5, 26), "请区自然资源局于5月26日前反馈"),
        (date(2021, 5, 27), "请区自然资源局于5月26日前反馈（已逾期）"),
        (date(2022, 1, 4), "请区自然资源局于2021年5月26日前反馈（已逾期）"),
    ],
)
def test_the_next_step_is_told_with_its_day(as_of: date, told: str) -> None:
    assert next_step(plan(), HANDED, as_of) == told


def test_the_clock_of_a_court_is_nobodys_business() -> None:
    assert next_step(plan(), ENFORCED, DAY) == "此后由区法院办理"
    assert next_step(plan(), HELP, DAY) == "请区法院配合或拒绝"


def test_how_a_case_stands_is_told_in_each_state() -> None:
    paused = case("dispute", ("登记", None), ("中止", None))
    closed = case("cooperation_request", ("请求", "jrj"), ("配合", None))
    assert how_it_stands(plan(), paused) == "现为“已登记”（已中止计时），由区政府办公室承办"
    assert (how_it_stands(plan(), closed), next_step(plan(), closed, DAY)) == ("已于 2021-05-06 结束（已配合）", None)
    assert next_step(plan(), paused, DAY) == "恢复后接着计时"
