"""docs/rules.md, written from the chapters of 口径 and data/plan: `python -m lib.definitions.rules_page` renews it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lib.definitions.folder import load
from lib.definitions.rulebook import BULLET, Chapter, Example, RuleText, Table, chapters_of
from lib.domain.plan import Plan

PROJECT = Path(__file__).parents[2]
PAGE = PROJECT / "docs" / "rules.md"

_HEAD = """# 口径

<!-- Written by `python -m lib.definitions.rules_page` from lib/definitions/rulebook/chapters and data/plan; the page 口径
shows the same. Where a definition left a choice to the board, what it chose is in readings.md. -->

灯、数和分怎么来的，这里一条一条写清楚，每条有一个例子。看板上的“口径”页与此相同。文中的数字取自方案和考核办法；例子里的单位和案件是编的，结果是系统按同样的规则算出来的。
例子里没写年份的日子，都是2021年。
"""


def rules_page(plan: Plan) -> str:
    """The whole page."""
    chapters = chapters_of(plan)
    return "\n".join([_HEAD, *(part for n, one in enumerate(chapters, 1) for part in _chapter(n, one))])


def _chapter(number: int, one: Chapter) -> Iterator[str]:
    yield f"## {number}　{one.title}\n"
    yield f"{one.lead}\n"
    for n, rule in enumerate(one.rules, 1):
        yield from _rule(f"{number}.{n}", rule)
    if one.table:
        yield from _table(one.table)


def _rule(number: str, one: RuleText) -> Iterator[str]:
    yield f"### {number}　{one.title}\n"
    yield "\n".join(_with_gaps(one.paragraphs)) + "\n"
    yield _example(one.example)


def _with_gaps(paragraphs: tuple[str, ...]) -> Iterator[str]:
    """Paragraphs apart, lines of one list together."""
    for n, one in enumerate(paragraphs):
        if n and not (one.startswith(BULLET) and paragraphs[n - 1].startswith(BULLET)):
            yield ""
        yield one


def _example(one: Example) -> str:
    lines = ["已知", *(f"  {word}：{value}" for word, value in one.known)]
    lines += ["结果", *(f"  {word}：{value}" for word, value in one.found)]
    return "```例\n" + "\n".join(lines) + "\n```\n"


def _table(one: Table) -> Iterator[str]:
    yield f"### {one.title}\n"
    if one.note:
        yield f"{one.note}\n"
    head = tuple(column.removeprefix("#") for column in one.columns)
    lines = (head, ("---",) * len(head), *(row.cells for row in one.rows))
    yield (
        "\n".join(
            "| " + " | ".join(cell.replace("|", "｜").replace("\n", "<br>") for cell in cells) + " |" for cells in lines
        )
        + "\n"
    )


if __name__ == "__main__":
    PAGE.write_text(rules_page(load(PROJECT / "data" / "plan")), encoding="utf-8")
