"""The same rows, split over files in any order, are stored with the same meaning."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from lib.commands.statements import ADJUSTMENTS, CHANGES, ENTRIES, EVENTS, REPORTS
from lib.db.engine import open_engine, reading
from lib.db.queries import facts
from tests.intake.filled import VERIFIED, book_of, csv_file, good, headers_of, imported

CIRCULAR = {"任务编号": "D04-2", "责任单位": "区法院"}
ROWS: list[tuple[str, dict[str, Any]]] = [
    *((EVENTS, good(EVENTS, 编号=number)) for number in ("N1", "N2")),
    *((EVENTS, good(EVENTS, 编号=number, 动作="启动清收", 日期="2021-05-07", 金额="")) for number in ("N1", "N2")),
    *((EVENTS, good(EVENTS, 动作="回款", 日期=f"2021-05-{day}", 金额="5")) for day in ("08", "09", "10")),
    (EVENTS, good(EVENTS, 编号="N2", 动作="办结", 日期="2021-06-01", 金额="", 结果="部分收回")),
    (REPORTS, good(REPORTS, **CIRCULAR, 发生日期="2021-07-03", **{**VERIFIED, "核实日期": "2021-07-05"})),
    (REPORTS, good(REPORTS, **CIRCULAR, 发生日期="2021-07-06")),
    (REPORTS, good(REPORTS, **CIRCULAR, 发生日期="2021-08-02")),
    (REPORTS, good(REPORTS, **CIRCULAR, 发生日期="2021-06-02", 类型="进展", 完成比例="40%")),
    (REPORTS, good(REPORTS, 责任单位="区司法局")),
    (CHANGES, good(CHANGES, 任务编号="D03-1", 类型="改派", 新期限="", 新责任单位="区司法局")),
    (CHANGES, good(CHANGES, 任务编号="D04-2", 周期="2021Q3", 类型="核销", 新期限="", 日期="2021-08-01")),
    (ADJUSTMENTS, good(ADJUSTMENTS)),
    (ADJUSTMENTS, good(ADJUSTMENTS, 类型="扣分")),
    (ENTRIES, good(ENTRIES)),
]


@pytest.fixture(scope="module")
def template(sqlite_template: Path) -> Path:
    """A migrated, empty SQLite file."""
    return sqlite_template


@contextmanager
def fresh(template: Path) -> Iterator[Engine]:
    """A copy of the template; an example of hypothesis needs one of its own."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "board.db"
        file.write_bytes(template.read_bytes())
        engine = open_engine(f"sqlite:///{file}")
        yield engine
        engine.dispose()


def meaning(engine: Engine) -> list[Any]:
    """What is stored, apart from the numbers given on storing."""
    with reading(engine) as conn:
        reports = facts.reports(conn)
        about = {one.number: (one.deliverable, one.unit, one.period, one.occurred_on) for one in reports}
        verdicts = sorted((about[one.report], one.verdict, one.verified_on) for one in facts.verifications(conn))
        others = [facts.changes(conn), facts.events(conn), facts.adjustments(conn), facts.entries(conn)]
        return [verdicts, *(sorted(repr(one._replace(number=0)) for one in kind) for kind in (reports, *others))]


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_split_over_files_in_any_order_mean_the_same(template: Path, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(ROWS))
    places = data.draw(st.lists(st.integers(0, 2), min_size=len(ROWS), max_size=len(ROWS)))
    files = []
    for place in set(places):
        held = [row for row, at in zip(shuffled, places, strict=True) if at == place]
        kinds = dict.fromkeys(kind for kind, _ in held)
        sheets = {}
        for kind in kinds:
            rows = [row for one, row in held if one == kind]
            sheets[kind] = [headers_of(rows), *([row.get(one) or None for one in headers_of(rows)] for row in rows)]
        files.append(book_of(sheets, f"{place}.xlsx"))
    with fresh(template) as split, fresh(template) as whole:
        imported(split, *files)
        imported(whole, *(csv_file(*[row for one, row in ROWS if one == kind], name=f"{kind}.csv")
                          for kind in dict.fromkeys(kind for kind, _ in ROWS)))  # fmt: skip
        assert meaning(split) == meaning(whole)
