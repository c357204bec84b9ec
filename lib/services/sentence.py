"""The sentence of the day: how many items are well, how often heads appeared in court, what most needs an eye; and what
changed since another day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.domain import marks
from lib.domain.changes import DONE, HAPPENINGS, RETURNED, WAIVED, MarksMove
from lib.domain.changes import OVERDUE as FELL_OVERDUE
from lib.domain.duties import OVERDUE, DutyStatus
from lib.domain.indicators import GREEN, Reading
from lib.domain.marks import ItemStatus
from lib.domain.rights import Viewer
from lib.domain.wording import rated, reading_missed, short_day, target_percent
from lib.services import sight
from lib.services.book import Book
from lib.services.moves import Moves
from lib.services.status import Status

STRONG = "strong"
APPEARANCE = "I04-1"
ITEMS_NAMED = 3
_TOLD = ((FELL_OVERDUE, marks.RED), (RETURNED, ""), (DONE, STRONG), (WAIVED, ""))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of the sentence: its words, how they stand out (a mark, strong, or empty), and what they open: an item,
    an indicator in a period, or the units, the worst first."""

    text: str
    tone: str = ""
    item: str | None = None
    indicator: tuple[str, str] | None = None
    is_count: bool = False


def sentence(viewer: Viewer, book: Book, found: Status) -> tuple[Phrase, ...]:
    """The sentence as this viewer may hear it: which unit it is about only where its duties are seen."""
    if not found.items:
        return (Phrase(f"截至{short_day(found.as_of, found.as_of)}，方案没有列出联动事项。"),)
    return (*_lights(found), *_appearance(found), *_attention(viewer, book, found))


def _lights(found: Status) -> list[Phrase]:
    items = [one for one in found.items if one.item.isdigit()]
    counts = Counter(one.light for one in items)
    well = counts[marks.GREEN] + counts[marks.BLUE] + counts[marks.NONE]
    phrases = [
        Phrase(f"截至{short_day(found.as_of, found.as_of)}，{len(items)} 项联动事项中 "),
        Phrase(f"{well} 项正常或完成", STRONG),
    ]
    for mark, words in ((marks.PENDING, "项待核实"), (marks.YELLOW, "项预警"), (marks.RED, "项红灯")):
        if counts[mark]:
            phrases += [Phrase("、"), Phrase(f"{counts[mark]} {words}", mark, is_count=True)]
    return [*phrases, Phrase("；")]


def _appearance(found: Status) -> list[Phrase]:
    """The appearance rate of the last quarter that ended: the one the lights are taken from."""
    whole = next((one for one in found.quarter_readings if one.indicator.code == APPEARANCE and one.unit is None), None)
    if whole is None or not whole.denominator:
        return []
    first = whole.parts[0]
    words = f"{rated(first.numerator, whole.denominator)}"
    target = target_percent(first.part.target) if first.part.target is not None else ""
    against = f"，{'达到' if first.met else '低于'} {target} 的目标" if target and whole.colour else ""
    tone = STRONG if whole.colour in (GREEN, None) else marks.RED
    head = f"{found.quarter.name}负责人出庭应诉率 "
    return [Phrase(head), Phrase(words, tone, indicator=(APPEARANCE, found.quarter.code)), Phrase(f"{against}。")]


def _attention(viewer: Viewer, book: Book, found: Status) -> list[Phrase]:
    """The item with the worst light, among them the one longest late."""
    items = [one for one in found.items if one.item.isdigit() and one.light in (marks.RED, marks.YELLOW)]
    if not items:
        return [Phrase("没有红灯和预警的事项。")]
    worst = min(items, key=lambda one: (marks.WORST_FIRST.index(one.light), -longest_late(one), int(one.item)))
    title = book.plan.item[worst.item].title
    head = Phrase(f"第 {worst.item} 项", worst.light, worst.item)
    return [Phrase("最需关注："), head, Phrase(f" {title}{_why(viewer, book, worst)}。")]


def longest_late(one: ItemStatus) -> int:
    """Days of the longest delay among the duties and stays of an item; 0 where nothing is late."""
    duties = [(duty.as_of - duty.effective_due).days for duty in one.statuses if duty.state == OVERDUE]
    return max([*duties, one.run.longest_days])


def _why(viewer: Viewer, book: Book, one: ItemStatus) -> str:
    """What is wrong with the item, the gravest first."""
    overdue = [duty for duty in one.statuses if duty.state == OVERDUE]
    if overdue:
        return _overdue_words(viewer, book, overdue)
    if one.run.late:
        days = longest_late(one)
        return f"有 {one.run.late} 件环节超期，最长 {days} 天{_holders(viewer, book, one)}"
    if one.run.missed:
        return _missed_words(one.run.missed[0])
    return "的任务临近期限"


