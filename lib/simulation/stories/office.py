"""Stories of the office flows: supervision orders, requests for help between units, decisions of meetings."""

from __future__ import annotations

from datetime import date, timedelta

from lib.domain.calendar import Duration
from lib.domain.duties import Occurrence, occurrences
from lib.domain.plan import Plan
from lib.simulation.climate import late_share
from lib.simulation.playing import Act, Scene, Story, Waiting, wait
from lib.simulation.words import Weighted, phrase, rows_by_weight
from lib.simulation.workdays import ONE_DAY

_GRADE = Weighted(("提醒单", "预警单", "督办单"), (52, 30, 18))
_MET_ON, _DUE_IN = 12, (7, 14, 14, 21, 30)
_DONE_BEFORE = timedelta(days=16)  # more than a duty is ever done before its due
_ASKED_AMONG = 4  # duties nearest to their due: for which a unit asks for more time
_KEPT = Weighted(("已落实", "未落实", "取消"), (88, 8, 4))
_SOURCE = Weighted(("计划", "会议", "批示", "系统"), (34, 26, 16, 24))


def supervision_order(scene: Scene, day: date) -> Story:
    """签发, 签收, 反馈 (some given back), 销号, now and then 回头看."""
    rng, office = scene.rng, scene.flow.in_charge
    row = rows_by_weight("orders", "unit", scene.units).draw(rng)
    about = {"等级": _GRADE.draw(rng), "来源": _SOURCE.draw(rng), "事由": row["text"]}
    yield Act(day, "签发", actor=office, assignee=row["unit"], attributes=about)
    day = yield from wait(scene, day, row["unit"], scene.limit("已签发"))
    yield Act(day, "签收", actor=row["unit"])
    day = yield from _handled(scene, day, row["unit"], scene.limit("办理中"))
    yield Act(day, "销号", actor=office, result="完成" if scene.chance(0.96) else "撤销")
    if "回头看" in scene.flow.action and scene.chance(0.05):
        day = scene.days_later(day, 20, 60)
        yield Act(day, "回头看", actor=office, text=phrase(rng, "again"))
        day = yield from _handled(scene, day, row["unit"], Duration(5, working=True))
        yield Act(day, "销号", actor=office, result="完成")


def _handled(scene: Scene, day: date, unit: str, limit: Duration) -> Waiting:
    """反馈 of the unit, perhaps 退回 and 反馈 again; returns the day of the office's decision."""
    office, returns = scene.flow.in_charge, 0
    while True:
        day = yield from wait(scene, day, unit, limit)
        yield Act(day, "反馈", actor=unit, text=phrase(scene.rng, "fed_back"))
        day = yield from wait(scene, day, office, scene.limit("已反馈"))
        if returns or not scene.chance(0.05 + 0.4 * late_share(unit, day)):
            return day
        yield Act(day, "退回", actor=office, text=phrase(scene.rng, "sent_back"))
        limit, returns = scene.flow.limit_on_return or limit, 1


def cooperation_request(scene: Scene, day: date) -> Story:
    """请求, then 配合 or, seldom, 拒绝."""
    row = rows_by_weight("requests", "asker", scene.units).draw(scene.rng)
    helper = row["helper"]
    yield Act(day, "请求", actor=row["asker"], assignee=helper, text=row["text"])
    day = yield from wait(scene, day, helper, scene.limit("待配合"))
    if scene.chance(0.04):
        yield Act(day, "拒绝", actor=helper, text=phrase(scene.rng, "refused"))
    else:
        yield Act(day, "配合", actor=helper)


def decision(scene: Scene, day: date) -> Story:
    """议定 at the meeting of those two months, 反馈 (some given back), 办结."""
    rng, office = scene.rng, scene.flow.in_charge
    row = rows_by_weight("decisions", "unit", scene.units).draw(rng)
    day = _sitting(scene, day)
    due = scene.workdays.after(day + ONE_DAY * rng.choice(_DUE_IN), 0)
    about = {"会议": "府院联动工作联席会议", "议题": row["text"], "期限": due.isoformat()}
    yield Act(day, "议定", actor=office, assignee=row["unit"], attributes=about)
    day = yield from _handled(scene, day, row["unit"], Duration((due - day).days))
    yield Act(day, "办结", actor=office, result=_KEPT.draw(rng))


def extension(scene: Scene, day: date) -> Story:
    """申请 by the owner of a duty that falls due in the months ahead, then 不同意 or 撤回: what is granted is a change of
    the duty, which duties tell."""
    asked = scene.rng.choice(_fall_due(scene.plan, day))
    code, period = asked.key
    about = {"任务编号": code, "周期": period or "", "新期限": scene.days_later(asked.due, 10, 45).isoformat()}
    owner, text = asked.deliverable.owner, phrase(scene.rng, "extension")
    yield Act(day, "申请", actor=owner, assignee=owner, text=text, attributes={k: v for k, v in about.items() if v})
    day = yield from wait(scene, day, scene.flow.in_charge, scene.limit("已申请"))
    if scene.chance(0.25):
        yield Act(day, "撤回", actor=owner, result="撤回")
    else:
        yield Act(day, "审批", actor=scene.flow.in_charge, result="不同意", text=phrase(scene.rng, "kept_due"))


def _fall_due(plan: Plan, day: date) -> list[Occurrence]:
    """Duties open on `day` that nobody has done yet, the nearest to its due first: of units other than courts and the
    office, where there are any."""
    owned = [one for one in plan.deliverables if not (plan.unit[one.owner].is_court or plan.unit[one.owner].office)]
    each = [occurrences(one, plan.issued_on, day, plan.calendar) for one in owned or plan.deliverables]
    found = sorted((one for own in each for one in own), key=lambda one: (one.due, one.deliverable.code))
    ahead = [one for one in found if one.due > day + _DONE_BEFORE]
    return ahead[:_ASKED_AMONG] or found[-_ASKED_AMONG:]


def _sitting(scene: Scene, day: date) -> date:
    """The day of the meeting: one every two months, in the second of them; the last one there was, where that is yet to
    come; the day itself, where that was in another year or before the plan."""
    month = day.month + day.month % 2
    for sits_in in (month, month - 2):
        if sits_in > 0:
            found = scene.workdays.after(date(day.year, sits_in, _MET_ON), 0)
            if scene.plan.issued_on < found <= scene.until:
                return found
    return day
