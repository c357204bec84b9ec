"""A claim's whole way in a real browser: filed with a PDF, returned, filed again, passed, and the light turns blue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lib.db.engine import open_engine
from lib.db.migrate import migrate
from tests import people
from tests.browser.conftest import Board, Visitor
from tests.browser.test_business_pages import SHOTS
from tests.serving import serving

Visitors = Callable[..., Visitor]
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@pytest.fixture
def own_board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    """A board of this test alone, for it stores facts and files."""
    monkeypatch.setenv("EVIDENCE_DIR", str(tmp_path / "evidence"))
    database = f"sqlite:///{tmp_path / 'board.db'}"
    engine = open_engine(database)
    migrate(engine)
    password = people.found(engine)
    engine.dispose()
    with serving(database, tmp_path / "server.log") as served:
        yield Board(served, password)


def claim(clerk: Visitor, day: str, words: str) -> None:
    """File the claim of D10-1 with a PDF on that day."""
    clerk.open(f"reports?as_of={day}&queue=file&duty=D10-1")
    clerk.page.get_by_label("说明").fill(words)
    clerk.page.get_by_label("佐证", exact=True).fill("挂牌通知")
    clerk.page.locator("input[type=file]").set_input_files(
        {"name": "挂牌照片.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    clerk.page.get_by_text("挂牌照片.pdf").wait_for()
    clerk.still()
    clerk.page.get_by_test_id("stBaseButton-primaryFormSubmit").click()
    clerk.page.get_by_text("待督导办公室核实").wait_for()


def decide(office: Visitor, day: str, word: str) -> None:
    """Open the claim from the queue and choose a verdict."""
    office.open(f"reports?as_of={day}")
    office.page.get_by_role("button", name="困境企业挽救中心挂牌和专人到位").click()
    office.page.get_by_text("核实后的结果").wait_for()
    office.page.get_by_test_id("stRadio").get_by_text(word, exact=True).click()
    office.still()


def test_a_claim_is_filed_returned_filed_again_and_passed(visitors: Visitors, own_board: Board) -> None:
    clerk = visitors("tablet", at=own_board).arrive("clerk")
    office = visitors("tablet", at=own_board).arrive("office")
    claim(clerk, "2021-04-28", "中心已挂牌")

    decide(office, "2021-04-29", "退回")
    link = office.page.get_by_role("link", name="挂牌照片.pdf").first
    opened = office.context.request.get(f"{own_board.url}/{link.get_attribute('href')}")
    assert (opened.status, opened.headers["content-type"], opened.body()) == (200, "application/pdf", PDF)
    office.page.get_by_label("补充说明").fill("请附专人名单")
    office.page.get_by_role("button", name="确认退回").click()
    office.page.get_by_text("已退回").wait_for()

    assert "请附专人名单" in clerk.open("reports?as_of=2021-04-29").words()
    claim(clerk, "2021-04-30", "中心已挂牌，专人名单见附件")
    decide(office, "2021-04-30", "通过")
    SHOTS.mkdir(parents=True, exist_ok=True)
    office.page.screenshot(path=SHOTS / "claim.png")
    office.page.get_by_role("button", name="确认通过").click()
    office.page.get_by_text("已核实通过").wait_for()

    history = clerk.open("units?as_of=2021-04-30&unit=kgj&duty=D10-1").words()
    assert "✔按期完成" in history.replace("\n", "")
    assert "退回 4月29日：请附专人名单" in history and "通过 4月30日" in history


def test_the_upload_box_speaks_chinese(visitors: Visitors, demo_board: Board) -> None:
    words = visitors("tablet", at=demo_board).arrive("court", address="reports?queue=file&duty=D02-1.2022H1")
    box = words.page.get_by_test_id("stFileUploaderDropzone")
    button = box.locator("button p")
    assert button.inner_text() == "选择文件"
    assert not box.get_by_text("per file").is_visible()
