"""Stories of the two dispute platforms: administrative disputes, and the non-litigation service centre."""

from __future__ import annotations

from datetime import date
from random import Random

from lib.domain.calendar import Duration
from lib.simulation import climate
from lib.simulation.playing import Act, Scene, Story, Waiting, wait
from lib.simulation.words import phrase, rows_by_weight


def dispute(scene: Scene, day: date) -> Story:
    """登记, 移送, 交办, 反馈 (one in ten given back), 办结."""
    rng, centre = scene.rng, scene.flow.in_charge
    row = rows_by_weight("disputes", "agency", scene.units).draw(rng)
    agency = row["agency"]
    stage = {"阶段": "诉前" if scene.chance(0.68) else "诉中", "争议类型": row["kind"]}
    yield Act(day, "登记", actor=centre, assignee=agency, attributes=stage)
    day = yield from wait(scene, day, centre, scene.limit("已登记"))
    yield Act(day, "移送", actor=centre)
    day = yield from wait(scene, day, centre, scene.limit("已移送"))
    yield Act(day, "交办", actor=centre, assignee=agency)
    day = yield from _worked_out(scene, day, agency, centre)
    yield Act(day, "办结", actor=centre, result=_ending(rng, day))


def _worked_out(scene: Scene, day: date, agency: str, centre: str) -> Waiting:
    """反馈 of the agency, perhaps 退回重办 and 反馈 again; returns the day of the closing."""
    again = scene.flow.limit_on_return or Duration(5, working=True)
    limit, returns = scene.limit("已交办"), 0
    while True:
        day = yield from wait(scene, day, agency, limit)
        yield Act(day, "反馈", actor=agency, text=phrase(scene.rng, "fed_back"))
        day = yield from wait(scene, day, centre, scene.limit("已反馈"))
        if returns == 2 or not scene.chance(0.35 * climate.late_share(agency, day) + 0.03):
            return day
        yield Act(day, "退回重办", actor=centre, text=phrase(scene.rng, "sent_back"))
        limit, returns = again, returns + 1


def _ending(rng: Random, day: date) -> str:
    drawn, resolved = rng.random(), 0.60 + 0.15 * climate.years_in(day)
    if drawn < resolved:
        return "化解成功"
    return "未化解" if drawn < 0.95 else "终止"


def nonlitigation(scene: Scene, day: date) -> Story:
    """受理, 分派, 办结; the shares outside, at the door and judged move around 70, 20 and 10."""
    rng, centre = scene.rng, scene.flow.in_charge
    row = rows_by_weight("mediations", "unit", scene.units).draw(rng)
    result, source = _layer(rng, day)
    words = {"来源": source, "层级": row["level"], "类型": row["kind"]}
    yield Act(day, "受理", actor=centre, assignee=row["unit"], attributes=words)
    day = yield from wait(scene, day, centre, scene.limit("已受理"))
    if result == "撤回" and scene.chance(0.5):
        yield Act(day, "办结", actor=centre, result=result)
        return
    yield Act(day, "分派", actor=centre, assignee=row["unit"])
    day = yield from wait(scene, day, row["unit"], scene.limit("调解中"))
    yield Act(day, "办结", actor=row["unit"], result=result)


def _layer(rng: Random, day: date) -> tuple[str, str]:
    """Result and source of a dispute."""
    outside, door, _ = climate.layers(day)
    drawn = rng.random()
    if rng.random() < 0.035:
        return "撤回", "自行受理" if drawn < 0.7 else "法院委派"
    if drawn < outside:
        return "调解成功", "自行受理"
    if drawn < outside + door:
        return "调解成功", "法院委派"
    return "转诉讼裁判", "自行受理" if rng.random() < 0.55 else "法院委派"
