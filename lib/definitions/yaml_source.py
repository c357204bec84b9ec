"""A YAML file read with the line of every value: duplicate keys refused, numbers and dates kept as written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from lib.errors import Problem

Path = tuple[str | int, ...]
_TAG = "tag:yaml.org,2002:"


class _PlainLoader(yaml.SafeLoader):
    """A safe loader that knows only true, false, whole numbers and null; all else stays text.

    YAML 1.1 would turn the keys `no` and `on` into booleans and 0.1 into a float.
    """

    yaml_implicit_resolvers = {}  # noqa: RUF012 - the library's own attribute, filled below

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Anchors that are used again are refused: a value has one place, and none contains itself."""
        if self.check_event(yaml.AliasEvent):
            mark = self.get_mark()
            raise yaml.MarkedYAMLError(problem="不支持用 * 引用别处的值", problem_mark=mark)
        return super().compose_node(parent, index)


_PlainLoader.add_implicit_resolver(f"{_TAG}bool", re.compile(r"^(?:true|false)$"), ["t", "f"])
_PlainLoader.add_implicit_resolver(f"{_TAG}int", re.compile(r"^(?:0|-?[1-9][0-9]*)$"), list("-0123456789"))
_PlainLoader.add_implicit_resolver(f"{_TAG}null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])


@dataclass
class Source:
    """One file as plain values, with the line (from 1) on which each path begins."""

    file: str
    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    readable: bool = True

    def place(self, path: Path) -> str:
        """File and line of `path`, or of the nearest value around it."""
        line = self.line(path)
        return f"{self.file} 第{line}行" if line else self.file

    def line(self, path: Path) -> int:
        """The line of `path`, or of the nearest value around it; 0 of an absent file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)


@dataclass(frozen=True)
class Spot:
    """A value inside a source that knows where it stands; asking for what is not there gives an empty one."""

    source: Source
    path: Path
    value: Any

    def at(self, key: str) -> Spot:
        """The value under `key`, empty if there is none."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return Spot(self.source, (*self.path, key), value)

    def each(self) -> Iterator[Spot]:
        """The entries of a list; nothing of anything else."""
        for number, value in enumerate(self.value if isinstance(self.value, list) else ()):
            yield Spot(self.source, (*self.path, number), value)

    def one_or_more(self) -> list[Spot]:
        """The entries of a list, or the one value that stands for a list of one."""
        return list(self.each()) if isinstance(self.value, list) else [self] if self.text else []

    def entries(self) -> Iterator[tuple[str, Spot]]:
        """Keys and values of a mapping; nothing of anything else."""
        for key in self.value if isinstance(self.value, dict) else ():
            yield key, self.at(key)

    @property
    def text(self) -> str:
        """The scalar as text, empty if absent or no scalar."""
        return "" if self.value is None or isinstance(self.value, dict | list) else str(self.value)

    def problem(self, message: str) -> Problem:
        """A problem at this place."""
        return Problem(self.source.place(self.path), message)


def read_yaml(file: str, text: str) -> Source:
    """The values of `text`; what cannot be read is a problem of the source."""
    source = Source(file, readable=False)
    try:
        node = yaml.compose(text, Loader=_PlainLoader)
    except yaml.MarkedYAMLError as error:
        line = f" 第{error.problem_mark.line + 1}行" if error.problem_mark else ""
        source.problems.append(Problem(f"{file}{line}", f"不是合格的 YAML：{error.problem}。"))
    except yaml.YAMLError as error:
        source.problems.append(Problem(file, f"不是合格的 YAML：{error}。"))
    else:
        value = None if node is None else _value(source, node, ())
        source.value = {} if value is None else value
        source.readable = True
    return source


def _value(source: Source, node: yaml.Node, path: Path) -> Any:
    source.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(source, node, path)
    if isinstance(node, yaml.SequenceNode):
        return [_value(source, child, (*path, number)) for number, child in enumerate(node.value)]
    return _scalar(source, node)


def _mapping(source: Source, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key_node, child in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in values:
            first = source.lines[(*path, key)]
            message = f"键“{key}”重复，第{first}行已经写过；只保留一处。"
            source.problems.append(Problem(f"{source.file} 第{line}行", message))
            continue
        source.lines[(*path, key)] = line
        values[key] = _value(source, child, (*path, key))
    return values


def _scalar(source: Source, node: yaml.Node) -> Any:
    tag, text = node.tag.removeprefix(_TAG), node.value
    if tag == "null":
        return None
    if tag in ("bool", "int"):
        return text == "true" if tag == "bool" else int(text)
    if tag != "str":
        line = node.start_mark.line + 1
        source.problems.append(Problem(f"{source.file} 第{line}行", f"不支持的 YAML 标记 {node.tag}。"))
    return text
