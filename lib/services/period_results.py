"""Results of appraisal periods: computed from the book, kept, read again, and compared with what stands now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from lib.db.queries import periods
from lib.domain.appraisal import appraisal_window
from lib.domain.canonical import Numbers, digest_of, text_of
from lib.domain.facts import Ruling
from lib.domain.periods import Period
from lib.domain.plan import Plan
from lib.domain.results import Drift, Result, drift, facts_of, ranked_anew, rederived
from lib.domain.rulings import ruled
from lib.errors import Refused
from lib.services.appraisal import Appraisal, Beside, appraisal, beside_the_score, explained
from lib.services.book import Book
from lib.services.kept_results import kept, life, result_in


def compute(
    book: Book,
    period: Period,
    close_on: date,
    version: int,
    rulings: Sequence[Ruling] = (),
    beside: Beside | None = None,
) -> Result:
    """The result of a close, with every fact its lines rest on, and the rulings of accepted objections upon it.

    A ruling whose part is no longer there, because the fact itself was corrected, is left out. `beside`: what
    recommendations look at besides the score, where it is known already.
    """
    made = _made(book, period, close_on, version, rulings, beside)
    return replace(made, facts_digest=periods.contents_digest(book.conn, made.facts))


def _made(
    book: Book, period: Period, close_on: date, version: int, rulings: Sequence[Ruling], beside: Beside | None
) -> Result:
    """As `compute`, the contents of the facts not read."""
    beside = beside or beside_the_score(book, period, close_on)
    found = explained(book, period, close_on, beside)
    window = appraisal_window(book.plan, period, close_on)
    bare = Result(
        period.code,
        version,
        book.plan.digest,
        found.scheme.code,
        window.first,
        window.last,
        close_on,
        book.edition.last_number,
        facts_of(found.rows),
        "",
        beside.lights,
        beside.years_failed_before,
        Numbers.of(found.undecided),
        (),
        found.rows,
    )
    return _with_rulings(book.plan, bare, rulings)


def _with_rulings(plan: Plan, result: Result, rulings: Sequence[Ruling]) -> Result:
    scores, applied = {row.unit: row.score for row in result.rows}, []
    for one in rulings:
        try:
            scores[one.unit] = ruled(plan.scheme, scores[one.unit], [one])
        except (ValueError, KeyError):
            continue
        applied.append(one)
    if not applied:
        return result
    return replace(result, rulings=tuple(applied), rows=ranked_anew(plan, result, scores.values()))


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check of a kept result found. Each of the three is true where nothing was tampered with:

    `text`: the text has its digest; `rows`: points and ranks follow from the kept parts; `facts`: the facts used
    stand in the database as they were; `replayed`: the facts as they were known give the same result.
    `drift`: what the same close would find today.
    """

    period: str
    state: str
    version: int
    digest: str
    text: bool
    rows: bool
    facts: bool
    replayed: bool
    drift: Drift

    @property
    def holds(self) -> bool:
        """Whether the result is what it was."""
        return self.text and self.rows and self.facts and self.replayed


def verify(book: Book, period: Period) -> Verified:
    """Work the result in force out again: from what is kept, from the facts known then, and from those that stand now."""
    found = life(book, period)
    if found.digest is None:
        raise Refused(f"{period.code} 还没有计算过的结果，没有可核验的")
    row = periods.kept_result(book.conn, found.digest)
    if row is None:
        raise Refused(
            f"{period.code} 的结果（摘要 {found.digest[:10]}）在数据库里没有它的文本，可能被删除；请由审计管理员核查"
        )
    result = result_in(row)
    then = book.under(book.plan_with(result.plan))
    beside = Beside(result.lights, result.years_failed_before)
    contents = periods.contents_digest(book.conn, result.facts)
    replayed = _made(then.as_of_number(result.seen), period, result.close_on, result.version, result.rulings, beside)
    # Of the same facts the contents are the same; of others the text is another anyway.
    again = replace(replayed, facts_digest=contents)
    now = _made(then, period, result.close_on, result.version, result.rulings, None)
    return Verified(
        period.code,
        found.state,
        row.version,
        row.digest,
        digest_of(row.document) == row.digest,
        rederived(then.plan, result) == result.rows,
        contents == result.facts_digest,
        digest_of(text_of(again)) == row.digest,
        drift(result, now),
    )


def in_force(book: Book, period: Period, as_of: date, *, spanned: bool = True) -> Appraisal:
    """What is shown of a period: its kept result once there is one, else the draft at a close on `as_of`.

    Looked at on an earlier day, it is as it stood then: by the steps taken by that day. `spanned` as in `appraisal`.
    """
    found = life(book, period, as_of)
    result = kept(book, found)
    if result is None:
        return replace(appraisal(book, period, as_of, spanned=spanned), state=found.state)
    plan = book.plan_with(result.plan)
    beside = Beside(result.lights, result.years_failed_before)
    return Appraisal(
        period, result.close_on, plan, plan.scheme, found.state, result.rows, beside, result.undecided,
        digest=found.digest, version=result.version, rulings=result.rulings,
    )  # fmt: skip
