"""Facts written by hand for the boundaries of the rules: last days, returns, pauses, late records, turns of the year."""

TOUCHED = [
    "D13-3",
    "D04-2",
    "D13-2",
    "D19-1",
    "D19-2",
    "D14-1",
    "D02-1",
    "D06-1",
    "D08-1",
    "D11-1",
    "D11-2",
    "D03-1",
    "D03-2",
    "D03-3",
    "D10-1",
    "D17-1",
    "D18-1",
]

STYLES_2021 = {
    "D16-1": "early",
    "D21-1": "last_day",
    "D05-1": "returned_twice",
    "D09-2": "accepted_before",
    "D13-1": "early",
    "D25-1": "returned",
    "D24-1": "accepted_after",
    "D14-2": "undecided",
    ("D01-1", "2021Q2"): "late",
    ("D01-1", "2021Q3"): "inside",
    ("D01-1", "2021Q4"): "returned_late",
    "DG3-1": "returned_inside",
    "D12-1": "returned_late_claim",
    "D20-1": "late_undecided",
    "D23-1": "returned_then_late",
    "D22-1": "never",
}
STYLES_TWO_YEARS = {
    "D24-1": "never",
    "D14-2": "never",
    "D16-1": "late",
    "D21-1": "never",
    "D13-1": "early",
    "D25-1": "early",
    "D12-1": "never",
}


def duties(book):
    attribution(book)
    changes(book)
    late_records(book)
    returns(book)


def attribution(book):
    """Reports without 周期 that must find their occurrence."""
    book.report("D13-3", "zzw", "2021-07-05", verdict=("通过", "2021-07-08", None))
    book.report("D13-3", "zzw", "2021-07-07", "进展")
    book.report("D13-3", "zzw", "2021-07-09", verdict=("通过", "2021-07-20", None), recorded="2021-07-09 09:00")
    book.report("D13-3", "zzw", "2021-08-01", "进展")
    book.report("D13-3", "zzw", "2021-10-02", recorded="2021-10-02 10:00")
    book.report("D08-1", "wgl", "2021-05-26", "进展")
    book.report("D08-1", "jrj", "2021-05-31", verdict=("通过", "2021-06-02", None), recorded="2021-05-31 10:00")
    book.report("D08-1", "jrj", "2021-08-10", verdict=("通过", "2021-08-12", None), recorded="2021-08-11 10:00")
    book.report("D08-1", "jrj", "2021-09-01", "进展")
    book.change("D04-2", "延期", "2021-07-01", "2021Q2", due="2021-11-15")
    book.change("D04-2", "延期", "2021-08-01", "2021Q2", due="2021-09-30")
    book.report("D04-2", "qfy", "2021-07-20", verdict=("通过", "2021-07-22", None))
    book.report("D04-2", "qfy", "2021-09-01", verdict=("退回", "2021-09-05", None))
    book.report("D04-2", "qfy", "2021-09-08", verdict=("通过", "2021-09-10", None))


def changes(book):
    """Extensions, waivers and reassignments, and what former owners still report."""
    book.change("D13-2", "延期", "2021-04-29", due="2021-05-31")
    book.change("D13-2", "改派", "2021-05-20", owner="sfj")
    book.report("D13-2", "sfj", "2021-05-25", verdict=("通过", "2021-05-31", None), recorded="2021-05-25 10:00")
    book.report("D13-2", "zzw", "2021-05-28", "进展")
    book.report("D19-1", "scj", "2021-04-29", verdict=("通过", "2021-04-30", None), recorded="2021-04-29 10:00")
    book.change("D19-1", "改派", "2021-06-01", owner="zsj")
    book.change("D19-2", "延期", "2021-04-28", due="2021-05-10")
    book.change("D19-2", "延期", "2021-05-06", due="2021-05-08")
    book.report("D19-2", "scj", "2021-05-10", verdict=("通过", "2021-05-12", None), recorded="2021-05-10 10:00")
    book.change("D02-1", "核销", "2021-06-15", "2021H1")
    book.change("D02-1", "延期", "2021-12-20", "2021H2", due="2022-01-31")
    book.report("D06-1", "jrj", "2021-04-28", verdict=("通过", "2021-04-29", None))
    book.change("D06-1", "核销", "2021-09-01")
    book.report("D14-1", "sfj", "2021-06-30", "进展", verdict=("退回", "2021-07-03", None), recorded="2021-06-30 17:00")
    book.report("D14-1", "sfj", "2021-07-08", "进展", "2021Q2", ("通过", "2021-07-09", None))
    book.report("D14-1", "sfj", "2021-08-01", "进展", "", ("通过", "2021-08-20", None))
    book.change("D14-1", "改派", "2021-08-15", "2021Q3", owner="xfj")
    book.change("D14-1", "改派", "2021-10-20", "2021Q4", owner="gaj")
    book.report("D14-1", "sfj", "2021-11-05", "进展", "", ("通过", "2021-11-08", None))
    book.report("D14-1", "gaj", "2022-01-05", "进展", "2021Q4", ("通过", "2022-01-08", None))


