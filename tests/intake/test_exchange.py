"""Files tried and stored through the page's entry: what would change, what is wrong, and what stays secret."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from sqlalchemy import Engine

from lib.commands.statements import ADJUSTMENTS, CHANGES, ENTRIES, EVENTS, REPORTS
from lib.domain.rights import COURT_CLERK, PLATFORM_CLERK, UNIT_CLERK, Viewer
from lib.errors import Refused
from lib.intake import exchange
from lib.intake.exchange import Trial, stored, tried
from lib.intake.report import LIST
from lib.intake.sheets import Upload
from tests.intake.filled import OFFICE_VIEWER, TODAY, VERIFIED, csv_file, good, imported, plan, stored_count

COURT = Viewer("court", "周", COURT_CLERK, "qfy", "court")
FINANCE = Viewer("finance", "何", PLATFORM_CLERK, "jrj", "government")
CLERK = Viewer("clerk", "王", UNIT_CLERK, "kgj", "government")
LITIGATION = plan().flow["litigation"]
SECRET = "(2021)豫0811行初77号"


def lawsuit(**cells: str) -> dict[str, str]:
    """A registering row of the judicial flow."""
    row = {
        "台账": LITIGATION.name, "编号": SECRET, "动作": LITIGATION.register_action.name, "日期": "2021-06-01",
        "操作单位": "", "承办单位": "区公安局", "结果": "", "金额(万元)": "", "说明": "甲诉乙", "记录时间": "",
    }  # fmt: skip
    row |= {one.name: one.choices[0] if one.choices else "丙" for one in LITIGATION.attributes}
    return {**row, **cells}


def trial(engine: Engine, *files: Upload, viewer: Viewer = OFFICE_VIEWER) -> Trial:
    before = stored_count(engine)
    found = tried(engine, plan(), viewer, files, today=TODAY)
    assert stored_count(engine) == before
    return found


def words_of(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


def test_a_trial_tells_what_would_be_new_of_every_kind(engine: Engine) -> None:
    imported(engine, csv_file(good(REPORTS)))
    files = [csv_file(good(kind), name=f"{kind}.csv") for kind in (EVENTS, CHANGES, ADJUSTMENTS, ENTRIES)]
    files.append(csv_file(good(REPORTS, **VERIFIED)))
    found = trial(engine, *files)
    assert {one.kind: (one.new, one.skipped, one.verified) for one in found.kinds} == {
        REPORTS: (0, 0, 1), EVENTS: (1, 0, 0), CHANGES: (1, 0, 0), ADJUSTMENTS: (1, 0, 0), ENTRIES: (1, 0, 0),
    }  # fmt: skip
    assert found.foreseen is not None
    assert dict(found.foreseen.effects) == {
        REPORTS: "涉及 1 项任务：核实通过 1", EVENTS: "不良贷款清收：登记 1", CHANGES: "涉及 1 项任务：延期 1",
        ADJUSTMENTS: "涉及 1 个单位：加分 1", ENTRIES: "涉及 1 项指标、1 个单位",
    }  # fmt: skip
    shown = {one.kind: (one.subject, one.unit, one.occurred_on) for one in found.foreseen.rows}
    assert shown[EVENTS] == ("不良贷款清收 N1", plan().unit["jrj"].short, date(2021, 5, 6))
    assert (found.word, found.new) == ("检查通过", 5)


def test_what_was_stored_is_not_stored_twice(engine: Engine) -> None:
    file = csv_file(good(REPORTS))
    first = stored(engine, plan(), OFFICE_VIEWER, [file], today=TODAY)
    count = stored_count(engine)
    again = stored(engine, plan(), OFFICE_VIEWER, [file], today=TODAY)
    assert (first.new, again.new, stored_count(engine)) == (1, 0, count)
    assert "没有重复存入" in exchange.sentence(again)
    assert trial(engine, file).word == "已在库中"


def test_a_reader_who_leaves_in_the_middle_has_stored_nothing(engine: Engine) -> None:
    class Left(Exception):
        """The page was left."""

    def leaves(what: str, done: int, whole: int) -> None:
        if what == "入库":
            raise Left

    with pytest.raises(Left):
        stored(engine, plan(), OFFICE_VIEWER, [csv_file(good(EVENTS))], today=TODAY, progress=leaves)
    assert stored_count(engine) == 0


def test_judicial_rows_are_numbers_to_all_but_court_people(engine: Engine) -> None:
    file = csv_file(lawsuit())
    office, court = trial(engine, file), trial(engine, file, viewer=COURT)
    assert not office.problems and not court.problems, office.problems
    assert office.foreseen is not None and court.foreseen is not None
    assert (office.foreseen.rows, office.foreseen.kept_back) == ((), 1)
    assert SECRET in court.foreseen.rows[0].subject
    assert dict(office.foreseen.effects)[EVENTS] == f"{LITIGATION.name}：登记 1"


@pytest.mark.parametrize("changed", [{"说明": "另一说法"}, {"日期": "2021-06-03"}])
def test_a_refusal_tells_the_office_nothing_of_a_stored_case_before_a_court(
    engine: Engine, changed: dict[str, str]
) -> None:
    imported(engine, csv_file(lawsuit(说明="密档所载")))
    office = trial(engine, csv_file(lawsuit(**changed)))
    court = trial(engine, csv_file(lawsuit(**changed)), viewer=COURT)
    told = "\n".join(str(problem) for problem in office.problems)
    assert "只对法院、检察院显示" in told
    assert "密档" not in told and LITIGATION.states[0].name not in told
    assert "只对法院、检察院显示" not in "\n".join(str(problem) for problem in court.problems)


def test_the_marked_workbook_has_no_judicial_row_for_the_office(engine: Engine) -> None:
    file = csv_file(lawsuit(), lawsuit(编号="另一案", 日期="21-06-01"), {**lawsuit(), **good(EVENTS, 日期="坏")})
    office, court = trial(engine, file), trial(engine, file, viewer=COURT)
    assert office.marked is not None and court.marked is not None
    assert SECRET not in words_of(office.marked) and "2 行属司法环节" in words_of(office.marked)
    assert "N1" in words_of(office.marked)
    assert SECRET in words_of(court.marked)


def test_the_marked_workbook_leaves_out_a_stored_case_that_went_to_court(engine: Engine) -> None:
    flow = plan().flow["npl"]
    to_court = next(one for one in flow.actions if one.to and flow.state[one.to].judicial and "委托" not in one.name)
    imported(engine, csv_file(good(EVENTS)))
    file = csv_file(good(EVENTS, 动作=to_court.name, 金额="", 日期="2021-05-20"), good(EVENTS, 编号="N2", 日期="坏"))
    found = trial(engine, file, viewer=FINANCE)
    assert found.marked is not None
    assert "N2" in words_of(found.marked) and "1 行属司法环节" in words_of(found.marked)


def test_files_that_cannot_be_marked_are_told(engine: Engine) -> None:
    found = trial(engine, Upload("坏.xlsx", b"PK\x03\x04 no zip"), csv_file(good(REPORTS, 类型="其他"), name="好.csv"))
    assert found.unmarked == ("坏.xlsx",) and "坏.xlsx 无法读取" in found.sentence
    assert found.marked is not None
    assert "未能标注" in words_of(found.marked) and LIST in openpyxl.load_workbook(io.BytesIO(found.marked)).sheetnames


def test_another_unit_s_rows_are_refused_before_anything_is_compared(engine: Engine) -> None:
    imported(engine, csv_file(good(REPORTS, 说明="他单位的内情")))
    found = trial(engine, csv_file(good(REPORTS)), viewer=CLERK)
    told = "\n".join(str(problem) for problem in found.problems)
    assert "本单位" in told and "内情" not in told


def test_uploads_are_bounded_in_number_and_in_bytes(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [csv_file(good(REPORTS), name=f"{number}.csv") for number in range(exchange.MAX_FILES + 1)]
    assert "最多 20 个文件" in str(trial(engine, *many).problems[0])
    monkeypatch.setattr(exchange, "MAX_TOTAL_BYTES", 10)
    large = trial(engine, csv_file(good(REPORTS)))
    assert "合计超过" in str(large.problems[0]) and large.marked is None
    with pytest.raises(Refused, match="合计超过"):
        stored(engine, plan(), OFFICE_VIEWER, [csv_file(good(REPORTS))], today=TODAY)


def test_the_print_tells_files_apart_by_name_and_bytes() -> None:
    one, two = Upload("a", b"bc"), Upload("ab", b"c")
    assert len({exchange.print_of(files) for files in ([one], [two], [one, two], [two, one], [])}) == 5
