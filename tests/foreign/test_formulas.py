"""Foreign formulas of every kind, written from docs/plan-format.md: the board's scores are those computed by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.cli.test_numbers_out import EVENTS, REPORTS
from tests.foreign.conftest import City

Publish = Callable[[Path | str], City]
ADJUSTMENTS = "考核期,单位,类型,分值,事由,佐证,批准人,日期"


def points(row: dict[str, object]) -> list[float | None]:
    lines = row["lines"]
    assert isinstance(lines, list)
    return [line["points"] for line in lines]


def test_a_quarter_where_less_is_better_in_one_decimal_of_weights_that_make_120(city: Publish) -> None:
    """重复信访 30 by steps (up to 5 % all, 10 % 0.8, 20 % 0.5, else 0.2), 超期 50 from 20 % down to 0, 化解 40 the rate."""
    board = city("mediation")
    figures = {
        # unit: again, late, settled as numerator and denominator
        "东湖镇": ((2, 40), (1, 40), (37, 40)),  # 5 % still all; 50 × 17.5/20; 40 × 37/40
        "西山镇": ((3, 29), (3, 30), (1, 9)),  # 10.3 % is half; half; not below 0.3
        "南桥街道": ((9, 40), (8, 40), (11, 40)),  # beyond 20 % 0.2; 20 % is 0; 11/40 below 0.3
        "北门街道": ((0, 12), (0, 3), (12, 12)),  # 超期 of 3 is too few: 30 + 40 of 70
        "城关派出所": ((0, 0), (0, 9), (0, 0)),  # 超期 alone: 50 of 120 is not enough
    }
    codes = ("again", "late", "settled")
    board.enter(
        *(
            f"2024Q2,{unit},{code},{numerator},{denominator},,季报,2024-07-05"
            for unit, pairs in figures.items()
            for code, (numerator, denominator) in zip(codes, pairs, strict=True)
        )
    )
    rows = board.rank("2024Q2")
    assert points(rows["dong"]) == [25.0, 36.5, 30.8]  # 100 × 30/120; × 50/120 × 0.875; × 40/120 × 0.925
    assert points(rows["xi"]) == [12.5, 20.8, 10.0]
    assert points(rows["nan"]) == [5.0, 0.0, 10.0]
    assert points(rows["bei"]) == [42.9, None, 57.1]
    assert [rows[unit]["score"] for unit in ("bei", "dong", "xi", "nan")] == [100.0, 92.3, 43.3, 15.0]
    assert [rows[unit]["rank"] for unit in ("bei", "dong", "xi", "nan")] == [1, 2, 3, 4]
    assert (rows["pai"]["rank"], rows["pai"]["reason"]) == (None, "本季度无案件")
    assert rows["fy"]["reason"] == "参考不排名"


def test_duties_alone_in_halves_of_a_year_of_the_past(city: Publish) -> None:
    """80 × mean of the shares; late 5 % off for each day, not below 60 %. Issued on 15 March: 10 occurrences by June."""
    board = city("town")
    done = [
        ("D01-1", "司法所", "", "2019-03-31"),  # on its Sunday, which does not roll: in time
        ("D01-2", "司法所", "2019-03", "2019-04-03"),  # in time
        ("D01-2", "司法所", "2019-04", "2019-05-06"),  # 3 days late: 0.85
        ("D01-2", "司法所", "2019-05", "2019-06-20"),  # 17 days late: 0.6
        ("D02-1", "执法队", "2019Q1", "2019-04-08"),  # 5 working days after 31 March are 5 April: 3 days late
    ]
    board.run(
        "import",
        board.sheet(
            "r.csv",
            REPORTS,
            *(f"{code},{unit},{period},{day},申报完成,,办结,件,通过,,{day},镇长,{day} 09:00"
              for code, unit, period, day in done),
        ),
    )  # fmt: skip
    adjusted = [
        "2019H1,司法所,加分,2,市级表扬,文件,镇长,2019-06-28", "2019H1,司法所,加分,4,省级表扬,文件,镇长,2019-06-29",
        "2019H1,执法队,扣分,1.5,通报,文件,镇长,2019-06-28",
    ]  # fmt: skip
    assert board.run("import", board.sheet("a.csv", ADJUSTMENTS, *adjusted)).exit_code == 0
    rows = board.rank("2019H1", "--close-on", "2019-12-31")
    assert points(rows["sfs"]) == [69.0]  # 80 × (1 + 1 + 0.85 + 0.6) ÷ 4; June is due on 3 July, after the half
    assert (rows["sfs"]["bonus"], rows["sfs"]["score"], rows["sfs"]["tier"]) == (3.0, 72.0, "甲")
    assert points(rows["zfd"]) == [68.0]  # the second quarter is due on 5 July
    assert (rows["zfd"]["score"], rows["zfd"]["tier"], rows["zfd"]["rank"]) == (66.5, "乙", 2)
    assert (rows["dzb"]["reason"], rows["dzb"]["rank"]) == ("无任务，不列名次", None)
    assert {row["recommendation"] for row in rows.values()} == {None}
    year = board.rank("2019", "--close-on", "2019-12-31")
    assert {row["recommendation"] for row in year.values()} == {None}, "nobody reaches 甲 over the whole year"


def test_a_flow_alone_month_by_month_on_the_months_own_days(city: Publish) -> None:
    """60 × in time ÷ all, 40 × 满意 ÷ 办结, three decimals."""
    board = city("hotline")
    cases = [
        # number, firm, handed out, closed, result
        ("1", "供水公司", "2023-01-30", "2023-02-08", "满意"),  # 4 February is a Saturday: due on the 6th
        ("2", "供水公司", "2023-02-01", "2023-02-03", "满意"),
        ("3", "供水公司", "2023-02-10", "2023-02-15", "不满意"),
        ("4", "燃气公司", "2023-02-10", "2023-02-15", "满意"),
        ("5", "燃气公司", "2023-02-20", "", ""),  # open and late on 28 February
        ("6", "燃气公司", "2023-01-10", "2023-01-11", "不满意"),
        ("7", "公交公司", "2023-01-11", "2023-01-30", "满意"),
    ]
    rows = []
    for number, firm, handed, closed, result in cases:
        rows.append(f"热线工单,{number},登记,{handed},,{firm},,,,{handed} 08:00")
        rows.append(f"热线工单,{number},派单,{handed},,{firm},,,,{handed} 08:00")
        if closed:
            rows.append(f"热线工单,{number},办结,{closed},,,{result},,,{closed} 08:00")
    assert board.run("import", board.sheet("e.csv", EVENTS, *rows)).exit_code == 0
    march = ("--close-on", "2023-03-05")
    february = board.rank("2023-02", *march)
    assert points(february["water"]) == [40.0, 26.667]  # two of three in time, two of three content
    assert points(february["gas"]) == [30.0, 40.0]
    assert [february[unit]["rank"] for unit in ("gas", "water")] == [1, 2]
    assert (february["gas"]["score"], february["water"]["score"]) == (70.0, 66.667)
    assert (february["bus"]["rank"], february["bus"]["reason"]) == (None, "本月无工单")
    assert february["centre"]["reason"] == "参考不排名"
    january = board.rank("2023-01", *march)
    assert [january[unit]["score"] for unit in ("gas", "bus")] == [60.0, 40.0]
    assert (january["water"]["rank"], january["water"]["reason"]) == (None, "本月无工单")
    told = board.json("explain", "--period", "2023-02", "--unit", "供水公司", *march)
    assert told["score"] == 66.667
    assert all(line["facts"] for line in told["lines"])
    for step in ("open", "compute", "check", "approve", "publish", "lock"):
        assert board.run("period", step, "2023-02", *(march if step == "compute" else ())).exit_code == 0, step
    locked = board.rank("2023-02")
    assert [locked[unit]["score"] for unit in ("gas", "water")] == [70.0, 66.667]
    assert "66.667" in board.run("rank", "--period", "2023-02").stdout
    assert board.run("period", "verify", "2023-02").exit_code == 0
    assert "考核期不按季度计" in board.refused("period", "open", "2023Q1")[0]


def test_deductions_a_bonus_rule_and_a_veto_by_month_and_year_with_tiers_of_other_names(city: Publish) -> None:
    """有责投诉 60 less 2.5 each, at most 20; 网办 40 from 60 % to 95 %; 首创 2 bring all 5, the latest number counts."""
    board = city("party")
    complaints = {"组织部": 0, "宣传部": 9, "公安局": 3, "市场监管局": 1, "税务局": 0}
    online = {"公安局": 88, "县市监局": 59, "县税务局": 97}
    board.enter(
        *(f"2023-03,{unit},complaints,,,{count},台账,2023-04-02" for unit, count in complaints.items()),
        *(f"2023-03,{unit},online,{count},100,,平台,2023-04-02" for unit, count in online.items()),
        "2023-01,宣传部,firsts,,,1,文件,2023-02-01",
        "2023-02,公安局,firsts,,,3,文件,2023-03-01",
    )
    adjusted = ["2023-03,公安局,加分,3,表彰,文件,县长,2023-04-03", "2023-03,组织部,一票否决,,通报,文件,县长,2023-04-03"]
    assert board.run("import", board.sheet("a.csv", ADJUSTMENTS, *adjusted)).exit_code == 0
    rows = board.rank("2023-03")
    assert points(rows["xcb"]) == [40.0, None, 2.5]
    assert points(rows["gaj"]) == [52.5, 32.0, 5.0]
    assert points(rows["shj"]) == [57.5, 0.0, None]
    assert [rows[unit]["score"] for unit in ("swj", "gaj", "shj", "xcb")] == [100.0, 91.5, 57.5, 42.5]
    assert [rows[unit]["tier"] for unit in ("swj", "gaj", "shj", "xcb")] == ["一等", "一等", "三等", "落后"]
    vetoed = rows["zzb"]
    assert (vetoed["score"], vetoed["rank"], vetoed["reason"], vetoed["tier"]) == (60.0, None, "一票否决", "落后")
    assert {row["recommendation"] for row in rows.values()} == {None}, "only a year recommends"

    board.enter(*(f"2023,{unit},complaints,,,{count},年报,2024-01-05" for unit, count in complaints.items()),
                *(f"2023,{unit},online,{count},100,,年报,2024-01-05" for unit, count in online.items()),
                name="年报.csv")  # fmt: skip
    year = board.rank("2023")
    advice = {unit: row["recommendation"] for unit, row in year.items() if row["ranked"]}
    assert advice == {"zzb": "表彰", "swj": "表彰", "gaj": None, "shj": "书面检查", "xcb": "书面检查"}
