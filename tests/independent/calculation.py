"""The board's numbers worked out slowly from the rows of the five sheets, as a person with paper would do it.

Readings chosen
---------------
Where the documents are silent or can be read in two ways; each line is one decision.

 1. urged = number of 催办 events dated in the window (agreed).
 2. An action whose target state is the present state (回款, 开庭 from 已开庭) does not end the stay (agreed).
 3. Not-ranked units follow in register order after the ranked, whatever the reason (agreed).
 4. Entered indicator with nothing entered: numerator 0, denominator 0 (rate) or null (count); value null / 0 (agreed).
 5. "light at close_on" is the status light with as_of = close_on, all facts known (agreed).
 6. close_on before the end of P: the window ends on close_on, for reports, events and "open at its end" (agreed).
 7. Attribution without 周期 uses the due in force at the report's date, not rolled, after extensions (agreed).
 8. Attribution sees rows in order (date, row): a row never sees a later row, not even one of its own date.
 9. Attribution counts a completion as done when its 通过 is dated <= the report's date; accepted_on plays no part.
10. "The earliest" verified completion is the one with the least completed_on (accepted_on if given).
11. Standing duty: late when completed_on is after the quarter's end; days late = max(1, completed_on - effective due).
12. Standing duty: a returned report lifts the effective due if dated <= the effective due so far (not the quarter's
    end); in time stays "inside the quarter" even then. Reports of the owner of either kind count as claims.
13. A standing report of a helper (or former owner) never satisfies it, verified or not.
14. Returns on one day are taken in order of the claim's date, then row.
15. delivery: completed_on may lie after the window's end (late accepted_on); only the report's own date is cut.
16. delivery: an occurrence due exactly on the close day and not claimed scores 0.
17. delivery: "not done before the window began" looks at completed_on of verified completions seen at the close.
18. "At least 2 occurrences delivery looks at" counts those that pass the window test, waived and undecided included.
19. flow / response: left_on in the window, or open at the window's end with deadline < end; a pause still running is
    counted to the window's end.
20. flow / response: a return counts only if dated in and recorded by the cut; the stay stays in the window it left in.
21. accuracy: the unit that filed (责任单位), only 申报完成, report seen at the close, and the verdict in force at the
    close dated in the window: one revised in the next year is counted there, and no more in the year before.
22. Case amount = 金额 on the registering row; flows without amounts sum to 0.
23. by_unit of platforms: every unit handling a case registered <= T, in register order, zero rows kept.
24. I10-2: plain calendar days between entering 重整中 / 清算中 and closing; pauses and rest days take nothing off.
25. by_unit rows of an indicator: units whose own denominator over P (not last year's) is above 0.
26. Split with n = 0: value, low, high are null (not lists of nulls); numerator is a list of zeros; target stands.
27. Attainment and met are worked out from exact values, rounded only when shown; "within 5 points" includes 5.
28. Rounding of a negative change: half away from zero.
29. A 参考不排名 unit has tier null even with a veto; veto is a boolean; league null outside the two leagues.
30. tier is by total including bonus and deduction; a veto makes it 不合格 whatever the total.
31. Years before 2021 have no result and break the ladder; earlier years are recomputed with the same close_on (agreed).
32. bonus and deduction are those that name exactly P and are dated <= close_on; score null if no rule applies.
33. Any office stay held by court or procuratorate has no deadline, yet is open and gives their run mark green.
34. Run mark, entered I16-1: latest by 日期 among 考核期 ending <= the last quarter's end, dated <= A.
35. Run mark of a by_unit indicator: the owner looks at the whole and also at its own row.
36. Court and procuratorate: task and run mark red are both given as yellow.
37. Entered indicators without a stated window use `period`; those without a stated owner belong to the item's lead.
38. Register order is the order of the Units section, the agencies in their own order at the end.
39. Working days before 2021 are those of the same library (matters only for roll-forward of 2020 history).
40. indicators(P) sees all facts dated <= P's end and all entered rows up to today.
41. overdue in platforms: the present stay's deadline or the whole deadline lies before T; judicial stays included.
42. trend with n = 0 (either year empty): numerator and denominator of P stand, all else null.
43. name in status is the short name; titles are not produced (null).
44. The 20 % line: ceil(0.2 x ranked units of the league), at least one when anyone is ranked.
45. Window test of an earlier due: effective due before the first day and no verified completion before that day.
"""

import calendar
import re
from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from math import ceil, floor

import chinese_calendar

from . import register as reg

ONE_DAY = timedelta(days=1)

# ---------------------------------------------------------------- days


@cache
def is_working_day(day):
    """Working day by the official calendar up to 2026, Monday to Friday beyond."""
    if day.year > 2026:
        return day.weekday() < 5
    return chinese_calendar.is_workday(day)


