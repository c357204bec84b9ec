"""Stories of the financial platforms: collecting non-performing loans, mediating financial disputes."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date
from decimal import Decimal

from lib.simulation import climate
from lib.simulation.playing import Act, Scene, Story, wait
from lib.simulation.words import Weighted, rows

COURT = "qfy"
_DEBTOR = Weighted(("企业", "其他", "公职人员"), (58, 34, 8))
_SOURCE = Weighted(("法院委托", "机构委托", "投诉"), (46, 38, 16))
_CENT = Decimal("0.01")


def npl(scene: Scene, day: date) -> Story:
    """委托, 启动清收, some 回款, perhaps 移送执行 with more 回款, 办结."""
    rng, office = scene.rng, scene.flow.in_charge
    loan = Decimal(round(12 + rng.lognormvariate(4.1, 0.9), 2)).quantize(_CENT)
    who = {"银行": rng.choice(rows("banks"))["name"], "对象": _DEBTOR.draw(rng)}
    yield Act(day, "委托", actor=office, amount=loan, attributes=who)
    day = yield from wait(scene, day, office, scene.limit("已委托"))
    yield Act(day, "启动清收", actor=office)
    left_on = yield from wait(scene, day, office, scene.limit("清收中"), calm=True)  # money comes in between
    full = scene.chance(0.34 + 0.12 * climate.years_in(day))
    before_court = 1.0 if full and scene.chance(0.7) else rng.uniform(0, 0.6)
    got = yield from _recovered(scene, day, left_on, loan * Decimal(round(before_court, 4)), office)
    if got < loan and scene.chance(0.45):
        yield Act(left_on, "移送执行", actor=office)
        day, left_on = left_on, scene.days_later(left_on, 45, 200)
        share = 1.0 if full else rng.uniform(0, 0.8)
        got += yield from _recovered(scene, day, left_on, (loan - got) * Decimal(round(share, 4)), COURT)
    result = "全部收回" if got >= loan else "部分收回" if got > 0 else "终止清收"
    yield Act(left_on, "办结", actor=office, result=result)


def _recovered(scene: Scene, since: date, until: date, amount: Decimal, actor: str) -> Generator[Act, None, Decimal]:
    """One to three 回款 between two days; returns the sum of those acts."""
    amount = amount.quantize(_CENT)
    days = scene.workdays.between(since, until)
    if amount < 1 or not days:
        return Decimal(0)
    count = scene.rng.randint(1, 3)
    part = (amount / count).quantize(_CENT)
    paid = [part] * (count - 1)
    paid.append(amount - sum(paid, Decimal(0)))
    for day, one in zip(sorted(scene.rng.choices(days, k=count)), paid, strict=True):
        yield Act(day, "回款", actor=actor, amount=one)
    return amount


def finance_mediation(scene: Scene, day: date) -> Story:
    """受理, 分派, then 调解成功 and 司法确认, or 办结 at once."""
    rng, office = scene.rng, scene.flow.in_charge
    yield Act(day, "受理", actor=office, attributes={"来源": _SOURCE.draw(rng)})
    day = yield from wait(scene, day, office, scene.limit("已受理"))
    yield Act(day, "分派", actor=office)
    day = yield from wait(scene, day, office, scene.limit("调解中"))
    drawn, agreed = rng.random(), 0.42 + 0.14 * climate.years_in(day)
    if drawn < agreed:
        yield Act(day, "调解成功", actor=office)
        day = yield from wait(scene, day, COURT, scene.limit("待确认"), calm=True)
        yield Act(day, "办结", actor=COURT, result="司法确认")
        return
    result = "达成协议" if drawn < agreed + 0.2 else "反馈法院" if drawn < 0.95 else "撤回"
    yield Act(day, "办结", actor=office, result=result)
