"""Column types that mean the same on every database: instants, exact decimals, attributes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Numeric, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

# INTEGER PRIMARY KEY is the row's own key on SQLite; BIGINT would add a second index.
Number = BigInteger().with_variant(Integer(), "sqlite")

# Shared by every event without attributes; typed as Mapping, so nobody may write to it.
NO_ATTRIBUTES: Mapping[str, str] = {}


class Instant(TypeDecorator[datetime]):
    """An aware instant in UTC; on SQLite ISO text of fixed width, so that text order is time order."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant must be aware: {value!r}")
        if dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        instant: datetime = datetime.fromisoformat(value) if isinstance(value, str) else value
        return instant.astimezone(UTC)


class Exact(TypeDecorator[Decimal]):
    """A Decimal, digit for digit; on SQLite text, because its NUMERIC goes through a float."""

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else Numeric())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if not isinstance(value, Decimal) or not value.is_finite():
            raise ValueError(f"an exact number must be a finite Decimal: {value!r}")
        return f"{value:f}" if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Attributes(TypeDecorator[Mapping[str, str]]):
    """Names to values as canonical JSON text (sorted keys, no spaces); null when there are none."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, str] | None, dialect: Dialect) -> str | None:
        if not value:
            return None
        return json.dumps(dict(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Mapping[str, str]:
        return NO_ATTRIBUTES if value is None else json.loads(value)
