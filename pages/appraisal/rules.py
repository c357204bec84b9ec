"""口径: how lights, numbers and points come about, rule by rule with an example, and the plan's own numbers."""

from lib.shell import cached, filters, links, parts
from lib.shell.session import require_viewer
from lib.ui import rule_parts
from lib.ui.markup import show

viewer = require_viewer()

page = cached.rules(viewer)
filters.head("口径", page.plan)
code = parts.part(filters.CHAPTER, {one.code: one.title for one in page.chapters})
chapter = next(one for one in page.chapters if one.code == code)

show(rule_parts.chapter(chapter.title, chapter.lead, chapter.rules, chapter.table))
if chapter.table:
    opens = links.may_open(viewer, "duties/items")
    links.follow(rule_parts.table(chapter.table, opens=opens, key=f"rules-{code}"))
