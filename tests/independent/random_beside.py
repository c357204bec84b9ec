"""Cases made by chance of the flows beside the nine of the register, one function per flow."""

from datetime import timedelta

from .random_cases import AGENCIES, wait

UNITS = ["qzfb", "zzw", "jrj", "kgj", "czj", "zsj", "sfj", "scj", "gaj", "xfj", "rsj"]


def follow(book, steps, way, judicial=()):
    """Further steps: (action, cells) in order, `judicial` naming those that end a stay nobody may urge."""
    for action, cells in way:
        steps.append((wait(book, steps, 0, 24, judicial=action in judicial), action, cells))
    return steps


def given_back(book, unit_action, back, times=(0, 0, 1, 2)):
    """反馈, given back and handed in again some times."""
    way = [(unit_action, {})]
    for _ in range(book.random.choice(times)):
        way += [(back, {"note": "材料不全"}), (unit_action, {})]
    return way


def review(book, start):
    pick = book.random.choice
    steps = [(start, "提请", {"unit": pick([*UNITS, "qfy"]), "文件名称": "某办法", "来源": pick(["制订", "修订"])})]
    if book.chance(0.1):
        return follow(book, steps, [("办结", {"result": "撤回"})])
    if book.chance(0.3):
        return follow(book, steps, [("组织论证", {}), ("办结", {"result": "无修改意见"})])
    result = pick(["采纳", "部分采纳", "未采纳"])
    return follow(book, steps, [("组织论证", {}), ("出具意见", {}), ("办结", {"result": result})])


def nonlit_enforcement(book, start):
    pick = book.random.choice
    steps = [(start, "受理", {"unit": pick(AGENCIES), "行政行为": "行政处罚"})]
    if book.chance(0.25):
        return follow(book, steps, [("办结", {"result": pick(["不准予执行", "撤回申请"])})], ["办结"])
    follow(book, steps, [("裁定", {}), ("实施", {})], ["裁定", "实施"])
    steps.append((wait(book, steps, 5, 80), "办结", {"result": pick(["实施完毕", "实施完毕", "未能实施", "终结执行"])}))
    return steps


def bankruptcy_matter(book, start):
    pick = book.random.choice
    kinds = ["信访稳定", "职工安置", "资产盘活", "工商注销", "税务减免", "信用修复"]
    steps = [(start, "提交", {"事项类别": pick(kinds)})]
    if book.chance(0.1):
        return follow(book, steps, [("办结", {"result": "撤回"})])
    again = {"事项类别": pick(kinds)} if book.chance(0.2) else {}
    way = [
        ("交办", again),
        *given_back(book, "反馈", "退回重办"),
        ("办结", {"result": pick(["已解决", "未解决", "撤回"])}),
    ]
    return follow(book, steps, way)


def reception(book, start):
    pick = book.random.choice
    steps = [(start, "接访", {"接访点": pick(["司法局信访局接访点", "院长接访点"]), "纠纷类型": "涉法涉诉"})]
    if book.chance(0.3):
        return follow(book, steps, [("办结", {"result": pick(["当场答复", "转法定程序"])})])
    result = pick(["化解成功", "化解成功", "未化解", "转法定程序"])
    return follow(book, steps, [("委派", {"unit": pick(["zzw", "sfj", "xfj", "qfy"])}), ("办结", {"result": result})])


def control_request(book, start):
    steps = [(start, "请求协控", {"协控对象": book.random.choice(["被执行人", "被执行车辆"])})]
    if book.chance(0.15):
        return follow(book, steps, [("撤销", {"result": "撤销协控"})])
    if book.chance(0.3):
        return follow(book, steps, [("签收", {}), ("办结", {"result": "未查获"})])
    return follow(book, steps, [("签收", {}), ("查获", {}), ("办结", {"result": "已移交处置"})], ["办结"])


