"""What a form has to ask for an action: its fields, which are required, and what may be chosen (domain.md 3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lib.domain.facts import CAUSE
from lib.domain.ledger import Case
from lib.domain.plan import ASSIGNEE, COURT_ONLY, DATE, REFUSED_TO_COURT, Action, Attribute, Flow, Plan

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
    is_date: bool = False

    @property
    def is_attribute(self) -> bool:
        """Whether its value is an attribute of the flow."""
        return self.name not in COLUMNS


def fields_of(plan: Plan, flow: Flow, case: Case | None, action: Action) -> tuple[FormField, ...]:
    """The fields of `action` on `case` (None: the registering action), in the order in which they are asked."""
    fields = [*_units(plan, flow, case, action), *_result(case, action), *_amount(flow, action)]
    if action.name in flow.action:
        fields += _attributes(flow, case, action)
    return (*fields, FormField(TEXT, TEXT, required=TEXT in action.required))


def _units(plan: Plan, flow: Flow, case: Case | None, action: Action) -> Iterator[FormField]:
    if ACTOR in action.required:
        yield FormField(ACTOR, ACTOR, required=True, choices=tuple((unit.code, unit.short) for unit in plan.units))
    required = action.holder_by is None and (action.holder == ASSIGNEE or ASSIGNED in action.required)
    if not required and case is not None:
        return
    wanted = {REFUSED_TO_COURT: (False,), COURT_ONLY: (True,)}.get(flow.to_court, (False, True))
    choices = tuple((unit.code, unit.short) for unit in plan.units if unit.is_court in wanted)
    note = "" if required else f"不选即为{plan.unit[flow.in_charge].short}"
    yield FormField(ASSIGNED, ASSIGNED, required=required, choices=choices, note=note)


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


def _attributes(flow: Flow, case: Case | None, action: Action) -> Iterator[FormField]:
    """Those the action asks for; at registration all that no other action asks for, later the rest as extras."""
    asked = _asked(action, case)
    elsewhere = {name for other in flow.actions if other.name != action.name for name in _asked(other, None)}
    for attribute in flow.attributes:
        name = attribute.name
        if name in asked or (action.registers and name not in elsewhere and name != CAUSE):
            yield _attribute(attribute, action, required=name in action.required or _decides(action, name))
    if not action.registers:
        for attribute in flow.attributes:
            if attribute.name not in asked and attribute.name != CAUSE:
                yield _attribute(attribute, action, extra=True)


def _asked(action: Action, case: Case | None) -> set[str]:
    """Attributes an action asks for; the one that decides the holder only if the case has none yet."""
    names = {*action.required, *action.required_when}
    if action.holder_by is not None and (case is None or case.attribute(action.holder_by.attribute) is None):
        names.add(action.holder_by.attribute)
    return names


def _decides(action: Action, name: str) -> bool:
    return action.holder_by is not None and action.holder_by.attribute == name


def _attribute(attribute: Attribute, action: Action, *, required: bool = False, extra: bool = False) -> FormField:
    other = action.required_when.get(attribute.name)
    return FormField(
        attribute.name,
        attribute.name,
        required=required,
        choices=tuple((choice, choice) for choice in attribute.choices),
        note=f"{other[0]}为“{other[1]}”时必填" if other else "",
        extra=extra,
        is_date=attribute.kind == DATE,
    )
