"""2021 to 2023 in one district: what the ends of periods, the closes and the turns of the years do to an appraisal."""

from datetime import date

from .special_cases import heard

# The units whose years are written by hand: one at each rung of the ladder, three level at the line.
STYLES = {
    "D01-1": "never",
    "D14-1": "never",
    "D10-1": "never",
    "D03-1": "never",
    "D04-1": "never",
    "D05-1": "never",
    "D09-2": "undecided",
    "D13-1": "never",
    "D13-2": "never",
    "D25-1": "never",
    "D12-1": "late",
    "D18-1": "early",
    "D21-1": "last_day",
    ("D13-3", "2021Q3"): "never",
    ("D13-3", "2023Q1"): "never",
    ("D08-1", "2022H1"): "never",
    ("D08-1", "2023H1"): "never",
    ("DG5-1", "2023Q1"): "never",
}
TOUCHED = ["D11-1", "D24-1", "D14-2", "D16-1", "D17-1", "D19-1", "D19-2", "D15-1", "D20-1", "D22-1", "D23-1"]
COUNTS = {
    "dispute": 7,
    "litigation": 12,
    "procuratorate": 2,
    "nonlitigation": 12,
    "rescue": 6,
    "npl": 4,
    "finance_mediation": 5,
}
YEARS = [(date(2021, 4, 24), date(2021, 12, 10)), (date(2022, 1, 1), date(2022, 12, 10))]
YEARS.append((date(2023, 1, 1), date(2023, 12, 10)))


def duties(book):
    level_at_the_line(book)
    carried_over(book)
    revised(book)
    joint_league(book)


def done(book, code, unit, day, verified, label="", accepted=None, recorded=None):
    """A completion and its pass."""
    recorded = recorded or f"{day} 10:00"
    return book.report(code, unit, day, label=label, verdict=("通过", verified, accepted), recorded=recorded)


def level_at_the_line(book):
    """czj, zsj and scj have nothing but duties extended into 2022: 100 points each, and half a point more for one."""
    book.change("D11-1", "延期", "2021-05-20", due="2021-12-31")
    book.change("D11-1", "延期", "2021-06-10", due="2022-03-31")
    done(book, "D11-1", "czj", "2022-03-31", "2022-04-06")
    book.change("D24-1", "延期", "2021-04-28", due="2022-05-31")
    book.change("D24-1", "延期", "2021-09-01", due="2022-04-29")
    done(book, "D24-1", "czj", "2022-04-29", "2022-05-05")
    for code, unit, due in (("D16-1", "zsj", "2022-06-30"), ("D17-1", "zsj", "2022-09-30")):
        book.change(code, "延期", "2021-04-26", due=due)
        done(book, code, unit, due, due)
    for code in ("D19-1", "D19-2"):
        book.change(code, "延期", "2021-07-05", due="2022-10-31")
        done(book, code, "scj", "2022-10-20", "2022-10-25")
    for label, day, verified in (("2021", "2021-12-31", "2022-01-18"), ("2022", "2023-01-03", "2023-01-10")):
        done(book, "D14-2", "czj", day, verified, label)
    # In 2023 zsj is given a duty it never does, and is red: the commendation of 2022 is gone at a later close.
    book.change("DG5-1", "改派", "2023-02-01", "2023Q1", owner="zsj")
    # czj: one more to be judged by in 2023
    book.change("D13-3", "改派", "2023-01-15", "2023Q1", owner="czj")
    done(book, "D13-3", "czj", "2023-04-10", "2023-04-12", "2023Q1")


def carried_over(book):
    """Duties of 2021 done in 2022, waived or extended after the close, recorded two years late, or never done."""
    done(book, "D10-1", "kgj", "2021-04-29", "2021-05-06", recorded="2023-05-10 09:00")
    done(book, "D13-1", "zzw", "2022-02-20", "2022-02-25")
    book.change("D13-2", "延期", "2021-07-10", due="2021-10-15")
    book.change("D13-2", "延期", "2022-02-15", due="2022-03-31")
    done(book, "D13-2", "zzw", "2022-03-30", "2022-04-01")
    book.change("D04-1", "核销", "2022-01-25")
    book.change("D05-1", "改派", "2021-07-10", owner="fgw")


def revised(book):
    """Verdicts that the office corrected after a close, once or twice, into the year before or out of it."""
    row = done(book, "D13-3", "zzw", "2021-10-08", "2021-10-12", "2021Q3")
    book.revise(row, "退回", "2022-01-30")
    row = book.report("D25-1", "jrj", "2021-04-29", verdict=("退回", "2021-05-07", None), recorded="2021-04-29 10:00")
    book.revise(row, "通过", "2021-07-25")
    row = done(book, "D08-1", "jrj", "2022-07-20", "2022-07-22", "2022H1")
    book.revise(row, "通过", "2023-02-15", "2022-07-08")
    row = book.report("D08-1", "jrj", "2023-07-05", label="2023H1", verdict=("退回", "2023-07-12", None))
    book.revise(row, "通过", "2023-10-10")
    book.revise(row, "退回", "2024-02-01")
    again = book.report("D08-1", "jrj", "2023-07-19", label="2023H1", recorded="2023-07-19 10:00")
    book.revise(again, "通过", "2024-02-20")


def joint_league(book):
    """Units with nothing of their own: two duties, two waived, one waived, a single one."""
    for code, unit in (("D15-1", "xfj"), ("D23-1", "xfj"), ("D20-1", "gsl"), ("D22-1", "gsl")):
        book.change(code, "改派", "2021-05-06", owner=unit)
    done(book, "D15-1", "xfj", "2021-05-10", "2021-05-12")
    for code, day in (("D23-1", "2021-08-01"), ("D20-1", "2021-05-31"), ("D22-1", "2021-10-08")):
        book.change(code, "核销", day)


