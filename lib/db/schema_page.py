"""docs/schema.md, written from the comments of the tables: `python -m lib.db.schema_page` renews it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, Dialect, Table, UniqueConstraint, make_url

from lib.db import tables
from lib.db.all_tables import metadata
from lib.db.append_only import APPEND_ONLY
from lib.db.engine import PROJECT

PAGE = PROJECT / "docs" / "schema.md"
_SERVER: Dialect = make_url("postgresql://").get_dialect()()
_EMBEDDED: Dialect = make_url("sqlite://").get_dialect()()

_HEAD = """# The tables of the board

For other systems of the district that read the database. Written from the comments in `lib/db`
(`python -m lib.db.schema_page`); a test says when it is out of date.

- **Facts are append-only.** The tables of facts:
  """
_RULES = """.
  The database refuses UPDATE, DELETE, REPLACE and TRUNCATE on them
  and on every other table marked append-only below, on both engines.
- **One running number** goes through all facts of all kinds, without gaps, in the order of storing. A copy
  that has every number up to n has everything stored up to then: ask for `number > n`.
- **Corrections.** A row of `correction` takes the fact `corrects` out; `replacement`, where not null, is the
  fact of the same table that stands in its place (same `position`, `generation` one higher). Both stay
  stored. A fact stands if no correction corrects it and, where its `generation` is above 0, the correction
  that put it in place is seen. To read the board as known at an instant, leave out facts and corrections
  with a later `stored_at`.
- **Missing is null**, never the empty text. Codes are those of the plan in force (`plan_version`).
- **Types.** `DATE` is a Shanghai day. `TIMESTAMPTZ` is an instant in UTC; SQLite holds ISO text such as
  `2021-05-06T08:00:00.000000+00:00`. `NUMERIC` is exact; SQLite holds its digits as text, so cast before summing.
- Other systems read the views and write the inbox of [interface.md](interface.md); facts are written by the board's
  commands only: numbers, guards and the audit trail belong together.
"""


def schema_page() -> str:
    """The whole page."""
    facts = ", ".join(f"`{name}`" for name in tables.FACTS)
    others = [table for name, table in sorted(metadata.tables.items()) if name not in tables.FACTS]
    parts = [_HEAD + facts + _RULES, "## Facts\n", *map(_section, tables.FACTS.values())]
    return "\n".join([*parts, "## The board, its people and its trail\n", *map(_section, others)])


def _section(table: Table) -> str:
    kept = " Append-only." if table.name in APPEND_ONLY else ""
    lines = [
        f"### {table.name}\n",
        f"{table.comment}{kept}\n",
        "| column | 中文 | type | null | meaning |",
        "|---|---|---|---|---|",
    ]
    lines += [_line(column) for column in table.columns]
    unique = sorted(
        ", ".join(column.name for column in one.columns)
        for one in table.constraints
        if isinstance(one, UniqueConstraint)
    )
    if unique:
        lines.append("\nUnique: " + "; ".join(f"({names})" for names in unique) + ".")
    return "\n".join(lines) + "\n"


def _line(column: Column[object]) -> str:
    label = column.info.get("label", "")
    null = "null" if column.nullable else "not null"
    return f"| {column.name} | {label} | {_kind(column)} | {null} | {_meaning(column)} |"


def _kind(column: Column[object]) -> str:
    """The type on PostgreSQL, then on SQLite where that is another word."""
    server = column.type.compile(_SERVER).replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ")
    embedded = column.type.compile(_EMBEDDED)
    return server if server == embedded else f"{server} (SQLite {embedded})"


def _meaning(column: Column[object]) -> str:
    marks = ["Primary key."] if column.primary_key else []
    marks += [f"Refers to `{key.target_fullname}`." for key in column.foreign_keys]
    return " ".join([column.comment or "", *marks]).replace("|", "\\|")


if __name__ == "__main__":
    Path(PAGE).write_text(schema_page(), encoding="utf-8")
