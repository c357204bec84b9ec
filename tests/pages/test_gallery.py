"""The gallery of parts: every one is drawn, and every module that holds parts is shown there."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests import gallery


def test_every_part_is_drawn_under_its_name() -> None:
    at = AppTest.from_file(gallery.__file__).run()
    assert not at.exception
    said = " ".join(one.body for one in at.get("html"))  # type: ignore[attr-defined]
    assert [name for name in gallery.PARTS if f">{name}</h2>" not in said] == []
