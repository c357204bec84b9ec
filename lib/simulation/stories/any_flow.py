"""The story of a flow that nobody wrote one for: from state to state by the actions its definition allows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from lib.domain.calendar import Duration
from lib.domain.plan import (
    ASSIGNEE,
    COURT_ONLY,
    DATE,
    HANDLING_UNIT,
    HOLDER_WORDS,
    IN_CHARGE,
    SUCCESS,
    Action,
    Attribute,
    Result,
)
from lib.simulation.playing import Act, Scene, Story, wait
from lib.simulation.words import rows

_MOST_ACTS = 12
# How often a way that cannot succeed is taken, next to one that can.
_SELDOM = 0.1


class _Standing(NamedTuple):
    """Where a case stands: its state, holder and handling unit, and the attributes given so far."""

    state: str
    holder: str
    unit: str
    given: Mapping[str, str]


def any_flow(scene: Scene, day: date) -> Story:
    """The register action, then forward actions until a final state; work is given back by none."""
    flow = scene.flow
    first = _Standing(flow.states[0].name, flow.in_charge, flow.in_charge, {})
    act, case = _act(scene, flow.register_action, day, first)
    yield act
    for _ in range(_MOST_ACTS):
        onward = [
            one
            for one in flow.actions
            if case.state in one.origins and one.to not in (None, case.state) and not one.returns
        ]
        if flow.state[case.state].final or not onward:
            return
        action = scene.rng.choices(onward, [_liking(one, case.state) for one in onward])[0]
        calm = flow.is_judicial(case.state) or flow.to_court == COURT_ONLY
        day = yield from wait(scene, day, case.holder, _limit(scene, case, day), calm=calm)
        act, case = _act(scene, action, day, case)
        yield act


def _liking(action: Action, state: str) -> float:
    """Ways that lead on or may succeed are taken often, the others seldom."""
    closing = bool(action.results) or action.outcome is not None
    outcomes = {action.outcome, *(one.outcome for one in _results(action, state))}
    return _SELDOM if closing and SUCCESS not in outcomes else 1.0


def _limit(scene: Scene, case: _Standing, day: date) -> Duration:
    """The limit of the state, or what is left to the date an attribute names."""
    stated = case.given.get(scene.flow.state[case.state].due_by or "")
    return Duration(max(0, (date.fromisoformat(stated) - day).days)) if stated else scene.limit(case.state)


def _act(scene: Scene, action: Action, day: date, case: _Standing) -> tuple[Act, _Standing]:
    """The action with every cell it needs, and where the case stands after it."""
    rng = scene.rng
    assignee = None
    if action.holder == ASSIGNEE or "承办单位" in action.required:
        assignee = rng.choice(_candidates(scene))
    results = _results(action, case.state)
    chances = [1.0 if one.outcome == SUCCESS else _SELDOM for one in results]
    act = Act(
        day,
        action.name,
        actor=assignee if action.registers and "unit" in action.by and assignee else case.holder,
        assignee=assignee,
        result=rng.choices(results, chances)[0].name if results else None,
        amount=Decimal(rng.randint(5, 300)) if action.recovers or "金额" in action.required else None,
        text="按程序办理" if "说明" in action.required else None,
        attributes=_attributes(scene, action, day),
    )
    given = {**case.given, **act.attributes}
    unit = (assignee or case.unit) if action.registers else case.unit
    return act, _Standing(action.to or case.state, _holder_after(scene, action, act, case, unit, given), unit, given)


def _results(action: Action, state: str) -> list[Result]:
    return [one for one in action.results if not one.states or state in one.states]


def _candidates(scene: Scene) -> list[str]:
    """The units a case may be given to: ranked ones, others where nobody is; of a 商请函 the courts."""
    if scene.flow.to_court == COURT_ONLY:
        return [unit.code for unit in scene.plan.units if unit.is_court]
    others = [unit for unit in scene.plan.units if not unit.is_court and unit.kind != "collective"]
    return [unit.code for unit in others if unit.ranked] or [unit.code for unit in others]


def _attributes(scene: Scene, action: Action, day: date) -> Mapping[str, str]:
    """All attributes that have choices or words of their own at registration, and those an action requires."""
    found: dict[str, str] = {}
    for one in scene.flow.attributes:
        told = bool(one.choices or _words(scene.flow.code, one.name))
        if one.name in action.required or (action.registers and told):
            found[one.name] = _value(scene, one, day)
    for name, (other, value) in action.required_when.items():
        if found.get(other) == value and name not in found:
            found[name] = _value(scene, scene.flow.attribute[name], day)
    return found


def _value(scene: Scene, attribute: Attribute, day: date) -> str:
    """A choice, a word of the list, or a stopgap; the list gives a date as days from the day of the act."""
    if attribute.choices:
        return scene.rng.choice(attribute.choices)
    words = _words(scene.flow.code, attribute.name)
    if attribute.kind == DATE:
        return (day + timedelta(days=int(scene.rng.choice(words or ("+30",))))).isoformat()
    return scene.rng.choice(words).replace("{year}", str(day.year)) if words else "演示"


@cache
def _words(flow: str, attribute: str) -> tuple[str, ...]:
    return tuple(row["text"] for row in rows("cells") if (row["flow"], row["attribute"]) == (flow, attribute))


def _holder_after(scene: Scene, action: Action, act: Act, case: _Standing, unit: str, given: Mapping[str, str]) -> str:
    if action.holder_by is not None:
        return action.holder_by.units[given[action.holder_by.attribute]]
    words = {ASSIGNEE: act.assignee or case.holder, IN_CHARGE: scene.flow.in_charge, HANDLING_UNIT: unit}
    return words.get(action.holder, case.holder if action.holder in HOLDER_WORDS else action.holder)