def roll(day):
    """The day itself if it is a working day, else the next one that is."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def plus_working_days(day, count):
    """The count-th working day strictly after the day."""
    while count > 0:
        day += ONE_DAY
        if is_working_day(day):
            count -= 1
    return day


def plus_limit(day, limit):
    """A day plus a limit written 10d or 5wd."""
    if limit.endswith("wd"):
        return plus_working_days(day, int(limit[:-2]))
    return day + timedelta(days=int(limit[:-1]))


def last_of_month(year, month):
    return date(year, month, calendar.monthrange(year, month)[1])


def period_days(label):
    """First and last day of 2021Q3, 2021H1, 2021-07 or 2021."""
    year = int(label[:4])
    rest = label[4:]
    if rest == "":
        first, last = 1, 12
    elif rest[0] == "Q":
        last = int(rest[1]) * 3
        first = last - 2
    elif rest[0] == "H":
        last = int(rest[1]) * 6
        first = last - 5
    else:
        first = last = int(rest[1:])
    return date(year, first, 1), last_of_month(year, last)


def year_before(label):
    return str(int(label[:4]) - 1) + label[4:]


def quarter_of(day):
    return f"{day.year}Q{(day.month + 2) // 3}"


def last_quarter_ended_before(day):
    """The last quarter whose last day is before the day."""
    year, quarter = day.year, (day.month + 2) // 3
    quarter -= 1
    if quarter == 0:
        year, quarter = year - 1, 4
    return f"{year}Q{quarter}"


# ---------------------------------------------------------------- numbers


def round_half_up(value, places):
    """An exact fraction to a number of places, halves away from zero, as a Decimal."""
    scaled = abs(value) * 10**places
    whole = floor(scaled + Fraction(1, 2))
    result = Decimal(whole).scaleb(-places)
    return -result if value < 0 else result


def shown(value, places=6):
    """A number as JSON shows it: whole numbers as int, others rounded."""
    if value is None:
        return None
    rounded = round_half_up(Fraction(value), places)
    return int(rounded) if rounded == int(rounded) else float(rounded)


def clamp(value):
    return min(Fraction(1), max(Fraction(0), value))


def ratio(part, whole):
    return None if whole == 0 else Fraction(part) / Fraction(whole)


def wilson(part, n):
    """Low and high end of the Wilson 95 % interval, rounded to 6 places."""
    if n == 0:
        return None, None
    with localcontext() as context:
        context.prec = 60
        z = Decimal("1.959963984540054")
        count = Decimal(Fraction(n).numerator) / Decimal(Fraction(n).denominator)
        hits = Decimal(Fraction(part).numerator) / Decimal(Fraction(part).denominator)
        p = hits / count
        middle = p + z * z / (2 * count)
        spread = z * (p * (1 - p) / count + z * z / (4 * count * count)).sqrt()
        bottom = 1 + z * z / count
        low = Fraction((middle - spread) / bottom)
        high = Fraction((middle + spread) / bottom)
    if part == 0:
        low = Fraction(0)
    if part == n:
        high = Fraction(1)
    return shown(low), shown(high)


def median(numbers):
    numbers = sorted(numbers)
    if not numbers:
        return None
    half = len(numbers) // 2
    if len(numbers) % 2 == 1:
        return numbers[half]
    return Fraction(numbers[half - 1] + numbers[half], 2)


# ---------------------------------------------------------------- reading the sheets


def read_date(text):
    """The date of 2021-05-03, 2021/5/3 or 2021年5月3日, a time after it ignored; None if empty."""
    text = (text or "").strip()
    if not text:
        return None
    year, month, day = re.match(r"(\d{4})\D(\d{1,2})\D(\d{1,2})", text).groups()
    return date(int(year), int(month), int(day))


def read_number(text):
    text = (text or "").strip()
    return Fraction(Decimal(text)) if text else None


def read_unit(text):
    """The code of a unit written as code, short name, short name without 区, or another name."""
    text = (text or "").strip()
    if not text:
        return None
    for code, short, others in reg.UNITS:
        if text in (code, short, short.removeprefix("区"), *others):
            return code
    raise ValueError(f"unknown unit {text}")


def read_reports(rows, today):
    reports = []
    for number, row in enumerate(rows):
        reports.append(
            {
                "row": number,
                "code": row["任务编号"].strip(),
                "unit": read_unit(row["责任单位"]),
                "label": row["周期"].strip(),
                "date": read_date(row["发生日期"]),
                "completion": row["类型"].strip() == "申报完成",
                "verdict": row["核实结果"].strip(),
                "accepted_on": read_date(row["认定日期"]),
                "verified_on": read_date(row["核实日期"]),
                "recorded_on": read_date(row["填报时间"]) or today,
            }
        )
        first = {name: reports[-1][name] for name in ("verdict", "verified_on", "accepted_on")}
        reports[-1]["verdicts"] = [first] if first["verdict"] else []
    return reports


def read_changes(rows):
    changes = []
    for number, row in enumerate(rows):
        changes.append(
            {
                "row": number,
                "code": row["任务编号"].strip(),
                "label": row["周期"].strip(),
                "kind": row["类型"].strip(),
                "new_due": read_date(row["新期限"]),
                "new_owner": read_unit(row["新责任单位"]),
                "date": read_date(row["日期"]),
            }
        )
    return changes


def read_cases(rows, today):
    """Cases by flow code: {flow: {number: [events in order]}}."""
    codes = {flow["name"]: code for code, flow in reg.FLOWS.items()}
    cases = {code: {} for code in reg.FLOWS}
    for number, row in enumerate(rows):
        name = row["台账"].strip()
        event = {
            "row": number,
            "action": row["动作"].strip(),
            "date": read_date(row["日期"]),
            "handler": read_unit(row["承办单位"]),
            "result": row["结果"].strip(),
            "amount": read_number(row["金额(万元)"]),
            "recorded_on": read_date(row["记录时间"]) or today,
            "cells": row,
        }
        cases[codes.get(name, name)].setdefault(row["编号"].strip(), []).append(event)
    for flow in cases.values():
        for events in flow.values():
            events.sort(key=lambda event: (event["date"], event["row"]))
    return cases


def read_adjustments(rows):
    return [
        {
            "period": row["考核期"].strip(),
            "unit": read_unit(row["单位"]),
            "kind": row["类型"].strip(),
            "points": read_number(row["分值"]),
            "date": read_date(row["日期"]),
        }
        for row in rows
    ]


def read_entries(rows):
    return [
        {
            "row": number,
            "period": row["考核期"].strip(),
            "unit": read_unit(row["单位"]),
            "code": row["指标"].strip(),
            "numerator": read_number(row["分子"]),
            "denominator": read_number(row["分母"]),
            "value": read_number(row["数值"]),
            "date": read_date(row["日期"]),
        }
        for number, row in enumerate(rows)
    ]


def read(sheets, today, revisions=()):
    """The five sheets as facts; `today` is the day of import, for rows without 填报时间 / 记录时间.

    `revisions`: further verdicts on a row of 进展填报, given after the import: (row, verdict, day, 认定日期 or None).
    """
    facts = {
        "today": today,
        "reports": read_reports(sheets.get("进展填报", []), today),
        "changes": read_changes(sheets.get("任务调整", [])),
        "cases": read_cases(sheets.get("台账流转", []), today),
        "adjustments": read_adjustments(sheets.get("考核加减分", [])),
        "entries": read_entries(sheets.get("指标填报", [])),
    }
    attribute_reports(facts)
    for row, verdict, verified_on, accepted_on in revisions:
        facts["reports"][row]["verdicts"].append(
            {"verdict": verdict, "verified_on": verified_on, "accepted_on": accepted_on}
        )
    return facts


# ---------------------------------------------------------------- duties


def occurrences_of(code, day):
    """The occurrences of one deliverable that exist on a day (opened on or before it)."""
    _, _, _, rule = reg.DELIVERABLES[code]
    if isinstance(rule, date):
        found = [{"code": code, "label": "", "opens": reg.ISSUED_ON, "due": rule, "standing": False}]
        return [one for one in found if one["opens"] <= day]
    standing = rule == "standing"
    every, days, first_due = ("quarter", 10, None) if standing else rule
    found = []
    for year in range(reg.ISSUED_ON.year, day.year + 1):
        labels = {
            "quarter": [f"{year}Q{k}" for k in (1, 2, 3, 4)],
            "half": [f"{year}H1", f"{year}H2"],
            "year": [f"{year}"],
        }[every]
        for label in labels:
            start, end = period_days(label)
            if end < reg.ISSUED_ON:
                continue
            due = end + timedelta(days=days)
            if first_due and not found:
                due = first_due
            found.append(
                {
                    "code": code,
                    "label": label,
                    "opens": max(start, reg.ISSUED_ON),
                    "due": due,
                    "standing": standing,
                    "start": start,
                    "end": end,
                }
            )
    return [one for one in found if one["opens"] <= day]


def changes_of(facts, occurrence, kind, day):
    """The changes of one kind dated on or before a day, in order."""
    found = [
        change
        for change in facts["changes"]
        if change["code"] == occurrence["code"]
        and change["label"] == occurrence["label"]
        and change["kind"] == kind
        and change["date"] <= day
    ]
    return sorted(found, key=lambda change: (change["date"], change["row"]))


def due_in_force(facts, occurrence, day):
    extensions = changes_of(facts, occurrence, "延期", day)
    return extensions[-1]["new_due"] if extensions else occurrence["due"]


def owner_on(facts, occurrence, day):
    moves = changes_of(facts, occurrence, "改派", day)
    return moves[-1]["new_owner"] if moves else reg.DELIVERABLES[occurrence["code"]][1]


def is_waived(facts, occurrence, day):
    return bool(changes_of(facts, occurrence, "核销", day))


def claims_of(facts, occurrence, reports):
    """Reports that claim completion: completions, or any report of the owner of a standing duty."""
    claims = []
    for report in reports:
        if report["code"] != occurrence["code"] or report.get("occurrence") != occurrence["label"]:
            continue
        if occurrence["standing"]:
            if report["unit"] == owner_on(facts, occurrence, report["date"]):
                claims.append(report)
        elif report["completion"]:
            claims.append(report)
    return sorted(claims, key=lambda report: (report["date"], report["row"]))


NO_VERDICT = {"verdict": "", "verified_on": None, "accepted_on": None}


def in_force(report, day):
    """Of the verdicts on one report the last dated on or before the day, then the later one."""
    given = [one for one in report["verdicts"] if one["verified_on"] <= day]
    return max(given, key=lambda one: (one["verified_on"], given.index(one)), default=NO_VERDICT)


def verdict_at(report, day):
    return in_force(report, day)["verdict"]


def completed_on(report, day):
    return in_force(report, day)["accepted_on"] or report["date"]


def effective_due(facts, occurrence, claims, day):
    """The due in force, rolled, then lifted by returned claims that were in time."""
    due = roll(due_in_force(facts, occurrence, day))
    returned = [claim for claim in claims if verdict_at(claim, day) == "退回"]
    returned.sort(key=lambda claim: (in_force(claim, day)["verified_on"], claim["date"], claim["row"]))
    for claim in returned:
        if claim["date"] <= due:
            due = max(due, plus_working_days(in_force(claim, day)["verified_on"], 5))
    return due


def judge(facts, occurrence, reports, day):
    """State of one occurrence on a day from the reports given (already cut by date and recording)."""
    claims = claims_of(facts, occurrence, reports)
    due = effective_due(facts, occurrence, claims, day)
    passed = [claim for claim in claims if verdict_at(claim, day) == "通过"]
    undecided = [claim for claim in claims if verdict_at(claim, day) == ""]
    last_day_in_time = occurrence["end"] if occurrence["standing"] else due
    judged = {
        "occurrence": occurrence,
        "owner": owner_on(facts, occurrence, day),
        "due": due,
        "completed_on": None,
        "days_late": None,
    }
    if passed:
        judged["completed_on"] = min(completed_on(claim, day) for claim in passed)
        if judged["completed_on"] > last_day_in_time:
            late = (judged["completed_on"] - due).days
            judged["days_late"] = max(1, late) if occurrence["standing"] else late
    if is_waived(facts, occurrence, day):
        judged["state"] = "waived"
    elif passed:
        judged["state"] = "done" if judged["days_late"] is None else "done_late"
    elif any(claim["date"] <= last_day_in_time for claim in undecided):
        judged["state"] = "claimed"
    elif day > due:
        judged["state"] = "overdue"
    elif (due - day).days <= min(7, ceil(Fraction((due - occurrence["opens"]).days, 3))):
        judged["state"] = "warning"
    else:
        judged["state"] = "running"
    return judged


def attribute_reports(facts):
    """Give every report the label of its occurrence, in order of date, then row."""
    seen = []
    for report in sorted(facts["reports"], key=lambda one: (one["date"], one["row"])):
        rule = reg.DELIVERABLES[report["code"]][3]
        if report["label"] or isinstance(rule, date):
            report["occurrence"] = report["label"]
        elif rule == "standing":
            report["occurrence"] = quarter_of(report["date"])
        else:
            report["occurrence"] = find_occurrence(facts, report, seen)
        seen.append(report)


def find_occurrence(facts, report, seen):
    """Among the occurrences open on the date: earliest due not settled by then, else the latest due."""
    day = report["date"]
    existing = occurrences_of(report["code"], day)
    existing.sort(key=lambda one: due_in_force(facts, one, day))
    for one in existing:
        judged = judge(facts, one, seen, day)
        if judged["state"] not in ("waived", "done", "done_late"):
            return one["label"]
    return existing[-1]["label"]


def judge_all(facts, reports, day):
    judged = []
    for code in reg.DELIVERABLES:
        for occurrence in occurrences_of(code, day):
            judged.append(judge(facts, occurrence, reports, day))
    return judged


# ---------------------------------------------------------------- cases


def events_up_to(cases, day, close_on=None):
    """The cases as seen: events dated on or before the day, up to the first recorded after the close."""
    seen = {}
    for flow, numbers in cases.items():
        seen[flow] = {}
        for number, events in numbers.items():
            kept = []
            for event in events:
                if event["date"] > day or (close_on and event["recorded_on"] > close_on):
                    break
                kept.append(event)
            if kept:
                seen[flow][number] = kept
    return seen


def open_stay(flow, state, holder, day, limit):
    if (flow.get("office") or flow.get("free_court")) and holder in reg.COURT_AND_PROCURATORATE:
        limit = None
    judicial = bool(flow.get("judicial")) or state in flow.get("judicial_states", [])
    return {
        "state": state,
        "holder": holder,
        "entered": day,
        "left": None,
        "limit": limit,
        "judicial": judicial,
        "returned": False,
        "pauses": [],
    }


def next_holder(flow, action, event, state, holder, before_feedback, case):
    given = flow["actions"][action][2]
    if isinstance(given, tuple):
        return given[1][attribute(case, event, given[0])]
    if given == "handling":
        return case["unit"]
    if given == "assignee":
        return event["handler"]
    if given == "before":
        return before_feedback
    if given:
        return given
    return flow.get("state_holders", {}).get(state, holder)


def note_clock(stay, event):
    """Urging does nothing to the stay; pausing and resuming are written beside it. True if it was one of these."""
    if event["action"] == "中止":
        stay["pauses"].append([event["date"], None])
    elif event["action"] == "恢复":
        stay["pauses"][-1][1] = event["date"]
    return event["action"] in ("催办", "中止", "恢复")


def note_state(case, flow, event, holder, limit):
    """Enter the state the case is in now: closed in a final one, else a new stay (returned)."""
    if case["state"] in flow["final"]:
        case["closed_on"], case["result"] = event["date"], event["result"]
        case["class"] = flow.get("action_class", {}).get(event["action"]) or flow["results"][event["result"]]
        return None
    case["closed_on"] = case["class"] = case["result"] = None
    stay = open_stay(flow, case["state"], holder, event["date"], limit)
    case["stays"].append(stay)
    return stay


def walk(code, events):
    """Replay one case: what it is now and every stay it has had."""
    flow, first = reg.FLOWS[code], events[0]
    case = {
        "flow": code,
        "registered_on": first["date"],
        "unit": first["handler"] or flow["charge"],
        "state": None,
        "amount": first["amount"] or 0,
        "stays": [],
        "closed_on": None,
        "class": None,
        "result": None,
        "events": events,
    }
    holder, before_feedback, worker_stay, stay = flow["charge"], None, None, None
    for event in events:
        if note_clock(stay, event):
            continue
        action = event["action"]
        target = flow["actions"][action][1]
        if target is None or target == case["state"]:
            continue
        if stay:
            stay["left"] = event["date"]
        if action == "反馈":
            before_feedback, worker_stay = holder, stay
        limit = flow["states"][target]
        if action in flow.get("returns", []):
            worker_stay["returned"] = True
            limit = flow["on_return"]
        elif last_day := attribute(case, event, flow.get("due_by", {}).get(target)):
            limit = f"{(date.fromisoformat(last_day) - event['date']).days}d"
        holder = next_holder(flow, action, event, target, holder, before_feedback, case)
        case["state"] = target
        stay = note_state(case, flow, event, holder, limit)
    return case


def paused_days(stay, day):
    return sum(((end or day) - start).days for start, end in stay["pauses"])


def stay_deadline(stay, day):
    """The last day in time of a stay as known on a day; None without a limit."""
    if stay["limit"] is None:
        return None
    return roll(plus_limit(stay["entered"], stay["limit"]) + timedelta(days=paused_days(stay, day)))


def whole_deadline(case, day):
    limit = reg.FLOWS[case["flow"]].get("whole")
    if limit is None:
        return None
    pauses = sum(paused_days(stay, day) for stay in case["stays"])
    return roll(plus_limit(case["registered_on"], limit) + timedelta(days=pauses))


def is_overdue(case, day):
    if case["closed_on"]:
        return False
    deadlines = [stay_deadline(case["stays"][-1], day), whole_deadline(case, day)]
    return any(deadline is not None and deadline < day for deadline in deadlines)


def case_after(code, events):
    """The case as its last event leaves it, walked once: it is the same on whatever day it is asked about."""
    last = events[-1]
    if "case" not in last:
        last["case"] = walk(code, events)
    return last["case"]


def walk_all(seen):
    return {code: [case_after(code, events) for events in numbers.values()] for code, numbers in seen.items()}


def attribute(case, event, name):
    """The value on the event's own row, else the last given earlier in the case."""
    value = ""
    for earlier in case["events"]:
        value = (earlier["cells"].get(name) or "").strip() or value
        if earlier is event:
            break
    return value


