"""Who may open a file: who may see a fact that uses it; before that its bringer; nobody by a hash alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from lib.db import recording
from lib.db.engine import reading, writing
from lib.db.facts import Fact, Origin
from lib.db.queries import evidence as queries
from lib.domain import rights
from lib.domain.evidence import with_files
from lib.domain.facts import Adjustment, Event, Report
from lib.domain.rights import Viewer
from lib.errors import NotAllowed, Unavailable
from lib.evidence import Kept, Upload, files, keep, open_file
from tests import people
from tests.evidence.conftest import trail
from tests.evidence.samples import PDF, picture

DAY = date(2021, 5, 6)
UNREAD = date(1, 1, 1)
PNG = picture("PNG")
VIEWERS = {
    "leader": Viewer("leader", "李副区长", rights.LEADER),
    "office": Viewer("office", "赵主任", rights.OFFICE, "qzfb", "government"),
    "head": Viewer("head", "陈局长", rights.UNIT_HEAD, "kgj", "government"),
    "clerk": Viewer("clerk", "王科员", rights.UNIT_CLERK, "kgj", "government"),
    "platform": Viewer("platform", "刘经办", rights.PLATFORM_CLERK, "zzw", "party"),
    "court": Viewer("court", "周法官", rights.COURT_CLERK, "qfy", "court"),
    "procurator": Viewer("court2", "吴检察官", rights.COURT_CLERK, "qjcy", "procuratorate"),
    "sysadmin": Viewer("sysadmin", "孙管理", rights.SYS_ADMIN),
    "secadmin": Viewer("secadmin", "吴管理", rights.SEC_ADMIN),
    "auditor": Viewer("auditor", "郑审计", rights.AUDIT_ADMIN),
    "roleless": Viewer("nobody", "无", ""),
}


def brought(board: Engine, who: str, name: str = "会议纪要.pdf", content: bytes = PDF) -> Kept:
    return keep(board, VIEWERS[who], [Upload(name, content)])[0]


def stored(board: Engine, who: str, fact: Fact) -> int:
    with writing(board) as conn:
        return recording.append(conn, people.plan(), [fact], Origin(VIEWERS[who].username, "page"))[0]


def report(unit: str, evidence: str | None, deliverable: str = "D10-1") -> Report:
    return Report(0, deliverable, unit, None, None, DAY, "progress", None, "已办", evidence, UNREAD)


def event(flow: str, case_no: str, action: str, text: str | None, assignee: str | None = None, **attributes: str) -> Event:  # fmt: skip
    return Event(0, 0, flow, case_no, action, DAY, None, assignee, None, None, text, attributes, UNREAD)


def openers(board: Engine, sha256: str) -> set[str]:
    """The names of those who may open the file."""
    found = set()
    for name, viewer in VIEWERS.items():
        try:
            open_file(board, viewer, sha256)
        except NotAllowed:
            continue
        found.add(name)
    return found


def test_before_a_fact_uses_it_only_the_bringer_opens_a_file(board: Engine) -> None:
    kept = brought(board, "clerk")
    assert openers(board, kept.sha256) == {"clerk"}


def test_a_reports_file_is_opened_by_its_unit_the_office_and_the_leader(board: Engine) -> None:
    kept = brought(board, "clerk")
    stored(board, "clerk", report("kgj", with_files("文件", [kept.named])))
    assert openers(board, kept.sha256) == {"clerk", "head", "office", "leader"}


def test_a_courts_report_is_opened_by_the_court_the_office_and_the_leader(board: Engine) -> None:
    kept = brought(board, "court")
    stored(board, "court", report("qfy", with_files(None, [kept.named]), "D09-1"))
    assert openers(board, kept.sha256) == {"court", "office", "leader"}


def test_a_file_of_a_judicial_case_is_opened_by_court_and_procuratorate_alone(board: Engine) -> None:
    kept = brought(board, "court", "判决书.pdf")
    stored(board, "court", event("litigation", "（2021）豫0811行初1号", "立案", with_files(None, [kept.named]), "kgj"))
    assert openers(board, kept.sha256) == {"court", "procurator"}


@pytest.mark.parametrize(("flow", "leader"), [("appeal", True), ("extension", True), ("supervision_order", False)])
def test_a_leader_opens_the_files_of_what_a_leader_decides(board: Engine, flow: str, leader: bool) -> None:
    kept = brought(board, "clerk")
    register = people.plan().flow[flow].register_action.name
    stored(board, "clerk", event(flow, "1号", register, with_files("理由", [kept.named]), "kgj"))
    assert openers(board, kept.sha256) == {"clerk", "head", "office"} | ({"leader"} if leader else set())


def test_a_case_that_comes_before_the_court_closes_its_files_to_all_others(board: Engine) -> None:
    kept = brought(board, "office", "申请书.pdf")
    case = ("npl", "不良〔2021〕1号")
    stored(board, "office", event(*case, "委托", with_files(None, [kept.named]), "jrj"))
    jrj = Viewer("jrj", "金", rights.UNIT_CLERK, "jrj", "government")
    assert open_file(board, jrj, kept.sha256).content == PDF
    court_action = next(
        action.name
        for action in people.plan().flow["npl"].actions
        if action.to and people.plan().flow["npl"].is_judicial(action.to)
    )
    stored(board, "court", event(*case, court_action, None))
    with pytest.raises(NotAllowed):
        open_file(board, jrj, kept.sha256)
    assert openers(board, kept.sha256) <= {"court", "procurator"}


def test_a_document_of_masked_parties_is_closed_to_who_sees_them_masked(board: Engine) -> None:
    kept = brought(board, "clerk", "申请.pdf")
    stored(
        board, "clerk", event("rescue", "救〔2021〕1号", "申请", with_files(None, [kept.named]), None, 企业="某公司")
    )
    assert openers(board, kept.sha256) == {"clerk", "head"}


def test_the_file_of_an_order_that_masks_nothing_is_opened_by_the_office_and_who_holds_it(board: Engine) -> None:
    kept = brought(board, "office", "督办单.pdf")
    stored(
        board, "office", event("supervision_order", "山督〔2021〕1号", "签发", with_files(None, [kept.named]), "kgj")
    )
    assert openers(board, kept.sha256) == {"office", "clerk", "head"}


def test_a_veto_s_file_is_seen_by_the_unit_it_is_about(board: Engine) -> None:
    kept = brought(board, "office")
    fact = Adjustment(0, "2021", "zzw", "veto", None, "瞒报", with_files(None, [kept.named]), "李副区长", DAY, UNREAD)
    stored(board, "office", fact)
    assert openers(board, kept.sha256) == {"office", "leader", "platform"}


def test_the_hash_of_anothers_file_cannot_be_cited(board: Engine) -> None:
    kept = brought(board, "clerk")
    stored(board, "clerk", report("kgj", with_files(None, [kept.named])))
    forged = report("zzw", f"我的.pdf[sha256:{kept.sha256}]", "D13-1")
    with pytest.raises(NotAllowed, match="不是本账号上传的"):
        stored(board, "platform", forged)
    assert "platform" not in openers(board, kept.sha256)
    with reading(board) as conn:
        assert [use.unit for use in queries.uses_of(conn, kept.sha256)] == ["kgj"]


def test_a_hash_that_was_never_stored_is_refused_in_the_same_words(board: Engine) -> None:
    kept, unknown = brought(board, "clerk"), "ab" * 32
    said = []
    for sha256 in (kept.sha256, unknown):
        with pytest.raises(NotAllowed) as caught:
            stored(board, "platform", report("zzw", f"a.pdf[sha256:{sha256}]", "D13-1"))
        said.append(str(caught.value).replace(sha256[:10], ""))
    assert said[0] == said[1]


def test_the_office_cannot_open_a_courts_case_by_citing_its_hash(board: Engine) -> None:
    kept = brought(board, "court", "判决书.pdf")
    stored(board, "court", event("litigation", "（2021）豫0811行初1号", "立案", with_files(None, [kept.named]), "kgj"))
    with pytest.raises(NotAllowed):
        stored(board, "office", report("qzfb", f"a.pdf[sha256:{kept.sha256}]", "D04-1"))


def test_a_refused_citation_stores_no_fact(board: Engine) -> None:
    with pytest.raises(NotAllowed):
        stored(board, "platform", report("zzw", f"a.pdf[sha256:{'ab' * 32}]", "D13-1"))
    assert stored(board, "platform", report("zzw", None, "D13-1")) == 1


def test_a_correction_by_the_office_keeps_the_unit_s_file(board: Engine) -> None:
    kept = brought(board, "clerk")
    number = stored(board, "clerk", report("kgj", with_files(None, [kept.named])))
    better = report("kgj", with_files("更正后", [kept.named]))
    with writing(board) as conn:
        origin = Origin("office", "page")
        recording.correct(conn, people.plan(), number, better, reason="笔误", approver="赵主任", origin=origin)
    with reading(board) as conn:
        assert [use.number for use in queries.uses_of(conn, kept.sha256)] == [number, number + 1]


def test_two_units_with_the_same_document_each_know_it_by_their_own_name(board: Engine) -> None:
    kept = brought(board, "clerk", "科工信局的纪要.pdf")
    stored(board, "clerk", report("kgj", with_files(None, [kept.named])))
    own = brought(board, "platform", "综治委的纪要.pdf")
    assert open_file(board, VIEWERS["platform"], own.sha256).name == "综治委的纪要.pdf"
    stored(board, "platform", report("zzw", with_files(None, [own.named]), "D13-1"))
    assert open_file(board, VIEWERS["platform"], own.sha256).name == "综治委的纪要.pdf"
    assert open_file(board, VIEWERS["head"], own.sha256).name == "科工信局的纪要.pdf"


def test_who_moved_to_another_unit_opens_neither_old_file_nor_old_upload(board: Engine) -> None:
    used, unused = brought(board, "clerk"), brought(board, "clerk", "b.png", PNG)
    stored(board, "clerk", report("kgj", with_files(None, [used.named])))
    moved = Viewer("clerk", "王科员", rights.UNIT_CLERK, "scj", "government")
    for kept in (used, unused):
        with pytest.raises(NotAllowed):
            open_file(board, moved, kept.sha256)


def test_openings_by_others_and_refusals_are_in_the_trail_and_the_units_own_are_not(board: Engine) -> None:
    kept = brought(board, "clerk")
    stored(board, "clerk", report("kgj", with_files(None, [kept.named])))
    for name in ("clerk", "head", "office"):
        open_file(board, VIEWERS[name], kept.sha256)
    with pytest.raises(NotAllowed):
        open_file(board, VIEWERS["platform"], kept.sha256)
    assert trail(board)[1:] == [("office", "evidence_opened"), ("platform", "evidence_refused")]


@pytest.mark.parametrize("asked", ["ab" * 32, "../board.db", "..%2f..", "A" * 64, "x" * 5000, "\ud800"])
def test_what_was_never_stored_is_refused_like_what_is_closed(board: Engine, asked: str) -> None:
    with pytest.raises(NotAllowed, match="没有这份佐证，或无权打开"):
        open_file(board, VIEWERS["leader"], asked)


def test_a_file_missing_or_exchanged_on_the_disk_is_not_handed_over(board: Engine, folder: Path) -> None:
    kept = brought(board, "clerk")
    target = files.path_of(kept.sha256)
    target.chmod(0o600)
    target.write_bytes(PDF + b" ")
    with pytest.raises(Unavailable, match="缺失或已损坏"):
        open_file(board, VIEWERS["clerk"], kept.sha256)
    target.unlink()
    with pytest.raises(Unavailable, match="缺失或已损坏"):
        open_file(board, VIEWERS["clerk"], kept.sha256)


def test_a_file_of_what_was_struck_with_the_court_step_is_the_courts_alone(board: Engine) -> None:
    kept = brought(board, "court", "裁定书.pdf")
    case, plan = ("npl", "不良〔2021〕1号"), people.plan()
    stored(board, "office", event(*case, "委托", None, "jrj"))
    stored(board, "office", event(*case, "启动清收", None))
    steps = [
        stored(board, "court", event(*case, "移送执行", with_files(None, [kept.named]))),
        stored(board, "court", event(*case, "办结", with_files(None, [kept.named]))._replace(result="全部收回")),
    ]
    with writing(board) as conn:
        for number in reversed(steps):
            recording.correct(
                conn, plan, number, None, reason="误录", approver="周", origin=Origin(VIEWERS["court"].username, "page")
            )
    jrj = Viewer("jrj", "金", rights.PLATFORM_CLERK, "jrj", "agency")
    with pytest.raises(NotAllowed):
        open_file(board, jrj, kept.sha256)
    assert not openers(board, kept.sha256) & {"leader", "office", "head", "clerk", "platform"}