def refusal_crime(book, start):
    pick = book.random.choice
    ways = [
        [("办结", {"result": "不予立案"})],
        [("立案", {}), ("办结", {"result": pick(["撤销案件", "履行后终结"])})],
        [("立案", {}), ("移送起诉", {}), ("办结", {"result": pick(["不起诉", "履行后终结"])})],
        [("立案", {}), ("移送起诉", {}), ("提起公诉", {}), ("办结", {"result": pick(["判决有罪", "判决无罪"])})],
    ]
    names = ["立案", "移送起诉", "提起公诉", "办结"]
    return follow(book, [(start, "移送", {"amount": 12})], pick(ways), names)


def proposal(book, start):
    pick = book.random.choice
    planned = {"计划完成日期": (start + timedelta(days=book.random.randint(5, 90))).isoformat()}
    opening = {"unit": pick([*UNITS, "qjcy"]), "事项名称": "某联动", "note": "拟开展"}
    steps = [(start, "申报", opening | (planned if book.chance(0.7) else {}))]
    if book.chance(0.2):
        return follow(book, steps, [("撤回", {"result": "撤回"})])
    if book.chance(0.2):
        return follow(book, steps, [("报请审定", {}), ("不同意", {"result": "不同意", "note": "暂缓"})])
    result = pick(["实施完毕", "终止"])
    return follow(book, steps, [("报请审定", {}), ("同意", {}), ("办结", {"result": result})])


def extension(book, start):
    new_due = (start + timedelta(days=30)).isoformat()
    opening = {"unit": book.random.choice(UNITS), "任务编号": "D21-1", "新期限": new_due, "note": "系统未到位"}
    action, result = book.random.choice([("审批", "同意"), ("审批", "不同意"), ("撤回", "撤回")])
    return follow(book, [(start, "申请", opening)], [(action, {"result": result})])


def extended(book, steps):
    """The change of the duty that an agreed application brings, which a sheet must bring with it."""
    opening, (day, _, last) = steps[0][2], steps[-1]
    if last.get("result") == "同意":
        book.change(opening["任务编号"], "延期", day, due=opening["新期限"])


def instruction(book, start):
    steps = [(start, "登记", {"批示领导": "区长", "批示日期": start.isoformat(), "事由": "某事"})]
    if book.chance(0.15):
        return follow(book, steps, [("办结", {"result": "存档"})])
    result = book.random.choice(["已落实", "已落实", "未落实"])
    way = [
        ("交办", {"unit": book.random.choice(UNITS)}),
        *given_back(book, "反馈", "退回"),
        ("办结", {"result": result}),
    ]
    return follow(book, steps, way)


def decision(book, start):
    until = {"期限": (start + timedelta(days=book.random.randint(0, 40))).isoformat()} if book.chance(0.7) else {}
    opening = {"unit": book.random.choice([*UNITS, "qfy"]), "会议": "联席会议", "议题": "某事"}
    result = book.random.choice(["已落实", "取消", "未落实"])
    return follow(
        book, [(start, "议定", opening | until)], [*given_back(book, "反馈", "退回"), ("办结", {"result": result})]
    )


def court_letter(book, start):
    steps = [(start, "发函", {"unit": book.random.choice(["qfy", "qjcy"]), "事由": "通报数据"})]
    if book.chance(0.2):
        return follow(book, steps, [("撤函", {"result": "撤回"})], ["撤函"])
    return follow(book, steps, [("复函", {"result": book.random.choice(["已办理", "说明情况"])})], ["复函"])


TELLERS = (
    review,
    nonlit_enforcement,
    bankruptcy_matter,
    reception,
    control_request,
    refusal_crime,
    proposal,
    extension,
    instruction,
    decision,
    court_letter,
)


def write_beside(book, first, last, each):
    """So many cases of every flow, begun between two days."""
    for teller in TELLERS:
        for _ in range(each):
            start = first + timedelta(days=book.random.randint(0, (last - first).days))
            steps = book.random_case(teller.__name__, teller(book, start), stop=0.25)
            if teller is extension:
                extended(book, steps)
