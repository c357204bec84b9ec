"""Marks and lights: always a shape, a word and a colour together."""

from __future__ import annotations

WORDS = {"red": "逾期", "yellow": "预警", "pending": "待核实", "green": "正常", "blue": "完成", "none": "无"}
SHAPES = {"red": "■", "yellow": "▲", "pending": "○", "green": "●", "blue": "✔", "none": "—"}
_COLOURS = {"red": "red", "yellow": "orange", "pending": "gray", "green": "green", "blue": "blue", "none": "gray"}
LEGEND = "　".join(f"{SHAPES[mark]} {WORDS[mark]}" for mark in ("red", "yellow", "pending", "green", "blue"))


def light(mark: str) -> str:
    """Shape and word, for a table."""
    return SHAPES[mark] if mark == "none" else f"{SHAPES[mark]} {WORDS[mark]}"


def coloured(mark: str, word: str) -> str:
    """Shape and `word` in the mark's colour, as markdown; `word` is ours, never a person's."""
    return f":{_COLOURS[mark]}[{SHAPES[mark]} {word}]"
