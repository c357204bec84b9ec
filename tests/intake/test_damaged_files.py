"""Damaged files never crash the reading: what comes back is rows, or problems in Chinese."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import datetime
from functools import cache

import pytest
from sqlalchemy import Engine

from lib.commands.statements import EVENTS, REPORTS, Stated
from lib.errors import Refused
from lib.intake.importing import read_files
from lib.intake.report import marked_workbook
from lib.intake.sheets import Upload
from lib.intake.template import template
from tests.intake.filled import VERIFIED, book_of, good, imported, plan, stored_count, text_of

SNIPPETS = [
    b"\x00", b"\xff\xfe", b"<", b"&#0;", b"&lol;", b"</row>", b'r="ZZZZ9"', b'r="A0"', b't="s"', b't="d"', b't="e"',
    b"<v>1e999</v>", b"<v>-1</v>", b"<v>99999999999</v>", b"<f t='shared' si='7'/>", b"<f t='array'>A1:A9</f>", b"'",
    b'"', b",", b"\n", b"\xef\xbb\xbf", "，".encode(), b"=cmd|' /C calc'!A0", b"NaN", b"#REF!", b"9" * 400,
]  # fmt: skip


@cache
def workbook() -> bytes:
    """A workbook with every type of cell."""
    rows = [good(REPORTS, **VERIFIED, 填报时间=datetime(2021, 4, 28, 9)), good(REPORTS, 说明="=1+1", 完成比例=100)]
    lines = [[row[header] or None for header in rows[0]] for row in rows]
    events = [[cell or None for cell in good(EVENTS, 编号=7, 金额=1.5).values()]]
    return book_of({"甲": [list(rows[0]), *lines], "乙": [list(good(EVENTS)), *events]}).content


def hurt(content: bytes, chance: random.Random) -> bytes:
    """The bytes with one to three wounds: cut, doubled, overwritten, or something put in."""
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(damaged) + 1)
        until = min(len(damaged), at + chance.choice([1, 2, 8, 60]))
        wound = chance.randrange(5)
        if wound == 0:
            del damaged[at:]
        elif wound == 1:
            del damaged[at:until]
        elif wound == 2:
            damaged[at:at] = damaged[at:until]
        elif wound == 3:
            damaged[at:until] = chance.randbytes(until - at)
        else:
            damaged[at:at] = chance.choice(SNIPPETS)
    return bytes(damaged)


def hurt_part(content: bytes, chance: random.Random) -> bytes:
    """The workbook with one of its parts hurt, and whole as an archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        chosen = chance.choice(old.namelist())
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, hurt(data, chance) if part == chosen else data)
    return written.getvalue()


def read(name: str, content: bytes) -> Stated:
    """Read a file; its problems are sentences for readers."""
    upload = Upload(name, content)
    said = read_files(plan(), [upload])
    for problem in said.problems:
        assert str(problem).startswith(name), problem
        assert any("一" <= sign <= "鿿" for sign in problem.message), problem
    return said


@pytest.mark.parametrize("seed", range(10))
def test_a_workbook_with_damaged_bytes_never_crashes(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(25):
        read("a.xlsx", hurt(workbook(), chance))


@pytest.mark.parametrize("seed", range(10))
def test_a_workbook_with_a_damaged_part_never_crashes(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(25):
        read("a.xlsx", hurt_part(workbook(), chance))


@pytest.mark.parametrize("seed", range(10))
def test_a_damaged_csv_never_crashes(seed: int) -> None:
    chance = random.Random(seed)
    text = text_of([good(EVENTS), good(EVENTS, 说明='甲,"乙"\n丙')])
    for _ in range(50):
        read("a.csv", hurt(text.encode(chance.choice(["utf-8", "utf-8-sig", "gb18030"])), chance))


@pytest.mark.parametrize("seed", range(4))
def test_noise_is_never_read_as_rows(seed: int) -> None:
    chance = random.Random(seed)
    for name in ("a.csv", "a.xlsx"):
        said = read(name, chance.randbytes(chance.randrange(3000)))
        assert said.problems
        assert not said.events


def test_a_damaged_template_never_crashes() -> None:
    chance = random.Random(1)
    empty = template(REPORTS, plan())
    for _ in range(20):
        read("a.xlsx", hurt_part(empty, chance))


@pytest.mark.parametrize("seed", range(4))
def test_the_marked_workbook_of_a_damaged_file_can_be_written(seed: int) -> None:
    chance = random.Random(seed)
    for name, content in (
        ("a.xlsx", hurt_part(workbook(), chance)),
        ("b.csv", hurt(text_of([good(REPORTS)]).encode(), chance)),
    ):
        upload = Upload(name, content)
        assert marked_workbook([upload], read(name, content).problems)[:2] == b"PK"


@pytest.mark.parametrize("seed", range(4))
def test_importing_damaged_files_stores_whole_files_or_nothing(sqlite_engine: Engine, seed: int) -> None:
    chance = random.Random(seed)
    for number in range(15):
        before = stored_count(sqlite_engine)
        content = hurt_part(workbook(), chance)
        try:
            recorded = imported(sqlite_engine, Upload(f"{number}.xlsx", content))
        except Refused:
            assert stored_count(sqlite_engine) == before
        else:
            verdicts = stored_count(sqlite_engine) - before - recorded.new
            assert 0 <= verdicts <= recorded.new + recorded.verified
