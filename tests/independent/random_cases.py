"""Cases made by chance, one function per flow, each a list of (day, action, cells)."""

from datetime import timedelta

AGENCIES = ["zrzy", "zjj", "cgj", "jyj", "wjw", "gaj", "rsj", "sthj"]


def wait(book, steps, low, high, judicial=False):
    """Move on some days from the last step, sometimes with an urging or a pause on the way."""
    day = steps[-1][0]
    gap = book.random.randint(low, high)
    if gap >= 3 and book.chance(0.12):
        length = book.random.randint(1, 12)
        steps.append((day + timedelta(days=1), "中止", {"note": "等待鉴定"}))
        steps.append((day + timedelta(days=1 + length), "恢复", {"note": "鉴定完成"}))
        return day + timedelta(days=gap + length)
    if gap >= 1 and not judicial and book.chance(0.25):
        for _ in range(book.random.randint(1, 2)):
            steps.append((day + timedelta(days=gap), "催办", {"note": "请尽快办理"}))
    return day + timedelta(days=gap)


def dispute(book, start):
    worker, pick = book.random.choice(AGENCIES), book.random.choice
    opening = {"阶段": pick(["诉前", "诉中"]), "争议类型": "行政处罚"}
    if book.chance(0.6):
        opening["unit"] = worker
    steps = [(start, "登记", opening)]
    steps.append((wait(book, steps, 0, 6), "移送", {}))
    steps.append((wait(book, steps, 0, 4), "交办", {"unit": worker}))
    steps.append((wait(book, steps, 4, 27), "反馈", {}))
    for _ in range(book.random.choice([0, 0, 0, 1, 2])):
        steps.append((wait(book, steps, 0, 9), "退回重办", {"note": "材料不全"}))
        steps.append((wait(book, steps, 1, 10), "反馈", {}))
    result = pick(["化解成功", "化解成功", "未化解", "终止"])
    steps.append((wait(book, steps, 0, 10), "办结", {"result": result}))
    return steps


def litigation(book, start, heads=0.9):
    pick = book.random.choice
    steps = [
        (
            start,
            "立案",
            {
                "unit": pick(AGENCIES[:6]),
                "案由": "行政处罚",
                "审级": pick(["一审", "一审", "二审"]),
                "再次起诉": pick(["是", "否", "否", "否"]),
                "管理领域": "城市管理",
            },
        )
    ]
    for _ in range(pick([0, 1, 1, 1, 2])):
        day = wait(book, steps, 15, 70, judicial=True)
        if book.chance(heads):
            cells = {"负责人出庭": "是", "出庭职务": pick(["正职", "副职", "分管负责人"]), "发言": pick(["是", "否"])}
        else:
            cells = {"负责人出庭": "否", "缺席事由": pick(["", "不可替代的公务"])}
        steps.append((day, "开庭", cells))
    result = pick(
        [
            "判决驳回诉讼请求",
            "准许撤诉",
            "调解",
            "按撤诉处理",
            "裁定驳回起诉",
            "移送",
            "判决撤销",
            "确认违法",
            "责令履行",
            "判决赔偿",
        ]
    )
    steps.append((wait(book, steps, 10, 110, judicial=True), "审结", {"result": result}))
    return steps


def procuratorate(book, start):
    steps = [(start, "受理", {})]
    steps.append(
        (wait(book, steps, 10, 120, judicial=True), "办结", {"result": book.random.choice(["化解", "化解", "未化解"])})
    )
    return steps


def nonlitigation(book, start, judged=0.08):
    pick = book.random.choice
    steps = [
        (
            start,
            "受理",
            {
                "来源": pick(["自行受理", "自行受理", "自行受理", "法院委派"]),
                "层级": pick(["区", "街道", "村社区", "专业"]),
                "类型": "邻里",
            },
        )
    ]
    if book.chance(0.9):
        steps.append((wait(book, steps, 0, 4), "分派", {"unit": pick(["sfj", "jdb", "gaj", "rsj", "zzw"])}))
    result = "转诉讼裁判" if book.chance(judged) else pick(["调解成功"] * 9 + ["撤回"])
    steps.append((wait(book, steps, 1, 33), "办结", {"result": result}))
    return steps


