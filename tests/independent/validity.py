"""Says what in the rows of a district the contract would refuse, so that the invented districts stay valid."""

from datetime import date

from . import register as reg
from .calculation import (
    occurrences_of,
    owner_on,
    period_days,
    read,
    read_date,
    read_unit,
)


def problems(sheets, today=date(2026, 11, 1)):
    """Every breach found, as sentences."""
    facts = read(sheets, today)
    found = []
    found += report_problems(facts, sheets["进展填报"])
    found += key_problems(sheets)
    found += change_problems(facts, sheets["任务调整"])
    for code, numbers in facts["cases"].items():
        for number, events in numbers.items():
            found += [f"{number}: {text}" for text in case_problems(code, events)]
    found += entry_problems(facts)
    return found


def occurrence_named(code, label, day):
    return next((one for one in occurrences_of(code, day) if one["label"] == label), None)


def may_report(facts, occurrence, report):
    """Completion by the owner, progress by owner, helper or a former owner."""
    owner = owner_on(facts, occurrence, report["date"])
    if report["completion"]:
        return report["unit"] == owner
    _, first_owner, helpers, _ = reg.DELIVERABLES[report["code"]]
    return report["unit"] in (owner, first_owner, *helpers)


def report_problems(facts, rows):
    found = []
    for report, row in zip(facts["reports"], rows, strict=True):
        name = f"{report['code']} {report['unit']} {report['date']}"
        occurrence = occurrence_named(report["code"], report["occurrence"], report["date"])
        if occurrence is None:
            found.append(f"{name}: before the occurrence opened")
            continue
        if not may_report(facts, occurrence, report):
            found.append(f"{name}: not a unit that may report this")
        verdict, verified, by = report["verdict"], report["verified_on"], row["核实人"]
        if len({bool(verdict), bool(verified), bool(by)}) != 1:
            found.append(f"{name}: the three cells of verification do not stand together")
        if verified and not report["date"] <= verified <= facts["today"]:
            found.append(f"{name}: verified before the report or in the future")
        accepted = report["accepted_on"]
        if accepted and not (verdict == "通过" and occurrence["opens"] <= accepted <= verified):
            found.append(f"{name}: 认定日期 outside its bounds")
        if report["recorded_on"] < report["date"] or (report["completion"] and row["完成比例"] not in ("", "100")):
            found.append(f"{name}: recorded too early or a wrong percent")
    return found


def key_problems(sheets):
    """Two rows of one key: refused, except equal rows of the ledger."""
    keys = {
        "进展填报": ("任务编号", "责任单位", "周期", "发生日期", "类型"),
        "任务调整": ("任务编号", "周期", "类型", "日期"),
        "台账流转": ("台账", "编号", "动作", "日期", "记录时间"),
        "考核加减分": ("考核期", "单位", "类型", "日期", "事由"),
        "指标填报": ("考核期", "单位", "指标", "日期"),
    }
    found = []
    for kind, names in keys.items():
        seen = {}
        for row in sheets[kind]:
            key = tuple(meaning(name, row[name]) for name in names)
            content = tuple(meaning(name, value) for name, value in sorted(row.items()))
            if key in seen and (kind != "台账流转" or seen[key] != content):
                found.append(f"{kind}: two rows of {key}")
            seen[key] = content
    return found


def meaning(name, text):
    if name in ("责任单位", "单位", "操作单位", "承办单位"):
        return read_unit(text)
    if name in ("发生日期", "日期"):
        return read_date(text)
    return text


def change_problems(facts, rows):
    found = []
    for change, row in zip(facts["changes"], rows, strict=True):
        wanted = {"延期": (True, False), "改派": (False, True), "核销": (False, False)}[change["kind"]]
        if (bool(row["新期限"]), bool(row["新责任单位"])) != wanted:
            found.append(f"{change['code']}: wrong cells for {change['kind']}")
        if occurrence_named(change["code"], change["label"], change["date"]) is None:
            found.append(f"{change['code']} {change['label']}: changed before it opened")
    return found


def case_problems(code, events):
    """Replay of the rules of section 3 for one case."""
    flow, found = reg.FLOWS[code], []
    state, paused, looked_again, last = None, False, False, events[0]["date"]
    for event in events:
        action, cells = event["action"], event["cells"]
        if event["recorded_on"] < event["date"] or event["date"] < last:
            found.append(f"{action}: dates run backwards")
        last = event["date"]
        if event["date"] < reg.ISSUED_ON and not flow.get("judicial"):
            found.append(f"{action}: before the plan was issued")
        if paused != (action == "恢复"):
            found.append(f"{action}: wrong while paused or not paused")
        if action in ("催办", "中止", "恢复"):
            found += clock_problems(flow, action, state)
            paused = action == "中止"
            continue
        sources, target, holder = flow["actions"][action]
        if (state not in sources) if sources else state is not None:
            found.append(f"{action}: not allowed from {state}")
        if action == "回头看" and looked_again:
            found.append("回头看: a second time")
        looked_again = looked_again or action == "回头看"
        found += cell_problems(flow, event, cells, state, target, holder)
        state = target or state
    return found


def clock_problems(flow, action, state):
    if state is None or state in flow["final"]:
        return [f"{action}: no clock runs in {state}"]
    if action == "催办" and (flow.get("judicial") or state in flow.get("judicial_states", [])):
        return ["催办: refused in a judicial state"]
    return []


def cell_problems(flow, event, cells, state, target, holder):
    found, action, result = [], event["action"], event["result"]
    closes = target in flow["final"] and bool(flow["results"])
    if closes != (result in flow["results"]):
        found.append(f"{action}: result {result}")
    if closes and state not in flow.get("results_from", {}).get(result, [state]):
        found.append(f"{action}: {result} from {state}")
    if holder == "assignee" and not event["handler"]:
        found.append(f"{action}: no 承办单位")
    if holder != "assignee" and state is not None and event["handler"]:
        found.append(f"{action}: 承办单位 where none belongs")
    if action == "签发" and event["handler"] in reg.COURT_AND_PROCURATORATE:
        found.append("签发: to court or procuratorate")
    if action == "请求" and not cells["操作单位"]:
        found.append("请求: no 操作单位")
    if action in ("回头看", "拒绝") and not cells["说明"]:
        found.append(f"{action}: no 说明")
    if action == "回款" and not event["amount"]:
        found.append("回款: no amount")
    if action == "开庭" and (
        cells["负责人出庭"] not in ("是", "否") or (cells["负责人出庭"] == "是" and not cells["出庭职务"])
    ):
        found.append("开庭: 负责人出庭 or 出庭职务 missing")
    return found


def entry_problems(facts):
    found = []
    for entry in facts["entries"]:
        indicator = reg.INDICATORS[entry["code"]]
        rate = entry["numerator"] is not None and entry["denominator"] is not None and entry["value"] is None
        if indicator["source"] != "entered" or entry["unit"] != indicator["owner"] or rate != indicator["rate"]:
            found.append(f"{entry['code']} {entry['period']}: wrong unit or cells")
        if rate and entry["numerator"] > entry["denominator"]:
            found.append(f"{entry['code']} {entry['period']}: more than the whole")
        period_days(entry["period"])
    for one in facts["adjustments"]:
        if (one["kind"] == "一票否决") != (one["points"] is None):
            found.append(f"{one['unit']} {one['period']}: points")
    return found