# ---------------------------------------------------------------- platforms


def platforms(facts, start, end):
    """Counts of every flow over [start, end], as of end."""
    cases = walk_all(events_up_to(facts["cases"], end))
    return {
        "from": start.isoformat(),
        "to": end.isoformat(),
        "flows": [platform_row(code, cases[code], start, end) for code in reg.FLOWS],
    }


def within(day, start, end):
    return day is not None and start <= day <= end


def platform_row(code, cases, start, end):
    flow = reg.FLOWS[code]
    registered = [case for case in cases if within(case["registered_on"], start, end)]
    closed = [case for case in cases if within(case["closed_on"], start, end)]
    events = [event for case in cases for event in case["events"] if within(event["date"], start, end)]
    number = {name: sum(1 for case in closed if case["class"] == name) for name in ("success", "failure", "neutral")}
    limited = [case for case in closed if whole_deadline(case, end)]
    in_time = [case for case in limited if case["closed_on"] <= whole_deadline(case, end)]
    row = {
        "code": code,
        "name": flow["name"],
        "platform": bool(flow.get("platform")),
        "registered": len(registered),
        "closed": len(closed),
        **number,
    }
    row["success_rate"] = shown(ratio(number["success"], number["success"] + number["failure"]))
    row["open"] = sum(1 for case in cases if not case["closed_on"])
    row["overdue"] = sum(1 for case in cases if is_overdue(case, end))
    row["urged"] = sum(1 for event in events if event["action"] == "催办")
    row["on_time_rate"] = shown(ratio(len(in_time), len(limited)))
    row["median_days"] = shown(median([(case["closed_on"] - case["registered_on"]).days for case in closed]))
    row["amount_in"] = shown(sum(case["amount"] for case in registered))
    row["amount_recovered"] = shown(
        sum(event["amount"] for event in events if event["action"] in flow.get("recovers", []))
    )
    row["by_state"] = {state: sum(1 for case in cases if case["state"] == state) for state in flow["states"]}
    row["by_unit"] = {
        unit: unit_counts([case for case in cases if case["unit"] == unit], start, end)
        for unit in reg.UNIT_ORDER
        if any(case["unit"] == unit for case in cases)
    }
    return row


