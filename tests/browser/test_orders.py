"""催办督办 in a real browser on a desktop: an order from its draft to 销号 and 回头看, and the page on every size."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from lib.clock import today
from lib.commands.act import Caller
from lib.commands.case_acts import act_on_case
from lib.db.engine import open_engine, reading
from lib.db.migrate import migrate
from lib.db.queries.facts import events
from tests import people
from tests.browser.conftest import Board, Visitor
from tests.demo import VIEWERS
from tests.serving import serving

Visitors = Callable[..., Visitor]
ORDER = "orders?part=hand&flow=supervision_order&case="


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Board, Engine]]:
    """A board without facts, for this module alone: every duty of the plan is long overdue today."""
    folder = tmp_path_factory.mktemp("orders")
    database = f"sqlite:///{folder / 'board.db'}"
    engine = open_engine(database)
    migrate(engine)
    password = people.found(engine)
    with serving(database, folder / "server.log") as served:
        yield Board(served, password), engine
    engine.dispose()


def by_clerk(engine: Engine, number: str, action: str, text: str | None = None) -> None:
    caller = Caller(VIEWERS["unit_clerk"], today())
    act_on_case(
        engine, people.plan(), caller, "supervision_order", number, action, seen=None, occurred_on=today(), text=text
    )


def by_office(visitor: Visitor, number: str, action: str, words: str) -> None:
    """Open the order, choose the act, fill in its words and confirm."""
    visitor.open(ORDER + number)
    visitor.page.get_by_test_id("stRadio").first.get_by_text(action, exact=True).click()
    visitor.still()
    button = visitor.page.get_by_role("button", name=f"确认{action}")
    button.wait_for()
    visitor.page.get_by_test_id("stMain").locator("textarea").first.fill(words)
    button.click()
    visitor.still()


def test_an_order_goes_from_its_draft_to_its_end_and_is_looked_back_at(
    visitors: Visitors, own: tuple[Board, Engine]
) -> None:
    board, engine = own
    visitor = visitors("desktop", at=board).arrive("office", address="orders")
    row = visitor.page.locator("[class*=st-key-draft-row-]").filter(has_text="区科工信局").first
    row.get_by_test_id("stCheckbox").locator("label").click()
    visitor.still()
    visitor.page.get_by_role("button", name="核对并签发（1 份）").click()
    visitor.still()
    assert f"山督〔{today().year}〕1号" in visitor.words()
    visitor.page.get_by_role("button", name="确认签发 1 份").click()
    visitor.page.get_by_text("已签发 1 份").wait_for()
    number = f"山督〔{today().year}〕1号"
    by_clerk(engine, number, "签收")
    by_clerk(engine, number, "反馈", "已办理")
    by_office(visitor, number, "退回", "缺佐证")
    by_clerk(engine, number, "反馈", "已补佐证")
    by_office(visitor, number, "销号", "同意")
    by_office(visitor, number, "回头看", "请复查落实情况")
    with reading(engine) as conn:
        done = [one.action for one in events(conn, flow="supervision_order")]
    assert done == ["签发", "签收", "反馈", "退回", "反馈", "销号", "回头看"]
    visitor.open("orders?part=hand").page.get_by_text("退回 1 次").wait_for()
