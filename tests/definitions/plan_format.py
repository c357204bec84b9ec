"""docs/plan-format.md as the tests see it: the tables of keys due to the schemas, and its YAML examples."""

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "plan-format.md"
KINDS = ("plan", "units", "calendar", "indicators", "scheme", "flow")
_EXAMPLE = re.compile(r"```yaml\n# ([\w/.-]+\.yaml)\n(.*?)```", re.DOTALL)


def examples(text: str) -> dict[str, str]:
    """File name → YAML of every example whose first line names a file."""
    return dict(_EXAMPLE.findall(text))


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a file kind."""
    loaded: dict[str, Any] = json.loads((ROOT / "docs" / "schema" / f"{kind}.json").read_text(encoding="utf-8"))
    return loaded


def key_tables(kind: str) -> str:
    """One Markdown table for the file and one for each kind of entry in it."""
    root = schema(kind)
    groups = {"": root, **{name: one for name, one in root["$defs"].items() if "properties" in one}}
    return "\n\n".join(_table(name, one, root["$defs"]) for name, one in groups.items())


def _table(name: str, node: dict[str, Any], definitions: dict[str, Any]) -> str:
    heading = [f"Keys of one {name}:", ""] if name else []
    lines = [*heading, "| key | | value | meaning |", "|---|---|---|---|"]
    for key, one in node["properties"].items():
        lines.append(_row(key, one, key in node["required"]))
        for inner, value in one.get("properties", {}).items():
            lines.append(_row(f"{key}.{inner}", value, inner in one["required"]))
    return "\n".join(lines)


def _row(key: str, one: dict[str, Any], required: bool) -> str:
    return f"| `{key}` | {'required' if required else ''} | {_value(one)} | {one['description']} |"


_WORDS = {
    "number_or_code": "number of an item",
    "flag": "true or false",
    "count": "whole number",
    "positive": "whole number ≥ 1",
    "decimals": "whole number from 0 to 4",
    "word": "text",
    "codes": "list of codes",
    "words": "list of texts",
    "texts": "list of texts",
    "one_or_more": "text or list of texts",
}


def _value(one: dict[str, Any]) -> str:
    if "$ref" in one:
        name = one["$ref"].rsplit("/", 1)[1]
        return _WORDS.get(name, name)
    if "enum" in one:
        return " · ".join(f"`{value}`" for value in one["enum"])
    if "oneOf" in one:
        return "list of codes, or `ranked`"
    if one["type"] == "array":
        items = one["items"]
        inner = items["$ref"].rsplit("/", 1)[1] if "$ref" in items else " · ".join(items["enum"])
        return f"list of {inner}"
    return "group of keys" if "properties" in one else "map"
