"""The parts of the board's look side by side, each with its one purpose and invented values: `make gallery`.

For whoever builds a page: look here before drawing anything anew. It is no page of the board and reads no facts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import streamlit as st

from lib.definitions import load
from lib.domain import marks
from lib.domain.day_bins import day_bins
from lib.domain.indicators import Reading, reading
from lib.domain.measures import Tally
from lib.domain.periods import Period
from lib.domain.plan import Indicator, Part
from lib.domain.platforms import PlatformCount
from lib.services.case_timeline import StayLine, TimelineStep
from lib.services.case_ways import HolderAt, WayStep
from lib.services.indicator_views import Past
from lib.services.item_views import Lane, Milestone
from lib.services.period_steps import Mark
from lib.ui import (
    bars,
    cards,
    case_sheet,
    case_way,
    charts,
    doors,
    indicator_pictures,
    lights,
    markup,
    period_parts,
    tables,
)
from lib.ui.markup import Piece, joined, show
from lib.ui.time_line import time_line
from lib.ui.waterfall import GAIN, LOSS, NONE, SUM, WHOLE, Fall, waterfall
from tests.people import PROJECT

DAY = date(2021, 9, 30)
_LONG = "区府院联动工作领导小组办公室"


def _reading(shape: str, parts: tuple[Part, ...], now: tuple[int, ...], out_of: int | None, before: int = 0) -> Reading:
    indicator = Indicator("I", "3", "指标", shape, "ledger", parts, None, out_of is not None)
    earlier = Tally((Fraction(before),), Fraction(out_of or 0)) if before else None
    total = None if out_of is None else Fraction(out_of)
    return reading(indicator, None, Tally(tuple(map(Fraction, now)), total), earlier)


_AIM = (Part("率", None, True, Fraction(9, 10)),)
_FEWER = (Part("数", None, False, Fraction(-1, 5)),)
_FALLING = (Part("率", None, False),)
_LAYERS = (
    Part("门外", None, True, Fraction(7, 10)),
    Part("门口", None, True, Fraction(2, 10)),
    Part("裁判", None, False, Fraction(1, 10), Fraction(1)),
)


def _marks() -> None:
    show(joined((lights.legend(), lights.reading_legend(), joined(map(lights.mark, marks.WORST_FIRST), "　"))))


def _card() -> None:
    rows = [
        cards.Line("区科工信局", "逾期 12 天", "困境企业挽救　谈判中", "gallery"),
        cards.Line(_LONG, lights.mark(marks.BLUE, "完成"), leads_to="gallery"),
    ]
    facts = cards.facts([("分管领导", "李副区长"), ("联络员", "王科员"), ("完成标准", "印发文件并报送")])
    left, right = cards.card("待办案件", cards.lines(rows, ""), "2 件"), cards.card("任务", facts)
    doors.draw(cards.halves(left, right), "card")


def _tiles() -> None:
    tiles = [
        cards.Tile("非诉讼服务中心", "157", "件在办", ("成功率 92.5%（2,157/2,333）",), "gallery", (3, 5, 4, 8)),
        cards.Tile("困境企业挽救中心", "9", "件在办", ("超期 4",), "gallery"),
    ]
    doors.draw(cards.tiles(tiles, 2), "tiles")


def _grid() -> None:
    cells = [
        cards.ItemCell("4", "行政机关负责人出庭应诉", marks.GREEN, marks.GREEN, marks.GREEN, "gallery"),
        cards.ItemCell("8", "公司类案件新闻发布和典型案例", marks.RED, marks.NONE, marks.RED, "gallery"),
        cards.ItemCell("13", "非诉讼服务中心", marks.PENDING, marks.YELLOW, marks.YELLOW, "gallery"),
        cards.ItemCell("17", "焦作府院通", marks.BLUE, marks.NONE, marks.BLUE, "gallery"),
    ]
    doors.draw(cards.item_grid(cells), "grid")


def _waterfall() -> None:
    below = cards.note("按时 18 个环节，未按时 4 个")

    def bar(title: str, kind: str, before: str, after: str, words: str, below: Piece | None = None) -> Fall:
        return Fall(title, kind, Decimal(before), Decimal(after), markup.escaped(words), below)

    show(
        waterfall(
            [
                bar("满分", WHOLE, "0", "100", "100.00"),
                bar("量化指标", LOSS, "100", "97.50", "−2.50"),
                bar("平台运行", LOSS, "97.50", "82.18", "−15.32", below),
                bar("填报质量", NONE, "82.18", "82.18", "不适用"),
                bar("加分", GAIN, "82.18", "83.18", "+1.00"),
                bar("总分", SUM, "0", "83.18", "83.18"),
            ]
        )
    )


def _rank_spans() -> None:
    rows = [("区政府办公室", 1, 1, 1), ("区司法局", 2, 2, 3), ("区综治委", 3, 2, 4), (_LONG, 4, 3, 4)]
    charts.rank_spans(rows, title="名次范围", key="spans")


def _bullet() -> None:
    show(indicator_pictures.picture(_reading("threshold", _AIM, (17,), 20), (), ()))


def _pair() -> None:
    show(indicator_pictures.picture(_reading("year_on_year", _FEWER, (50,), None, before=56), (), ()))


def _trend() -> None:
    periods = [Period.parse(f"{year}Q{quarter}") for year in (2020, 2021) for quarter in (1, 2, 3, 4)]
    past = [Past(one, _reading("trend", _FALLING, (12 - place,), 100, 9)) for place, one in enumerate(periods)]
    show(indicator_pictures.line(past, "green"))


def _split() -> None:
    show(indicator_pictures.picture(_reading("split", _LAYERS, (70, 20, 10), 100), (), ()))


def _days() -> None:
    durations = day_bins([20, 40, 50, 90, 100, 130, 150, 190], 183)
    show(indicator_pictures.picture(_reading("duration", _AIM, (7,), 8), (), durations))


def _case_line() -> None:
    stay = StayLine("谈判中", "区科工信局", date(2021, 5, 10), None, 143, 0, "60", date(2021, 7, 9), False, 83, None)
    steps = [
        TimelineStep("event", date(2021, 5, 6), "登记", "区法院", "周法官", "", "区科工信局", None, "", (), None, None, None),
        TimelineStep("event", date(2021, 5, 10), "启动谈判", "区科工信局", "王科员", "", "", Decimal("120.5"),
                     "首次谈判", (("企业类型", "制造业"),), date(2021, 5, 20), None, stay),
    ]  # fmt: skip
    show(case_sheet.timeline(steps, DAY))


def _case_way() -> None:
    flow = next(one for one in load(PROJECT / "data" / "plan").flows if not one.judicial)
    count = PlatformCount(
        flow, date(2021, 1, 1), DAY, 21, 15, 9, 2, 4, Fraction(9, 11), 6, 4, 2, None, Fraction(189), Decimal(0), Decimal(0),
        {}, {},
    )  # fmt: skip
    holders = (HolderAt("区科工信局", 5, 4, 93),)
    steps = [
        WayStep("已申请", "5个工作日", 1, 0, Fraction(7), final=False, judicial=False),
        WayStep("谈判中", "60", 5, 4, Fraction(110), False, False, Fraction(113), 154, holders),
        WayStep("重整中", "183", 0, 0, None, final=False, judicial=True),
    ]
    show(case_way.way(steps, count))


def _life_line() -> None:
    steps = [
        Mark("打开", "done", date(2021, 7, 1), "赵主任", (), early=False),
        Mark("计算", "done", date(2021, 7, 20), "赵主任", ("第 1 版",), early=False),
        Mark("单位核对", "running", date(2021, 7, 20), "赵主任", ("核对到 7月27日",), early=False),
        Mark("审定", "next", None, "", (), early=False),
        Mark("公示", "later", None, "", (), early=False),
    ]
    show(period_parts.life(steps, DAY))


def _table() -> None:
    rows = [
        tables.Row(("区政府办公室", "1", "98.62", lights.mark(marks.GREEN)), "gallery"),
        tables.Row((_LONG, "2", "97.28", lights.mark(marks.RED)), "gallery"),
    ]
    tables.table(("单位", "#名次", "#得分", "状态"), rows, caption="表格", key="table")


def _counts() -> None:
    show(bars.counts([("30 天内", 12), ("31 至 60 天", 5), ("更久", 1)], "件"))


def _time_line() -> None:
    days = [date(2020 + half // 2, 1 + half % 2 * 6, 10) for half in range(8)]
    done = [Milestone(day, marks.BLUE, f"{day}，按期完成") for day in days if day < DAY]
    late = Milestone(date(2021, 9, 10), marks.RED, "9月10日，逾期")
    to_come = [Milestone(day, marks.GREEN, f"{day}，正常") for day in days if day > DAY]
    lanes = (
        Lane("行政诉讼风险提示白皮书", "区法院", (*done, *to_come)),
        Lane("统一通报和后续培训", _LONG, (*done[:-1], late)),
    )
    show(cards.card("各期期限和完成情况", time_line(lanes, days[0], DAY)))


def _funnel() -> None:
    spots = [charts.Spot(f"单位{n}", n, rate, f"{n} 件", marks.NONE) for n, rate in ((5, 0.8), (12, 0.92), (30, 0.9))]
    spots.append(charts.Spot("区财政局", 25, 0.48, "12/25", marks.RED))
    charts.funnel(spots, Fraction(88, 100), Fraction(9, 10), "件数", title="各单位的率", key="funnel")


def _monthly() -> None:
    months = [(f"{month}月", 20 + month % 4, 18 + month % 3) for month in range(1, 13)]
    charts.monthly(months, "登记", "办结", title="近一年每月登记和办结件数", key="monthly")


def _sentence() -> None:
    phrases = [cards.phrase("截至9月30日，25 项中 "), cards.phrase("2 项红灯", "red", "gallery"), cards.phrase("。")]
    doors.draw(cards.sentence(phrases), "sentence")


# Each part: what it is for, and nothing else.
PARTS: Mapping[str, tuple[str, Callable[[], None]]] = {
    "一句话": ("一页最要紧的事，要紧处可点", _sentence),
    "标记与图例": ("一个状态：形状、文字、颜色同在", _marks),
    "卡片与行": ("同一件事的几行，左边是什么，右边怎么样", _card),
    "数字卡": ("一个数和它的分母，点开是明细", _tiles),
    "事项格": ("25 项各有两个标记，整格可点", _grid),
    "瀑布": ("从满分到总分，每一根可以点开", _waterfall),
    "名次范围": ("权重变了，名次最好最差到哪里", _rank_spans),
    "目标条": ("一个率离目标多远，把握多大", _bullet),
    "同期对照": ("本期与上年同期两个数，目标落在哪里", _pair),
    "往期线": ("一个率历来怎样，本期与上年同期突出", _trend),
    "分段条": ("几部分各占多少，目标各是多少", _split),
    "天数柱": ("各用了多少天，超过限期的另色", _days),
    "件数条": ("几类各多少件，同一比例", _counts),
    "案件时间线": ("一件事从头到尾，谁在哪天办了什么", _case_line),
    "案件走到哪里": ("一个平台的案件等在哪个环节、等了多久、在谁手里", _case_way),
    "期限线": ("一件事历年每期何时到期、各是什么状态", _time_line),
    "进程线": ("一期考核走到哪一步", _life_line),
    "表格": ("同样的数给读屏和复制，整行可点", _table),
    "逐月线": ("每月进多少、出多少", _monthly),
    "漏斗图": ("件数不同的单位放在一起比，偶然的不算", _funnel),
}


def draw() -> None:
    """Every part under its name and purpose."""
    st.set_page_config(page_title="界面部件", layout="wide", initial_sidebar_state="collapsed")
    markup.apply_palette()
    markup.style(markup.BOARD_SHEET)
    st.title("界面部件", anchor=False)
    for name, (purpose, part) in PARTS.items():
        show(joined((cards.subheading(name), cards.note(purpose))))
        part()


if __name__ == "__main__":
    draw()
