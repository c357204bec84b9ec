"""开始使用 on screen: each step with what is done, what is missing, and where or by which command it is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from lib.domain import marks
from lib.ui import cards, lights
from lib.ui.markup import Piece, filled, joined


class Step(Protocol):
    """A step from an empty board to its first meeting."""

    @property
    def name(self) -> str: ...
    @property
    def done(self) -> str: ...
    @property
    def missing(self) -> str: ...
    @property
    def page(self) -> str: ...
    @property
    def whose(self) -> str: ...
    @property
    def command(self) -> str: ...


def steps(rows: Sequence[Step], titles: Sequence[str | None]) -> Piece:
    """One card a step, in order. `titles`: of each the title of its page, None where the viewer may not open it."""
    return joined(_step(n, one, title) for n, (one, title) in enumerate(zip(rows, titles, strict=True), 1))


def _step(n: int, one: Step, title: str | None) -> Piece:
    state = lights.mark(marks.NONE if one.missing else marks.BLUE, "待办" if one.missing else "已办")
    missing = filled('<p><b class="warns">还差</b>　{missing}</p>', missing=one.missing) if one.missing else ""
    way = cards.onward(f"打开“{title}”", one.page) if title else filled("<p>由{whose}办理</p>", whose=one.whose)
    command = (
        filled('<p class="board-note">也可在服务器上运行：<code>{command}</code></p>', command=one.command)
        if one.command
        else ""
    )
    done = filled("<p>{done}。</p>", done=one.done)
    return cards.card(f"{n}　{one.name}", joined((done, missing, way, command)), state, kind="step")
