"""What may be evidence is found by content: every honest kind passes, every disguise is told what it is."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.errors import Refused
from lib.evidence.examining import examined
from tests.evidence.samples import HONEST, HOSTILE, PDF, docx


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_is_known_by_its_content(name: str) -> None:
    content, media_type = HONEST[name]
    assert examined(name, content) == media_type


@pytest.mark.parametrize("case", HOSTILE)
def test_a_file_that_pretends_is_refused_in_words(case: str) -> None:
    name, content, words = HOSTILE[case]
    with pytest.raises(Refused, match=words) as caught:
        examined(name, content)
    assert str(caught.value).startswith("佐证“")


def test_the_largest_file_that_fits_is_taken() -> None:
    filler = b"% " + b"x" * (20 * 2**20 - len(PDF) - 3) + b"\n"
    assert examined("a.pdf", PDF.replace(b"1 0 obj", filler + b"1 0 obj", 1)) == "application/pdf"


def test_script_words_in_a_picture_of_a_pdf_by_chance_do_not_refuse_it() -> None:
    noise = os.urandom(2000) + b"/JS <svg " + os.urandom(2000)
    made = PDF.replace(b"trailer", b"5 0 obj<</Length 4009>>stream\n" + noise + b"\nendstream endobj\ntrailer")
    assert examined("扫描.pdf", made) == "application/pdf"


@given(st.binary(max_size=300))
def test_no_bytes_break_the_examination(content: bytes) -> None:
    for start in (b"", b"%PDF-", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", docx()[:150]):
        try:
            assert examined("a.pdf", start + content) == "application/pdf"
        except Refused as refused:
            assert refused.problems