def unit_counts(cases, start, end):
    return {
        "registered": sum(1 for case in cases if within(case["registered_on"], start, end)),
        "open": sum(1 for case in cases if not case["closed_on"]),
        "overdue": sum(1 for case in cases if is_overdue(case, end)),
        "closed": sum(1 for case in cases if within(case["closed_on"], start, end)),
    }


# ---------------------------------------------------------------- indicators: counting


def closing_event(case):
    """The event that brought the case into its final state."""
    actions = reg.FLOWS[case["flow"]]["actions"]
    finals = reg.FLOWS[case["flow"]]["final"]
    return [event for event in case["events"] if event["action"] in actions and actions[event["action"]][1] in finals][
        -1
    ]


def closed_in(cases, flow, start, end):
    return [case for case in cases[flow] if within(case["closed_on"], start, end)]


def registered_in(cases, flow, start, end):
    return [case for case in cases[flow] if within(case["registered_on"], start, end)]


def count_results(cases, results):
    return sum(1 for case in cases if case["result"] in results)


def head_present(case, end):
    for event in case["events"]:
        if event["action"] == "开庭" and event["date"] <= end:
            cells = event["cells"]
            if (cells.get("负责人出庭") or "").strip() == "是" and attribute(case, event, "出庭职务") in reg.HEADS:
                return True
    return False