def late_records(book):
    """Recorded just before, just after and long after a close."""
    book.report("D03-1", "qzfb", "2021-04-30", verdict=("通过", "2021-07-01", None), recorded="2021-07-20 10:00")
    book.report("D03-2", "qzfb", "2021-04-30", verdict=("通过", "2021-05-06", None), recorded="2021-07-15 23:59")
    book.report("D03-3", "qzfb", "2021-04-29", verdict=("通过", "2021-05-06", None), recorded="2021-07-16 00:00")
    book.report("D11-1", "czj", "2021-05-31", verdict=("通过", "2021-06-03", None), recorded="2021-05-31 18:00")
    book.report("D11-2", "qfy", "2021-06-01", verdict=("通过", "2021-06-03", None), recorded=None)


def returns(book):
    """Two returns with the second repair a day late; a late claim returned; the floor of 0.3."""
    soon = "2021-06-11 08:00"
    book.report("D10-1", "kgj", "2021-04-30", verdict=("退回", "2021-05-06", None), recorded="2021-04-30 16:00")
    book.report("D10-1", "kgj", "2021-05-12", verdict=("退回", "2021-05-13", None), recorded="2021-05-12 16:00")
    book.report("D10-1", "kgj", "2021-05-21", verdict=("通过", "2021-05-24", None), recorded="2021-05-21 16:00")
    book.report("D17-1", "zsj", "2021-05-06", verdict=("退回", "2021-05-07", None), recorded="2021-05-06 16:00")
    book.report("D17-1", "zsj", "2021-05-10", verdict=("通过", "2021-05-11", None), recorded="2021-05-10 16:00")
    book.report("D18-1", "zsj", "2021-06-10", verdict=("通过", "2021-06-11", None), recorded=soon)


def cases(book):
    dispute_limits(book)
    dispute_pauses(book)
    appearances(book)
    proceedings(book)
    money(book)
    office_flows(book)
    settlements(book)


def dispute_limits(book):
    """Make-up Saturday, last days, returns, the whole limit rolled over a holiday, late records."""
    book.case(
        "dispute",
        ("2021-04-30", "登记", {"unit": "zrzy", "阶段": "诉前", "争议类型": "征收"}),
        ("2021-05-08", "移送"),
        ("2021-05-08", "交办", {"unit": "zrzy"}),
        ("2021-05-28", "反馈"),
        ("2021-06-04", "退回重办", {"note": "未附证据"}),
        ("2021-06-11", "反馈"),
        ("2021-06-22", "办结", {"result": "化解成功"}),
    )
    book.case("dispute", ("2021-04-30", "登记"), ("2021-05-09", "移送"))
    book.case(
        "dispute",
        ("2021-05-10", "登记"),
        ("2021-05-11", "移送"),
        ("2021-05-12", "交办", {"unit": "gaj"}),
        ("2021-07-20", "反馈"),
        ("2021-07-21", "办结", {"result": "未化解"}),
    )
    for closed in ("2021-10-08", "2021-10-09"):
        book.case(
            "dispute",
            ("2021-08-03", "登记", {"unit": "zjj"}),
            ("2021-08-04", "移送"),
            ("2021-08-05", "交办", {"unit": "zjj"}),
            ("2021-08-20", "反馈"),
            (closed, "办结", {"result": "化解成功"}),
        )
    book.case(
        "dispute",
        ("2021-06-01", "登记"),
        ("2021-06-03", "移送", {"recorded": "2021-08-01 09:00"}),
        ("2021-06-04", "交办", {"unit": "cgj"}),
        ("2021-06-10", "反馈"),
        ("2021-06-12", "办结", {"result": "化解成功"}),
    )
    book.case("dispute", ("2021-06-05", "登记", {"recorded": None}), ("2021-06-06", "移送"))