def rescue(book, start):
    pick = book.random.choice
    steps = [(start, "申请", {"企业": "某公司", "职工人数": pick(["12", "80"]), "行业": "制造"})]
    if book.chance(0.1):
        return [*steps, (wait(book, steps, 1, 8), "办结", {"result": "撤回"})]
    steps.append((wait(book, steps, 0, 9), "组织谈判", {}))
    if book.chance(0.2):
        return [*steps, (wait(book, steps, 10, 70), "办结", {"result": pick(["庭外和解", "撤回"])})]
    action = pick(["进入重整", "进入重整", "进入清算"])
    steps.append((wait(book, steps, 5, 30), action, {}))
    result = "清算完毕" if action == "进入清算" else pick(["重整成功"] * 4 + ["重整失败"])
    steps.append((wait(book, steps, 40, 200), "办结", {"result": result}))
    return steps


def npl(book, start):
    pick = book.random.choice
    steps = [
        (
            start,
            "委托",
            {
                "amount": f"{book.random.randint(1, 90)}.{book.random.randint(0, 99):02d}",
                "银行": "山阳农商行",
                "对象": pick(["公职人员", "企业", "其他"]),
            },
        )
    ]
    steps.append((wait(book, steps, 0, 9), "启动清收", {}))
    court = book.chance(0.4)
    for _ in range(pick([0, 1, 2])):
        steps.append((wait(book, steps, 5, 40), "回款", {"amount": f"{book.random.randint(1, 9)}.5"}))
    if court:
        steps.append((wait(book, steps, 5, 60), "移送执行", {}))
        steps.append((wait(book, steps, 5, 90, judicial=True), "回款", {"amount": "0.75"}))
    steps.append(
        (wait(book, steps, 10, 90, judicial=court), "办结", {"result": pick(["全部收回", "部分收回", "终止清收"])})
    )
    return steps


def finance_mediation(book, start):
    pick = book.random.choice
    steps = [(start, "受理", {"来源": pick(["法院委托", "机构委托", "投诉"])})]
    steps.append((wait(book, steps, 0, 4), "分派", {}))
    if book.chance(0.5):
        steps.append((wait(book, steps, 2, 25), "调解成功", {}))
        steps.append((wait(book, steps, 1, 12, judicial=True), "办结", {"result": "司法确认"}))
    else:
        steps.append((wait(book, steps, 2, 38), "办结", {"result": pick(["达成协议", "反馈法院", "撤回"])}))
    return steps


def supervision_order(book, start):
    pick = book.random.choice
    steps = [
        (
            start,
            "签发",
            {
                "unit": pick(["qzfb", "zzw", "jrj", "kgj", "czj", "zsj", "sfj", "scj", "gaj"]),
                "等级": pick(["提醒单", "预警单", "督办单"]),
                "来源": pick(["计划", "会议", "批示", "系统"]),
                "事由": "逾期未办",
            },
        )
    ]
    steps.append((wait(book, steps, 0, 4), "签收", {}))
    steps.append((wait(book, steps, 1, 10), "反馈", {}))
    if book.chance(0.3):
        steps.append((wait(book, steps, 0, 5), "退回", {"note": "未附佐证"}))
        steps.append((wait(book, steps, 1, 7), "反馈", {}))
    steps.append((wait(book, steps, 0, 7), "销号", {"result": pick(["完成", "完成", "撤销"])}))
    if book.chance(0.25):
        steps.append((book.later(steps[-1][0], 5, 40), "回头看", {"note": "复查"}))
        steps.append((wait(book, steps, 1, 12), "反馈", {}))
        steps.append((wait(book, steps, 1, 5), "销号", {"result": "完成"}))
    return steps


PAIRS = [
    ("jrj", "gaj"),
    ("jrj", "sfj"),
    ("jrj", "zsj"),
    ("kgj", "jrj"),
    ("kgj", "qfy"),
    ("zzw", "sfj"),
    ("zzw", "gaj"),
    ("sfj", "xfj"),
    ("qzfb", "kgj"),
    ("qzfb", "qjcy"),
    ("qfy", "slzx"),
    ("qfy", "wgl"),
    ("qfy", "gsl"),
]


def cooperation_request(book, start):
    owner, helper = book.random.choice(PAIRS)
    steps = [(start, "请求", {"by": owner, "unit": helper, "note": "请予配合"})]
    judicial = helper in ("qfy", "qjcy")
    if book.chance(0.8):
        steps.append((wait(book, steps, 1, 19, judicial=judicial), "配合", {}))
    else:
        steps.append((wait(book, steps, 1, 19, judicial=judicial), "拒绝", {"note": "不属于本单位职责"}))
    return steps
