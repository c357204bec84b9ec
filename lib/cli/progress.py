"""A progress bar on stderr, only where it is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

Progress = Callable[[int, int], None]


@contextmanager
def progress_bar(words: str) -> Iterator[Progress]:
    """A function (done, total) that moves the bar; silent where stderr is no terminal."""
    with tqdm(desc=words, file=sys.stderr, disable=not sys.stderr.isatty(), leave=False) as bar:

        def move(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield move
