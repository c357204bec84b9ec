"""A plan as one canonical JSON document and back: what the database keeps of every version.

Sorted keys, UTF-8, no spaces; Decimals, Fractions and Durations as text, dates in ISO form. A field at
its default is left out, so that a field added later changes no digest.
"""

from __future__ import annotations

import hashlib
import json
import types
from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from lib.domain.calendar import Duration
from lib.domain.plan import Plan
from lib.errors import Refused

_READERS: Mapping[Any, Callable[[str], Any]] = {
    date: date.fromisoformat,
    Duration: Duration.parse,
    Decimal: Decimal,
    Fraction: Fraction,
}


def canonical(plan: Plan) -> dict[str, Any]:
    """The plan as plain JSON values, without its digest."""
    encoded: dict[str, Any] = _encode(replace(plan, digest=""))
    return encoded


def document_text(plan: Plan) -> str:
    """The canonical JSON text of `plan`."""
    return json.dumps(canonical(plan), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    """SHA-256 of a canonical document, in hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def from_document(text: str) -> Plan:
    """The plan a stored document holds, with its digest; Refused if it is no such document."""
    try:
        plan = _decode(Plan, json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refused(f"存储的方案文档无法读取：{error}") from error
    assert isinstance(plan, Plan), type(plan)
    leagues = _in_order_of_units(plan)
    return replace(plan, digest=digest_of(text), scheme=replace(plan.scheme, leagues=leagues))


def _in_order_of_units(plan: Plan) -> dict[str, str]:
    """Leagues as their first units follow in the register, for sorted keys have lost the order written."""
    names = dict(plan.scheme.leagues)
    order = [unit.league for unit in plan.units if unit.league in names]
    return {league: names[league] for league in dict.fromkeys([*order, *names]) if league is not None}


def _encode(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return format(value.normalize() if value else Decimal(0), "f")
    if isinstance(value, Fraction | Duration):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _encode(entry) for key, entry in value.items()}
    if isinstance(value, frozenset):
        return sorted(_encode(entry) for entry in value)
    if isinstance(value, tuple):
        return [_encode(entry) for entry in value]
    assert is_dataclass(value), value
    kind: Any = type(value)
    stated = ((one.name, getattr(value, one.name), _default(one)) for one in _stored(kind))
    return {name: _encode(entry) for name, entry, default in stated if entry != default}


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


def _decode(kind: Any, value: Any) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return None if value is None else _decode(arguments[0], value)
    if origin is tuple:
        inner = (arguments[0],) * len(value) if arguments[-1] is Ellipsis else arguments
        return tuple(_decode(one, entry) for one, entry in zip(inner, value, strict=True))
    if origin is frozenset:
        return frozenset(_decode(arguments[0], entry) for entry in value)
    if origin is not None and issubclass(origin, Mapping):
        return {key: _decode(arguments[1], entry) for key, entry in value.items()}
    if kind not in _READERS and is_dataclass(kind):
        hints = _hints(cast(Hashable, kind))
        build = cast(Callable[..., Any], kind)
        return build(**{name: _decode(hints[name], entry) for name, entry in value.items()})
    return _READERS[kind](value) if kind in _READERS else value
