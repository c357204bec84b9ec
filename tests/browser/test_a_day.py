"""A day at the board, through its pages alone: a dispute from its registration to its end, hearings behind the wall.

Every person sits at a browser of their own. Nothing is done behind the scenes but to settle the accounts before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from lib.clock import now, today
from lib.commands.statements import EVENTS
from lib.db.engine import open_engine, writing
from lib.db.migrate import migrate
from lib.domain.rights import PLATFORM_CLERK, UNIT_CLERK, Viewer
from lib.security import accounts
from lib.security.accounts import Draft
from lib.security.founding import OPERATOR_VIEWER
from tests import people
from tests.browser.conftest import Board, Visitor
from tests.browser.test_business_pages import SHOTS, overflow
from tests.intake.filled import csv_file, good
from tests.serving import serving

NEWCOMERS = (
    Draft("centre", "马经办", PLATFORM_CLERK, "qzfb"),
    Draft("police", "高警官", UNIT_CLERK, "gaj"),
    Draft("finance", "钱科员", UNIT_CLERK, "jrj"),
)
AT_A_DESK = {"clerk", "platform", "court", "centre", "police", "finance"}
CENTRE = "行政争议实质性化解中心"
DISPUTE, HEARD, ORDER = (f"{word}〔{today().year}〕1号" for word in ("行争", "行诉", "山督"))
NOT_THERE = "没有这一件，或它不在您的查看范围内。"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """A board without facts for this day alone, the cast and three more people, all with one password."""
    folder = tmp_path_factory.mktemp("day")
    database = f"sqlite:///{folder / 'board.db'}"
    engine = open_engine(database)
    migrate(engine)
    password = people.found(engine)
    with writing(engine) as conn:
        accounts.import_list(conn, OPERATOR_VIEWER, NEWCOMERS, people.plan().unit, now())
        for one in NEWCOMERS:
            viewer = Viewer(one.username, one.display_name, one.role or "", one.unit_code)
            accounts.change_own_password(conn, viewer, password, now())
    engine.dispose()
    with serving(database, folder / "server.log") as served:
        yield Board(served, password)


@dataclass
class Day:
    """Who is at work, each signed in once, and the pictures taken."""

    board: Board
    visitors: Callable[..., Visitor]
    at_work: dict[str, Visitor] = field(default_factory=dict)
    pictures: int = 0

    def __call__(self, username: str, address: str) -> Visitor:
        """This person, with this page before them."""
        if username in self.at_work:
            return self.at_work[username].open(address)
        size = "desktop" if username in AT_A_DESK else "tablet"
        visitor = self.visitors(size, at=self.board, touch=size == "tablet").sign_in(username, address=address)
        self.at_work[username] = visitor
        return visitor

    def picture(self, visitor: Visitor, name: str) -> None:
        """What is on the screen now; nothing of it lies beyond its right edge."""
        self.pictures += 1
        folder = SHOTS / "day"
        folder.mkdir(parents=True, exist_ok=True)
        visitor.page.screenshot(path=folder / f"{self.pictures:02}_{name}.png")
        assert overflow(visitor) == 0, name


@pytest.fixture
def day(visitors: Callable[..., Visitor], own: Board) -> Day:
    return Day(own, visitors)


def address_of(flow: str, number: str) -> str:
    return f"ledger?flow={flow}&case={number}"


def fill(visitor: Visitor, **fields: str) -> None:
    """Fill in fields of the form by their labels; a choice where the field is one."""
    for label, words in fields.items():
        box = visitor.page.get_by_label(label).first
        if box.get_attribute("role") == "combobox":
            visitor.choose(label, words)
        else:
            box.fill(words)


def tells(visitor: Visitor, words: str) -> None:
    """What came of an act is said, and stands in sight between the menu and the foot of the window."""
    told = visitor.page.get_by_test_id("stAlert").filter(has_text=words)
    told.wait_for(timeout=20_000)
    visitor.still()
    box, window = told.bounding_box(), visitor.page.viewport_size
    assert box is not None and window is not None
    assert box["y"] >= 60 and box["y"] + box["height"] <= window["height"], (words, box)


def register(visitor: Visitor, action: str, *, says: str, **fields: str) -> None:
    """From the list of the ledger to the form, and by it to the case, where what came of it stands in sight."""
    page = visitor.page
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_role("button", name=f"确认{action}").wait_for()
    visitor.still()
    fill(visitor, **fields)
    page.get_by_role("button", name=f"确认{action}").click()
    tells(visitor, says)


def act(visitor: Visitor, action: str, *, says: str, **fields: str) -> None:
    """Choose an act of the case on the screen, fill in its form, confirm; what came of it stands in sight."""
    acts = visitor.page.locator(".st-key-case-acts")
    acts.get_by_test_id("stButtonGroup").get_by_text(action, exact=True).click()
    acts.get_by_role("button", name=f"确认{action}").wait_for()
    visitor.still()
    fill(visitor, **fields)
    acts.get_by_role("button", name=f"确认{action}").click()
    tells(visitor, says)


def counted(day: Day, name: str) -> tuple[str, ...]:
    """登记, 办结 and 在办 of a flow as the district's leader reads them now on 平台运行."""
    rows = day("leader", "platforms").page.locator(".board-table tbody tr")
    return tuple(rows.filter(has_text=name).locator("td").all_inner_texts()[:3])


