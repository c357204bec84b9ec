"""考核周期 in a real browser on a tablet: office and leader take a year from its opening to the first signature."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from lib.clock import today
from lib.db.engine import open_engine
from lib.db.migrate import migrate
from tests import people
from tests.browser.axe import serious_findings
from tests.browser.conftest import SIZES, Board, Visitor
from tests.browser.test_business_pages import SHOTS, overflow
from tests.period_world import YEAR, head_of, objected, settle, state, take_step
from tests.serving import serving

Visitors = Callable[..., Visitor]
ASKED = ("kgj", "jrj", "zsj", "qzfb", "czj", "zzw", "scj", "sfj")


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Board, Engine]]:
    """The small world of an appraisal period, served."""
    folder = tmp_path_factory.mktemp("periods")
    database = f"sqlite:///{folder / 'board.db'}"
    engine = open_engine(database)
    migrate(engine)
    password = people.found(engine)
    settle(engine)
    with serving(database, folder / "server.log") as served:
        yield Board(served, password), engine
    engine.dispose()


def confirmed(visitor: Visitor, step: str, told: str) -> None:
    """Press the button of a step on the page of the year, and wait for what it tells."""
    visitor.open("periods?period=2021").page.get_by_role("button", name=f"确认{step}", exact=True).click()
    visitor.page.get_by_text(told).first.wait_for(timeout=30_000)
    visitor.still()


def test_office_and_leader_take_a_year_to_its_signature(visitors: Visitors, own: tuple[Board, Engine]) -> None:
    board, engine = own
    office = visitors(at=board).arrive("office", address="periods")
    office.page.get_by_role("button", name="2021年", exact=True).click()
    office.page.get_by_role("button", name="确认打开", exact=True).wait_for()
    confirmed(office, "打开", "2021年已打开")
    confirmed(office, "计算", "第 1 版已计算")
    confirmed(office, "交单位核对", "已交各单位核对")
    for unit in ASKED:
        take_step(engine, "confirm", head_of(unit), today(), YEAR, unit=unit)
    leader = visitors(at=board).arrive("leader")
    confirmed(leader, "审定", "结果已审定")
    confirmed(office, "公示", "结果已公示")

    objected(engine, "duty:D08-1.2021H1", who=head_of("jrj"), today=today(), period=YEAR)
    number = f"申诉〔{today().year}〕1号"
    leader.open(f"periods?period=2021&part=objections&case={number}")
    leader.page.get_by_test_id("stRadio").get_by_text("采纳", exact=True).click()
    leader.page.get_by_text("按满分计").click()
    leader.still()
    leader.page.get_by_label("理由").fill("经核实，情况属实")
    leader.page.get_by_role("button", name="确认采纳").click()
    leader.page.get_by_role("heading", name="前后两版").wait_for()
    assert overflow(leader) == 0 and state(engine, YEAR).version == 2

    assert not office.open("periods?period=2021").page.get_by_role("button", name="确认锁定").count()
    take_step(engine, "lock", "operator", today(), YEAR)
    leader.open("periods?period=2021&part=check").page.get_by_role("button", name="核验", exact=True).click()
    leader.page.get_by_text("核验通过").wait_for(timeout=30_000)
    leader.open("periods?period=2021&part=decisions")
    leader.choose("建议", "区综治委：约谈")
    leader.page.get_by_test_id("stRadio").get_by_text("签署", exact=True).click()
    leader.page.get_by_label("理由").fill("经会议研究同意")
    leader.page.get_by_role("button", name="确认决定").click()
    leader.page.get_by_text("区综治委：约谈，签署").wait_for()
    looked_at(leader, number)


def looked_at(visitor: Visitor, number: str) -> None:
    """Every part at every size that office and leaders use: nothing runs off, nothing serious for axe."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    parts = {"list": "periods", "life": "periods?period=2021"} | {
        part: f"periods?period=2021&part={part}" for part in ("objections", "check", "decisions")
    }
    parts["objection"] = f"{parts['objections']}&case={number}"
    for name, address in parts.items():
        visitor.open(address)
        assert serious_findings(visitor.page) == [], name
        for size in ("tablet", "tablet_upright", "projector"):
            width, height = SIZES[size]
            visitor.page.set_viewport_size({"width": width, "height": height})
            assert overflow(visitor) == 0, (name, size)
            if size != "projector":
                visitor.page.screenshot(path=SHOTS / f"periods_{name}_{size}.png")
