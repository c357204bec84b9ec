"""References inside a plan folder: every code that is named must be defined, once (domain.md 1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from lib.definitions.check_flow import flow_problems
from lib.definitions.check_indicator import indicator_problems
from lib.definitions.check_orders import order_problems
from lib.definitions.check_scheme import scheme_problems
from lib.definitions.check_words import all_unknown, repeated, texts, unknown
from lib.definitions.yaml_source import Spot
from lib.domain.plan import HOLDER_WORDS
from lib.errors import Problem


def reference_problems(files: Mapping[str, Spot], flows: Sequence[Spot]) -> list[Problem]:
    """Every reference that leads nowhere, every code given twice, over all files; tolerates broken structure."""
    units = list(files["units"].at("units").each())
    items = list(files["plan"].at("items").each())
    indicators = list(files["indicators"].at("indicators").each())
    unit_codes, item_nos = texts(units, "code"), texts(items, "no")
    indicator_by_code = {spot.at("code").text: spot.value for spot in indicators}
    flow_codes = texts(flows, "code")
    problems = _plan_problems(files["plan"], unit_codes, item_nos)
    problems += order_problems(files["plan"].at("orders"))
    problems += _unit_problems(units, [key for key, _ in files["scheme"].at("leagues").entries()])
    problems += _calendar_problems(files["calendar"])
    problems += indicator_problems(indicators, items, unit_codes, {flow.at("code").text: flow for flow in flows})
    problems += scheme_problems(files["scheme"], flow_codes, indicator_by_code)
    problems += repeated(flows, "code", "台账代码") + repeated(flows, "name", "台账名称")
    for flow in flows:
        problems += flow_problems(flow, unit_codes, item_nos)
    return problems


def _plan_problems(plan: Spot, unit_codes: Collection[str], item_nos: Collection[str]) -> list[Problem]:
    items, deliverables = list(plan.at("items").each()), list(plan.at("deliverables").each())
    problems = repeated(items, "no", "事项编号") + repeated(deliverables, "code", "任务编号")
    for item in items:
        named = [item.at("lead"), *item.at("members").each(), *item.at("named").each()]
        named += [spot for _, spot in item.at("spellings").entries()]
        problems += all_unknown(named, "单位", unit_codes)
    for deliverable in deliverables:
        problems += unknown(deliverable.at("item"), "事项", item_nos)
        problems += all_unknown([deliverable.at("owner"), *deliverable.at("helpers").each()], "单位", unit_codes)
        problems += _due_problems(deliverable)
    return problems


def _due_problems(deliverable: Spot) -> list[Problem]:
    """Exactly one kind of due, and only the keys that belong to it; the owner is no helper."""
    stated = [key for key in ("due", "every", "standing") if deliverable.at(key).value not in (None, False)]
    problems = []
    if len(stated) != 1:
        now = "、".join(stated) or "都没有写"
        problems.append(deliverable.problem(f"due、every、standing 要写且只写一个，现为 {now}。"))
    for key, allowed in (("due_after", ("every", "standing")), ("first_due", ("every",))):
        if deliverable.at(key).text and not set(stated) & set(allowed):
            problems.append(deliverable.at(key).problem(f"{key} 只用于写了 {' 或 '.join(allowed)} 的任务。"))
    owner = deliverable.at("owner").text
    doubled = [spot for spot in deliverable.at("helpers").each() if spot.text == owner]
    return problems + [spot.problem(f"责任单位“{owner}”不能又是配合单位。") for spot in doubled]


def _unit_problems(units: Sequence[Spot], leagues: Collection[str]) -> list[Problem]:
    problems = repeated(units, "code", "单位代码")
    seen: dict[str, str] = {}
    for unit in units:
        code = unit.at("code")
        if code.text in HOLDER_WORDS or code.text == "ranked":
            problems.append(code.problem(f"“{code.text}”是保留的词，不能作单位代码。"))
        problems += unknown(unit.at("league"), "组别", leagues)
        problems += _ambiguous(unit, seen)
        problems += _rank_problems(unit)
    return problems


def _rank_problems(unit: Spot) -> list[Problem]:
    kind, ranked, league = unit.at("kind").text, unit.at("ranked"), unit.at("league")
    if kind in ("court", "procuratorate") and (ranked.value is True or league.text):
        return [
            (ranked if ranked.value is True else league).problem("法院、检察院不参加排名，不能有组别或 ranked: true。")
        ]
    return []


def _ambiguous(unit: Spot, seen: dict[str, str]) -> list[Problem]:
    """A spelling, with or without 区, that already means another unit."""
    code, problems = unit.at("code").text, []
    for spot in (unit.at("code"), unit.at("name"), unit.at("short"), *unit.at("aliases").each()):
        for spelling in {spot.text, spot.text.removeprefix("区")} - {""}:
            other = seen.setdefault(spelling, code)
            if other != code:
                problems.append(spot.problem(f"“{spelling}”既指 {other} 又指 {code}；一个名称只能指一个单位。"))
    return problems


def _calendar_problems(calendar: Spot) -> list[Problem]:
    """Rest days are weekdays of their year, make-up days its weekend days."""
    problems = []
    for year, spot in calendar.at("years").entries():
        for key, weekend in (("rest_days", False), ("makeup_days", True)):
            for day in spot.at(key).each():
                problems += _day_problems(day, year, weekend)
    return problems


def _day_problems(day: Spot, year: str, weekend: bool) -> list[Problem]:
    try:
        written = date.fromisoformat(day.text)
    except ValueError:
        return []  # already a breach of the schema
    if str(written.year) != year:
        return [day.problem(f"{day.text} 不在 {year} 年。")]
    if (written.weekday() >= 5) != weekend:
        words = ("makeup_days 只写周六、周日", "rest_days 只写周一至周五")
        return [day.problem(f"{day.text} 写错了地方：{words[0] if weekend else words[1]}。")]
    return []
