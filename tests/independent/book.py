"""Writes rows of the five sheets for an invented district, with a seeded generator for what chance decides."""

import random
from datetime import date, timedelta

from . import register as reg

REPORT_HEADERS = [
    "任务编号",
    "责任单位",
    "周期",
    "发生日期",
    "类型",
    "完成比例",
    "说明",
    "佐证",
    "核实结果",
    "认定日期",
    "核实日期",
    "核实人",
    "填报时间",
]
CASE_HEADERS = ["台账", "编号", "动作", "日期", "操作单位", "承办单位", "结果", "金额(万元)", "说明", "记录时间"]
CHANGE_HEADERS = ["任务编号", "周期", "类型", "新期限", "新责任单位", "事由", "批准人", "日期"]
ADJUSTMENT_HEADERS = ["考核期", "单位", "类型", "分值", "事由", "佐证", "批准人", "日期"]
ENTRY_HEADERS = ["考核期", "单位", "指标", "分子", "分母", "数值", "佐证", "日期"]
HEADERS = {
    "进展填报": REPORT_HEADERS,
    "台账流转": CASE_HEADERS,
    "任务调整": CHANGE_HEADERS,
    "考核加减分": ADJUSTMENT_HEADERS,
    "指标填报": ENTRY_HEADERS,
}

SOON = "soon"
SAME_DAY = "same day"


def day_of(value):
    return date.fromisoformat(value) if isinstance(value, str) else value


class Book:
    """The growing sheets of one district."""

    def __init__(self, name, seed, until):
        self.name = name
        self.random = random.Random(seed)
        self.until = until
        self.sheets = {kind: [] for kind in HEADERS}
        self.revisions = []
        self.numbers = {}

    def chance(self, probability):
        return self.random.random() < probability

    def later(self, day, low, high):
        return day + timedelta(days=self.random.randint(low, high))

    def day_text(self, day):
        """One of the three ways to write a date, mostly the plain one."""
        return self.random.choice(
            [
                day.isoformat(),
                day.isoformat(),
                day.isoformat(),
                f"{day.year}/{day.month}/{day.day}",
                f"{day.year}年{day.month}月{day.day}日",
            ]
        )

    def unit_text(self, unit):
        """One of the names of a unit."""
        _, short, others = next(one for one in reg.UNITS if one[0] == unit)
        return self.random.choice([unit, short, short, short.removeprefix("区"), *others])

    def moment(self, day, recorded):
        """The text of 填报时间 / 记录时间: soon after, now and then much later, now and then not said."""
        if recorded is None:
            return ""
        if recorded not in (SOON, SAME_DAY):
            return recorded
        if recorded == SOON:
            kind = self.random.random()
            if kind < 0.05:
                return ""
            day = self.later(day, 0, 3) if kind < 0.92 else self.later(day, 8, 60)
        return f"{day.isoformat()} {self.random.randint(8, 23):02d}:{self.random.randint(0, 59):02d}"

    def report(self, code, unit, day, kind="申报完成", label="", verdict=None, recorded=SOON):
        """One report, and the number of its row; verdict is (通过 or 退回, day, 认定日期 or None)."""
        result, verified, accepted = verdict or ("", None, None)
        by = "" if not result else "区领导 李明" if unit in ("qzfb", "ldxz") else "督查室 王芳"
        day = day_of(day)
        self.sheets["进展填报"].append(
            dict(
                zip(
                    REPORT_HEADERS,
                    [
                        code,
                        self.unit_text(unit),
                        label,
                        self.day_text(day),
                        kind,
                        self.random.choice(["", "100"])
                        if kind == "申报完成"
                        else self.random.choice(["30", "60%", "80"]),
                        f"{code}办理情况",
                        f"佐证材料{len(self.sheets['进展填报']) + 1}号",
                        result,
                        self.day_text(day_of(accepted)) if accepted else "",
                        self.day_text(day_of(verified)) if verified else "",
                        by,
                        self.moment(day, recorded),
                    ],
                    strict=True,
                )
            )
        )
        return len(self.sheets["进展填报"]) - 1

    def revise(self, row, verdict, day, accepted=None):
        """A further verdict on a report, which no sheet can bring: it is given after the import."""
        self.revisions.append((row, verdict, day_of(day), day_of(accepted)))

    def change(self, code, kind, day, label="", due=None, owner=None):
        self.sheets["任务调整"].append(
            dict(
                zip(
                    CHANGE_HEADERS,
                    [
                        code,
                        label,
                        kind,
                        day_of(due).isoformat() if due else "",
                        self.unit_text(owner) if owner else "",
                        "工作需要",
                        "区领导 李明",
                        self.day_text(day_of(day)),
                    ],
                    strict=True,
                )
            )
        )

    def adjust(self, period, unit, kind, points, day, reason):
        self.sheets["考核加减分"].append(
            dict(
                zip(
                    ADJUSTMENT_HEADERS,
                    [
                        period,
                        self.unit_text(unit),
                        kind,
                        points,
                        reason,
                        "会议纪要",
                        "区领导 李明",
                        self.day_text(day_of(day)),
                    ],
                    strict=True,
                )
            )
        )

    def enter(self, period, code, day, part="", whole="", value=""):
        owner = reg.INDICATORS[code]["owner"]
        self.sheets["指标填报"].append(
            dict(
                zip(
                    ENTRY_HEADERS,
                    [
                        period,
                        self.unit_text(owner),
                        code,
                        str(part),
                        str(whole),
                        str(value),
                        "统计表",
                        self.day_text(day_of(day)),
                    ],
                    strict=True,
                )
            )
        )

    def next_number(self, flow, year):
        """The next free number of a flow; orders carry the style of the office."""
        self.numbers[flow, year] = count = self.numbers.get((flow, year), 0) + 1
        if flow == "supervision_order":
            return f"山督〔{year}〕{count}号"
        return f"{flow[:3].upper()}{year}-{count:03d}"

    def event(self, flow, number, action, day, recorded=SOON, **cells):
        """One row of a case; cells may name base columns or attributes of the flow."""
        day = day_of(day)
        names = {"unit": "承办单位", "by": "操作单位", "result": "结果", "amount": "金额(万元)", "note": "说明"}
        row = dict.fromkeys([*CASE_HEADERS, *reg.FLOWS[flow]["attributes"]], "")
        for name, value in cells.items():
            row[names.get(name, name)] = self.unit_text(value) if name in ("unit", "by") else str(value)
        row.update(
            {
                "台账": reg.FLOWS[flow]["name"],
                "编号": number,
                "动作": action,
                "日期": self.day_text(day),
                "记录时间": self.moment(day, recorded),
            }
        )
        self.sheets["台账流转"].append(row)

    def case(self, flow, *events, recorded=SAME_DAY):
        """A hand-written case: events are (day, action, cells)."""
        number = self.next_number(flow, int(events[0][0][:4]))
        for day, action, *cells in events:
            self.event(flow, number, action, day, **{"recorded": recorded, **(cells[0] if cells else {})})

    def random_case(self, flow, steps, stop=0.15):
        """A case made by chance: cut at the end of the district's facts, sometimes left open earlier.

        Returns the steps that were written.
        """
        number = self.next_number(flow, steps[0][0].year)
        if self.chance(stop) and len(steps) > 1:
            steps = steps[: self.random.randint(1, len(steps) - 1)]
        steps = [step for step in steps if step[0] <= self.until]
        for day, action, cells in steps:
            self.event(flow, number, action, day, **cells)
        return steps
