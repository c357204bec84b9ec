"""Errors meant for readers: each says what, where, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: `place` (file, sheet, row, column, or code) and a Chinese sentence."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}：{self.message}" if self.place else self.message


class Refused(Exception):
    """An input was refused; nothing was stored. Carries every problem found, not only the first."""

    def __init__(self, problems: Iterable[Problem] | str) -> None:
        if isinstance(problems, str):
            problems = [Problem("", problems)]
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class NotAllowed(Refused):
    """The account has no right to do or see this."""


class Unavailable(Exception):
    """The database cannot be reached or used; the message says so in Chinese."""
