"""What the records of several pages have alike, as far as it is drawn."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Protocol


class Duty(Protocol):
    """A duty by name, with its state as far as it may be seen."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def item(self) -> str: ...
    @property
    def owner_name(self) -> str: ...
    @property
    def state(self) -> str: ...


class MarkedDuty(Duty, Protocol):
    """The same with its mark and what counts as done."""

    @property
    def mark(self) -> str: ...
    @property
    def done_when(self) -> str: ...


class Report(Protocol):
    """A report with its verdict."""

    @property
    def occurred_on(self) -> date: ...
    @property
    def kind(self) -> str: ...
    @property
    def percent(self) -> Decimal | None: ...
    @property
    def verdict(self) -> str: ...
    @property
    def verified_on(self) -> date | None: ...
    @property
    def reason(self) -> str | None: ...
