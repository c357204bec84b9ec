"""口径: how lights, numbers and points come about, by the plan in force."""

from __future__ import annotations

from dataclasses import dataclass

from lib.definitions.rulebook import Chapter, chapters_of
from lib.domain.rights import Viewer
from lib.domain.wording import full_day
from lib.services import sight
from lib.services.book import Book


@dataclass(frozen=True, slots=True)
class RulesPage:
    """The chapters, and which plan their numbers come from."""

    plan: str
    chapters: tuple[Chapter, ...]


def rules_page(viewer: Viewer, book: Book) -> RulesPage:
    """The rules with the numbers of the plan in force; the same for everybody who has business data to see."""
    sight.require_business(viewer)
    plan = book.plan
    return RulesPage(
        f"《{plan.title}》{full_day(plan.issued_on)}印发　方案版本 {plan.version}　摘要 {plan.digest[:10]}",
        chapters_of(plan),
    )
