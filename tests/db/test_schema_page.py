"""The schema page is current and says something about every table and column."""

from __future__ import annotations

import pytest

from lib.db.schema_page import PAGE, schema_page
from lib.db.tables import metadata


def test_the_schema_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == schema_page(), "run: python -m lib.db.schema_page"


@pytest.mark.parametrize("name", sorted(metadata.tables))
def test_every_table_and_column_has_a_comment_and_a_chinese_name(name: str) -> None:
    table = metadata.tables[name]
    assert table.comment
    assert [column.name for column in table.columns if not (column.comment and column.info.get("label"))] == []
