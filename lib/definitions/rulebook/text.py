"""The chapters as they are written: Markdown with {numbers of the plan} and, under each rule, one worked example.

    # 任务与灯 {#duties}
    what the chapter is about
    ## 顺延 {#roll needs=roll_forward}
    the rule, in paragraphs and lines of a list
    ```例
    已知
    期限：5月30日（周日）
    结果
    最后一天：5月31日
    ```

`needs`: what a plan must have for the rule to be shown (see numbers.py). The results are those of the plan of
山阳, worked out by hand; what is shown is worked out anew by the rules themselves (examples.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("chapters")
KNOWN, FOUND, BETWEEN, BULLET = "已知", "结果", "：", "- "
_HEADING = re.compile(r"(#{1,2}) (\S+) \{#(\w+)((?: \w+=[\w:]+)*)\}")
_EXAMPLE = re.compile(r"```例\n(.*?)\n```", re.DOTALL)

Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Example:
    """What is known, and what follows: each a word and its value."""

    known: tuple[Line, ...]
    found: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class RuleText:
    """One rule: its paragraphs (a line of a list begins with BULLET) and its example."""

    code: str
    title: str
    needs: tuple[str, ...]
    paragraphs: tuple[str, ...]
    example: Example


@dataclass(frozen=True, slots=True)
class ChapterText:
    """Rules that belong together."""

    code: str
    title: str
    lead: str
    rules: tuple[RuleText, ...]


@cache
def written_chapters() -> tuple[ChapterText, ...]:
    """Every chapter as written, in the order of the files."""
    return tuple(chapter_of(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.md")))


def chapter_of(text: str) -> ChapterText:
    """One chapter from its Markdown; ValueError where a rule has no example or an example is not of the form."""
    (title, code, _, lead), *rules = _sections(text)
    return ChapterText(code, title, lead, tuple(_rule(*one) for one in rules))


def _sections(text: str) -> Iterator[tuple[str, str, tuple[str, ...], str]]:
    """Title, code, needs and body of each heading."""
    found = list(_HEADING.finditer(text))
    ends = [one.start() for one in found[1:]] + [len(text)]
    for one, end in zip(found, ends, strict=True):
        needs = tuple(word.partition("=")[2] for word in one[4].split())
        yield one[2], one[3], needs, text[one.end() : end].strip()


def _rule(title: str, code: str, needs: tuple[str, ...], body: str) -> RuleText:
    examples = _EXAMPLE.findall(body)
    if len(examples) != 1:
        raise ValueError(f"rule {code} has {len(examples)} examples, not one")
    paragraphs = (line.strip() for line in _EXAMPLE.sub("", body).splitlines())
    return RuleText(code, title, needs, tuple(line for line in paragraphs if line), _example(code, examples[0]))


def _example(code: str, text: str) -> Example:
    head, *lines = text.splitlines()
    if head != KNOWN or FOUND not in lines:
        raise ValueError(f"the example of {code} does not say {KNOWN} and {FOUND}")
    at = lines.index(FOUND)
    return Example(_pairs(code, lines[:at]), _pairs(code, lines[at + 1 :]))


def _pairs(code: str, lines: list[str]) -> tuple[Line, ...]:
    pairs = [line.partition(BETWEEN) for line in lines]
    if not pairs or not all(word and value for word, _, value in pairs):
        raise ValueError(f"the example of {code} has a line without {BETWEEN}: {lines}")
    return tuple((word, value) for word, _, value in pairs)