def dispute_pauses(book):
    """Pauses in two stays, a pause of no days, one never ended; urged twice on a day in equal rows."""
    book.case(
        "dispute",
        ("2021-06-01", "登记", {"unit": "jyj"}),
        ("2021-06-02", "移送"),
        ("2021-06-03", "中止", {"note": "等待鉴定"}),
        ("2021-06-10", "恢复", {"note": "已鉴定"}),
        ("2021-06-15", "交办", {"unit": "jyj"}),
        ("2021-06-20", "中止", {"note": "协商"}),
        ("2021-06-20", "恢复", {"note": "协商毕"}),
        ("2021-07-06", "反馈"),
        ("2021-07-06", "办结", {"result": "终止"}),
    )
    book.case(
        "dispute",
        ("2021-11-20", "登记", {"unit": "wjw"}),
        ("2021-11-22", "移送"),
        ("2021-11-23", "交办", {"unit": "wjw"}),
        ("2021-11-30", "中止", {"note": "等待复议"}),
    )
    book.case(
        "dispute",
        ("2021-06-25", "登记", {"unit": "sthj"}),
        ("2021-06-28", "移送"),
        ("2021-06-29", "交办", {"unit": "sthj"}),
        ("2021-07-01", "催办", {"note": "请尽快", "recorded": "2021-07-01 10:00"}),
        ("2021-07-01", "催办", {"note": "请尽快", "recorded": "2021-07-01 10:00"}),
        ("2021-07-21", "反馈"),
        ("2021-07-22", "办结", {"result": "化解成功"}),
    )


def heard(book, unit, first, hearings, closed=None, again="否"):
    """A suit with hearings given as (day, 职务 or empty when nobody came)."""
    events = [(first, "立案", {"unit": unit, "案由": "行政许可", "审级": "一审", "再次起诉": again})]
    for day, post in hearings:
        events.append(
            (
                day,
                "开庭",
                {"负责人出庭": "是", "出庭职务": post, "发言": "是"}
                if post
                else {"负责人出庭": "否", "缺席事由": "其他正当事由"},
            )
        )
    if closed:
        events.append((closed[0], "审结", {"result": closed[1]}))
    book.case("litigation", *events)


def appearances(book):
    """Heads present, absent, present at another hearing, across the end of a quarter; small and full samples."""
    heard(book, "zrzy", "2021-04-26", [("2021-06-20", ""), ("2021-07-10", "副职")], ("2021-07-30", "确认违法"))
    heard(book, "zrzy", "2021-04-27", [("2021-06-10", "正职"), ("2021-07-20", "")], ("2021-08-30", "调解"))
    for day in ("2021-05-20", "2021-05-21", "2021-05-24"):
        heard(book, "zrzy", "2021-04-28", [(day, "分管负责人")], ("2021-06-25", "准许撤诉"))
    for number, day in enumerate(("2021-05-25", "2021-05-26", "2021-05-27", "2021-05-28", "2021-05-31", "2021-06-30")):
        heard(book, "zjj", "2021-04-29", [(day, "正职" if number < 2 else "")], ("2021-07-01", "判决撤销"))
    for day in ("2021-06-01", "2021-06-02", "2021-06-03", "2021-06-04"):
        heard(book, "cgj", "2021-04-30", [(day, "正职")], None, "是")
    for day in ("2021-06-07", "2021-06-08", "2021-06-09", "2021-06-15", "2021-06-16"):
        heard(book, "gaj", "2021-05-06", [(day, "副职")], ("2021-06-29", "判决驳回诉讼请求"))
    for first, day in (("2020-04-27", "2020-05-20"), ("2020-05-20", "2020-06-10"), ("2020-05-06", "2020-06-29")):
        heard(book, "zrzy", first, [(day, "")], ("2020-06-30", "判决撤销"))
        heard(book, "zjj", first, [(day, "正职")], ("2020-07-01", "移送"))


def proceedings(book):
    """Reorganisations closed on day 183 and 184, and one whose pause does not help."""
    for closed, result in (("2021-10-26", "重整成功"), ("2021-10-27", "重整失败")):
        book.case(
            "rescue",
            ("2021-04-24", "申请", {"企业": "甲公司"}),
            ("2021-04-24", "组织谈判"),
            ("2021-04-26", "进入重整"),
            (closed, "办结", {"result": result}),
        )
    book.case(
        "rescue",
        ("2021-04-25", "申请", {"企业": "乙公司"}),
        ("2021-04-28", "组织谈判"),
        ("2021-05-06", "进入重整"),
        ("2021-06-01", "中止", {"note": "评估"}),
        ("2021-08-01", "恢复", {"note": "评估毕"}),
        ("2021-11-10", "办结", {"result": "重整成功"}),
    )
    for day in ("2021-05-31", "2021-06-01", "2021-06-02", "2021-06-03"):
        book.case(
            "rescue",
            ("2021-04-26", "申请", {"企业": "丙公司"}),
            ("2021-05-10", "组织谈判"),
            (day, "进入重整"),
            ("2021-06-28", "办结", {"result": "重整成功"}),
        )
    book.case(
        "rescue",
        ("2021-05-06", "申请", {"企业": "丁公司"}),
        ("2021-05-13", "组织谈判"),
        ("2021-06-01", "进入清算"),
        ("2021-10-20", "办结", {"result": "清算完毕"}),
    )


