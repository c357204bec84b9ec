"""The three voices about items: the system's mark, the owner's claim, the office's judgement; and 分歧清单."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from lib.domain import fact_words
from lib.domain import voices as rules
from lib.domain.duties import DutyStatus
from lib.domain.evidence import names_only
from lib.domain.facts import COMPLETION, Judgement, Report
from lib.domain.marks import BLUE, LIGHT_OF_STATE, NONE, ItemStatus
from lib.domain.rights import Viewer
from lib.domain.voices import SYSTEM_OFFICE, SYSTEM_UNIT, UNIT_OFFICE
from lib.domain.wording import MARK_WORDS, NOTHING, STATE_WORDS, percent
from lib.errors import NotAllowed
from lib.services import sight
from lib.services.book import Book
from lib.services.duty_facts import record_of
from lib.services.overview import unit_name
from lib.services.status import status
from lib.services.waiting import duty_key, duty_title

VIEW_WORDS = {code: word for word, code in fact_words.VIEW_WORDS.items()}


@dataclass(frozen=True, slots=True)
class Voice:
    """One of three voices about an item: whose, its words, its day."""

    whose: str
    words: str
    said_on: date | None = None


@dataclass(frozen=True, slots=True)
class DutyVoices:
    """A duty of which system and owner say different things: the owner's last report, and which disagree."""

    duty: DutyStatus
    said: Report
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemVoices:
    """What the office says of an item, which of the voices about it disagree, and about which of its duties."""

    judgement: Judgement | None
    kinds: tuple[str, ...]
    duties: tuple[DutyVoices, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A row of 分歧清单: an item, or one of its duties (`duty`, `owner`), with the three voices in words; — for a
    silent one. `unit`: the lead of the item, the owner of the duty."""

    item: str
    title: str
    unit: str
    duty: str | None
    owner: str | None
    system: Voice
    claim: Voice
    office: Voice
    words: str


def voices(viewer: Viewer, book: Book, one: ItemStatus, as_of: date) -> list[Voice]:
    """The voices about an item as far as the viewer may hear them: that of a unit only itself, leader and office."""
    found = [Voice("系统", _system(one), as_of)]
    said = _last_report(viewer, book, one, as_of)
    if said is not None:
        found.append(Voice(f"填报（{book.plan.unit[said.unit].short}）", _claim(said), said.occurred_on))
    judgement = heard(book, as_of)[one.item].judgement
    if judgement is not None and sight.sees_all_duties(viewer):
        found.append(Voice("督导办公室", _office(judgement), judgement.occurred_on))
    return found


def heard(book: Book, as_of: date) -> Mapping[str, ItemVoices]:
    """By item: what is said, and where it disagrees. For leader and office; not cut to a viewer."""
    return book.once(
        ("voices", as_of), lambda: {one.item: _heard(book, one, as_of) for one in status(book, as_of).items}
    )


def _heard(book: Book, one: ItemStatus, as_of: date) -> ItemVoices:
    judgement = _judgement(book, one.item, as_of)
    said = [(duty, rules.last_said(duty, record_of(book, duty))) for duty in one.statuses]
    done = [(duty, report, rules.says_done(duty, report)) for duty, report in said]
    all_done = rules.all_say_done((duty, says) for duty, _, says in done)
    own = [
        DutyVoices(duty, report, kinds)
        for duty, report, says in done
        if report and (kinds := rules.disagreements(LIGHT_OF_STATE[duty.state], says, None))
    ]
    return ItemVoices(
        judgement, rules.disagreements(one.light, all_done, judgement.view if judgement else None), tuple(own)
    )


def _judgement(book: Book, item: str, as_of: date) -> Judgement | None:
    """The office's last view of an item dated up to `as_of`."""
    views = [one for one in book.judgements if one.item == item and one.occurred_on <= as_of]
    return max(views, key=lambda one: (one.occurred_on, one.number), default=None)


def disagreement(book: Book, one: ItemStatus, as_of: date) -> str:
    """In words where the voices about an item or its duties disagree; empty where they agree."""
    found = heard(book, as_of)[one.item]
    words = [_item_words(book, found.kinds, one, found.judgement)] if found.kinds else []
    if len(found.duties) > 1:
        words.append(f"{len(found.duties)} 项任务系统与填报不一")
    else:
        words += [_duty_words(book, duty) for duty in found.duties]
    return "；".join(words)


def disagreements_page(viewer: Viewer, book: Book, as_of: date) -> tuple[Disagreement, ...]:
    """分歧清单: every item about which voices disagree, then each of its duties about which they do."""
    sight.require_business(viewer)
    if not sight.sees_all_duties(viewer):
        raise NotAllowed(f"分歧清单由区领导和督导办公室查看，{viewer.role_name}不查看其他单位的填报和研判")
    return tuple(row for one in status(book, as_of).items for row in _rows(viewer, book, one, as_of))


def _rows(viewer: Viewer, book: Book, one: ItemStatus, as_of: date) -> Iterable[Disagreement]:
    found, item = heard(book, as_of)[one.item], book.plan.item[one.item]
    if found.kinds:
        yield Disagreement(
            one.item,
            item.title,
            unit_name(book, item.lead),
            None,
            None,
            Voice("系统", _system(one), as_of),
            _voice_of_unit(book, _last_report(viewer, book, one, as_of)),
            Voice("督导办公室", _office(found.judgement), found.judgement.occurred_on)
            if found.judgement
            else Voice("督导办公室", NOTHING),
            _item_words(book, found.kinds, one, found.judgement),
        )
    for each in found.duties:
        yield Disagreement(
            one.item,
            duty_title(each.duty),
            book.plan.unit[each.duty.owner].short,
            duty_key(each.duty),
            each.duty.owner,
            Voice("系统", STATE_WORDS[each.duty.state], as_of),
            _voice_of_unit(book, each.said),
            _verdict(each.duty),
            _duty_words(book, each),
        )


def _system(one: ItemStatus) -> str:
    """任务完成，运行逾期: of which there is something to say."""
    marks = (("任务", one.task_mark), ("运行", one.run_mark))
    return "，".join(f"{what}{MARK_WORDS[mark]}" for what, mark in marks if mark != NONE) or NOTHING


def _office(judgement: Judgement) -> str:
    return f"{VIEW_WORDS[judgement.view]}：{judgement.reason}"


def _verdict(duty: DutyStatus) -> Voice:
    """The office's word on a duty: its verdict on the claim by which it is done."""
    verdict = duty.completion.verdict if duty.completion else None
    return Voice("督导办公室", "核实通过", verdict.verified_on) if verdict else Voice("督导办公室", NOTHING)


def _voice_of_unit(book: Book, said: Report | None) -> Voice:
    if said is None:
        return Voice("填报", NOTHING)
    return Voice(book.plan.unit[said.unit].short, _claim(said), said.occurred_on)


def _item_words(book: Book, kinds: Sequence[str], one: ItemStatus, judgement: Judgement | None) -> str:
    """Each voice that disagrees with another, once: 区科工信局已报完成，核实通过，运行为逾期，办公室认为已偏离."""
    owners = {duty.owner for duty in one.statuses}
    who = f"{book.plan.unit[next(iter(owners))].short}已报完成" if len(owners) == 1 else "各单位均报完成"
    verified = "核实通过，运行" if one.task_mark == BLUE else "系统"
    words = []
    if SYSTEM_UNIT in kinds or UNIT_OFFICE in kinds:
        words.append(who)
    if SYSTEM_UNIT in kinds:
        words.append(f"{verified}为{MARK_WORDS[one.light]}")
    elif SYSTEM_OFFICE in kinds:
        words.append(f"系统为{MARK_WORDS[one.light]}")
    if judgement and (SYSTEM_OFFICE in kinds or UNIT_OFFICE in kinds):
        words.append(f"办公室认为{VIEW_WORDS[judgement.view]}")
    return "，".join(words)


def _duty_words(book: Book, one: DutyVoices) -> str:
    unit = book.plan.unit[one.said.unit].short
    return f"系统为{STATE_WORDS[one.duty.state]}，{unit}报{_share(one.said)}"


def _last_report(viewer: Viewer, book: Book, one: ItemStatus, as_of: date) -> Report | None:
    """The latest report on the item's duties among those the viewer may see."""
    codes = {duty.occurrence.deliverable.code for duty in one.statuses}
    reports = [
        report
        for report in book.facts.reports
        if report.deliverable in codes and report.occurred_on <= as_of and sight.sees_reports(viewer, report.unit)
    ]
    return max(reports, key=lambda report: (report.occurred_on, report.number), default=None)


def _claim(report: Report) -> str:
    share = "申报完成" if report.kind == COMPLETION else f"完成 {_share(report)}"
    said = names_only(report.text)
    return f"{report.deliverable} {share}{f'：{said}' if said else ''}"


def _share(report: Report) -> str:
    if report.kind == COMPLETION:
        return "完成"
    return NOTHING if report.percent is None else percent(Fraction(report.percent) / 100).replace(".0%", "%")