def count_appearance(cases, start, end):
    heard = [
        case
        for case in cases["litigation"]
        if any(event["action"] == "开庭" and within(event["date"], start, end) for event in case["events"])
    ]
    return sum(1 for case in heard if head_present(case, end)), len(heard)


def count_within_half_year(cases, start, end):
    good = total = 0
    for case in closed_in(cases, "rescue", start, end):
        last = case["stays"][-1]
        if last["state"] in ("重整中", "清算中"):
            total += 1
            if (case["closed_on"] - last["entered"]).days <= 183:
                good += 1
    return good, total


def count_split(cases, start, end):
    closed = closed_in(cases, "nonlitigation", start, end)
    settled = [attribute(case, closing_event(case), "来源") for case in closed if case["result"] == "调解成功"]
    return [settled.count("自行受理"), settled.count("法院委派"), count_results(closed, ["转诉讼裁判"])]


def count_ledger(code, cases, start, end):
    """Numerator and denominator of a ledger indicator over [start, end]."""
    if code in ("I03-1", "I03-6"):
        filed = registered_in(cases, "litigation", start, end)
        again = sum(1 for case in filed if attribute(case, case["events"][0], "再次起诉") == "是")
        return (len(filed), None) if code == "I03-1" else (again, len(filed))
    if code in ("I03-2", "I03-3"):
        closed = closed_in(cases, "litigation", start, end)
        lost = sum(1 for case in closed if case["class"] == "failure")
        softened = count_results(closed, reg.MEDIATED_OR_WITHDRAWN)
        return (softened if code == "I03-2" else lost), len(closed)
    if code == "I03-4":
        closed = closed_in(cases, "procuratorate", start, end)
        return count_results(closed, ["化解"]), len(closed)
    if code == "I03-5":
        return len(registered_in(cases, "dispute", start, end)), None
    if code == "I04-1":
        return count_appearance(cases, start, end)
    if code == "I10-1":
        closed = closed_in(cases, "rescue", start, end)
        won, lost = count_results(closed, ["重整成功"]), count_results(closed, ["重整失败"])
        return won, won + lost
    if code == "I10-2":
        return count_within_half_year(cases, start, end)
    assert code == "I13-1", code
    parts = count_split(cases, start, end)
    return parts, sum(parts)


def count_entered(code, entries, period, day):
    """The entry in force: named P, or the latest whose period ends by P's end; dated on or before the day."""
    indicator = reg.INDICATORS[code]
    found = [entry for entry in entries if entry["code"] == code and entry["date"] <= day]
    if indicator.get("latest"):
        end = period_days(period)[1]
        found = [entry for entry in found if period_days(entry["period"])[1] <= end]
    else:
        found = [entry for entry in found if entry["period"] == period]
    found.sort(key=lambda entry: (entry["date"], entry["row"]))
    if not found:
        return Fraction(0), (Fraction(0) if indicator["rate"] else None)
    if indicator["rate"]:
        return found[-1]["numerator"], found[-1]["denominator"]
    return found[-1]["value"], None


# ---------------------------------------------------------------- indicators: judging


def meets(value, target):
    side, hundredths = target
    wanted = Fraction(hundredths, 100)
    return value >= wanted if side == ">=" else value <= wanted


def colour_of(value, target):
    """Green if met, amber within five points, red otherwise."""
    if meets(value, target):
        return "green"
    short = abs(value - Fraction(target[1], 100))
    return "amber" if short <= Fraction(5, 100) else "red"


def attainment_of(value, target, base):
    wanted = Fraction(target[1], 100)
    return clamp((value - base) / (wanted - base))


def blank(code, unit):
    return {
        "code": code,
        "unit": unit,
        "numerator": None,
        "denominator": None,
        "value": None,
        "target": None,
        "met": None,
        "colour": None,
        "low": None,
        "high": None,
        "attainment": None,
        "n": 0,
    }


def judge_threshold(row, indicator, part, whole):
    row.update(numerator=part, denominator=whole, target=Fraction(indicator["target"][1], 100), n=whole)
    if whole == 0:
        return
    row["value"] = ratio(part, whole)
    row["met"] = meets(row["value"], indicator["target"])
    row["low"], row["high"] = wilson(part, whole)
    row["colour"] = colour_of(row["value"], indicator["target"])
    row["attainment"] = attainment_of(row["value"], indicator["target"], 0)


def judge_year_on_year(row, indicator, now, before):
    row.update(numerator=now, denominator=before, target=Fraction(indicator["target"][1], 100), n=before)
    if before == 0:
        return
    row["value"] = Fraction(now, before) - 1
    row["met"] = meets(row["value"], indicator["target"])
    row["colour"] = "green" if row["met"] else "red"
    row["attainment"] = attainment_of(row["value"], indicator["target"], 0)


def judge_trend(row, indicator, now, before):
    row.update(numerator=now[0], denominator=now[1], n=min(now[1], before[1]))
    if row["n"] == 0:
        return
    rate, old = ratio(*now), ratio(*before)
    row["value"] = rate - old
    row["low"], row["high"] = wilson(*now)
    if indicator["target"] == "falling":
        row["met"] = rate < old or rate == 0
    else:
        row["met"] = rate > old or rate == 1
    row["colour"] = "green" if row["met"] else "red"
    row["attainment"] = Fraction(1 if row["met"] else 0)


def judge_split(row, indicator, parts, whole):
    targets = indicator["target"]
    row.update(numerator=parts, denominator=whole, target=[Fraction(one[1], 100) for one in targets], n=whole)
    if whole == 0:
        return
    values = [ratio(part, whole) for part in parts]
    colours = [colour_of(value, target) for value, target in zip(values, targets, strict=True)]
    intervals = [wilson(part, whole) for part in parts]
    attained = [
        attainment_of(value, target, 1 if target[0] == "<=" else 0)
        for value, target in zip(values, targets, strict=True)
    ]
    row["value"] = values
    row["met"] = all(colour == "green" for colour in colours)
    row["colour"] = "red" if "red" in colours else "amber" if "amber" in colours else "green"
    row["low"], row["high"] = [pair[0] for pair in intervals], [pair[1] for pair in intervals]
    row["attainment"] = sum(attained) / len(attained)