def money(book):
    """Loans with equal repayments on a day, a repayment in court, and stays held by the court."""
    paid = {"amount": "2.50", "recorded": "2021-06-15 10:00"}
    book.case(
        "npl",
        ("2021-05-06", "委托", {"amount": "12.30", "银行": "山阳农商行", "对象": "企业"}),
        ("2021-05-13", "启动清收"),
        ("2021-06-15", "回款", paid),
        ("2021-06-15", "回款", paid),
        ("2021-06-15", "回款", {"amount": "1", "recorded": "2021-06-15 11:00"}),
        ("2021-08-11", "移送执行"),
        ("2021-09-01", "回款", {"amount": "6.30"}),
        ("2021-09-02", "办结", {"result": "全部收回"}),
    )
    book.case(
        "npl",
        ("2021-05-07", "委托", {"amount": "100", "银行": "中旅银行", "对象": "公职人员"}),
        ("2021-05-08", "启动清收"),
        ("2021-05-20", "移送执行"),
    )
    book.case(
        "finance_mediation",
        ("2021-06-01", "受理", {"来源": "机构委托"}),
        ("2021-06-03", "分派"),
        ("2021-06-10", "调解成功"),
        ("2021-07-30", "办结", {"result": "司法确认"}),
    )
    book.case(
        "finance_mediation",
        ("2021-06-02", "受理", {"来源": "投诉"}),
        ("2021-06-04", "分派"),
        ("2021-06-11", "调解成功"),
    )
    book.case(
        "finance_mediation",
        ("2021-06-04", "受理", {"来源": "投诉"}),
        ("2021-06-07", "分派"),
        ("2021-07-05", "办结", {"result": "达成协议"}),
    )


def office_flows(book):
    """An order returned, closed, looked at again and returned again; requests to court and to others."""
    order = {"等级": "督办单", "来源": "会议", "事由": "清收中心未挂牌"}
    book.case(
        "supervision_order",
        ("2021-04-30", "签发", {"unit": "jrj", **order}),
        ("2021-05-06", "签收"),
        ("2021-05-13", "反馈"),
        ("2021-05-14", "退回", {"note": "无佐证"}),
        ("2021-05-19", "反馈"),
        ("2021-05-20", "销号", {"result": "完成"}),
        ("2021-06-21", "回头看", {"note": "复查"}),
        ("2021-06-28", "反馈"),
        ("2021-06-29", "退回", {"note": "仍有问题"}),
        ("2021-07-02", "反馈"),
        ("2021-07-05", "销号", {"result": "完成"}),
    )
    book.case("supervision_order", ("2021-06-28", "签发", {"unit": "zsj", **order}))
    book.case("cooperation_request", ("2021-05-06", "请求", {"by": "qzfb", "unit": "qfy", "note": "请派员"}))
    book.case(
        "cooperation_request",
        ("2021-05-06", "请求", {"by": "jrj", "unit": "wgl", "note": "请协助"}),
        ("2021-05-19", "配合"),
    )
    book.case(
        "cooperation_request",
        ("2021-05-06", "请求", {"by": "qfy", "unit": "slzx", "note": "请协助"}),
        ("2021-05-20", "拒绝", {"note": "无此职责"}),
    )
    book.case("cooperation_request", ("2021-06-21", "请求", {"by": "sfj", "unit": "xfj", "note": "请协助"}))