def _overdue_words(viewer: Viewer, book: Book, overdue: list[DutyStatus]) -> str:
    worst = max(overdue, key=lambda duty: duty.as_of - duty.effective_due)
    if not sight.sees_duties(viewer, worst.owner):
        return "的任务已逾期"
    days = (worst.as_of - worst.effective_due).days
    number = f"有 {len(overdue)} 项任务逾期，最长" if len(overdue) > 1 else "的任务逾期"
    return f"{number} {days} 天，在{book.plan.unit[worst.owner].short}"


def _holders(viewer: Viewer, book: Book, one: ItemStatus) -> str:
    holders = one.run.late_holders
    if not all(sight.sees_stays_of(viewer, holder) for holder in holders):
        return ""
    if len(holders) == 1:
        return f"，{'均' if one.run.late > 1 else ''}在{book.plan.unit[holders[0]].short}"
    return f"，分在{book.plan.unit[holders[0]].short}等 {len(holders)} 个单位"


def _missed_words(one: Reading) -> str:
    return f"的{one.indicator.title} {reading_missed(one)}"


def changed(viewer: Viewer, book: Book, found: Moves) -> tuple[Phrase, ...]:
    """What changed after a day, in one sentence: items that turned red or left it, how many units' lights moved, what happened to duties (where all
    are seen), cases registered and closed."""
    days = f"{short_day(found.since, found.as_of)}之后至{short_day(found.as_of, found.as_of)}"
    parts = [
        _lights_moved(found),
        _units_moved(found),
        _happened(found) if sight.sees_all_duties(viewer) else [],
        _cases(viewer, book, found),
    ]
    told = [part for part in parts if part]
    if not told:
        return (Phrase(f"{days}，亮灯、任务和台账都没有变化。"),)
    phrases = [Phrase(f"{days}，")]
    for part in told:
        phrases += [*part, Phrase("。" if part is told[-1] else "；")]
    return tuple(phrases)


def _lights_moved(found: Moves) -> list[Phrase]:
    moved = {no: move for no, move in found.items.items() if no.isdigit() and move.moved}
    red, left = _named(moved, marks.RED, turned=True), _named(moved, marks.GREEN, turned=False)
    others = sum(not (move.light.turned_red or move.light.left_red) for move in moved.values())
    parts = [[*red, Phrase("转红")] if red else [], [*left, Phrase("消红")] if left else []]
    if others:
        word = "另有 " if red or left else ""
        parts.append([Phrase(f"{word}{others} 项亮灯有变")])
    return _listed([part for part in parts if part], "，")


def _units_moved(found: Moves) -> list[Phrase]:
    count = sum(move.moved for move in found.units.values())
    return [Phrase(f"{count} 个单位亮灯有变")] if count else []


def _named(moved: Mapping[str, MarksMove], tone: str, *, turned: bool) -> list[Phrase]:
    """第 4 项、第 10 项等 5 项: each opens its item."""
    which = [no for no, move in moved.items() if (move.light.turned_red if turned else move.light.left_red)]
    named = _listed([[Phrase(f"第 {no} 项", tone, no)] for no in which[:ITEMS_NAMED]])
    return [*named, Phrase(f"等 {len(which)} 项")] if len(which) > ITEMS_NAMED else named


def _happened(found: Moves) -> list[Phrase]:
    counts = Counter(kind for one in found.duties for kind in one.happened)
    told = [Phrase(f"{HAPPENINGS[kind]} {counts[kind]} 项", tone) for kind, tone in _TOLD if counts[kind]]
    return [Phrase("任务"), *_listed([[one] for one in told])] if told else []


def _cases(viewer: Viewer, book: Book, found: Moves) -> list[Phrase]:
    """Over all ledgers, the office's own where these are for the viewer."""
    flows = [one for one in found.flows if sight.sees_all_duties(viewer) or not book.plan.flow[one.flow].office]
    registered, closed = sum(one.registered for one in flows), sum(one.closed for one in flows)
    told = [f"{word} {n} 件" for word, n in (("登记", registered), ("办结", closed)) if n]
    return [Phrase(f"台账{'、'.join(told)}")] if told else []


def _listed(parts: Sequence[Sequence[Phrase]], between: str = "、") -> list[Phrase]:
    return [one for index, part in enumerate(parts) for one in ([Phrase(between), *part] if index else part)]
