"""Evidence on screen: the names of files as links to them, never their hashes."""

from __future__ import annotations

from lib.domain.evidence import BETWEEN, Part, parts_of
from lib.ui.markup import Piece, escaped, filled, joined


def evidence(text: str | None, nothing: str, *, linked: bool = True) -> Piece:
    """A fact's evidence text; `linked`: whether the viewer may open its files, so that their names are links."""
    parts = [_part(part, linked=linked) for part in parts_of(text)]
    return joined(parts, BETWEEN) if parts else escaped(nothing)


def _part(part: Part, *, linked: bool) -> Piece:
    if part.sha256 is None or not linked:
        return escaped(part.words)
    # Relative to the page's own address, which has one segment: the base path needs no knowing.
    return filled('<a href="evidence/{sha256}" target="_blank">{words}</a>', sha256=part.sha256, words=part.words)
