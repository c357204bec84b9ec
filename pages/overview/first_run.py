"""开始使用: five steps from an empty board to its first meeting."""

from lib.shell import filters, first_steps, links
from lib.shell.session import require_viewer
from lib.ui import doors, step_parts

viewer = require_viewer()

steps = first_steps.steps(viewer)
left = sum(bool(one.missing) for one in steps)
filters.head("开始使用", f"五步，还差 {left} 步" if left else "五步都已办好")
titles = [links.title_of(one.page) if links.may_open(viewer, one.page) else None for one in steps]
links.follow(doors.draw(step_parts.steps(steps, titles), "steps"))
