"""The structure of a plan file against its JSON Schema (docs/schema), each breach as a Chinese sentence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from lib.definitions.yaml_source import Source
from lib.errors import Problem

SCHEMA_FOLDER = Path(__file__).parents[2] / "docs" / "schema"

_TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "true 或 false",
    "array": "列表",
    "object": "键值对",
}
_FORMS = {
    "date": "应是日期，写作 2021-04-30",
    "duration": "应是期限，写作 10d（日历日）或 5wd（工作日）",
    "rate": "应是数或百分比，写作 0.9 或 90%",
    "points": "应是不小于 0 的数",
    "code": "应是代码：英文字母开头，只含字母、数字、下划线和连字符",
    "number_or_code": "应是编号：只含字母、数字、下划线和连字符",
}


@cache
def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema of a file kind: plan, units, calendar, indicators, scheme or flow."""
    loaded: dict[str, Any] = json.loads((SCHEMA_FOLDER / f"{kind}.json").read_text(encoding="utf-8"))
    return loaded


@cache
def _validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(schema_of(kind), format_checker=FormatChecker(["date"]))


def structure_problems(source: Source, kind: str) -> list[Problem]:
    """Every breach of the schema of `kind`, in the order of the file."""
    errors = sorted(_validator(kind).iter_errors(source.value), key=lambda error: source.line(tuple(error.path)))
    return [problem for error in errors for problem in _problems(source, error)]


def _problems(source: Source, error: ValidationError) -> Iterator[Problem]:
    path = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        known = list(_of(error)["properties"])
        for key in cast(dict[str, Any], error.instance):
            if key not in known:
                yield Problem(source.place((*path, key)), _unknown_key(key, known))
        return
    if error.validator == "required":
        missing = next(key for key in _wanted(error) if f"'{key}'" in error.message)
        yield Problem(source.place(path), f"{_where(path)}缺少键“{missing}”。")
        return
    yield Problem(source.place(path), f"{_where(path)}{_SENTENCES.get(str(error.validator), _form)(error)}。")


def _of(error: ValidationError) -> dict[str, Any]:
    return cast(dict[str, Any], error.schema)


def _wanted(error: ValidationError) -> list[str]:
    """What the schema asks for, as a list."""
    wanted: Any = error.validator_value
    return wanted if isinstance(wanted, list) else [str(wanted)]


def _where(path: tuple[str | int, ...]) -> str:
    if not path:
        return "文件"
    return f"“{path[-1]}”" if isinstance(path[-1], str) else f"{_where(path[:-1])}第 {path[-1] + 1} 项"


def _unknown_key(key: str, known: list[str]) -> str:
    near = get_close_matches(key, known, 1)
    hint = f"是不是“{near[0]}”？" if near else f"可用的键：{'、'.join(known)}。"
    return f"不认识的键“{key}”。{hint}"


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _type(error: ValidationError) -> str:
    return f"应是{'或'.join(_TYPES[name] for name in _wanted(error))}，现为 {_shown(error.instance)}"


def _enum(error: ValidationError) -> str:
    return f"只能是 {'、'.join(_wanted(error))} 之一，现为 {_shown(error.instance)}"


def _form(error: ValidationError) -> str:
    return f"{_FORMS.get(_form_of(error), '写法不对')}，现为 {_shown(error.instance)}"


def _form_of(error: ValidationError) -> str:
    """Name of the definition that failed; the validator has followed the reference and forgotten its name."""
    forms = schema_of("plan")["$defs"] | schema_of("scheme")["$defs"]
    return next((name for name in _FORMS if forms.get(name) == error.schema), "")


_SENTENCES: dict[str, Callable[[ValidationError], str]] = {
    "type": _type,
    "enum": _enum,
    "minLength": lambda error: "不能为空",
    "minItems": lambda error: f"至少要有 {error.validator_value} 项",
    "minProperties": lambda error: "不能为空",
    "maxProperties": lambda error: "只能有一项",
    "uniqueItems": lambda error: f"有重复的项：{_shown(error.instance)}",
    "minimum": lambda error: f"不能小于 {error.validator_value}，现为 {_shown(error.instance)}",
    "maximum": lambda error: f"不能大于 {error.validator_value}，现为 {_shown(error.instance)}",
    "oneOf": lambda error: f"应是单位代码的列表，或 ranked，现为 {_shown(error.instance)}",
}
