"""docs/plan-format.md is in step with the schemas and the loader."""

import json
from dataclasses import fields
from fractions import Fraction
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from lib.definitions import from_document, load, to_document
from lib.definitions.yaml_source import read_yaml
from lib.domain.plan import RULE_KINDS, SHAPES, Lateness, Rule, ShareMapping
from tests.definitions.plan_format import DOCUMENT, KINDS, ROOT, examples, key_tables, schema

TEXT = DOCUMENT.read_text(encoding="utf-8")


def folder_of_examples(tmp_path: Path, prefix: str) -> Path:
    for name, text in examples(TEXT).items():
        if ("only-a-scheme/" in name) == bool(prefix):
            path = tmp_path / name.removeprefix(prefix)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("kind", KINDS)
def test_the_tables_of_keys_are_those_of_the_schema(kind: str) -> None:
    assert key_tables(kind) in TEXT, f"docs/plan-format.md should contain:\n{key_tables(kind)}"


def test_the_examples_load_as_one_plan(tmp_path: Path) -> None:
    folder = folder_of_examples(tmp_path, "")
    plan = load(folder)
    assert list(plan.flow) == ["labour", "cooperation_request"]
    assert from_document(to_document(folder)) == plan


def test_the_examples_show_every_file_kind_shape_rule_and_mapping() -> None:
    for word in (*SHAPES, "ledger", "entered"):
        assert f": {word}\n" in examples(TEXT)["indicators.yaml"], word
    for word in RULE_KINDS:
        assert f"kind: {word}" in examples(TEXT)["scheme.yaml"], word
    for word in ("linear", "steps", "share", "deduct"):
        assert f"{{kind: {word}" in TEXT, word


def test_a_plan_that_is_only_a_scheme_loads(tmp_path: Path) -> None:
    plan = load(folder_of_examples(tmp_path, "only-a-scheme/"))
    assert (plan.items, plan.flows, plan.deliverables, plan.calendar.years) == ((), (), (), ())
    assert plan.indicators[0].owners == ("north", "south", "east", "police", "water")
    assert (plan.scheme.least_occurrences, plan.scheme.ladder, plan.scheme.commend_share) == (0, (), 0)


def test_the_linear_mapping_of_the_page_does_what_its_words_say(tmp_path: Path) -> None:
    mapping = load(folder_of_examples(tmp_path, "only-a-scheme/")).scheme.rules[0].mapping
    assert mapping is not None
    assert (mapping.full_at - Fraction(1, 100) - mapping.zero_at) / (
        mapping.full_at - mapping.zero_at
    ) * 25 == Fraction(49, 2)
    assert mapping.at_least * 25 == Fraction(25, 2)


@pytest.mark.parametrize("kind", KINDS)
def test_every_schema_is_valid_and_explains_every_key(kind: str) -> None:
    document = schema(kind)
    Draft202012Validator.check_schema(document)
    described = [document, *(one for one in document["$defs"].values() if "properties" in one)]
    for node in described:
        assert all("description" in one for one in node["properties"].values())


def test_the_schemas_are_those_of_the_folder() -> None:
    assert sorted(path.stem for path in (ROOT / "docs" / "schema").glob("*.json")) == sorted(KINDS)


def test_the_files_of_the_plan_pass_their_schemas_as_they_stand() -> None:
    for name, kind in (("units", "units"), ("scheme", "scheme"), ("flows/npl", "flow")):
        source = read_yaml(name, (ROOT / "data" / "plan" / f"{name}.yaml").read_text(encoding="utf-8"))
        assert not list(Draft202012Validator(schema(kind)).iter_errors(source.value))


def test_every_field_of_the_scheme_can_be_said() -> None:
    said = json.dumps(schema("scheme"))
    for kind in (Rule, ShareMapping, Lateness):
        assert all(f'"{one.name}"' in said for one in fields(kind))
