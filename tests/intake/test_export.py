"""Facts out: the same sheets as in, so that another board that takes them shows the same; rights row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Engine

from lib.commands.statements import ADJUSTMENTS, CHANGES, ENTRIES, EVENTS, KINDS, REPORTS
from lib.db.engine import open_engine, reading, writing
from lib.db.queries import facts
from lib.db.queries.accounts import latest_audit_rows
from lib.db.recording import append
from lib.domain.facts import Event
from lib.domain.ledger import court_codes, replay
from lib.domain.office_flows import EXTENSION
from lib.domain.plan import SUCCESS
from lib.domain.rights import SYS_ADMIN, UNIT_CLERK, Viewer
from lib.errors import NotAllowed, Refused
from lib.intake import export as export_module
from lib.intake.export import CSV, Asked, export, exportable_kinds, hand_out_template
from lib.intake.importing import import_files
from lib.intake.sheets import Upload
from lib.security.founding import OPERATOR_NAME, OPERATOR_VIEWER
from lib.services import outgoing
from lib.services.book import open_book
from lib.services.contract_json import platforms_document, status_document
from lib.services.platforms import platform_counts
from lib.services.status import status
from lib.simulation import simulate, store
from tests import demo, people
from tests.intake.filled import csv_file, good, imported, xlsx_file

PLAN = people.plan()
OFFICE, COURT, FINANCE, CLERK = (
    demo.VIEWERS[name] for name in ("office", "court_clerk", "finance_clerk", "unit_clerk")
)
TODAY = date(2022, 7, 1)
Copies = Callable[[], Engine]


@pytest.fixture(scope="module")
def full(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """A district until June 2022."""
    file = tmp_path_factory.mktemp("full") / "board.db"
    demo.settle(sqlite_template, file)
    return open_engine(f"sqlite:///{file}")


@pytest.fixture(scope="module")
def open_cases(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The same district without the cases that went to court from a flow that is not judicial: nobody sees those whole;
    and without applications approved, for the chance that plays them changes no duty as an approval does."""
    file = tmp_path_factory.mktemp("open") / "board.db"
    file.write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{file}")
    people.found(engine)
    run = simulate(PLAN, until=demo.UNTIL, seed=7, cases=300)
    run = type(run)(**{**run.__dict__, "events": list(_kept(run.events))})
    store(engine, PLAN, run, OPERATOR_NAME)
    return engine


def _kept(events: Iterable[object]) -> Iterator[object]:
    cases: dict[tuple[str, str], list[object]] = {}
    for one in events:
        cases.setdefault((one.fact.flow, one.fact.case_no), []).append(one)  # type: ignore[attr-defined]
    for (flow, _), stated in cases.items():
        history: list[Event] = [one.fact for one in stated]  # type: ignore[attr-defined]
        case = replay(PLAN.flow[flow], sorted(history, key=lambda one: one.occurred_on), court_codes(PLAN))
        if (case.flow.code, case.outcome) == (EXTENSION, SUCCESS):
            continue
        if case.flow.judicial or not case.before_court:
            yield from stated


def taken(engine: Engine, viewer: Viewer, kind: str, flow: str | None = None, form: str = "xlsx") -> Upload:
    made = export(engine, PLAN, viewer, Asked(kind, flow, form=form), today=TODAY)
    return Upload(f"{viewer.username}-{made.name}", made.content)


def everything(engine: Engine, form: str) -> list[Upload]:
    """What office and court together take out."""
    sheets = [taken(engine, OFFICE, kind, form=form) for kind in KINDS if kind != EVENTS]
    for flow in PLAN.flows:
        sheets.append(taken(engine, COURT if flow.judicial else OFFICE, EVENTS, flow.code, form))
    return sheets


def shown(engine: Engine, day: date) -> tuple[object, object]:
    with open_book(engine) as book:
        statuses = status_document(book, status(book, day))
        counts = platforms_document(PLAN.issued_on, day, platform_counts(book, PLAN.issued_on, day))
    return {key: statuses[key] for key in ("units", "items")}, counts


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_is_taken_out_shows_the_same_on_an_empty_board(
    open_cases: Engine, sqlite_engine: Engine, form: str
) -> None:
    people.found(sqlite_engine)
    sheets = everything(open_cases, form)
    stored = import_files(sqlite_engine, PLAN, OPERATOR_VIEWER, sheets, today=TODAY)
    assert stored.new > 1000
    for day in (demo.UNTIL, date(2021, 12, 31)):
        assert shown(sqlite_engine, day) == shown(open_cases, day)


