"""The integrity radar and the burden: the twin of 数据体检 on the command line."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import click

from lib import clock
from lib.cli import acting
from lib.cli.acting import Day, viewer_named
from lib.cli.tables import print_json, print_table
from lib.db.engine import open_engine
from lib.domain.periods import Period
from lib.services.book import default_day, open_book
from lib.services.contract_json import rate
from lib.services.radar_views import RadarPage, SignalLine, radar_page


@click.command("radar")
@acting.period
@click.option("--as-of", type=Day(), help="截至日期（默认：今天；数据陈旧时为最后一条事实的日期）")
@click.option(
    "--close-on",
    type=Day(),
    help="截止收件日：此后的更正列为“截止后更正”（默认：考核期结果的收件截止，没有则为最后一天）",
)
@acting.acting_as
@acting.as_json
def radar(period: Period, as_of: date | None, close_on: date | None, username: str, wants_json: bool) -> None:
    """数据体检（不计分）：宜再看一眼的数字，和各单位每月的填报负担。"""
    engine = open_engine()
    viewer = viewer_named(engine, username)
    with open_book(engine) as book:
        day = as_of or default_day(book.edition, clock.today())
        page, snapshot = radar_page(viewer, book, day, period, close_on), book.edition.snapshot(day)
    if wants_json:
        print_json({"as_of": day.isoformat(), "snapshot": snapshot, **_document(page)})
        return
    click.echo(f"{period.name}　截至 {day}　快照 {snapshot}　提示，不计分")
    for group in page.groups:
        click.echo(f"{group.name}（{len(group.lines)}）")
        for line in group.lines:
            click.echo(f"  {line.signal.sentence}")
    click.echo("填报负担：要求／实际")
    months = [f"{month.start:%Y-%m}" for month in page.months]
    rows = ([one.name, *(f"{a}/{b}" for a, b in zip(one.asked, one.entered, strict=True))] for one in page.burden)
    print_table(["单位", *months], rows)


def _document(page: RadarPage) -> dict[str, Any]:
    return {
        "period": page.period.code if page.period else None,
        "cut_off": page.cut_off.isoformat() if page.cut_off else None,
        "signals": [_signal(line) for group in page.groups for line in group.lines],
        "burden": [
            {
                "unit": one.unit,
                "months": {
                    month.code: {"asked": asked, "entered": entered}
                    for month, asked, entered in zip(page.months, one.asked, one.entered, strict=True)
                },
            }
            for one in page.burden
        ],
    }


def _signal(line: SignalLine) -> dict[str, Any]:
    one = line.signal
    return {
        "kind": one.kind,
        "unit": one.unit,
        "flow": one.flow,
        "indicator": one.indicator,
        "facts": one.facts,
        "numbers": {name: _number(Fraction(value)) for name, value in one.numbers},
        "sentence": one.sentence,
        "page": line.page,
        "opens": dict(line.opens),
    }


def _number(value: Fraction) -> float | int | None:
    """A count as it is, a share to 6 decimals."""
    return value.numerator if value.denominator == 1 else rate(value)


COMMANDS = (radar,)
