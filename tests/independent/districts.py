"""Three invented districts whose facts exercise every rule, as rows of the five sheets."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from . import random_cases, special_cases, three_years
from . import register as reg
from .book import HEADERS, Book
from .calculation import occurrences_of, period_days
from .duty_styles import STANDING_STYLES, STYLES, one_duty, one_standing
from .random_beside import write_beside
from .validity import problems


@dataclass
class District:
    """A name, the rows by sheet kind, the last day of its facts, and verdicts revised after the import."""

    name: str
    sheets: dict
    until: date
    revisions: tuple = ()


def write_duties(book, styles, favoured, touched, owners=None, unnamed=0.0):
    """Reports on every occurrence, by the style given for it, else by chance among the favoured.

    `owners` replaces owners of the plan; `unnamed` is how often 周期 is left out of a recurring duty.
    """
    for code, (_, first_owner, helpers, _) in reg.DELIVERABLES.items():
        if code in touched:
            continue
        owner = (owners or {}).get(code, first_owner)
        for occurrence in occurrences_of(code, book.until):
            given = styles.get((code, occurrence["label"])) or styles.get(code)
            label = "" if unnamed and book.chance(unnamed) else occurrence["label"]
            if occurrence["standing"]:
                style = given or book.random.choice(STANDING_STYLES)
                helper = helpers[0] if helpers else owner
                style = "never" if style == "helper" and not helpers else style
                one_standing(book, occurrence, style, owner, helper, book.chance(0.5))
            else:
                one_duty(book, occurrence, given or book.random.choice(favoured), owner, label)
            if helpers and book.chance(0.3):
                day = book.later(occurrence["opens"], 0, 5)
                book.report(code, book.random.choice(helpers), day, "进展", label)


def write_cases(book, first, last, counts, **settings):
    """So many cases of each flow, spread over the days from first to last."""
    for flow, count in counts.items():
        for _ in range(count):
            start = book.later(first, 0, (last - first).days)
            steps = getattr(random_cases, flow)(book, start, **settings.get(flow, {}))
            book.random_case(flow, steps)


def write_history(book, count):
    """Judicial cases before the plan: from January 2020 on."""
    for flow, number in (("litigation", count), ("procuratorate", count // 4)):
        for _ in range(number):
            start = book.later(date(2020, 1, 6), 0, 470)
            book.random_case(flow, getattr(random_cases, flow)(book, start))


def write_entries(book, labels, full):
    """Entered numbers for the periods, now and then corrected later; `full` = the services reach 9 of 9."""
    for label in labels:
        end = period_days(label)[1]
        for code, indicator in reg.INDICATORS.items():
            if indicator["source"] != "entered" or code == "I16-1" or book.chance(0.3):
                continue
            for turn in range(2 if book.chance(0.2) else 1):
                day = book.later(end, 1 + 12 * turn, 9 + 12 * turn)
                enter_once(book, code, label, day, indicator["rate"])
        for turn in range(2 if book.chance(0.5) else 1):
            linked = 9 if full else book.random.choice([7, 8, 9])
            book.enter(label, "I16-1", book.later(end, 1 + 12 * turn, 9 + 12 * turn), linked, 9)


def enter_once(book, code, label, day, rate):
    if rate:
        whole = book.random.choice([0, 3, 8, 20, 45, 120])
        part = book.random.randint(0, whole)
        if code == "I11-1" and part:
            part = f"{part - 1}.25"
        book.enter(label, code, day, part, whole)
    else:
        book.enter(label, code, day, value=book.random.randint(0, 60))


COUNTS = {
    "dispute": 16,
    "litigation": 36,
    "procuratorate": 8,
    "nonlitigation": 34,
    "rescue": 12,
    "npl": 9,
    "finance_mediation": 12,
    "supervision_order": 16,
    "cooperation_request": 14,
}


def first_district():
    """2021, mostly diligent, with the hand-written boundary cases."""
    book = Book("甲区", 20210424, date(2021, 12, 31))
    special_cases.duties(book)
    favoured = ["early", "early", "early", "last_day", "returned", "accepted_before", "late"]
    write_duties(book, special_cases.STYLES_2021, favoured, special_cases.TOUCHED)
    special_cases.cases(book)
    write_history(book, 40)
    write_cases(book, date(2021, 4, 24), date(2021, 11, 30), COUNTS)
    write_entries(book, ["2021Q2", "2021H1", "2021-07", "2021Q3", "2021Q4", "2021H2", "2021"], full=True)
    special_cases.entries(book)
    special_cases.adjustments_2021(book)
    write_beside(book, date(2021, 4, 24), date(2021, 11, 30), 6)
    return District(book.name, book.sheets, book.until)


def second_district():
    """2021, in trouble: much late, returned and left open, few cases."""
    book = Book("乙区", 77, date(2021, 12, 31))
    write_duties(book, {"D05-1": "never", "D19-1": "never", "D19-2": "late_undecided"}, STYLES, [])
    special_cases.changes_of_second(book)
    write_history(book, 14)
    counts = {flow: max(4, count // 2) for flow, count in COUNTS.items()}
    write_cases(
        book, date(2021, 4, 24), date(2021, 12, 20), counts, litigation={"heads": 0.5}, nonlitigation={"judged": 0.3}
    )
    write_entries(book, ["2021Q2", "2021Q3", "2021H2"], full=False)
    book.adjust("2021", "czj", "一票否决", "", "2021-12-30", "重大责任事故")
    book.adjust("2021", "scj", "扣分", "6.50", "2021-12-28", "通报批评")
    book.adjust("2021", "scj", "扣分", "6.50", "2021-12-29", "弄虚作假")
    write_beside(book, date(2021, 4, 24), date(2021, 12, 20), 3)
    return District(book.name, book.sheets, book.until)


def third_district():
    """2021 and all of 2022: duties carried over, cases across the turn of the year, the ladder."""
    book = Book("丙区", 4242, date(2022, 12, 31))
    special_cases.duties(book)
    favoured = ["early", "early", "last_day", "late", "returned", "returned_twice", "undecided", "accepted_after"]
    write_duties(book, special_cases.STYLES_TWO_YEARS, favoured, special_cases.TOUCHED)
    special_cases.cases(book)
    special_cases.cases_across_years(book)
    write_history(book, 24)
    write_cases(book, date(2021, 4, 24), date(2021, 12, 31), COUNTS)
    write_cases(book, date(2022, 1, 1), date(2022, 12, 10), COUNTS)
    write_entries(
        book,
        ["2021Q2", "2021Q3", "2021Q4", "2021", "2022Q1", "2022Q2", "2022H1", "2022-07", "2022Q3", "2022Q4", "2022"],
        full=False,
    )
    special_cases.adjustments_2021(book)
    special_cases.adjustments_2022(book)
    write_beside(book, date(2021, 4, 24), date(2022, 12, 10), 9)
    return District(book.name, book.sheets, book.until)


def fourth_district():
    """2021 to 2023, few cases: the ladder to its last rung, ties at the line, verdicts revised after a close."""
    book = Book("丁区", 30, date(2023, 12, 31))
    three_years.duties(book)
    favoured = ["early", "last_day", "late", "returned", "returned_twice", "returned_then_late", "accepted_before"]
    write_duties(book, three_years.STYLES, favoured, three_years.TOUCHED)
    three_years.cases(book)
    write_history(book, 12)
    for first, last in three_years.YEARS:
        write_cases(book, first, last, three_years.COUNTS)
    three_years.entries(book)
    three_years.adjustments(book)
    return District(book.name, book.sheets, book.until, tuple(book.revisions))


def random_changes(book):
    """Reassignments on the first day or long after, extensions and waivers; returns the owners from the start."""
    owners = {}
    for code, (_, _, _, rule) in reg.DELIVERABLES.items():
        occurrence = book.random.choice(occurrences_of(code, book.until))
        label, opens, due = occurrence["label"], occurrence["opens"], occurrence["due"]
        kind = book.random.random()
        if kind < 0.08 and isinstance(rule, date):
            owners[code] = book.random.choice(["gaj", "rsj", "zsj", "kgj", "swj"])
            book.change(code, "改派", opens, label, owner=owners[code])
        elif kind < 0.16:
            book.change(code, "改派", book.later(due, 90, 200), label, owner=book.random.choice(["gaj", "czj", "scj"]))
        elif kind < 0.30:
            for turn in range(book.random.choice([1, 2])):
                book.change(code, "延期", book.later(opens, 6 * turn, 6 * turn + 5), label, due=book.later(due, 12, 60))
        elif kind < 0.36:
            book.change(code, "核销", book.later(opens, 0, 120), label)
    return owners


def random_adjustments(book, years):
    """A handful of bonuses, deductions and vetoes of any ranked unit and period."""
    units = [unit for league in reg.LEAGUES.values() for unit in league]
    for number in range(14):
        year = book.random.choice(years)
        period = f"{year}{book.random.choice(['', '', 'Q2', 'Q3', 'Q4', 'H1', 'H2'])}"
        kind = book.random.choice(["加分", "加分", "扣分", "扣分", "一票否决"])
        points = "" if kind == "一票否决" else f"{book.random.randint(0, 7)}.{book.random.randint(1, 99):02d}"
        book.adjust(
            period,
            book.random.choice(units),
            kind,
            points,
            book.later(period_days(period)[1], -20, 30),
            f"事由{number + 1}",
        )


def try_random(name, seed, years):
    book = Book(name, seed, date(years[-1], 12, 31))
    owners = random_changes(book)
    diligent = ["early", "early", "last_day", "returned", "accepted_before"]
    favoured = book.random.choice([STYLES, diligent, diligent + STYLES])
    write_duties(book, {}, favoured, [], owners, unnamed=0.4)
    write_history(book, book.random.randint(0, 50))
    for year in years:
        first = max(date(year, 1, 1), reg.ISSUED_ON)
        counts = {flow: book.random.randint(0, count * 2) for flow, count in COUNTS.items()}
        heads, judged = book.random.choice([0.6, 0.9, 0.97]), book.random.choice([0.05, 0.1, 0.3])
        write_cases(
            book, first, date(year, 12, 20), counts, litigation={"heads": heads}, nonlitigation={"judged": judged}
        )
    labels = [f"{year}{part}" for year in years for part in ("Q2", "H1", "Q3", "Q4", "H2", "")]
    write_entries(book, labels, full=book.chance(0.5))
    random_adjustments(book, years)
    write_beside(book, reg.ISSUED_ON, date(years[-1], 12, 20), book.random.randint(0, 8))
    return District(book.name, book.sheets, book.until)


def random_district(seed):
    """A district made by chance alone: the first valid one that the seed leads to."""
    years = [2021, 2022] if seed % 2 else [2021]
    for attempt in range(200):
        district = try_random(f"随机{seed}", seed * 1000 + attempt, years)
        if not problems(district.sheets):
            return district
    raise AssertionError(f"no valid district for seed {seed}")


def districts():
    """The four districts, the same at every call."""
    return [first_district(), second_district(), third_district(), fourth_district()]


def write_csv(folder, chosen=None):
    """One csv (UTF-8 with BOM) per district and sheet kind, the ledger one per flow; returns {name: [paths]}."""
    written = {}
    for district in chosen or districts():
        place = Path(folder) / district.name
        place.mkdir(parents=True, exist_ok=True)
        written[district.name] = paths = []
        for kind, rows in district.sheets.items():
            if kind != "台账流转":
                paths.append(write_rows(place / f"{kind}.csv", HEADERS[kind], rows))
                continue
            for flow in reg.FLOWS.values():
                mine = [row for row in rows if row["台账"] == flow["name"]]
                if mine:
                    headers = [*HEADERS[kind], *flow["attributes"]]
                    paths.append(write_rows(place / f"{kind}-{flow['name']}.csv", headers, mine))
    return written


def write_rows(path, headers, rows):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, headers)
        writer.writeheader()
        writer.writerows(rows)
    return path
