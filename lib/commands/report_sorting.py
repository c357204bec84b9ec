"""Which rows of 进展填报 are new, which are stored, and which bring a stored report its verdict (contract.md 3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from lib.commands.matching import CONFLICT_WAY_OUT, Identity, Row, conflict, said
from lib.commands.statements import Stated
from lib.db.queries.stated import StatedFact
from lib.domain.facts import COMPLETION, Report, Verification
from lib.errors import Problem

_WHOLE = Decimal(100)


class _ReportIdentity(Identity):
    """Of a completion, 100 % and an empty cell mean the same."""

    def content(self, row: Row[Any] | StatedFact[Any]) -> tuple[Any, ...]:
        percent, *rest = super().content(row)
        whole = row.fact.kind == COMPLETION and percent == _WHOLE
        return (None if whole else percent, *rest)


REPORT_IDENTITY = _ReportIdentity(
    ("deliverable", "unit", "period_written", "occurred_on", "kind"),
    {"percent": "完成比例", "text": "说明", "evidence": "佐证"},
)


class Verdict(NamedTuple):
    """The 核实 cells and 认定日期 of a row, all there."""

    verdict: str
    verified_on: date
    by: str
    accepted_on: date | None


class ReportRow(NamedTuple):
    """A new report with the verdict its row gives."""

    row: Row[Report]
    verdict: Verdict | None


class Gained(NamedTuple):
    """A stored report that gains a verdict."""

    report: Report
    verdict: Verdict
    origin: int
    stated_at: datetime | None


class ReportSorter:
    """Tells new reports from stored ones, and what a stored one gains."""

    def __init__(
        self,
        reports: Iterable[StatedFact[Report]],
        verdicts: Iterable[StatedFact[Verification]],
        stated: Stated,
        told: list[Problem],
    ) -> None:
        self._stated, self._told = stated, told
        self._known: dict[object, list[StatedFact[Report]]] = {}
        self._position = {}
        for one in reports:
            self._known.setdefault(REPORT_IDENTITY.key(one), []).append(one)
            self._position[one.fact.number] = one.position
        self._verdicts: dict[int, list[Verdict]] = {}
        for given in verdicts:
            at = self._position[given.fact.report]
            self._verdicts.setdefault(at, []).append(_verdict_stored(given.fact))
        self._new: dict[object, ReportRow] = {}
        self._gained: dict[object, Gained] = {}
        self._skipped = 0

    def sorted_out(self, rows: Iterable[ReportRow]) -> tuple[list[ReportRow], list[Gained], int]:
        """New reports, gains, and how many rows say nothing new."""
        for one in rows:
            key = REPORT_IDENTITY.key(one.row)
            known = [stored for stored in self._known.get(key, ()) if self._same(one.row, stored)]
            standing = [stored for stored in self._known.get(key, ()) if stored.stands]
            if key in self._new:
                self._again(one, key)
            elif known:
                self._stored_again(one, key, max(known, key=lambda stored: stored.stands))
            elif standing:
                self._refuse(one, standing[0])
            else:
                self._new[key] = one
        return list(self._new.values()), list(self._gained.values()), self._skipped

    @staticmethod
    def _same(row: Row[Report], other: Row[Report] | StatedFact[Report]) -> bool:
        return REPORT_IDENTITY.content(row) == REPORT_IDENTITY.content(other) and row.stated_at == other.stated_at

    def _refuse(self, one: ReportRow, other: Row[Report] | StatedFact[Report]) -> None:
        if REPORT_IDENTITY.content(one.row) != REPORT_IDENTITY.content(other):
            self._told.append(conflict(one.row, other, REPORT_IDENTITY, self._stated.origins))
        else:
            self._refuse_cell(one, "填报时间", f"{said(one.row.stated_at)}", f"{said(other.stated_at)}")

    def _refuse_cell(self, one: ReportRow, column: str, ours: str, theirs: str) -> None:
        message = f"与同一填报已有的内容冲突：此格为“{ours}”，已有的为“{theirs}”{CONFLICT_WAY_OUT}"
        self._told.append(self._stated.origins.problem(one.row.origin, column, message))

    def _again(self, one: ReportRow, key: object) -> None:
        """The key came before in the same files."""
        before = self._new[key]
        if not self._same(one.row, before.row):
            self._refuse(one, before.row)
        elif one.verdict is None or one.verdict == before.verdict:
            self._skipped += 1
        elif before.verdict is None:
            self._new[key] = before._replace(verdict=one.verdict)
            self._skipped += 1
        else:
            self._refuse_cell(one, "核实结果", _words(one.verdict), _words(before.verdict))

    def _stored_again(self, one: ReportRow, key: object, stored: StatedFact[Report]) -> None:
        """The same report is stored: it gains the row's verdict, if it has none."""
        given = self._verdicts.get(stored.position, [])
        gained = self._gained.get(key)
        known = [*given, *([gained.verdict] if gained else [])]
        if one.verdict is None or one.verdict in known:
            self._skipped += 1
        elif known or not stored.stands:
            theirs = _words(known[-1]) if known else "该填报已更正或作废"
            self._refuse_cell(one, "核实结果", _words(one.verdict), theirs)
        else:
            self._gained[key] = Gained(stored.fact, one.verdict, one.row.origin, one.row.stated_at)


def _verdict_stored(fact: Verification) -> Verdict:
    return Verdict(fact.verdict, fact.verified_on, fact.by or "", fact.accepted_on)


def _words(verdict: Verdict) -> str:
    word = {"pass": "通过", "return": "退回"}[verdict.verdict]
    accepted = f"，认定日期 {verdict.accepted_on}" if verdict.accepted_on else ""
    return f"{word}，{verdict.verified_on}，{verdict.by}{accepted}"
