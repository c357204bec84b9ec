"""Plan versions are kept, the last is in force; settings say whether the facts are simulated."""

from __future__ import annotations

from sqlalchemy import Engine

from lib.db.board import set_setting, store_plan
from lib.db.engine import reading, writing
from lib.db.queries.board import (
    current_plan_digest,
    current_plan_document,
    is_demo,
    plan_document,
    plan_versions,
)


def publish(engine: Engine, digest: str) -> int:
    with writing(engine) as conn:
        return store_plan(conn, "fuyuan", "1", digest, f'{{"digest":"{digest}"}}', "zhang")


def test_a_board_without_plan_says_none(engine: Engine) -> None:
    with reading(engine) as conn:
        assert (current_plan_document(conn), current_plan_digest(conn), plan_versions(conn)) == (None, None, [])


def test_every_version_is_kept_and_the_last_is_in_force(engine: Engine) -> None:
    assert [publish(engine, digest) for digest in ("aa", "bb", "aa")] == [1, 2, 3]
    with reading(engine) as conn:
        assert [one.digest for one in plan_versions(conn)] == ["aa", "bb", "aa"]
        assert current_plan_digest(conn) == "aa"
        assert current_plan_document(conn) == '{"digest":"aa"}'
        assert plan_document(conn, "bb") == '{"digest":"bb"}'
        assert plan_document(conn, "cc") is None


def test_publishing_the_plan_in_force_stores_nothing(engine: Engine) -> None:
    assert [publish(engine, "aa"), publish(engine, "aa")] == [1, 1]


def test_a_board_is_a_demo_only_if_it_says_so(engine: Engine) -> None:
    with reading(engine) as conn:
        assert not is_demo(conn)
    for value, demo in (("yes", True), ("no", False)):
        with writing(engine) as conn:
            set_setting(conn, "demo", value)
        with reading(engine) as conn:
            assert is_demo(conn) is demo
