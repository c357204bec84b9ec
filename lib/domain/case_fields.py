"""What a form has to ask for an action: its fields, which are required, and what may be chosen (domain.md 3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lib.domain.ledger import Case
from lib.domain.plan import ASSIGNEE, Action, Attribute, Flow, Plan

ACTOR, ASSIGNED, RESULT, AMOUNT, TEXT = "操作单位", "承办单位", "结果", "金额", "说明"
COLUMNS = (ACTOR, ASSIGNED, RESULT, AMOUNT, TEXT)


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of an action: one of COLUMNS or an attribute; `choices` (value, words), empty for free text.

    `extra`: not asked by the action, but may be given along with it. `note`: when it must be filled, or
    what happens if it is not.
    """

    name: str
    label: str
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    note: str = ""
    extra: bool = False

    @property
    def is_attribute(self) -> bool:
        """Whether its value is an attribute of the flow."""
        return self.name not in COLUMNS


def fields_of(plan: Plan, flow: Flow, case: Case | None, action: Action) -> tuple[FormField, ...]:
    """The fields of `action` on `case` (None: the registering action), in the order in which they are asked."""
    fields = [*_units(plan, flow, case, action), *_result(case, action), *_amount(flow, action)]
    if action.name in flow.action:
        fields += _attributes(flow, action)
    return (*fields, FormField(TEXT, TEXT, required=TEXT in action.required))


def _units(plan: Plan, flow: Flow, case: Case | None, action: Action) -> Iterator[FormField]:
    all_units = tuple((unit.code, unit.short) for unit in plan.units)
    if ACTOR in action.required:
        yield FormField(ACTOR, ACTOR, required=True, choices=all_units)
    required = action.holder == ASSIGNEE or ASSIGNED in action.required
    if not required and case is not None:
        return
    if case is None and flow.to_court == "refused":
        all_units = tuple((unit.code, unit.short) for unit in plan.units if not unit.is_court)
    note = "" if required else f"不选即为{plan.unit[flow.in_charge].short}"
    yield FormField(ASSIGNED, ASSIGNED, required=required, choices=all_units, note=note)


def _result(case: Case | None, action: Action) -> Iterator[FormField]:
    state = case.state if case else ""
    names = [one.name for one in action.results if not one.states or state in one.states]
    if names:
        yield FormField(RESULT, RESULT, required=True, choices=tuple((name, name) for name in names))


def _amount(flow: Flow, action: Action) -> Iterator[FormField]:
    """Asked where it is required or comes back, and at registration where the flow has amounts."""
    required = "金额" in action.required or action.recovers
    if required or (action.registers and flow.amount):
        label = flow.amount if action.registers and flow.amount else f"{action.name}金额"
        yield FormField(AMOUNT, f"{label}（万元）", required=required)


def _attributes(flow: Flow, action: Action) -> Iterator[FormField]:
    """Those the action asks for; at registration all that no other action asks for, later the rest as extras."""
    asked = {*action.required, *action.required_when}
    elsewhere = {
        name for other in flow.actions if other.name != action.name for name in (*other.required, *other.required_when)
    }
    for attribute in flow.attributes:
        name = attribute.name
        if name in asked or (action.registers and name not in elsewhere):
            yield _attribute(attribute, action)
    if not action.registers:
        for attribute in flow.attributes:
            if attribute.name not in asked:
                yield _attribute(attribute, action, extra=True)


def _attribute(attribute: Attribute, action: Action, *, extra: bool = False) -> FormField:
    other = action.required_when.get(attribute.name)
    return FormField(
        attribute.name,
        attribute.name,
        required=attribute.name in action.required,
        choices=tuple((choice, choice) for choice in attribute.choices),
        note=f"{other[0]}为“{other[1]}”时必填" if other else "",
        extra=extra,
    )
