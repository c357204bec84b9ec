"""The questions asked of every district: status days, platform windows, indicator periods and closes."""

from datetime import date, timedelta

from . import register as reg
from .calculation import period_days

STATUS_DAYS = [
    date.fromisoformat(day)
    for day in (
        "2021-04-24",
        "2021-04-27",
        "2021-04-28",
        "2021-04-30",
        "2021-05-05",
        "2021-05-06",
        "2021-05-08",
        "2021-05-09",
        "2021-05-10",
        "2021-05-12",
        "2021-05-13",
        "2021-05-20",
        "2021-05-30",
        "2021-05-31",
        "2021-06-01",
        "2021-06-17",
        "2021-06-18",
        "2021-06-30",
        "2021-07-01",
        "2021-07-10",
        "2021-07-12",
        "2021-07-13",
        "2021-08-15",
        "2021-08-31",
        "2021-09-18",
        "2021-09-30",
        "2021-10-09",
        "2021-10-10",
        "2021-10-11",
        "2021-11-19",
        "2021-11-20",
        "2021-12-31",
        "2022-01-01",
        "2022-01-10",
        "2022-01-11",
        "2022-01-31",
    )
]
STATUS_DAYS_2022 = [
    date.fromisoformat(day)
    for day in (
        "2022-02-07",
        "2022-03-31",
        "2022-04-02",
        "2022-04-11",
        "2022-04-24",
        "2022-06-30",
        "2022-07-11",
        "2022-10-08",
        "2022-12-31",
        "2023-01-10",
        "2023-01-31",
    )
]

WINDOWS = [
    (date.fromisoformat(start), date.fromisoformat(end))
    for start, end in (
        ("2021-04-24", "2021-06-30"),
        ("2021-05-08", "2021-05-09"),
        ("2021-07-01", "2021-09-30"),
        ("2021-01-01", "2021-12-31"),
        ("2020-01-01", "2020-12-31"),
        ("2021-10-08", "2021-10-08"),
        ("2021-06-15", "2021-06-15"),
        ("2021-10-01", "2021-12-31"),
    )
]
WINDOWS_2022 = [
    (date.fromisoformat(start), date.fromisoformat(end))
    for start, end in (
        ("2022-01-01", "2022-03-31"),
        ("2022-01-01", "2022-12-31"),
        ("2021-04-24", "2022-12-31"),
        ("2022-01-05", "2022-01-12"),
    )
]

PERIODS = [
    "2020",
    "2020Q2",
    "2021Q1",
    "2021Q2",
    "2021H1",
    "2021-05",
    "2021-07",
    "2021Q3",
    "2021Q4",
    "2021H2",
    "2021",
    "2022Q1",
]
PERIODS_2022 = ["2022Q2", "2022H1", "2022-07", "2022Q3", "2022Q4", "2022"]

CLOSES = [
    (period, date.fromisoformat(day))
    for period, day in (
        ("2021Q2", "2021-06-20"),
        ("2021Q2", "2021-06-30"),
        ("2021Q2", "2021-07-12"),
        ("2021Q2", "2021-07-15"),
        ("2021Q2", "2021-07-16"),
        ("2021Q2", "2021-07-20"),
        ("2021Q2", "2021-08-20"),
        ("2021H1", "2021-07-15"),
        ("2021H1", "2021-08-31"),
        ("2021Q3", "2021-10-08"),
        ("2021Q3", "2021-10-20"),
        ("2021Q3", "2021-12-01"),
        ("2021Q4", "2021-12-20"),
        ("2021Q4", "2022-01-20"),
        ("2021H2", "2022-01-15"),
        ("2021", "2021-11-30"),
        ("2021", "2022-01-10"),
        ("2021", "2022-01-15"),
        ("2021", "2022-03-31"),
        ("2021Q2", "2026-06-30"),
    )
]
CLOSES_2022 = [
    (period, date.fromisoformat(day))
    for period, day in (
        ("2022Q1", "2022-04-15"),
        ("2022H1", "2022-07-15"),
        ("2022Q3", "2022-10-20"),
        ("2022", "2022-12-31"),
        ("2022", "2023-01-20"),
        ("2022", "2023-03-31"),
        ("2023", "2024-01-20"),
    )
]


STATUS_DAYS_2023 = [date.fromisoformat(day) for day in ("2023-04-20", "2023-09-30", "2023-12-31", "2024-01-10")]
WINDOWS_2023 = [(date(2023, 1, 1), date(2023, 12, 31)), (date(2021, 4, 24), date(2023, 12, 31))]
PERIODS_2023 = ["2023Q1", "2023H1", "2023Q4", "2023"]


def every_close(years):
    """Every quarter, half and year: closed on its last day, twenty days later and half a year later."""
    labels = [f"{year}{part}" for year in years for part in ("Q1", "Q2", "H1", "Q3", "Q4", "H2", "")]
    ended = [(label, period_days(label)[1]) for label in labels if period_days(label)[1] >= reg.ISSUED_ON]
    return [(label, end + timedelta(days=wait)) for label, end in ended for wait in (0, 20, 200)]


def questions(district):
    """(kind, arguments) for every question asked of a district, in a fixed order."""
    last = district.until.year
    days, windows, periods, closes = (
        [one for year, part in enumerate(parts, 2021) if year <= last for one in part]
        for parts in (
            (STATUS_DAYS, STATUS_DAYS_2022, STATUS_DAYS_2023),
            (WINDOWS, WINDOWS_2022, WINDOWS_2023),
            (PERIODS, PERIODS_2022, PERIODS_2023),
            (CLOSES, CLOSES_2022),
        )
    )
    if last == 2023:
        closes = every_close((2021, 2022, 2023))
    asked = [("status", (day,)) for day in days] + [("platforms", pair) for pair in windows]
    asked += [("indicators", (label,)) for label in periods] + [("rank", pair) for pair in closes]
    return asked + [("explain", (period, day)) for period, day in closes if len(period) == 4]
