"""The stored document of a plan: one text for equal plans, and the same plan back."""

import hashlib
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from lib.definitions import canonical, document_text, from_document, load, to_document
from lib.errors import Refused
from tests.definitions.folders import PLAN, SCHEME, written

SHANYANG = Path(__file__).parents[2] / "data" / "plan"


def test_the_stored_document_gives_an_equal_plan() -> None:
    assert from_document(to_document(SHANYANG)) == load(SHANYANG)


def test_leagues_and_tiers_come_back_as_they_were() -> None:
    plan = load(SHANYANG)
    stored = from_document(document_text(plan))
    assert list(stored.scheme.leagues) == list(plan.scheme.leagues) == ["lead", "joint"]
    assert stored.scheme.tiers_of("lead") == plan.scheme.tiers_of("lead")


def test_the_document_is_canonical_json() -> None:
    text = to_document(SHANYANG)
    again = json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert text == again
    assert "区法院" in text


def test_the_digest_is_the_sha_256_of_the_document() -> None:
    text = to_document(SHANYANG)
    assert load(SHANYANG).digest == hashlib.sha256(text.encode()).hexdigest() == from_document(text).digest


def test_a_document_that_stores_a_default_keeps_its_own_digest() -> None:
    """A version stored by older software keeps the digest under which its results were locked."""
    values = canonical(load(SHANYANG))
    values["scheme"]["normalise"] = True
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert from_document(text).digest == hashlib.sha256(text.encode()).hexdigest()


def test_the_digest_does_not_depend_on_the_order_of_keys_or_on_comments(tmp_path: Path) -> None:
    first = load(written(tmp_path)).digest
    lines = PLAN.splitlines(keepends=True)
    turned = "# a comment\n" + "".join([lines[3], lines[1], lines[0], lines[2], *lines[4:]])
    assert load(written(tmp_path, plan=turned)).digest == first


def test_the_digest_does_not_depend_on_defaults_or_on_zeros_written_out(tmp_path: Path) -> None:
    first = load(written(tmp_path)).digest
    same = SCHEME.replace("weight: 100", "weight: 100.0") + "normalise: true\nhelper_weight: 0%\n"
    assert load(written(tmp_path, scheme=same)).digest == first


@pytest.mark.parametrize(
    ("old", "new"), [("2021-04-30", "2021-04-29"), ("小方案", "另一方案"), ("helpers: [b]", "helpers: []")]
)
def test_the_digest_depends_on_every_value(tmp_path: Path, old: str, new: str) -> None:
    first = load(written(tmp_path)).digest
    assert load(written(tmp_path, plan=PLAN.replace(old, new))).digest != first


def test_the_digest_depends_on_the_calendar(tmp_path: Path) -> None:
    first = load(written(tmp_path)).digest
    assert load(written(tmp_path, calendar="years:\n  2021: {rest_days: [2021-05-03]}\n")).digest != first


def test_what_the_calendar_remembers_while_working_is_not_stored() -> None:
    plan = load(SHANYANG)
    before = document_text(plan)
    plan.calendar.end_of(plan.issued_on, plan.flow["dispute"].states[0].limit)  # type: ignore[arg-type]
    assert document_text(plan) == before


def test_points_are_stored_as_plain_decimals() -> None:
    plan = load(SHANYANG)
    text = document_text(replace(plan, scheme=replace(plan.scheme, bonus_cap=Decimal("1E+1"))))
    assert '"bonus_cap":"10"' in text


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"code":1', '{"unknown":1}'])
def test_a_text_that_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="存储的方案文档无法读取"):
        from_document(text)
