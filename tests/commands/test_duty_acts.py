"""Acts on duties: reports and verdicts, changes, views, points and numbers; a form and a sheet never double."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from lib.commands.duty_acts import adjust_points, change_duty, enter_number, file_report, judge_item, verify_report
from lib.commands.statements import ADJUSTMENTS, CHANGES, ENTRIES, REPORTS
from lib.db.engine import reading
from lib.db.queries import facts
from lib.domain.facts import PASS, RETURN
from lib.errors import NotAllowed, Refused
from tests.commands.cast import caller, refusal, stored, trail
from tests.intake.filled import VERIFIED, csv_file, good, imported
from tests.people import plan

DAY = date(2021, 5, 6)
CLAIM = {"kind": "completion", "occurred_on": date(2021, 4, 28), "text": "意见已印发", "evidence": "文件1号"}


def report(engine: Engine, who: str = "head", duty: str = "D10-1", unit: str = "kgj", **fields: Any) -> Any:
    """File a claim of completion."""
    said = {name: fields.pop(name) for name in ("today", "key") if name in fields}
    return file_report(engine, plan(), caller(who, **said), duty, unit, **{**CLAIM, **fields})


def verify(engine: Engine, who: str = "office", number: int = 1, **fields: Any) -> Any:
    """Verify report 1."""
    return verify_report(engine, plan(), caller(who), number, **{"verdict": PASS, **fields})


def change(engine: Engine, who: str = "office", duty: str = "D05-1", period: str | None = None, **fields: Any) -> Any:
    """Extend a duty."""
    said = {"kind": "extension", "new_due": date(2021, 5, 31), "reason": "会签未完成", "approver": "李明", **fields}
    return change_duty(engine, plan(), caller(who), duty, period, **said)


def judge(engine: Engine, who: str = "office", item: str = "4", **fields: Any) -> Any:
    """Say how an item goes."""
    return judge_item(engine, plan(), caller(who), item, **{"view": "at_risk", "reason": "进度偏慢", **fields})


def adjust(engine: Engine, who: str = "office", period: str = "2021", unit: str = "sfj", **fields: Any) -> Any:
    """Give a bonus."""
    said = {
        "kind": "bonus",
        "points": Decimal("1.5"),
        "reason": "受表彰",
        "evidence": "纪要",
        "approver": "李明",
        **fields,
    }
    return adjust_points(engine, plan(), caller(who), period, unit, **said)


def enter(engine: Engine, who: str = "operator", indicator: str = "I16-1", unit: str = "zsj", **fields: Any) -> Any:
    """Enter a number."""
    period = fields.pop("period", "2021Q2")
    said = {"numerator": Decimal(7), "denominator": Decimal(9), "evidence": "统计表", **fields}
    return enter_number(engine, plan(), caller(who), period, unit, indicator, **said)


# --- reports and verdicts -----------------------------------------------------------------------


def test_a_claim_is_filed_returned_filed_again_and_passed(engine: Engine) -> None:
    done = report(engine)
    assert done.sentence.startswith("已申报完成：D10-1")
    assert done.sentence.endswith("待督导办公室核实")
    said = verify(engine, verdict=RETURN, reason="佐证不全").sentence
    assert said.startswith("已退回：D10-1")
    assert said.endswith("请区科工信局于5月12日前重新申报")
    report(engine, occurred_on=DAY)
    verify(engine, "leader", 3, accepted_on=date(2021, 5, 5))
    with reading(engine) as conn:
        assert [one.verdict for one in facts.verifications(conn)] == [RETURN, PASS]
        assert facts.verifications(conn)[0].by == "王芳"
    assert [row.act for row in trail(engine, 4)] == ["verify_report", "file_report", "verify_report", "file_report"]
    assert trail(engine)[0].subject == "D10-1 区科工信局 第3号填报"


def test_the_period_found_is_stored(sqlite_engine: Engine) -> None:
    report(sqlite_engine, "operator", "D02-1", "qfy", kind="progress", percent=Decimal(30))
    with reading(sqlite_engine) as conn:
        found = facts.reports(conn)[0]
    assert (found.period, found.period_written) == ("2021H1", None)


def test_a_form_and_a_sheet_do_not_double_a_report(engine: Engine) -> None:
    imported(engine, csv_file(good(REPORTS)))
    said = refusal(engine, report, "operator", "D03-1", "qzfb")
    assert "同样的填报已入库" in said
    report(engine)
    again = good(REPORTS, 任务编号="D10-1", 责任单位="区科工信局")
    assert imported(engine, csv_file(again)).skipped == 1
    assert "冲突" in refusal(engine, report, text="另一句")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"duty": "D99-1"}, "任务编号"),
        ({"kind": "done"}, "类型"),
        ({"unit": "科工"}, "没有单位"),
        ({"percent": Decimal(50)}, "应为空或 100"),
        ({"kind": "progress", "percent": Decimal(101)}, "应不大于它"),
        ({"occurred_on": date(2021, 5, 7)}, "不能登记将来的事"),
        ({"occurred_on": date(2021, 4, 23)}, "早于方案印发日"),
        ({"period_written": "2021Q2"}, "一次性任务"),
        ({"duty": "D06-1"}, "只能由责任单位区金融工作局申报"),
        ({"text": "\x07"}, "控制字符"),
    ],
)
def test_a_report_no_sheet_could_bring_is_refused(sqlite_engine: Engine, fields: dict[str, Any], told: str) -> None:
    assert told in refusal(sqlite_engine, report, **fields)


@pytest.mark.parametrize("who", ["leader", "clerk_zrzy", "platform_jrj", "court", "sys_admin", "audit_admin"])
def test_nobody_files_for_another_unit(sqlite_engine: Engine, who: str) -> None:
    with pytest.raises(NotAllowed):
        report(sqlite_engine, who)
    assert (stored(sqlite_engine), trail(sqlite_engine)[0].act) == (0, "file_report_refused")


@pytest.mark.parametrize("who", ["head", "clerk", "platform_jrj", "court", "sys_admin", "sec_admin", "audit_admin"])
def test_only_the_office_and_leaders_verify(sqlite_engine: Engine, who: str) -> None:
    report(sqlite_engine)
    with pytest.raises(NotAllowed):
        verify(sqlite_engine, who)
    assert stored(sqlite_engine) == 1


@pytest.mark.parametrize(("unit", "duty"), [("qzfb", "D03-1"), ("ldxz", "DG1-1")])
def test_the_office_does_not_judge_its_own(sqlite_engine: Engine, unit: str, duty: str) -> None:
    said = report(sqlite_engine, "operator", duty, unit).sentence
    assert said.endswith("待区领导核实")
    for who in ("office", "office_qzfb", "operator"):
        assert "核实" in refusal(sqlite_engine, verify, who)
    verify(sqlite_engine, "leader")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"verdict": "maybe"}, "核实结果"),
        ({"verdict": RETURN}, "退回须写明理由"),
        ({"verdict": RETURN, "reason": " "}, "退回须写明理由"),
        ({"verdict": RETURN, "reason": "缺", "accepted_on": date(2021, 4, 28)}, "认定日期"),
        ({"accepted_on": date(2021, 4, 23)}, "早于任务开始的日期"),
        ({"accepted_on": date(2021, 5, 6), "verified_on": date(2021, 5, 5)}, "晚于核实日期"),
        ({"verified_on": date(2021, 4, 27)}, "早于发生日期"),
        ({"verified_on": date(2021, 5, 7)}, "不能登记将来的事"),
        ({"number": 2}, "没有第 2 号填报"),
        ({"revises": 1}, "没有第 1 号核实"),
    ],
)
def test_a_verdict_against_the_rules_is_refused(sqlite_engine: Engine, fields: dict[str, Any], told: str) -> None:
    report(sqlite_engine)
    assert told in refusal(sqlite_engine, verify, **fields)


def test_a_second_verdict_is_a_correction_with_its_reason(engine: Engine) -> None:
    report(engine)
    verify(engine, verified_on=date(2021, 5, 5))
    assert "已由王芳于 2021-05-05 核实为“通过”" in refusal(engine, verify, verdict=RETURN, reason="缺")
    assert "改判须写明理由" in refusal(engine, verify, accepted_on=date(2021, 4, 28), revises=2)
    assert "不是您所见的第 1 号" in refusal(engine, verify, verdict=RETURN, reason="缺", revises=1)
    assert "不应早于它" in refusal(engine, verify, verdict=RETURN, reason="缺", revises=2, verified_on=date(2021, 5, 4))
    assert "不须改判" in refusal(engine, verify, reason="再看", revises=2)
    assert "改判由督导办公室办理" in refusal(engine, verify, "leader", verdict=RETURN, reason="缺", revises=2)
    verify(engine, verdict=RETURN, reason="伪造", revises=2)
    with reading(engine) as conn:
        assert len(facts.verifications(conn)) == 2


def test_of_twenty_who_verify_at_once_one_does(engine: Engine) -> None:
    report(engine)

    def once(_: int) -> bool:
        try:
            return bool(verify(engine))
        except Refused as refused:
            assert "已由王芳" in str(refused)
            return False

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(once, range(20))) == 1


def test_a_corrected_report_is_verified_in_its_present_form(sqlite_engine: Engine) -> None:
    imported(sqlite_engine, csv_file(good(REPORTS, **VERIFIED)))
    assert "已由李明" in refusal(sqlite_engine, verify, "leader")


# --- changes, views, points, numbers ------------------------------------------------------------


def test_changes_are_stored_and_said(engine: Engine) -> None:
    assert change(engine).sentence.startswith("已延期至2021年5月31日：D05-1")
    waived = change(engine, duty="D05-1", kind="waiver", new_due=None)
    assert waived.sentence.startswith("已核销：D05-1")
    given = change(engine, duty="D04-2", period="2021Q2", kind="reassignment", new_due=None, new_owner="区政府办")
    assert given.sentence.startswith("已改派给区政府办公室：D04-2")
    assert "（2021年第二季度）" in given.sentence


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"new_due": None}, "延期须填写新期限"),
        ({"kind": "waiver"}, "新期限应为空"),
        ({"reason": ""}, "事由"),
        ({"approver": " "}, "批准人"),
        ({"period": "2021Q2"}, "一次性任务"),
        ({"duty": "D04-2"}, "请填写“周期”"),
        ({"occurred_on": date(2021, 4, 1)}, "早于开始日"),
        ({"occurred_on": date(2021, 5, 7)}, "不能登记将来的事"),
        ({"new_due": date(9999, 12, 31)}, "年份不在"),
    ],
)
def test_a_change_against_the_rules_is_refused(sqlite_engine: Engine, fields: dict[str, Any], told: str) -> None:
    assert told in refusal(sqlite_engine, change, **fields)


def test_the_office_says_how_an_item_goes(engine: Engine) -> None:
    assert judge(engine).sentence.endswith("有风险")
    assert "同样的研判" in refusal(engine, judge)
    judge(engine, view="off_track")
    with reading(engine) as conn:
        assert [one.view for one in facts.judgements(conn, item="4")] == ["at_risk", "off_track"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"item": "26"}, "事项"), ({"view": "fine"}, "研判"), ({"reason": ""}, "理由"),
        ({"occurred_on": date(2021, 5, 7)}, "将来"), ({"occurred_on": date(2021, 4, 23)}, "印发日"),
    ],
)  # fmt: skip
def test_a_view_against_the_rules_is_refused(sqlite_engine: Engine, fields: dict[str, Any], told: str) -> None:
    assert told in refusal(sqlite_engine, judge, **fields)


def test_points_are_given_and_taken(engine: Engine) -> None:
    assert adjust(engine).sentence == "已登记加分：区司法局 2021 1.5 分"
    assert "同样的加减分" in refusal(engine, adjust)
    assert adjust(engine, kind="veto", points=None).sentence == "已登记一票否决：区司法局 2021"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"period": "2021-07"}, "不按月计"), ({"points": Decimal("1.555")}, "两位小数"), ({"points": Decimal(0)}, "大于 0"),
        ({"points": Decimal("Infinity")}, "不是数字"), ({"evidence": None}, "佐证"), ({"kind": "veto"}, "没有分值"),
        ({"unit": ""}, "单位"), ({"occurred_on": date(2021, 5, 7)}, "将来"),
    ],
)  # fmt: skip
def test_points_against_the_rules_are_refused(sqlite_engine: Engine, fields: dict[str, Any], told: str) -> None:
    assert told in refusal(sqlite_engine, adjust, **fields)


def test_numbers_are_entered_by_their_owner(engine: Engine) -> None:
    assert enter(engine).sentence.startswith("已填报：I16-1")
    assert "同样的指标填报" in refusal(engine, enter)
    assert "冲突" in refusal(engine, enter, numerator=Decimal(8))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"indicator": "I03-1"}, "由台账算出"), ({"unit": "kgj"}, "不是区科工信局"), ({"denominator": None}, "分母"),
        ({"value": Decimal(-1)}, "小于 0"), ({"evidence": " "}, "佐证"), ({"numerator": Decimal(-1)}, "应不小于它"),
        ({"period": "21Q2"}, "不是考核期"), ({"who": "clerk"}, "本单位"),
    ],
)  # fmt: skip
def test_numbers_against_the_rules_are_refused(sqlite_engine: Engine, fields: dict[str, Any], told: str) -> None:
    assert told in refusal(sqlite_engine, enter, **fields)


@pytest.mark.parametrize(("act", "kind"), [(change, CHANGES), (adjust, ADJUSTMENTS), (enter, ENTRIES)])
def test_a_form_and_a_sheet_do_not_double(engine: Engine, act: Any, kind: str) -> None:
    days = {CHANGES: date(2021, 4, 27), ADJUSTMENTS: date(2021, 5, 5), ENTRIES: date(2021, 5, 5)}
    act(engine, occurred_on=days[kind])
    cells = {
        CHANGES: {},
        ADJUSTMENTS: {"日期": "2021-05-05", "佐证": "纪要"},
        ENTRIES: {"日期": "2021-05-05", "考核期": "2021Q2"},
    }
    assert imported(engine, csv_file(good(kind, **cells[kind]))).skipped == 1


@pytest.mark.parametrize("act", [change, judge, adjust])
@pytest.mark.parametrize(
    "who", ["leader", "head", "clerk", "platform_jrj", "court", "procurator", "sys_admin", "sec_admin", "audit_admin"]
)
def test_what_only_the_office_does_is_refused_to_all_others(sqlite_engine: Engine, act: Any, who: str) -> None:
    with pytest.raises(NotAllowed):
        act(sqlite_engine, who)
    assert stored(sqlite_engine) == 0
    assert trail(sqlite_engine)[0].act.endswith("_refused")


def test_a_key_makes_every_act_come_once(engine: Engine) -> None:
    first = report(engine, key="k1")
    assert report(engine, key="k1") == first._replace(again=True)
    assert stored(engine) == 1