def cases(book):
    small_samples(book)
    paused_and_returned(book)
    before_court(book)
    orders(book)


def small_samples(book):
    """swj and slzx: four of everything in the third quarter of 2021, five in the fourth; fgw: five stays, four hearings."""
    for unit, hearings, stays in (("swj", 5, 5), ("slzx", 5, 5), ("fgw", 4, 5)):
        for number in range(hearings):
            month = 7 if number < 4 else 10
            heard(book, unit, f"2021-0{5}-1{number}", [(f"2021-{month:02d}-1{number}", "正职")])
        for number in range(stays):
            month = 8 if number < 4 else 11
            settled(book, unit, f"2021-{month:02d}-1{number}", f"2021-{month:02d}-2{number}")


def settled(book, unit, first, last):
    book.case(
        "nonlitigation",
        (first, "受理", {"来源": "自行受理", "层级": "区"}),
        (first, "分派", {"unit": unit}),
        (last, "办结", {"result": "调解成功"}),
    )


def paused_and_returned(book):
    """In every year a dispute paused, handed in, and given back only after the end of the second quarter or of the year."""
    for year in (2021, 2022, 2023):
        book.case(
            "dispute",
            (f"{year}-06-01", "登记", {"unit": "zrzy"}),
            (f"{year}-06-01", "移送"),
            (f"{year}-06-02", "交办", {"unit": "czj" if year == 2023 else "xfj"}),
            (f"{year}-06-05", "中止", {"note": "等待鉴定"}),
            (f"{year}-06-25", "恢复", {"note": "鉴定完成"}),
            (f"{year}-06-29", "反馈"),
            (f"{year}-07-03", "退回重办", {"note": "未附证据"}),
            (f"{year}-07-14", "反馈", {"recorded": f"{year}-08-20 09:00"}),
            (f"{year}-07-15", "办结", {"result": "化解成功"}),
        )
        book.case(
            "dispute",
            (f"{year}-12-01", "登记", {"unit": "rsj"}),
            (f"{year}-12-02", "移送"),
            (f"{year}-12-03", "交办", {"unit": "rsj"}),
            (f"{year}-12-28", "反馈"),
            (f"{year + 1}-01-06", "退回重办", {"note": "重办"}),
            (f"{year + 1}-01-12", "反馈"),
        )


def before_court(book):
    """Debts held by the court far beyond their limits: in nobody's score."""
    for year in (2021, 2022, 2023):
        book.case(
            "npl",
            (f"{year}-05-06", "委托", {"amount": "12.30", "银行": "山阳农商行", "对象": "企业"}),
            (f"{year}-05-08", "启动清收"),
            (f"{year}-05-10", "移送执行"),
        )


def orders(book):
    """One order answered late and returned, one in time, a request refused, a request nobody answers."""
    for year in (2021, 2022, 2023):
        order = {"等级": "督办单", "来源": "会议", "事由": "未按期"}
        book.case(
            "supervision_order",
            (f"{year}-05-20", "签发", {"unit": "qzfb", **order}),
            (f"{year}-05-20", "签收"),
            (f"{year}-06-29", "反馈"),
            (f"{year}-07-01", "退回", {"note": "无佐证"}),
            (f"{year}-07-05", "反馈"),
            (f"{year}-07-06", "销号", {"result": "完成"}),
        )
        book.case("supervision_order", (f"{year}-09-01", "签发", {"unit": "jrj", **order}), (f"{year}-09-01", "签收"))
        asked = {"by": "kgj", "note": "请协助"}
        book.case(
            "cooperation_request",
            (f"{year}-09-06", "请求", {"unit": "xfj", **asked}),
            (f"{year}-09-08", "拒绝", {"note": "无此职责"}),
        )
        book.case("cooperation_request", (f"{year}-09-06", "请求", {"unit": "qjcy", **asked}))


def entries(book):
    """Services linked: 7 of 9 in 2021, all from 2022 on, less again at the end; one correction after the close."""
    for period, day, linked in (
        ("2021Q2", "2021-07-02", 7),
        ("2021Q4", "2022-01-05", 8),
        ("2022Q1", "2022-03-31", 9),
        ("2022Q4", "2022-12-30", 9),
        ("2023Q2", "2023-07-01", 8),
        ("2023Q4", "2024-01-05", 9),
        ("2023Q4", "2024-05-06", 7),
    ):
        book.enter(period, "I16-1", day, linked, 9)


def adjustments(book):
    """Over the caps, below nothing, after the close; vetoes three, two and one year running, and with a year between."""
    book.adjust("2021Q3", "qzfb", "加分", "3.00", "2021-09-30", "创新做法")
    book.adjust("2021Q3", "qzfb", "加分", "2.75", "2021-10-19", "经验推广")
    book.adjust("2021", "sfj", "扣分", "3.33", "2022-01-21", "迟报")
    book.adjust("2022", "czj", "加分", "0.50", "2022-12-31", "并列边界")
    book.adjust("2023Q1", "sfj", "扣分", "6.00", "2023-03-31", "迟报")
    book.adjust("2023Q1", "sfj", "扣分", "5.50", "2023-04-03", "漏报")
    for period, unit, day in (
        ("2021", "jrj", "2021-12-30"),
        ("2022", "kgj", "2022-12-30"),
        ("2022", "wgl", "2022-12-30"),
        ("2023", "jrj", "2023-12-29"),
        ("2023", "wgl", "2024-01-10"),
        ("2023", "qfy", "2023-12-29"),
        ("2022H1", "zsj", "2022-07-10"),
    ):
        book.adjust(period, unit, "一票否决", "", day, "弄虚作假")
