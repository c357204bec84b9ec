"""Stories of the judicial flows: administrative litigation, and disputes resolved by the procuratorate."""

from __future__ import annotations

from datetime import date
from random import Random

from lib.simulation import climate
from lib.simulation.playing import Act, Scene, Story
from lib.simulation.words import Row, Weighted, rows_by_weight

COURT, PROCURATORATE = "qfy", "qjcy"

_LOST = Weighted(("判决撤销", "确认违法", "责令履行", "确认无效", "判决变更", "判决赔偿"), (45, 28, 12, 5, 4, 6))
_SETTLED = Weighted(("准许撤诉", "调解", "按撤诉处理"), (60, 25, 15))
_NEUTRAL = Weighted(("裁定驳回起诉", "移送"), (85, 15))
_WHY_LOST = Weighted(("程序", "事实认定", "法律适用"), (48, 32, 20))
_INSTANCE = Weighted(("一审", "二审", "再审"), (88, 10, 2))
_HEAD = Weighted(("副职", "正职", "分管负责人"), (58, 22, 20))
_ABSENCE = Weighted(("不可替代的公务", "其他正当事由", "意外事件", "不可抗力"), (55, 30, 10, 5))


def litigation(scene: Scene, day: date) -> Story:
    """立案, none to two 开庭, 审结."""
    rng = scene.rng
    row = rows_by_weight("causes", "agency", scene.units).draw(rng)
    result, fate = _result(rng, day)
    yield Act(day, "立案", actor=COURT, assignee=row["agency"], attributes=_filing(rng, row))
    if fate in ("lost", "won") or scene.chance(0.45):
        day = scene.days_later(day, 28, 95)
        yield _hearing(scene, day, row["agency"])
        if scene.chance(0.12):
            day = scene.days_later(day, 14, 40)
            yield _hearing(scene, day, row["agency"])
        day = scene.days_later(day, 10, 130 if scene.chance(0.07) else 62)
    else:
        day = scene.days_later(day, 12, 60)
    why = {"败诉原因": _WHY_LOST.draw(rng)} if fate == "lost" else {}
    yield Act(day, "审结", actor=COURT, result=result, attributes=why)


def _filing(rng: Random, row: Row) -> dict[str, str]:
    return {
        "案由": row["cause"],
        "管理领域": row["field"],
        "审级": _INSTANCE.draw(rng),
        "再次起诉": "是" if rng.random() < 0.045 else "否",
    }


def _result(rng: Random, day: date) -> tuple[str, str]:
    """The result the case will have, and whether the agency lost, settled, won, or neither."""
    drawn, lost, settled = rng.random(), climate.in_year(climate.LOST, day), climate.in_year(climate.SETTLED, day)
    if drawn < lost:
        return _LOST.draw(rng), "lost"
    if drawn < lost + settled:
        return _SETTLED.draw(rng), "settled"
    if drawn < lost + settled + 0.09:
        return _NEUTRAL.draw(rng), "neutral"
    return "判决驳回诉讼请求", "won"


def _hearing(scene: Scene, day: date, agency: str) -> Act:
    rng = scene.rng
    if scene.chance(climate.presence(agency, day)):
        there = {
            "负责人出庭": "是",
            "出庭职务": _HEAD.draw(rng),
            "发言": "是" if scene.chance(0.62 + 0.3 * climate.years_in(day)) else "否",
        }
        return Act(day, "开庭", actor=COURT, attributes=there)
    absent = {"负责人出庭": "否"}
    if scene.chance(0.4):
        absent["缺席事由"] = _ABSENCE.draw(rng)
    return Act(day, "开庭", actor=COURT, attributes=absent)


def procuratorate(scene: Scene, day: date) -> Story:
    """受理, 办结: more resolved every year."""
    agency = rows_by_weight("causes", "agency", scene.units).draw(scene.rng)["agency"]
    yield Act(day, "受理", actor=PROCURATORATE, assignee=agency)
    closed_on = scene.days_later(day, 18, 105 if scene.chance(0.1) else 80)
    resolved = scene.chance(0.60 + 0.22 * climate.years_in(day))
    yield Act(closed_on, "办结", actor=PROCURATORATE, result="化解" if resolved else "未化解")