def judge_count(row, part, whole):
    row.update(numerator=part, denominator=whole, n=whole)
    if whole is None:
        row["value"] = part
    elif whole != 0:
        row["value"] = ratio(part, whole)
        row["low"], row["high"] = wilson(part, whole)


def judge_indicator(code, unit, counted, counted_before):
    """One row of an indicator from what was counted in P and, where needed, a year before."""
    indicator = reg.INDICATORS[code]
    row = blank(code, unit)
    shape = indicator["shape"]
    if shape in ("threshold", "duration"):
        judge_threshold(row, indicator, *counted)
    elif shape == "yoy":
        judge_year_on_year(row, indicator, counted[0], counted_before[0])
    elif shape == "trend":
        judge_trend(row, indicator, counted, counted_before)
    elif shape == "split":
        judge_split(row, indicator, *counted)
    else:
        judge_count(row, *counted)
    if shape != "count" and row["n"] < reg.MIN_N:
        row["colour"] = row["attainment"] = None
    return row


def cases_of(cases, unit):
    return {flow: [case for case in some if case["unit"] == unit] for flow, some in cases.items()}


def indicator_rows(code, cases, entries, period, window, window_before, day):
    """The whole and, where by_unit, every unit with a denominator; exact numbers."""
    indicator = reg.INDICATORS[code]
    if indicator["source"] == "entered":
        return [judge_indicator(code, None, count_entered(code, entries, period, day), None)]
    rows = []
    for unit in [None, *(reg.UNIT_ORDER if indicator.get("by_unit") else [])]:
        mine = cases if unit is None else cases_of(cases, unit)
        now = count_ledger(code, mine, *window)
        before = count_ledger(code, mine, *window_before)
        if unit is None or now[1] != 0:
            rows.append(judge_indicator(code, unit, now, before))
    return rows


def period_rows(facts, code, period, day):
    """Rows over a plain period: ledger facts dated by its end, entered rows dated by the day."""
    window = period_days(period)
    cases = walk_all(events_up_to(facts["cases"], window[1]))
    return indicator_rows(code, cases, facts["entries"], period, window, period_days(year_before(period)), day)


def each(value, change):
    return [change(one) for one in value] if isinstance(value, list) else change(value)


def indicators(facts, period):
    """Section 4 for a period."""
    found = []
    for code in reg.INDICATORS:
        for row in period_rows(facts, code, period, facts["today"]):
            found.append(
                {
                    "code": code,
                    "item": reg.INDICATORS[code]["item"],
                    "title": None,
                    "unit": row["unit"],
                    "numerator": each(row["numerator"], shown),
                    "denominator": shown(row["denominator"]),
                    "value": each(row["value"], shown),
                    "target": each(row["target"], shown),
                    "met": row["met"],
                    "colour": row["colour"],
                    "low": row["low"],
                    "high": row["high"],
                    "attainment": shown(row["attainment"]),
                }
            )
    return {"period": period, "indicators": found}


# ---------------------------------------------------------------- status

MARKS = ["red", "yellow", "pending", "green", "blue", "none"]
LIGHTS = {
    "waived": "none",
    "done": "blue",
    "done_late": "blue",
    "claimed": "pending",
    "overdue": "red",
    "warning": "yellow",
    "running": "green",
}
STATES = ["done", "done_late", "claimed", "overdue", "warning", "running", "waived"]


def worst(marks):
    for mark in MARKS:
        if mark in marks:
            return mark
    return "none"


def run_mark(stays, rows, day):
    """Red, yellow, green or none from open stays and indicator rows with a colour."""
    marks = []
    for stay in stays:
        deadline = stay_deadline(stay, day)
        past = (day - deadline).days if deadline else 0
        marks.append("red" if past > 15 else "yellow" if past > 0 else "green")
    names = {"red": "red", "amber": "yellow", "green": "green"}
    marks.extend(names[row["colour"]] for row in rows if row["colour"])
    return worst(marks)


def scored_rows(facts, day):
    """Rows of the scored threshold, split and duration indicators over the last quarter ended before the day."""
    quarter = last_quarter_ended_before(day)
    rows = []
    for code, indicator in reg.INDICATORS.items():
        if indicator.get("scored") and indicator["shape"] in ("threshold", "split", "duration"):
            rows.extend(period_rows(facts, code, quarter, day))
    return rows


def open_stays(facts, day):
    """Open stays that are not judicial, each with its flow."""
    found = []
    for code, cases in walk_all(events_up_to(facts["cases"], day)).items():
        for case in cases:
            if not case["closed_on"] and not case["stays"][-1]["judicial"]:
                found.append((code, case["stays"][-1]))
    return found


def unit_status(unit, judged, stays, rows, day):
    mine = [one for one in judged if one["owner"] == unit]
    held = [stay for _, stay in stays if stay["holder"] == unit]
    seen = [
        row
        for row in rows
        if row["unit"] == unit or (row["unit"] is None and reg.INDICATORS[row["code"]]["owner"] == unit)
    ]
    task = worst([LIGHTS[one["state"]] for one in mine])
    run = run_mark(held, seen, day)
    if unit in reg.COURT_AND_PROCURATORATE:
        task = "yellow" if task == "red" else task
        run = "yellow" if run == "red" else run
    name = next(short for code, short, _ in reg.UNITS if code == unit)
    row = {
        "code": unit,
        "name": name,
        "light": worst([task, run]),
        "task_mark": task,
        "run_mark": run,
        "owned": len(mine),
    }
    for state in STATES:
        row[state] = sum(1 for one in mine if one["state"] == state)
    return row


def item_status(number, judged, stays, rows, day):
    mine = [one for one in judged if reg.DELIVERABLES[one["occurrence"]["code"]][0] == number]
    held = [stay for code, stay in stays if number in reg.FLOWS[code]["items"]]
    seen = [row for row in rows if row["unit"] is None and reg.INDICATORS[row["code"]]["item"] == number]
    task = worst([LIGHTS[one["state"]] for one in mine])
    run = run_mark(held, seen, day)
    return {
        "no": number,
        "title": None,
        "lead": reg.ITEM_LEADS[number],
        "light": worst([task, run]),
        "task_mark": task,
        "run_mark": run,
        "done": sum(1 for one in mine if one["state"] in ("done", "done_late")),
        "total": len(mine),
    }


def status(facts, day):
    """Units and items with their marks on a day."""
    reports = [report for report in facts["reports"] if report["date"] <= day]
    judged = judge_all(facts, reports, day)
    stays, rows = open_stays(facts, day), scored_rows(facts, day)
    return {
        "as_of": day.isoformat(),
        "units": [unit_status(unit, judged, stays, rows, day) for unit in reg.UNIT_ORDER],
        "items": [item_status(number, judged, stays, rows, day) for number in reg.ITEM_LEADS],
    }


