"""A plan folder: which files it has, read and checked as a whole, and made into a plan."""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from lib.definitions.build_flow import flow_of
from lib.definitions.build_indicator import indicator_of
from lib.definitions.build_orders import orders_of
from lib.definitions.build_plan import calendar_of, deliverable_of, item_of, unit_of
from lib.definitions.build_scheme import scheme_of
from lib.definitions.check_references import reference_problems
from lib.definitions.check_scheme import scheme_problems
from lib.definitions.document import document_text, from_document
from lib.definitions.structure import structure_problems
from lib.definitions.yaml_source import Source, Spot, read_yaml
from lib.domain.plan import Plan, Scheme
from lib.errors import Problem, Refused

REQUIRED, OPTIONAL = ("plan", "units", "scheme"), ("calendar", "indicators")
_LAST = 10**6


def load(folder: Path | str) -> Plan:
    """The plan of `folder` with its digest; Refused with every problem of every file at once."""
    folder = Path(folder)
    problems = _stray_files(folder)
    files = {kind: _read(folder, f"{kind}.yaml", kind, problems) for kind in REQUIRED + OPTIONAL}
    names = sorted(f"flows/{path.name}" for path in (folder / "flows").glob("*.yaml"))
    flows = [_read(folder, name, "flow", problems) for name in names]
    flows.sort(key=_order)
    if all(spot.source.readable for spot in (*files.values(), *flows)):
        problems += reference_problems(files, flows)  # else every code of an unread file would be unknown
    if problems:
        raise Refused(problems)
    return from_document(document_text(_plan_of(files, flows)))  # exactly what the database will give back


def to_document(folder: Path | str) -> str:
    """The canonical JSON text of the plan in `folder`, as the database keeps it."""
    return document_text(load(folder))


def load_scheme(file: Path | str, plan: Plan) -> Scheme:
    """Another scheme for `plan`; leagues, commendation and ladder it does not state are the plan's. Refused with
    every problem."""
    file, problems = Path(file), list[Problem]()
    spot = _read(file.parent, file.name, "scheme", problems)
    problems += scheme_problems(spot, plan.flow, plan.indicator)
    if problems:
        raise Refused(problems)
    own, stated = plan.scheme, spot.value
    values = {"leagues": dict(own.leagues), **stated}
    scheme = scheme_of(values, only_entered=_only_entered(plan.deliverables, plan.flows))
    scheme = scheme if "commendation" in stated else replace(scheme, commend_share=own.commend_share)
    return scheme if "ladder" in stated else replace(scheme, ladder=own.ladder)


def _only_entered(deliverables: Sized, flows: Sized) -> bool:
    """Whether a plan has neither duties nor cases: all it can judge are entered numbers."""
    return not deliverables and not flows


def _read(folder: Path, name: str, kind: str, problems: list[Problem]) -> Spot:
    """The root of a file, empty where it is absent; what is wrong with it is added to `problems`."""
    path = folder / name
    if not path.is_file():
        if kind in REQUIRED:
            problems.append(Problem(name, f"方案文件夹 {folder} 里缺少这个文件。"))
        return Spot(Source(name, readable=kind not in REQUIRED), (), {})
    try:
        source = read_yaml(name, path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        problems.append(Problem(name, "文件不是 UTF-8 编码；请另存为 UTF-8。"))
        return Spot(Source(name, readable=False), (), {})
    problems += source.problems
    if source.readable:
        problems += structure_problems(source, kind)
    return Spot(source, (), source.value)


def _stray_files(folder: Path) -> list[Problem]:
    """Files that no part of the plan is read from: most often a misspelt name."""
    known = [f"{kind}.yaml" for kind in REQUIRED + OPTIONAL]
    strays = sorted(path.name for path in folder.glob("*.y*ml") if path.name not in known)
    strays += sorted(f"flows/{path.name}" for path in (folder / "flows").glob("*.yml"))
    return [Problem(name, _stray(name, known)) for name in strays]


def _stray(name: str, known: list[str]) -> str:
    if name.endswith(".yml"):
        return "扩展名应为 .yaml。"
    near = get_close_matches(name, known, 1)
    hint = f"是不是 {near[0]}？" if near else f"可有的文件：{'、'.join(known)} 和 flows/*.yaml。"
    return f"不认识的文件。{hint}"


def _order(flow: Spot) -> tuple[int, str]:
    order = flow.at("order").value
    return (order if isinstance(order, int) else _LAST, flow.source.file)


def _plan_of(files: dict[str, Spot], flow_spots: list[Spot]) -> Plan:
    values = files["plan"].value
    units = tuple(unit_of(one) for one in files["units"].value["units"])
    items = tuple(item_of(one) for one in values.get("items", ()))
    deliverables = tuple(deliverable_of(one) for one in values.get("deliverables", ()))
    flows = tuple(flow_of(spot.value) for spot in flow_spots)
    by_no = {item.no: item for item in items}
    stated = files["indicators"].value.get("indicators", ())
    settings = {"roll_forward": True, **values.get("settings", {})}
    return Plan(
        code=values["code"],
        title=values["title"],
        version=str(values["version"]),
        issued_on=date.fromisoformat(values["issued_on"]),
        units=units,
        items=items,
        deliverables=deliverables,
        flows=flows,
        indicators=tuple(indicator_of(one, by_no, units) for one in stated),
        scheme=scheme_of(files["scheme"].value, only_entered=_only_entered(deliverables, flows)),
        calendar=calendar_of(files["calendar"].value, settings["roll_forward"]),
        settings={key: str(value).lower() if value in (True, False) else value for key, value in settings.items()},
        orders=orders_of(values.get("orders")),
    )
