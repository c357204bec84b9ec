"""The story of an enterprise in distress: application, negotiation, reorganisation or winding up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lib.simulation import climate
from lib.simulation.playing import Act, Scene, Story, wait
from lib.simulation.words import phrase, rows

# Applications made so many days before the end of the run are stuck in negotiation then: the board has
# something to decide. Only the first of each month, so that a big run is not stuck as a whole.
_STUCK_FROM, _STUCK_TO = 98, 165
_APART = 7  # enterprises between two applications of a month


def rescue(scene: Scene, day: date) -> Story:
    """申请, 组织谈判, then 重整, 清算, 庭外和解 or 撤回."""
    rng, office = scene.rng, scene.flow.in_charge
    # Another enterprise each time, of this month and the months about it: nobody is in distress seven times at once.
    row = rows("enterprises")[(day.year * 12 + day.month + _APART * scene.serial) % len(rows("enterprises"))]
    about = {"企业": row["name"], "职工人数": str(int(rng.lognormvariate(4.6, 0.7)) + 8), "行业": row["trade"]}
    stuck = scene.serial == 1 and _STUCK_FROM <= (scene.until - day).days <= _STUCK_TO
    yield Act(day, "申请", actor=office, attributes=about)
    day = yield from wait(scene, day, office, scene.limit("已申请"))
    if not stuck and scene.chance(0.07):
        yield Act(day, "办结", actor=office, result="撤回")
        return
    yield Act(day, "组织谈判", actor=office)
    if stuck:
        yield Act(scene.workdays.before(scene.until, 6), "催办", actor=office, text=phrase(rng, "urged"))
        return
    day = yield from wait(scene, day, office, scene.limit("谈判中"))
    yield from _after_talks(scene, day, office)


def _after_talks(scene: Scene, day: date, office: str) -> Iterator[Act]:
    drawn = scene.rng.random()
    if drawn < 0.17:
        yield Act(day, "办结", actor=office, result="庭外和解" if drawn < 0.13 else "撤回")
        return
    winding_up = drawn < 0.33
    yield Act(day, "进入清算" if winding_up else "进入重整", actor=office)
    limit = scene.limit("清算中" if winding_up else "重整中")
    last_day = scene.workdays.deadline(day, limit)
    if scene.chance(0.93):  # half a year is kept by most whoever handles it: the court presses
        closed_on = scene.workdays.before(scene.days_later(last_day, -75, -4), 1)
    else:
        closed_on = scene.days_later(last_day, 8, 45)
    success = scene.chance(0.80 + 0.08 * climate.years_in(day))
    result = "清算完毕" if winding_up else "重整成功" if success else "重整失败"
    yield Act(closed_on, "办结", actor=office, result=result)