# ---------------------------------------------------------------- appraisal


def window_of(period, close_on):
    """From 1 January (or the plan's issue) to P's end, not beyond the close."""
    end = period_days(period)[1]
    return max(date(end.year, 1, 1), reg.ISSUED_ON), min(end, close_on)


def cut(facts, period, close_on):
    """Everything a result may see at the close."""
    start, end = window_of(period, close_on)
    reports = [one for one in facts["reports"] if one["date"] <= end and one["recorded_on"] <= close_on]
    cases = walk_all(events_up_to(facts["cases"], end, close_on))
    rows = []
    for code, indicator in reg.INDICATORS.items():
        if indicator.get("scored"):
            rows.extend(indicator_rows(code, cases, facts["entries"], period, (start, end), (start, end), close_on))
    return {
        "start": start,
        "end": end,
        "close_on": close_on,
        "reports": reports,
        "judged": judge_all(facts, reports, close_on),
        "rows": rows,
        "stays": [(code, stay) for code, some in cases.items() for case in some for stay in case["stays"]],
    }


def looked_at(seen, unit):
    """The occurrences `delivery` looks at: due in the window, or earlier and not done before it began."""
    found = []
    for one in seen["judged"]:
        if one["owner"] != unit or one["due"] > seen["end"]:
            continue
        done_before = one["completed_on"] is not None and one["completed_on"] < seen["start"]
        if one["due"] >= seen["start"] or not done_before:
            found.append(one)
    return found


def duty_score(one):
    """Of an occurrence looked at; None where it is left out."""
    if one["state"] in ("waived", "claimed"):
        return None
    if one["state"] == "done":
        return Fraction(1)
    if one["state"] == "done_late":
        return max(Fraction(3, 10), 1 - Fraction(ceil(Fraction(one["days_late"], 5)), 10))
    return Fraction(0)


def delivery_share(seen, unit):
    scores = [score for one in looked_at(seen, unit) if (score := duty_score(one)) is not None]
    return sum(scores) / len(scores) if scores else None


def target_rows(seen, unit):
    """The rows a unit is scored on: the whole of what it owns, its own value of what every unit is scored on."""
    found = []
    for row in seen["rows"]:
        indicator = reg.INDICATORS[row["code"]]
        if row["attainment"] is None:
            continue
        if row["unit"] is None and indicator["owner"] == unit:
            found.append(row)
        if indicator["scored_for"] == "each" and row["unit"] == unit and indicator["owner"] != unit:
            found.append(row)
    return found


def target_share(seen, unit):
    attained = [row["attainment"] for row in target_rows(seen, unit)]
    return sum(attained) / len(attained) if attained else None


def stays_by_flow(seen, unit, office):
    """In time and all stays of a unit by flow, in office flows or in the others that are not judicial."""
    found = {}
    for code, stay in seen["stays"]:
        if stay["holder"] != unit or stay["judicial"]:
            continue
        if not (code in reg.RESPONSE if office else not reg.FLOWS[code].get("office")):
            continue
        deadline = stay_deadline(stay, seen["end"])
        if deadline is None:
            continue
        good, total = found.get(code, (0, 0))
        if within(stay["left"], seen["start"], seen["end"]):
            in_time = stay["left"] <= deadline and not stay["returned"]
            found[code] = (good + in_time, total + 1)
        elif stay["left"] is None and deadline < seen["end"]:
            found[code] = (good, total + 1)
    return found


def stay_counts(seen, unit, office):
    """In time and all stays of a unit."""
    counts = stays_by_flow(seen, unit, office).values()
    return sum(good for good, _ in counts), sum(total for _, total in counts)


def accuracy_counts(seen, unit):
    filed = [one for one in seen["reports"] if one["unit"] == unit and one["completion"]]
    verdicts = [in_force(one, seen["close_on"]) for one in filed]
    decided = [one["verdict"] for one in verdicts if within(one["verified_on"], seen["start"], seen["end"])]
    return decided.count("通过"), len(decided)


def share_of(seen, unit, rule):
    if rule == "delivery":
        return delivery_share(seen, unit)
    if rule == "target":
        return target_share(seen, unit)
    if rule == "accuracy":
        good, total = accuracy_counts(seen, unit)
    else:
        good, total = stay_counts(seen, unit, office=(rule == "response"))
    return Fraction(good, total) if total >= reg.SMALLEST_N[rule] else None


def inputs_of(seen, unit):
    """What each rule counted, as an explanation shows it."""
    duties, decided = looked_at(seen, unit), accuracy_counts(seen, unit)
    flow, response = stay_counts(seen, unit, office=False), stay_counts(seen, unit, office=True)
    return {
        "delivery": {
            "看到": len(duties),
            "计入": sum(duty_score(one) is not None for one in duties),
        },
        "target": {
            row["code"]: {
                "numerator": [shown(part) for part in row["numerator"]]
                if isinstance(row["numerator"], list)
                else [shown(row["numerator"])],
                "denominator": shown(row["denominator"]),
                "attainment": shown(row["attainment"]),
            }
            for row in target_rows(seen, unit)
        },
        "flow": {"按时": flow[0], "全部": flow[1]},
        "accuracy": {"退回": decided[1] - decided[0], "已核": decided[1]},
        "response": {"按时": response[0], "全部": response[1]},
    }


def parts_of(seen, unit, rule):
    """What a line judges one by one: of each duty whether it counts and what it earned, of each flow its stays."""
    if rule == "delivery":
        named = {".".join(filter(None, (one["occurrence"]["code"], one["occurrence"]["label"]))): duty_score(one)
                 for one in looked_at(seen, unit)}  # fmt: skip
        return [
            {"subject": f"duty:{name}", "counted": int(score is not None), "earned": shown(score or 0)}
            for name, score in named.items()
        ]
    return [
        {"subject": f"flow:{code}", "counted": total, "earned": good}
        for code, (good, total) in stays_by_flow(seen, unit, office=(rule == "response")).items()
    ]


def points_of(shares, weights):
    """Points of every applicable rule, rounded once each."""
    whole = sum(weights[rule] for rule, share in shares.items() if share is not None)
    return {
        rule: round_half_up(100 * Fraction(weights[rule]) * share / whole, 2)
        for rule, share in shares.items()
        if share is not None
    }


def total_of(points, bonus, deduction):
    if not points:
        return None
    return max(Decimal(0), sum(points.values()) + bonus - deduction)


