"""A new platform is one new YAML file: commands count it and the page shows it, with no line of code."""

import shutil
from pathlib import Path

from lib.db.engine import PROJECT
from tests.cli.conftest import Terminal
from tests.cli.test_numbers_out import EVENTS

LANTERNS = """
code: lantern_repair
name: 路灯抢修中心
items: [16]
in_charge: zsj
platform: true
limit: 20d
states:
  - {name: 已报修, limit: 2wd}
  - {name: 抢修中, limit: 5wd}
  - {name: 已修复, final: true}
actions:
  - {name: 报修, to: 已报修}
  - {name: 派工, from: 已报修, to: 抢修中, holder: assignee}
  - name: 销单
    from: 抢修中
    to: 已修复
    results:
      - {name: 修好, class: success}
      - {name: 更换, class: neutral}
"""


def with_lanterns(folder: Path) -> Path:
    """A copy of the plan with one more platform."""
    plan = Path(shutil.copytree(PROJECT / "data" / "plan", folder / "plan"))
    (plan / "flows" / "lantern_repair.yaml").write_text(LANTERNS, encoding="utf-8")
    return plan


def test_a_platform_added_by_one_file_is_counted_by_the_commands(terminal: Terminal, tmp_path: Path) -> None:
    assert "已发布" in terminal.run("plan", "publish", str(with_lanterns(tmp_path))).stdout
    rows = (
        "路灯抢修中心,灯1号,报修,2021-05-06,,,,,,2021-05-06 09:00",
        "路灯抢修中心,灯1号,派工,2021-05-07,,区城管局,,,,2021-05-07 09:00",
    )
    assert terminal.run("import", terminal.sheet("c.csv", EVENTS, *rows)).exit_code == 0
    found = terminal.json("platforms", "--from", "2021-05-01", "--to", "2021-05-31")["flows"]
    own = next(one for one in found if one["code"] == "lantern_repair")
    assert (own["platform"], own["by_state"]) == (True, {"已报修": 0, "抢修中": 1, "已修复": 0})
    assert own["overdue"] == 1
    items = {one["no"]: one for one in terminal.json("status", "--as-of", "2021-05-31")["items"]}
    assert items[16]["run_mark"] == "red"