def settlements(book):
    """Cases outside court: 来源 corrected on a later row, closed from the first state, six stays of one unit."""
    book.case(
        "nonlitigation",
        ("2021-05-10", "受理", {"来源": "自行受理", "层级": "区"}),
        ("2021-05-11", "分派", {"unit": "rsj", "来源": "法院委派"}),
        ("2021-05-20", "办结", {"result": "调解成功"}),
    )
    book.case(
        "nonlitigation",
        ("2021-05-10", "受理", {"来源": "法院委派", "层级": "街道"}),
        ("2021-05-12", "办结", {"result": "转诉讼裁判"}),
    )
    for day in ("2021-05-17", "2021-05-18", "2021-05-19", "2021-06-01", "2021-06-02", "2021-06-03"):
        book.case(
            "nonlitigation",
            ("2021-05-14", "受理", {"来源": "自行受理", "层级": "村社区"}),
            (day, "分派", {"unit": "gaj"}),
            ("2021-06-17", "办结", {"result": "调解成功"}),
        )


def entries(book):
    """The latest by 日期 is an entry for an earlier quarter."""
    book.enter("2021Q3", "I16-1", "2021-11-02", 9, 9)
    book.enter("2021Q2", "I16-1", "2021-11-20", 8, 9)
    book.enter("2021H1", "I13-2", "2021-11-21", 3, 4)


def adjustments_2021(book):
    """Above the caps, after a close, vetoes of a ranked, an unranked and a too small unit."""
    book.adjust("2021Q2", "qzfb", "加分", "3.00", "2021-07-01", "创新做法")
    book.adjust("2021Q2", "qzfb", "加分", "2.50", "2021-07-18", "经验推广")
    book.adjust("2021Q2", "jrj", "扣分", "4", "2021-07-02", "迟报")
    book.adjust("2021Q2", "jrj", "扣分", "7.25", "2021-07-03", "漏报")
    book.adjust("2021Q3", "zsj", "一票否决", "", "2021-10-08", "数据造假")
    book.adjust("2021Q3", "kgj", "加分", "0.01", "2021-10-08", "并列边界")
    book.adjust("2021H1", "qfy", "一票否决", "", "2021-07-05", "参考单位")
    book.adjust("2021", "wgl", "一票否决", "", "2021-12-20", "重大事故")
    book.adjust("2021", "kgj", "加分", "2.00", "2021-12-25", "挽救企业")
    book.adjust("2021", "scj", "一票否决", "", "2021-12-27", "弄虚作假")
    book.adjust("2021", "zzw", "加分", "4.75", "2022-01-12", "枫桥经验")


def adjustments_2022(book):
    book.adjust("2022", "scj", "一票否决", "", "2022-12-27", "弄虚作假")
    book.adjust("2022Q1", "sfj", "加分", "1.25", "2022-04-02", "创新做法")
    book.adjust("2022", "jrj", "扣分", "1.50", "2023-01-03", "迟报")


def changes_of_second(book):
    book.change("D05-1", "延期", "2021-06-01", due="2021-12-31")
    book.change("D13-1", "核销", "2021-05-10")
    book.change("D01-1", "改派", "2021-07-01", "2021Q3", owner="zzw")
    book.change("D09-2", "改派", "2021-05-06", owner="kgj")
    book.change("D20-1", "改派", "2021-09-01", owner="jrj")


def cases_across_years(book):
    """Worked in December, returned in January; reorganised over New Year; open through the whole next year."""
    book.case(
        "dispute",
        ("2021-12-15", "登记", {"unit": "zrzy"}),
        ("2021-12-17", "移送"),
        ("2021-12-20", "交办", {"unit": "rsj"}),
        ("2021-12-30", "反馈"),
        ("2022-01-05", "退回重办", {"note": "重办"}),
        ("2022-01-12", "反馈"),
        ("2022-01-30", "办结", {"result": "化解成功"}),
    )
    book.case(
        "dispute",
        ("2021-12-20", "登记", {"unit": "swj"}),
        ("2021-12-21", "移送"),
        ("2021-12-22", "交办", {"unit": "swj"}),
    )
    book.case(
        "rescue",
        ("2021-09-01", "申请", {"企业": "戊公司"}),
        ("2021-09-02", "组织谈判"),
        ("2021-10-08", "进入重整"),
        ("2022-04-12", "办结", {"result": "重整成功"}),
    )
    book.case(
        "supervision_order",
        ("2021-12-29", "签发", {"unit": "sfj", "等级": "提醒单", "来源": "批示", "事由": "年底事项"}),
        ("2021-12-30", "签收"),
        ("2022-01-28", "反馈"),
        ("2022-01-30", "销号", {"result": "完成"}),
    )
    heard(book, "zrzy", "2021-11-15", [("2021-12-20", "正职"), ("2022-01-20", "")], ("2022-02-10", "判决变更"))
    heard(book, "zrzy", "2021-11-16", [("2021-12-21", ""), ("2022-03-31", "副职")], ("2022-04-30", "按撤诉处理"))
