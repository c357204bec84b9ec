"""Files as evidence: the one form in which a fact's text names them, and what a file's name may look like.

A file stands in the text as `会议纪要.pdf[sha256:<64 hex>]`, several joined by `；`. So the hash is part of the fact
and of every digest over it: a file exchanged later would no longer be the one the fact names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

BETWEEN = "；"
NAMELESS = "佐证"
LONGEST_NAME = 80
_LONGEST_SUFFIX = 10
_MARK = re.compile(r"\[sha256:([0-9a-f]{64})\]")
_NAMED = re.compile(r"([^；\[\]]*)\[sha256:([0-9a-f]{64})\]")
_HASH = re.compile(r"[0-9a-f]{64}")
# What would break the form, a path, a header or a file system.
_NOT_IN_NAMES = re.compile(r'[\[\]；;<>:"|?*%]')


class NamedFile(NamedTuple):
    """A file as a text names it."""

    name: str
    sha256: str


class Part(NamedTuple):
    """A piece of an evidence text: words, or the name of a file (`sha256` then its hash)."""

    words: str
    sha256: str | None


def is_hash(text: str) -> bool:
    """Whether the text is a SHA-256 as this board writes it: 64 lower-case hex digits."""
    return _HASH.fullmatch(text) is not None


def with_files(text: str | None, files: Iterable[NamedFile]) -> str | None:
    """The text followed by the files in canonical form; None where there is neither.

    A file named in the text already is not named twice.
    """
    known = set(hashes_in(text))
    parts = [text.strip()] if text and text.strip() else []
    for file in files:
        if file.sha256 not in known:
            known.add(file.sha256)
            parts.append(f"{safe_name(file.name)}[sha256:{file.sha256}]")
    return BETWEEN.join(parts) or None


def hashes_in(text: str | None) -> tuple[str, ...]:
    """The hashes a text carries, each once, in order."""
    if not text or "[sha256:" not in text:
        return ()
    return tuple(dict.fromkeys(_MARK.findall(text)))


def files_in(text: str | None) -> tuple[NamedFile, ...]:
    """The files a text names, each hash once, in order; one without a name is called 佐证."""
    found: dict[str, NamedFile] = {}
    for name, sha256 in _NAMED.findall(text or ""):
        found.setdefault(sha256, NamedFile(name.strip() or NAMELESS, sha256))
    return tuple(found.values())


def parts_of(text: str | None) -> tuple[Part, ...]:
    """The text cut into words and names of files, for a screen that makes the names links."""
    found, place, text = [], 0, text or ""
    for match in _NAMED.finditer(text):
        words = text[place : match.start()].strip(BETWEEN)
        found += [Part(words, None)] if words else []
        found.append(Part(match[1].strip() or NAMELESS, match[2]))
        place = match.end()
    rest = text[place:].strip(BETWEEN)
    return (*found, *([Part(rest, None)] if rest else []))


def names_only(text: str | None) -> str | None:
    """The text without hashes, as screens and sheets show it; None stays None."""
    return None if text is None else BETWEEN.join(part.words for part in parts_of(text)) or None


def safe_name(raw: str) -> str:
    """A name fit for text, header and disk: no path, no control, bidirectional or invisible signs, at most 80 signs.

    The suffix is kept when the name is cut; a name of which nothing is left becomes 佐证.
    """
    last = unicodedata.normalize("NFC", raw).replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(sign for sign in last if sign.isspace() or unicodedata.category(sign)[0] != "C")
    name = _NOT_IN_NAMES.sub("_", " ".join(seen.split())).strip(" .")
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > _LONGEST_SUFFIX:
        return name[:LONGEST_NAME].strip(" .") or NAMELESS
    return f"{stem[: LONGEST_NAME - len(suffix) - 1].strip(' .') or NAMELESS}.{suffix}"


def suffixes_of(name: str) -> tuple[str, ...]:
    """Everything between and after the dots of a name, lower case: `a.PDF.exe` has pdf and exe."""
    return tuple(part.strip().lower() for part in name.split(".")[1:])
