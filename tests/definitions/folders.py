"""Plan folders made for a test from a few lines."""

from pathlib import Path

from lib.definitions import load
from lib.errors import Refused

PLAN = """\
code: small
title: 小方案
version: "1"
issued_on: 2021-04-24
items:
  - {no: 1, title: 事项一, lead: a, members: [a, b]}
deliverables:
  - {code: D01-1, item: 1, title: 文件, done_when: 印发。, owner: a, helpers: [b], due: 2021-04-30}
"""
UNITS = """\
units:
  - {code: a, name: 某区甲局, short: 区甲局, kind: government, league: x}
  - {code: b, name: 某区乙局, short: 区乙局, kind: government, league: x}
  - {code: c, name: 某区法院, short: 区法院, kind: court}
"""
SCHEME = """\
code: small
title: 小办法
leagues: {x: 甲组}
rules:
  - {code: delivery, kind: delivery, title: 任务落实, weight: 100}
"""
FLOW = """\
code: centre
name: 中心
items: [1]
in_charge: a
platform: true
states:
  - {name: 已受理, limit: 2wd}
  - {name: 已办结, final: true}
actions:
  - {name: 受理, to: 已受理}
  - {name: 办结, from: 已受理, to: 已办结, class: success}
"""


def written(folder: Path, **files: str) -> Path:
    """`folder` holding the small plan; a keyword replaces a file, `flow` adds flows/centre.yaml."""
    texts = {"plan": PLAN, "units": UNITS, "scheme": SCHEME} | files
    (folder / "flows").mkdir(exist_ok=True)
    for name, text in texts.items():
        path = folder / ("flows/centre.yaml" if name == "flow" else f"{name}.yaml")
        path.write_text(text, encoding="utf-8")
    return folder


def problems_of(folder: Path) -> list[str]:
    """What the loader says of a folder, one text per problem; empty if it loads."""
    try:
        load(folder)
    except Refused as refusal:
        return [str(problem) for problem in refusal.problems]
    return []
