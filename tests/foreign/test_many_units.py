"""责任单位 on the board of a city with thirty units by thirty items, one of them with thirty duties."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from sqlalchemy import Engine

from lib.db.engine import writing
from lib.db.facts import Origin, append
from lib.domain.facts import Report, Verification
from tests.foreign.conftest import PLANS
from tests.foreign.test_pages import Opened, opened
from tests.pages.conftest import Board
from tests.pages.words import shown

__all__ = ["opened"]
ISSUED, AS_OF = date(2019, 3, 15), date(2019, 6, 30)
UNITS = 30
# Due days of the unit with many duties: 6 overdue, 4 near, 20 in good time, of which 5 are done.
OVERDUE, NEAR, LATER, DONE = 6, 4, 15, 5


def plan_folder(folder: Path) -> Path:
    """A plan of UNITS units and as many items; unit u01 owns 30 duties, every other one."""
    units = [
        {
            "code": f"u{n:02}",
            "name": f"县第{n}责任单位办公室",
            "short": f"第{n}单位",
            "kind": "government",
            "ranked": True,
        }
        for n in range(1, UNITS + 1)
    ]
    items = [{"no": n, "title": f"第{n}类联动工作推进", "lead": f"u{n:02}"} for n in range(1, UNITS + 1)]
    dues = [
        *(AS_OF - timedelta(days=10 * n) for n in range(1, OVERDUE + 1)),
        *(AS_OF + timedelta(days=n) for n in range(1, NEAR + 1)),
        *(AS_OF + timedelta(days=40 + n) for n in range(LATER + DONE)),
    ]
    own = [_duty(f"D01-{n}", 1, f"第{n}项大事", "u01", due) for n, due in enumerate(dues, 1)]
    others = [_duty(f"D{n:02}-1", n, f"工作{n}", f"u{n:02}", AS_OF + timedelta(days=90)) for n in range(2, UNITS + 1)]
    plan = {
        "code": "many-2019", "title": "多单位方案", "version": "1", "issued_on": ISSUED,
        "settings": {"roll_forward": False}, "items": items, "deliverables": [*own, *others],
    }  # fmt: skip
    folder.mkdir()
    (folder / "plan.yaml").write_text(yaml.safe_dump(plan, allow_unicode=True), encoding="utf-8")
    (folder / "units.yaml").write_text(yaml.safe_dump({"units": units}, allow_unicode=True), encoding="utf-8")
    (folder / "scheme.yaml").write_text((PLANS / "town" / "scheme.yaml").read_text("utf-8"), encoding="utf-8")
    return folder


def _duty(code: str, item: int, title: str, owner: str, due: date) -> dict[str, object]:
    return {"code": code, "item": item, "title": title, "done_when": "已完成。", "owner": owner, "due": due}


def settle(engine: Engine) -> None:
    """The last duties of u01 are reported and verified as done."""
    first = OVERDUE + NEAR + LATER + 1
    with writing(engine) as conn:
        for n in range(first, first + DONE):
            on = date(2019, 6, 1)
            report = Report(0, f"D01-{n}", "u01", None, None, on, "completion", None, "已完成", "文件", on)
            number = append(conn, [report], Origin("clerk", "form"))[0]
            passed = Verification(0, number, "pass", date(2019, 6, 10), "办公室", None, None, date(2019, 6, 10))
            append(conn, [passed], Origin("office", "form"))


@pytest.fixture
def many(opened: Opened, tmp_path: Path) -> Board:
    """The board, some duties of u01 done."""
    _, board = opened(plan_folder(tmp_path / "many"))
    settle(board.engine)
    return board


def test_all_thirty_units_stand_in_the_matrix_the_worst_first(many: Board) -> None:
    words = shown(many.visit("leader", "duties/units", as_of=AS_OF.isoformat()))
    places = [words.index(f"第{n}单位") for n in range(1, UNITS + 1)]
    assert min(places) == places[0], "the only unit with something overdue comes first"
    assert f"逾期{OVERDUE}/30" in words.replace("\n", "")
    assert all(f"{n}第{n}类联动工作推进" in words for n in range(1, UNITS + 1)), "every column is named"


def test_thirty_duties_open_grouped_by_how_they_stand_the_gravest_first_and_the_settled_folded(many: Board) -> None:
    at = many.visit("leader", "duties/units", as_of=AS_OF.isoformat())
    at.query_params["unit"] = "u01"
    words = shown(at.run()).split("牵头任务")[1]
    groups = [f"逾期　{OVERDUE} 项", f"预警　{NEAR} 项", f"正常 {LATER} 项", f"已完成和核销 {DONE} 项"]
    places = [words.index(group) for group in groups]
    assert places == sorted(places)
    overdue = [words.index(f"第{n}项大事") for n in range(OVERDUE, 0, -1)]
    assert overdue == sorted(overdue) and overdue[-1] < places[1], "within a group by date, the earliest first"


def test_what_a_unit_has_to_do_first_stands_above_with_the_longest_overdue_first(many: Board) -> None:
    at = many.visit("leader", "duties/units", as_of=AS_OF.isoformat())
    at.query_params["unit"] = "u01"
    words = shown(at.run())
    head = words[words.index("先办这些") : words.index("牵头任务")]
    assert head.index("第6项大事") < head.index("第5项大事") < head.index("第7项大事")
    assert "逾期 60 天" in head and "其余 5 项" in head