def adjustments_of(facts, unit, period, close_on):
    """Bonus, deduction (both cut) and veto of a unit for a period."""
    mine = [
        one
        for one in facts["adjustments"]
        if one["unit"] == unit and one["period"] == period and one["date"] <= close_on
    ]
    bonus = min(Fraction(5), sum((one["points"] for one in mine if one["kind"] == "加分"), Fraction(0)))
    less = min(Fraction(10), sum((one["points"] for one in mine if one["kind"] == "扣分"), Fraction(0)))
    return round_half_up(bonus, 2), round_half_up(less, 2), any(one["kind"] == "一票否决" for one in mine)


def league_of(unit):
    return next((league for league, units in reg.LEAGUES.items() if unit in units), None)


def reason_not_ranked(seen, unit, shares, veto):
    """Why a unit is not ranked, None if it is."""
    if league_of(unit) is None:
        return "参考不排名"
    if veto:
        return "一票否决"
    weight = sum(reg.SCHEME[rule] for rule, share in shares.items() if share is not None)
    in_charge = any(flow.get("platform") and flow["charge"] == unit for flow in reg.FLOWS.values())
    stays = stay_counts(seen, unit, office=False)[1]
    if weight >= 40 and (len(looked_at(seen, unit)) >= 2 or in_charge or stays >= 5):
        return None
    return "考核任务不足，单列"


def unit_result(facts, seen, unit, period):
    shares = {rule: share_of(seen, unit, rule) for rule in reg.SCHEME}
    bonus, deduction, veto = adjustments_of(facts, unit, period, seen["close_on"])
    points = points_of(shares, reg.SCHEME)
    reason = reason_not_ranked(seen, unit, shares, veto)
    return {
        "unit": unit,
        "league": league_of(unit),
        "shares": shares,
        "points": points,
        "seen": seen,
        "bonus": bonus,
        "deduction": deduction,
        "veto": veto,
        "reason": reason,
        "score": total_of(points, bonus, deduction),
    }


def place(score, scores):
    """Competition rank: one more than the number of better scores."""
    return 1 + sum(1 for other in scores if other > score)


def ranks_in_league(results, score_of):
    ranked = [one for one in results if one["reason"] is None]
    places = {}
    for one in ranked:
        rivals = [score_of(other) for other in ranked if other["league"] == one["league"]]
        places[one["unit"]] = place(score_of(one), rivals)
    return places


def doubtful_ranks(results):
    """League ranks of every unit under the actual weights and each weight times 0.8 and 1.2."""
    schemes = [reg.SCHEME]
    for rule in reg.SCHEME:
        for factor in (Fraction(8, 10), Fraction(12, 10)):
            schemes.append({**reg.SCHEME, rule: reg.SCHEME[rule] * factor})
    found = {}
    for scheme in schemes:
        places = ranks_in_league(
            results,
            lambda one, scheme=scheme: total_of(points_of(one["shares"], scheme), one["bonus"], one["deduction"]),
        )
        for unit, number in places.items():
            found.setdefault(unit, []).append(number)
    return found


def tier_of(one):
    if one["reason"] == "一票否决":
        return "不合格"
    if one["reason"] is not None:
        return None
    return next(name for least, name in reg.TIERS if one["score"] >= least)


def results_at(facts, period, close_on):
    """Every unit's result, worked out once: the ladder of a later year asks for it again."""
    known = facts.setdefault("results", {})
    if (period, close_on) not in known:
        seen = cut(facts, period, close_on)
        known[period, close_on] = [unit_result(facts, seen, unit, period) for unit in reg.UNIT_ORDER]
    return known[period, close_on]


def years_running(facts, unit, year, close_on):
    """How many years in a row, this one included, ended in 不合格 or a veto."""
    count = 0
    while year >= reg.ISSUED_ON.year:
        one = next(one for one in results_at(facts, str(year), close_on) if one["unit"] == unit)
        if tier_of(one) != "不合格":
            break
        count += 1
        year -= 1
    return count


def recommend(facts, one, results, places, period, close_on, lights):
    """表彰, a rung of the ladder, or nothing; years only."""
    if len(period) != 4:
        return None
    tier = tier_of(one)
    if tier == "不合格":
        return reg.LADDER[min(3, years_running(facts, one["unit"], int(period), close_on)) - 1]
    if tier == "优秀" and lights[one["unit"]] != "red":
        size = sum(1 for other in results if other["reason"] is None and other["league"] == one["league"])
        if places[one["unit"]] <= ceil(Fraction(size, 5)):
            return "表彰"
    return None


def line(one, rule):
    share = one["shares"][rule]
    return {
        "rule": rule,
        "weight": reg.SCHEME[rule],
        "applicable": share is not None,
        "share": shown(share),
        "points": None if share is None else float(one["points"][rule]),
    }


def rank(facts, period, close_on):
    """The ranking of a quarter, half or year at a close."""
    results = results_at(facts, period, close_on)
    places, doubts = ranks_in_league(results, lambda one: one["score"]), doubtful_ranks(results)
    all_scores = [one["score"] for one in results if one["reason"] is None]
    lights = {row["code"]: row["light"] for row in status(facts, close_on)["units"]}
    rows = []
    for one in results:
        ranked, unit = one["reason"] is None, one["unit"]
        rows.append(
            {
                "unit": unit,
                "league": one["league"],
                "ranked": ranked,
                "reason": one["reason"],
                "score": None if one["score"] is None else float(one["score"]),
                "rank": place(one["score"], all_scores) if ranked else None,
                "league_rank": places.get(unit),
                "league_low": min(doubts[unit]) if ranked else None,
                "league_high": max(doubts[unit]) if ranked else None,
                "tier": tier_of(one),
                "bonus": float(one["bonus"]),
                "deduction": float(one["deduction"]),
                "veto": one["veto"],
                "lines": [line(one, rule) for rule in reg.SCHEME],
                "recommendation": recommend(facts, one, results, places, period, close_on, lights),
            }
        )
    order = {unit: number for number, unit in enumerate(reg.UNIT_ORDER)}
    rows.sort(key=lambda row: (not row["ranked"], row["rank"] or 0, order[row["unit"]]))
    return {"period": period, "scheme": "default", "state": "draft", "rows": rows}


def explain(facts, period, close_on):
    """What every unit's total is made of: what each rule counted, and the points it gave."""
    return {"rows": [explained(one) for one in results_at(facts, period, close_on)]}


def explained(one):
    inputs, lines = inputs_of(one["seen"], one["unit"]), []
    for rule in reg.SCHEME:
        lines.append({"rule": rule, "inputs": inputs[rule], "points": line(one, rule)["points"]})
        if rule in ("delivery", "flow", "response"):
            lines[-1]["parts"] = parts_of(one["seen"], one["unit"], rule)
    return {"unit": one["unit"], "score": None if one["score"] is None else float(one["score"]), "lines": lines}
