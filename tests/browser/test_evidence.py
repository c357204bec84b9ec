"""A file of evidence from the page that names it: shown by the browser under its policy, closed to others."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from lib.db import recording
from lib.db.engine import open_engine, writing
from lib.db.facts import Origin
from lib.db.migrate import migrate
from lib.domain.evidence import with_files
from lib.domain.facts import Report
from lib.domain.rights import UNIT_CLERK, Viewer
from lib.evidence import Upload, keep
from tests import people
from tests.browser.conftest import Board, Visitor
from tests.serving import serving

RED_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R>>endobj\n"
    b"4 0 obj<</Length 27>>stream\n1 0 0 rg 0 0 300 300 re f\n\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
RED = (255, 0, 0)


def red_png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 400), RED).save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def proved_board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """A board on which 区科工信局 has proved D10-1 with a PDF and a picture, in a folder of its own."""
    folder = tmp_path_factory.mktemp("proved")
    database = f"sqlite:///{folder / 'board.db'}"
    before = os.environ.get("EVIDENCE_DIR")
    os.environ["EVIDENCE_DIR"] = str(folder / "evidence")
    engine = open_engine(database)
    migrate(engine)
    password = people.found(engine)
    clerk = Viewer("clerk", "王科员", UNIT_CLERK, "kgj", "government")
    kept = keep(engine, clerk, [Upload("挂牌 决定.pdf", RED_PDF), Upload("现场<b>.png", red_png())])
    day = date(2021, 4, 26)
    text = with_files("挂牌决定", [one.named for one in kept])
    fact = Report(0, "D10-1", "kgj", None, None, day, "completion", None, "已挂牌", text, day)
    with writing(engine) as conn:
        recording.append(conn, people.plan(), [fact], Origin("clerk", "page"))
    engine.dispose()
    with serving(database, folder / "server.log") as served:
        yield Board(served, password)
    if before is None:
        del os.environ["EVIDENCE_DIR"]
    else:
        os.environ["EVIDENCE_DIR"] = before


@pytest.fixture(scope="session")
def wiped() -> None:
    """A file is closed to browsers that were never here, and so cannot have kept it."""


def middle_of(visitor: Visitor, name: str, shot: Path) -> tuple[int, ...]:
    """The colour in the middle of the tab that the link of this file opens."""
    with visitor.context.expect_page() as opened:
        visitor.page.get_by_role("link", name=name).click()
    tab = opened.value
    tab.wait_for_load_state()
    tab.wait_for_timeout(2000)
    tab.screenshot(path=shot)
    with Image.open(shot) as picture:
        return tuple(picture.convert("RGB").getpixel((picture.width // 2, picture.height // 3)))


@pytest.mark.parametrize("name", ["挂牌 决定.pdf", "现场_b_.png"])
def test_the_name_on_the_page_opens_the_file_in_a_tab_of_its_own(
    visitors: Callable[..., Visitor], proved_board: Board, tmp_path: Path, name: str
) -> None:
    visitor = visitors("desktop", at=proved_board).arrive("head")
    visitor.open("units?unit=kgj&duty=D10-1&date=2021-05-06")
    assert "sha256" not in visitor.words()
    assert middle_of(visitor, name, tmp_path / "shot.png") == RED


def test_another_unit_and_a_stranger_with_the_address_get_nothing(
    visitors: Callable[..., Visitor], proved_board: Board
) -> None:
    head = visitors("desktop", at=proved_board).arrive("head")
    head.open("units?unit=kgj&duty=D10-1&date=2021-05-06")
    address = head.page.get_by_role("link", name="挂牌 决定.pdf").get_attribute("href")
    assert address is not None and address.startswith("evidence/")
    platform = visitors("desktop", at=proved_board).arrive("platform")
    answers = {name: one.page.request.get(f"{proved_board.url}/{address}").status for name, one in
               (("head", head), ("platform", platform), ("stranger", visitors("desktop", at=proved_board)))}  # fmt: skip
    assert answers == {"head": 200, "platform": 404, "stranger": 401}
