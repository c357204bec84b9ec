"""口径: what docs/rules.md says, with the numbers of the plan in force, one tap from every page."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from lib.db.board import store_plan
from lib.db.engine import writing
from lib.definitions import document_text
from lib.definitions.rulebook import chapters_of
from lib.domain.canonical import digest_of
from lib.shell import navigation
from tests import people
from tests.pages.conftest import Board
from tests.pages.words import sent, shown

PAGE = "appraisal/rules"
CHAPTERS = chapters_of(people.plan())
HEADED = [
    entry
    for entry in navigation.entries()
    if "filters.shown(" in (people.PROJECT / entry.path).read_text(encoding="utf-8")
]


def test_each_chapter_shows_every_rule_with_its_example_and_the_plan_s_table(board: Board) -> None:
    at = board.visit("unit_head", PAGE)
    for chapter in CHAPTERS:
        at.query_params["chapter"] = chapter.code
        words = shown(at.run())
        assert [one.value for one in at.title] == ["口径"]
        for rule in chapter.rules:
            assert rule.title in words
            assert all(one.removeprefix("- ") in words for one in rule.paragraphs), rule.code
            assert all(word in words for word, _ in rule.example.found), rule.code
        if chapter.table:
            assert all(row.cells[-1] in words for row in chapter.table.rows)
        assert not at.exception


def test_the_first_chapter_is_shown_where_the_address_names_none(board: Board) -> None:
    at = board.visit("leader", PAGE)
    assert CHAPTERS[0].lead in shown(at)
    at.query_params["chapter"] = "<b>"
    assert CHAPTERS[0].lead in shown(at.run())


def test_the_numbers_are_those_of_the_plan_in_force(board: Board) -> None:
    plan = replace(people.plan(), version="2", scheme=replace(people.plan().scheme, bonus_cap=Decimal(3)))
    text = document_text(plan)
    with writing(board.engine) as conn:
        store_plan(conn, code=plan.code, version="2", digest=digest_of(text), document=text, account="operator")
    at = board.visit("office", PAGE)
    at.query_params["chapter"] = "appraisal"
    assert "加分最多3分" in shown(at.run())


def test_a_stranger_is_shown_nothing(board: Board) -> None:
    at = board.visit(None, PAGE)
    assert not at.title
    assert CHAPTERS[0].lead not in sent(at)


def test_every_page_leads_to_the_chapter_that_says_how_its_numbers_come_about(board: Board) -> None:
    at = board.visit("office")
    for entry in HEADED:
        links = [one.proto for one in board.page(at, entry.file).get("page_link") if one.proto.label == "口径"]
        assert [one.query_string for one in links] == [f"chapter={entry.chapter}"], entry.file
    assert {entry.chapter for entry in navigation.ENTRIES} <= {chapter.code for chapter in CHAPTERS}
    assert len(HEADED) >= 9
