"""A flow from values whose structure has been proved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lib.definitions.build_plan import duration, words
from lib.domain.plan import ASSIGNEE, IN_CHARGE, KEEP, PLAIN, TEXT, Action, Attribute, Flow, HolderBy, Result, State

Values = Mapping[str, Any]
ASSIGNEE_COLUMN = "承办单位"


def flow_of(values: Values) -> Flow:
    """One flow with its states, actions and attributes."""
    return Flow(
        code=values["code"],
        name=values["name"],
        in_charge=values["in_charge"],
        states=tuple(_state(one) for one in values["states"]),
        actions=tuple(_action(one) for one in values["actions"]),
        items=words(values.get("items")),
        platform=values.get("platform", False),
        judicial=values.get("judicial", False),
        office=values.get("office", False),
        history=values.get("history", False),
        limit=duration(values.get("limit")),
        limit_on_return=duration(values.get("limit_on_return")),
        attributes=tuple(_attribute(one) for one in values.get("attributes", ())),
        amount=values.get("amount"),
        number_format=values.get("number_format"),
        to_court=values.get("to_court", PLAIN),
        centre=values.get("centre"),
        assumed=values.get("assumed"),
    )


def _state(values: Values) -> State:
    return State(
        name=values["name"],
        limit=duration(values.get("limit")),
        final=values.get("final", False),
        judicial=values.get("judicial", False),
        assumed=values.get("assumed"),
        due_by=values.get("due_by"),
    )


def _attribute(values: Values) -> Attribute:
    return Attribute(
        values["name"], words(values.get("choices")), values.get("masked", False), values.get("kind", TEXT)
    )


def _action(values: Values) -> Action:
    defaults = {"by": words(values["by"])} if "by" in values else {}
    origins = _one_or_more(values.get("from"))
    stated = values.get("holder", KEEP if origins else IN_CHARGE)
    holder = stated if isinstance(stated, str) else KEEP
    return Action(
        name=values["name"],
        to=values.get("to"),
        origins=origins,
        holder=holder,
        results=tuple(_result(one) for one in values.get("results", ())),
        outcome=values.get("class"),
        required=_required(words(values.get("required")), holder),
        required_when={name: _condition(one) for name, one in values.get("required_when", {}).items()},
        recovers=values.get("recovers", False),
        feedback=values.get("feedback", False),
        returns=values.get("returns", False),
        once=values.get("once", False),
        limit=duration(values.get("limit")),
        holder_by=None if isinstance(stated, str) else _holder_by(stated),
        **defaults,
    )


def _holder_by(values: Values) -> HolderBy:
    return HolderBy(values["by"], dict(values["of"]), values.get("assumed"))


def _required(stated: tuple[str, ...], holder: str) -> tuple[str, ...]:
    """What is stated, and 承办单位 where the case goes to the unit named there."""
    missing = holder == ASSIGNEE and ASSIGNEE_COLUMN not in stated
    return (*stated, ASSIGNEE_COLUMN) if missing else stated


def _result(values: Values) -> Result:
    return Result(values["name"], values["class"], _one_or_more(values.get("from")))


def _condition(values: Values) -> tuple[str, str]:
    ((name, value),) = values.items()
    return name, str(value)


def _one_or_more(value: Any) -> tuple[str, ...]:
    return words(value) if isinstance(value, list) else words([value] if value is not None else None)