def test_what_is_taken_out_is_known_again_where_it_came_from(engine: Engine) -> None:
    people.found(engine)
    rows = (
        xlsx_file(good(REPORTS), good(REPORTS, 任务编号="D04-2", 周期="", 发生日期="2021-07-02", 类型="进展")),
        csv_file(good(EVENTS), good(EVENTS, 动作="催办", 金额="", 日期="2021-05-10"), name="b.csv"),
        csv_file(good(CHANGES), name="c.csv"),
        csv_file(good(ADJUSTMENTS), name="d.csv"),
        csv_file(good(ENTRIES), name="e.csv"),
    )
    before = imported(engine, *rows)
    again = imported(engine, *(taken(engine, OFFICE, kind, "npl" if kind == EVENTS else None) for kind in KINDS))
    assert (again.new, again.skipped) == (0, before.new)


def cells(made: Upload) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(made.content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize("lead", ["=1+1", "+cmd", "-1-2", "@SUM(A1)", "＝1+1"])
def test_text_stays_text_on_its_way_out_and_in_again(engine: Engine, sqlite_engine: Engine, lead: str) -> None:
    people.found(engine)
    imported(engine, csv_file(good(REPORTS, 说明=lead)))
    made = taken(engine, OFFICE, REPORTS)
    at = cells(made)[0].index("说明")
    cell = openpyxl.load_workbook(io.BytesIO(made.content)).worksheets[0].cell(2, at + 1)
    assert (cell.value, cell.data_type) == (lead, "s")
    text = taken(engine, OFFICE, REPORTS, form=CSV)
    [_, row] = csv.reader(io.StringIO(text.content.decode("utf-8-sig")))
    assert row[at] == "\u3000" + lead
    assert imported(engine, text).skipped == 1


def test_no_case_that_was_before_a_court_leaves_it(full: Engine) -> None:
    with reading(full) as conn:
        cases = [
            replay(flow, history, court_codes(PLAN))
            for flow in PLAN.flows
            for history in _histories(facts.events(conn, flow=flow.code)).values()
        ]
    secret = {(one.flow.name, one.case_no) for one in cases if one.before_court}
    names = {PLAN.flow[code].name for code in ("npl", "finance_mediation")}
    assert {flow for flow, _ in secret} >= names
    for name in demo.OUTSIDE_COURT:
        viewer = demo.VIEWERS[name]
        for flow in PLAN.flows:
            if flow in outgoing.outgoing_flows(PLAN, viewer):
                rows = cells(taken(full, viewer, EVENTS, flow.code))[1:]
                assert not {(row[0], row[1]) for row in rows} & secret
            else:
                with pytest.raises(NotAllowed):
                    taken(full, viewer, EVENTS, flow.code)


def _histories(events: Iterable[Event]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for one in events:
        found.setdefault(one.case_no, []).append(one)
    return found


def test_judicial_flows_go_out_to_court_people(full: Engine) -> None:
    assert len(cells(taken(full, COURT, EVENTS, "litigation"))) > 100
    with pytest.raises(NotAllowed, match="司法台账"):
        taken(full, OFFICE, EVENTS, "litigation")


def test_parties_are_masked_for_the_office_in_free_text_too(engine: Engine) -> None:
    people.found(engine)
    flow = next(one for one in PLAN.flows if any(a.masked for a in one.attributes) and not one.judicial)
    masked = next(one.name for one in flow.attributes if one.masked)
    row = Event(
        0, 0, flow.code, "甲1", flow.register_action.name, date(2021, 6, 1), None, None, None, None,
        "张三丰来访", {masked: "张三丰"}, date(2021, 6, 1),
    )  # fmt: skip
    with writing(engine) as conn:
        append(conn, PLAN, [row], export_origin())
    office = cells(taken(engine, OFFICE, EVENTS, flow.code))
    assert office[1][office[0].index(masked)] == "张※※"
    assert office[1][office[0].index("说明")] == "张※※来访"
    clerk = Viewer("own", "经办", "platform_clerk", flow.in_charge, PLAN.unit[flow.in_charge].kind)
    own = cells(taken(engine, clerk, EVENTS, flow.code))
    assert own[1][own[0].index(masked)] == "张三丰"


def export_origin() -> object:
    from lib.db.facts import Origin

    return Origin(OPERATOR_NAME, "test")


def test_a_unit_takes_out_its_own_rows_alone(full: Engine) -> None:
    own = PLAN.unit["kgj"].short
    for kind, header in ((REPORTS, "责任单位"), (ENTRIES, "单位")):
        rows = cells(taken(full, CLERK, kind))
        assert {row[rows[0].index(header)] for row in rows[1:]} <= {own}
    assert len(cells(taken(full, CLERK, REPORTS))) > 2
    assert exportable_kinds(PLAN, CLERK) == (REPORTS, EVENTS, CHANGES, ENTRIES)
    with pytest.raises(NotAllowed):
        taken(full, CLERK, ADJUSTMENTS)


def test_days_choose_whole_cases_by_their_registration(full: Engine) -> None:
    asked = Asked(EVENTS, "dispute", date(2022, 1, 1), date(2022, 1, 31))
    made = export(full, PLAN, OFFICE, asked, today=TODAY)
    rows = cells(Upload(made.name, made.content))[1:]
    first: dict[object, object] = {}
    for row in rows:
        first.setdefault(row[1], row[3])
    assert rows and all(str(day)[:7] == "2022-01" for day in first.values())
    assert any(str(row[3])[:7] != "2022-01" for row in rows)


def test_a_file_no_import_would_take_is_not_made(full: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "MOST_ROWS", 10)
    for kind, flow in ((REPORTS, None), (EVENTS, "dispute")):
        with pytest.raises(Refused, match="缩小日期范围"):
            taken(full, OFFICE, kind, flow)


@pytest.mark.parametrize(
    ("kind", "flow", "form"), [("其他", None, "xlsx"), (EVENTS, None, "xlsx"), (EVENTS, "nowhere", "xlsx"),
                               (REPORTS, "npl", "xlsx"), (REPORTS, None, "pdf")],
)  # fmt: skip
def test_nothing_is_made_of_what_does_not_exist(full: Engine, kind: str, flow: str | None, form: str) -> None:
    with pytest.raises(Refused):
        taken(full, OFFICE, kind, flow, form)


def test_every_file_leaves_its_row_before_it_is_given(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    people.found(engine)
    imported(engine, csv_file(good(REPORTS)))
    made = export(engine, PLAN, OFFICE, Asked(REPORTS), today=TODAY, os_user="root")
    hand_out_template(engine, PLAN, OFFICE, EVENTS, "npl")
    with reading(engine) as conn:
        template_row, export_row = latest_audit_rows(conn, 2)
    assert (export_row.act, export_row.account, export_row.os_user, export_row.subject) == (
        "exported", "office", "root", REPORTS,
    )  # fmt: skip
    assert made.name in str(export_row.detail) and "1 行" in str(export_row.detail) and "快照" in str(export_row.detail)
    assert (template_row.act, template_row.subject) == ("exported", "模板：台账流转 npl")


def test_a_file_that_could_not_be_noted_is_not_given(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    people.found(engine)

    def fails(*_: object, **__: object) -> None:
        raise Refused("磁盘已满")

    monkeypatch.setattr("lib.commands.hand_out.audit.record", fails)
    with pytest.raises(Refused, match="磁盘已满"):
        export(engine, PLAN, OFFICE, Asked(REPORTS), today=TODAY)


@pytest.mark.parametrize(
    "viewer", [Viewer("sysadmin", "孙", SYS_ADMIN), Viewer("clerk", "王", UNIT_CLERK)], ids=lambda one: one.role
)
def test_a_refused_export_leaves_a_row(engine: Engine, viewer: Viewer) -> None:
    people.found(engine)
    with pytest.raises(NotAllowed):
        export(engine, PLAN, viewer, Asked(REPORTS), today=TODAY)
    with reading(engine) as conn:
        [row] = latest_audit_rows(conn, 1)
    assert (row.act, row.account) == ("exported_refused", viewer.username)


def test_templates_are_given_of_what_one_may_import(engine: Engine) -> None:
    people.found(engine)
    for viewer, kind, flow in ((CLERK, CHANGES, None), (CLERK, EVENTS, "npl"), (FINANCE, EVENTS, "dispute")):
        with pytest.raises(NotAllowed):
            hand_out_template(engine, PLAN, viewer, kind, flow)
    assert hand_out_template(engine, PLAN, FINANCE, EVENTS, "npl").content


def test_an_export_says_what_it_is_and_that_the_facts_are_invented(full: Engine) -> None:
    made = export(full, PLAN, OFFICE, Asked(EVENTS, "npl"), today=TODAY)
    assert "演示数据" in made.name
    notes = openpyxl.load_workbook(io.BytesIO(made.content)).worksheets[1]
    words = "\n".join(str(cell.value) for row in notes.iter_rows() for cell in row)
    assert "快照" in words and "演示数据" in words and "件曾进入司法环节" in words
    assert notes.title == export_module.NOTES
