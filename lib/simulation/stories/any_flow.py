"""The story of a flow that nobody wrote one for: from state to state by the actions its definition allows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from lib.domain.plan import ASSIGNEE, HOLDER_WORDS, IN_CHARGE, Action
from lib.simulation.playing import Act, Scene, Story, wait

_MOST_ACTS = 12


def any_flow(scene: Scene, day: date) -> Story:
    """The register action, then forward actions until a final state; work is given back by none."""
    flow = scene.flow
    state = flow.states[0].name if flow.register_action.to is None else flow.register_action.to
    act, holder = _act(scene, flow.register_action, day, flow.in_charge, state)
    yield act
    for _ in range(_MOST_ACTS):
        onward = [
            one for one in flow.actions if state in one.origins and one.to not in (None, state) and not one.returns
        ]
        if flow.state[state].final or not onward:
            return
        action = scene.rng.choice(onward)
        day = yield from wait(scene, day, holder, scene.limit(state), calm=flow.is_judicial(state))
        act, holder = _act(scene, action, day, holder, state)
        yield act
        state = action.to or state


def _act(scene: Scene, action: Action, day: date, holder: str, state: str) -> tuple[Act, str]:
    """The action with every cell it needs, and the holder after it."""
    rng = scene.rng
    assignee = None
    if action.holder == ASSIGNEE or "承办单位" in action.required:
        assignee = rng.choice(
            [unit.code for unit in scene.plan.units if not unit.is_court and unit.kind != "collective"]
        )
    results = [one.name for one in action.results if not one.states or state in one.states]
    act = Act(
        day,
        action.name,
        actor=holder,
        assignee=assignee,
        result=rng.choice(results) if results else None,
        amount=Decimal(rng.randint(5, 300)) if action.recovers or "金额" in action.required else None,
        text="按程序办理" if "说明" in action.required else None,
        attributes=_attributes(scene, action),
    )
    return act, _holder_after(scene, action, assignee, holder)


def _attributes(scene: Scene, action: Action) -> Mapping[str, str]:
    """All attributes with choices at registration, and those an action requires."""
    found: dict[str, str] = {}
    for attribute in scene.flow.attributes:
        if attribute.name in action.required or (action.registers and attribute.choices):
            found[attribute.name] = scene.rng.choice(attribute.choices) if attribute.choices else "演示"
    for name, (other, value) in action.required_when.items():
        if found.get(other) == value and name not in found:
            choices = scene.flow.attribute[name].choices
            found[name] = scene.rng.choice(choices) if choices else "演示"
    return found


def _holder_after(scene: Scene, action: Action, assignee: str | None, holder: str) -> str:
    if action.holder == ASSIGNEE:
        return assignee or holder
    if action.holder == IN_CHARGE:
        return scene.flow.in_charge
    return holder if action.holder in HOLDER_WORDS else action.holder