def on_the_front(day: Day, name: str) -> str:
    """The tile of a platform as the leader sees it now on 总览, in one line."""
    tile = day("leader", "").page.locator(".board-door.tile").filter(has_text=name)
    return " ".join(tile.inner_text().split())


def main_of(visitor: Visitor) -> str:
    """What the page itself says, without the state of the board it was taken from."""
    return re.sub(r"快照 \w+", "", visitor.page.get_by_test_id("stMain").inner_text())


def sought(visitor: Visitor, number: str) -> str:
    """What the ledger says of a number typed into its search."""
    visitor.open("ledger")
    visitor.page.get_by_label("查找").fill(number)
    visitor.page.get_by_label("查找").press("Enter")
    visitor.page.wait_for_url("**/ledger?*word=1*")
    visitor.still()
    return main_of(visitor)


def acts_in_the_trail(day: Day, *acts: str) -> list[tuple[str, str]]:
    """Account and object of the rows of these acts, the earliest first, as the auditor reads them."""
    found = []
    for one in acts:
        rows = day("auditor", f"audit?act={one}").page.locator(".board-table tbody tr")
        cells = [row.locator("td").all_inner_texts() for row in rows.all()]
        found += [(who, " ".join(told.split())) for _, who, _, _, told in reversed(cells)]
    return found


def nothing_is_there(visitor: Visitor, flow: str, number: str) -> None:
    """Neither the address of the case nor a search tells it from one that does not exist, and there is no act."""
    told = main_of(visitor.open(address_of(flow, number)))
    assert NOT_THERE in told and number not in told
    assert visitor.page.locator(".st-key-case-acts").count() == 0
    assert told == main_of(visitor.open(address_of(flow, number.replace("1号", "99号"))))
    found = sought(visitor, number)
    assert "共 0 件" in found and number not in found


def the_dispute_begins(day: Day) -> None:
    """Registered by the platform's clerk, handed over, assigned by the office to a unit."""
    assert counted(day, CENTRE) == ("0", "0", "0")
    clerk = day("centre", "ledger?flow=dispute")
    register(clerk, "登记", says=f"已登记（编号 {DISPUTE}）", 阶段="诉前", 争议类型="行政处罚")
    day.picture(clerk, "registered")
    assert counted(day, CENTRE) == ("1", "0", "1")
    assert "1件在办" in on_the_front(day, CENTRE)
    act(clerk, "移送", says="已移送，请区政府办公室于")
    office = day("office", address_of("dispute", DISPUTE))
    act(office, "交办", says="已交办，请公安山阳分局于", **{"承办单位（必填）": "公安山阳分局"})
    day.picture(office, "assigned")


def the_unit_feeds_back(day: Day, words: str) -> None:
    """Its clerk finds the case among the unit's own work, and hands it in; then it is out of their hands."""
    unit = day("police", "")
    day.picture(unit, "unit")
    unit.page.get_by_role("button", name="办理：行政争议化解 1 件").click()
    unit.page.get_by_role("button", name=DISPUTE).click()
    unit.page.locator(".st-key-case-acts").wait_for()
    unit.still()
    day.picture(unit, "unit_case")
    act(unit, "反馈", says="已反馈，请区政府办公室于", 说明=words)
    day.picture(unit, "fed_back")
    assert "您不能再查看" in main_of(unit)


def the_dispute_ends(day: Day) -> None:
    """Returned once, handed in again, closed; the counts follow at once, the unit waits for nothing any more."""
    act(day("office", address_of("dispute", DISPUTE)), "退回重办", says="已退回重办，请公安山阳分局于", 说明="请附协议")
    assert counted(day, CENTRE) == ("1", "0", "1")
    the_unit_feeds_back(day, "和解协议已签订")
    office = day("office", address_of("dispute", DISPUTE))
    day.picture(office, "to_be_closed")
    act(office, "办结", says="已办结：化解成功", **{"结果（必填）": "化解成功"})
    day.picture(office, "closed")
    assert counted(day, CENTRE) == ("1", "1", "0")
    front = on_the_front(day, CENTRE)
    assert "0件在办" in front and "成功率 100.0%（1/1）" in front
    day.picture(day.at_work["leader"], "front")


