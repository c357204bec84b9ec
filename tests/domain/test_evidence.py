"""The form in which a fact's text names files, and what is left of a hostile name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.evidence import (
    LONGEST_NAME,
    NamedFile,
    files_in,
    hashes_in,
    is_hash,
    names_only,
    parts_of,
    safe_name,
    with_files,
)

A, B = "a" * 64, "b1" * 32


def test_files_stand_after_the_text_joined_by_semicolons() -> None:
    text = with_files("山政办〔2021〕12号", [NamedFile("纪要.pdf", A), NamedFile("照片.png", B)])
    assert text == f"山政办〔2021〕12号；纪要.pdf[sha256:{A}]；照片.png[sha256:{B}]"
    assert files_in(text) == (NamedFile("纪要.pdf", A), NamedFile("照片.png", B))


def test_a_file_named_already_is_not_named_twice() -> None:
    once = with_files(None, [NamedFile("a.pdf", A)])
    assert with_files(once, [NamedFile("b.pdf", A), NamedFile("c.pdf", A)]) == once


def test_nothing_is_none() -> None:
    assert with_files("  ", []) is None
    assert with_files(None, []) is None
    assert names_only(None) is None
    assert hashes_in(None) == files_in(None) == parts_of(None) == ()


def test_a_screen_shows_names_alone() -> None:
    text = with_files("文件一；文件二", [NamedFile("纪要.pdf", A)])
    assert names_only(text) == "文件一；文件二；纪要.pdf"
    assert [part.sha256 for part in parts_of(text)] == [None, A]


def test_plain_text_stays_as_it_was() -> None:
    assert names_only("会议纪要〔2021〕3号") == "会议纪要〔2021〕3号"


@pytest.mark.parametrize(
    "text", ["[sha256:abc]", f"[SHA256:{A}]", f"[sha256:{A.upper()}]", f"sha256:{A}", f"[sha256:{A}0]"]
)
def test_what_is_not_the_form_is_text(text: str) -> None:
    assert hashes_in(text) == files_in(text) == ()
    assert names_only(text) == text


def test_a_hash_without_a_name_still_counts() -> None:
    assert hashes_in(f"[sha256:{A}]") == (A,)
    assert names_only(f"[sha256:{A}]") == "佐证"


@pytest.mark.parametrize(("text", "known"), [(A, True), (A[1:], False), (A + "0", False), (A.upper(), False), ("../" + A, False), (A + "\n", False)])  # fmt: skip
def test_a_hash_is_sixty_four_small_hex_digits(text: str, known: bool) -> None:
    assert is_hash(text) is known


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\纪要.pdf", "纪要.pdf"),
        ("..\\..\\a.pdf", "a.pdf"),
        ("a\x00b\r\nc.pdf", "ab c.pdf"),
        ("发票\u202efdp.exe", "发票fdp.exe"),
        ("a\u200b\ufeff.pdf", "a.pdf"),
        ("a；b[sha256:x].pdf", "a_b_sha256_x_.pdf"),
        ('a"b%0d<c>.pdf', "a_b_0d_c_.pdf"),
        ("  纪  要 .pdf ", "纪 要.pdf"),
        (".pdf", "pdf"),
        ("...", "佐证"),
        ("", "佐证"),
        ("/", "佐证"),
        ("长" * 200 + ".docx", "长" * 75 + ".docx"),
        ("长" * 200, "长" * 80),
    ],
)
def test_a_name_is_made_safe(raw: str, safe: str) -> None:
    assert safe_name(raw) == safe


@given(st.text(max_size=200))
def test_a_safe_name_is_short_plain_and_safe_again(raw: str) -> None:
    name = safe_name(raw)
    assert 0 < len(name) <= LONGEST_NAME
    assert not set(name) & set('/\\[]；:"<>|?*%\r\n')
    assert all(unicodedata.category(sign)[0] != "C" for sign in name)
    assert safe_name(name) == name


@given(st.text(max_size=60), st.lists(st.tuples(st.text(max_size=90), st.sampled_from([A, B])), max_size=3))
def test_what_was_written_is_read_back(text: str, files: list[tuple[str, str]]) -> None:
    written = with_files(text, [NamedFile(*file) for file in files])
    assert set(hashes_in(written)) == {sha256 for _, sha256 in files} | set(hashes_in(text))
    assert "[sha256:" not in (names_only(written) or "") or "[sha256:" in text
