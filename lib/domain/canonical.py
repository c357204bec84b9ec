"""Frozen values as canonical JSON text and back: sorted keys, UTF-8, no spaces; what a digest is taken of.

Decimals, Fractions and Durations as text, dates in ISO form. A field at its default is left out, so that a field
added later changes no digest. Numbers of facts (`Numbers`) are written as ranges.
"""

from __future__ import annotations

import hashlib
import json
import types
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from lib.domain.calendar import Duration


class Numbers(tuple[int, ...]):
    """Numbers of facts, rising, each once; as text in ranges: 3-7,9."""

    __slots__ = ()

    @classmethod
    def of(cls, numbers: Iterable[int]) -> Numbers:
        """These numbers, in order, each once."""
        return cls(sorted(set(numbers)))

    @classmethod
    def parse(cls, text: str) -> Numbers:
        """The numbers a text of ranges names; the empty text names none."""
        found: list[int] = []
        for piece in filter(None, text.split(",")):
            first, _, last = piece.partition("-")
            found.extend(range(int(first), int(last or first) + 1))
        return cls(found)

    def __str__(self) -> str:
        pieces: list[list[int]] = []
        for number in self:
            if pieces and number == pieces[-1][1] + 1:
                pieces[-1][1] = number
            else:
                pieces.append([number, number])
        return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in pieces)


Kind = TypeVar("Kind")
NO_NUMBERS = Numbers()
_READERS: Mapping[Any, Callable[[str], Any]] = {
    date: date.fromisoformat,
    Duration: Duration.parse,
    Decimal: Decimal,
    Fraction: Fraction,
    Numbers: Numbers.parse,
}


def text_of(value: Any) -> str:
    """The canonical JSON text of a frozen value."""
    return json.dumps(encode(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    """SHA-256 of a canonical document, in hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def read(kind: type[Kind], text: str) -> Kind:
    """The value a canonical text holds; ValueError, TypeError or KeyError where it is no such text."""
    value: Kind = decode(kind, json.loads(text))
    return value


def encode(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Decimal):
        return format(value.normalize() if value else Decimal(0), "f")
    if isinstance(value, Fraction | Duration):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: encode(entry) for key, entry in value.items()}
    if isinstance(value, frozenset):
        return sorted(encode(entry) for entry in value)
    if isinstance(value, Numbers):
        return str(value)
    if hasattr(value, "_asdict"):
        return {name: encode(entry) for name, entry in value._asdict().items()}
    if isinstance(value, tuple | list):
        return [encode(entry) for entry in value]
    assert is_dataclass(value), value
    kind: Any = type(value)
    stated = ((one.name, getattr(value, one.name), _default(one)) for one in _stored(kind))
    return {name: encode(entry) for name, entry, default in stated if entry != default}


@cache
def _stored(kind: Hashable) -> tuple[Field[Any], ...]:
    """Fields that are part of the value: not the working memory of a calendar."""
    return tuple(one for one in fields(cast(Any, kind)) if one.compare)


def _default(one: Field[Any]) -> Any:
    if one.default_factory is not MISSING:
        return one.default_factory()
    return one.default


@cache
def _hints(kind: Hashable) -> dict[str, Any]:
    return get_type_hints(kind)


def decode(kind: Any, value: Any) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return None if value is None else decode(arguments[0], value)
    if origin is tuple:
        inner = (arguments[0],) * len(value) if arguments[-1] is Ellipsis else arguments
        return tuple(decode(one, entry) for one, entry in zip(inner, value, strict=True))
    if origin is frozenset:
        return frozenset(decode(arguments[0], entry) for entry in value)
    if origin is not None and issubclass(origin, Mapping):
        return {key: decode(arguments[1], entry) for key, entry in value.items()}
    if kind not in _READERS and (is_dataclass(kind) or hasattr(kind, "_fields")):
        hints = _hints(cast(Hashable, kind))
        build = cast(Callable[..., Any], kind)
        return build(**{name: decode(hints[name], entry) for name, entry in value.items()})
    return _READERS[kind](value) if kind in _READERS else value
