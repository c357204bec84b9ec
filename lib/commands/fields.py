"""The fields of an act as a form, a command line or another system gives them: trimmed, bounded, all faults at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from decimal import Decimal

from lib.domain.names import resolve_unit
from lib.domain.periods import KINDS, period_among
from lib.domain.plan import Flow, Plan
from lib.domain.written import day_fault, line_fault, number_fault, text_fault, trimmed
from lib.errors import Problem, Refused

MISSING = "必须填写，不能为空"


class Fields:
    """Reads one field after another and keeps what is wrong; `refuse` raises it all."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.problems: list[Problem] = []

    def refuse(self) -> None:
        """Refused with every fault found, if any."""
        if self.problems:
            raise Refused(self.problems)

    def _tell(self, name: str, fault: str | None) -> None:
        if fault is not None:
            self.problems.append(Problem(name, fault))

    def _read(self, name: str, value: str | None, fault: Callable[[str], str | None], required: bool) -> str | None:
        written = trimmed(value)
        if written is None:
            self._tell(name, MISSING if required else None)
            return None
        self._tell(name, fault(written))
        return written

    def text(self, name: str, value: str | None) -> str | None:
        """A text of several lines; None for nothing."""
        return self._read(name, value, text_fault, required=False)

    def needed_text(self, name: str, value: str | None) -> str:
        """A text that must be there."""
        return self._read(name, value, text_fault, required=True) or ""

    def line(self, name: str, value: str | None) -> str | None:
        """A name or number in one line; None for nothing."""
        return self._read(name, value, line_fault, required=False)

    def needed_line(self, name: str, value: str | None) -> str:
        """A line that must be there."""
        return self._read(name, value, line_fault, required=True) or ""

    def word(self, name: str, value: str | None, words: Collection[str]) -> str:
        """One of `words`."""
        written = self.needed_line(name, value)
        if written and written not in words:
            self._tell(name, f"只能是{'、'.join(words)}，不是“{written}”")
        return written

    def unit(self, name: str, value: str | None) -> str | None:
        """The code of a unit, by code or any of its names; None for nothing."""
        written = self.line(name, value)
        if written is None:
            return None
        try:
            return resolve_unit(self._plan, written)
        except Refused as unknown:
            self._tell(name, str(unknown))
            return None

    def needed_unit(self, name: str, value: str | None) -> str:
        """A unit that must be there."""
        found = self.unit(name, value)
        if found is None and trimmed(value) is None:
            self._tell(name, MISSING)
        return found or ""

    def day(self, name: str, value: date | None, default: date | None = None) -> date | None:
        """A day, or `default`."""
        if isinstance(value, datetime):
            raise TypeError(f"acts take dates, not {value!r}")
        if value is not None:
            self._tell(name, day_fault(value))
        return value if value is not None else default

    def number(
        self, name: str, value: Decimal | None, *, least: Decimal | None = Decimal(0), most: Decimal | None = None
    ) -> Decimal | None:
        """A number that can be stored, within the bounds (both inclusive)."""
        if value is None:
            return None
        fault = number_fault(value)
        if fault is None and least is not None and value < least:
            fault = f"{value} 小于 {least}，应不小于它"
        if fault is None and most is not None and value > most:
            fault = f"{value} 大于 {most}，应不大于它"
        self._tell(name, fault)
        return value

    def period(self, name: str, value: str | None, kinds: Collection[str] = tuple(KINDS)) -> str:
        """A period of one of `kinds`, in its one spelling: 2021Q3."""
        written = self.needed_line(name, value)
        try:
            return period_among(written, kinds).code if written else ""
        except ValueError as wrong:
            self._tell(name, str(wrong))
            return ""

    def attributes(self, flow: Flow, given: Mapping[str, str | None]) -> dict[str, str]:
        """The filled attributes; that they belong to the flow is for its rules to say."""
        filled = {name: self.line(name, value) for name, value in given.items()}
        return {name: value for name, value in filled.items() if value is not None}


def flow_named(plan: Plan, written: str) -> Flow:
    """The flow with this code or name; Refused with those there are."""
    found = plan.flow.get(written) or next((flow for flow in plan.flows if flow.name == written), None)
    if found is None:
        raise Refused([Problem("台账", f"没有台账“{written}”，可用：{'、'.join(flow.name for flow in plan.flows)}")])
    return found