def hearings_behind_the_wall(day: Day) -> None:
    """A suit and two hearings, told to nobody else; its number in the leader's count all the same."""
    court = day("court", "ledger?flow=litigation")
    register(
        court, "立案", says=f"已立案（编号 {HEARD}）", **{"承办单位（涉诉机关）": "公安山阳分局", "案由": "行政处罚"}
    )
    act(court, "开庭", says="已开庭", **{"负责人出庭（必填）": "是", "出庭职务": "副职"})
    act(court, "开庭", says="已开庭", **{"负责人出庭（必填）": "否"})
    day.picture(court, "heard")
    assert court.page.locator(".board-timeline li").count() == 3
    for username in ("office", "centre", "police"):
        nothing_is_there(day(username, "ledger"), "litigation", HEARD)
    leader = day("leader", address_of("litigation", HEARD))
    assert "没有打开“台账”的权限" in leader.words() and HEARD not in leader.words()
    assert counted(day, "行政诉讼") == ("1", "0", "1")
    assert HEARD not in day("leader", "platforms?flow=litigation").words()


def a_file_is_imported(day: Day, folder: Path) -> None:
    """The clerk of another platform brings a case in by a file."""
    file, cells = (
        folder / "非诉讼服务.csv",
        {"台账": "非诉讼服务", "编号": "非诉-1", "动作": "受理", "日期": today(), "金额": ""},
    )
    file.write_bytes(csv_file(good(EVENTS, **cells)).content)
    clerk = day("platform", "exchange")
    clerk.page.locator("input[type=file]").set_input_files(file)
    clerk.page.get_by_role("button", name="入库 1 行").click()
    clerk.page.get_by_text("已入库").wait_for()
    clerk.still()
    day.picture(clerk, "imported")
    assert counted(day, "非诉讼服务中心") == ("1", "0", "1")


def an_order_is_issued_and_received(day: Day) -> None:
    """The office issues what the data call for; the unit's clerk finds it and signs for it."""
    office = day("office", "orders")
    row = office.page.locator("[class*=st-key-draft-row-]").filter(has_text="区科工信局").first
    row.get_by_test_id("stCheckbox").locator("label").click()
    office.still()
    office.page.get_by_role("button", name="核对并签发（1 份）").click()
    office.page.get_by_role("button", name="确认签发 1 份").click()
    tells(office, "已签发 1 份")
    day.picture(office, "ordered")
    clerk = day("clerk", address_of("supervision_order", ORDER))
    act(clerk, "签收", says="已签收，请区科工信局于")
    day.picture(clerk, "received")


def every_step_is_in_the_trail(day: Day) -> None:
    """Each act with who did it; what was refused names no case."""
    moved = acts_in_the_trail(day, "register_case", "move_case")
    day.picture(day.at_work["auditor"], "trail")
    of_the_dispute = [(who, told.partition("事实：")[2]) for who, told in moved if DISPUTE in told]
    steps = (("马经办", "已登记"), ("马经办", "已移送"), ("赵主任", "已交办"), ("高警官", "已反馈"), ("赵主任", "已退回重办"),
             ("高警官", "已反馈"), ("赵主任", "已办结：化解成功"))  # fmt: skip
    assert len(of_the_dispute) == len(steps)
    for (who, told), (name, words) in zip(of_the_dispute, steps, strict=True):
        assert name in who and told.startswith(words)
    # The trail tells that the court acted, and on which kind of case, but no number of it.
    assert [who for who, told in moved if told.startswith("行政诉讼")] == ["court（周法官）"] * 3
    assert HEARD not in str(moved)
    refused = day("auditor", "audit?refused=1").words()
    assert "钱科员" in refused and "台账中的一件" in refused
    assert DISPUTE not in refused and HEARD not in refused


def test_a_day_at_the_board(day: Day, tmp_path: Path) -> None:
    the_dispute_begins(day)
    the_unit_feeds_back(day, "已与当事人达成初步意见")
    nothing_is_there(day("finance", "ledger"), "dispute", DISPUTE)
    the_dispute_ends(day)
    hearings_behind_the_wall(day)
    a_file_is_imported(day, tmp_path)
    an_order_is_issued_and_received(day)
    every_step_is_in_the_trail(day)
