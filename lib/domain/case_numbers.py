"""How cases are numbered where nobody gives them a number."""

from __future__ import annotations

from lib.domain.plan import Flow


def number_form(flow: Flow) -> str | None:
    """The flow's own form, else 台账名〔年〕n号; None of a judicial flow without one: its numbers are the court's."""
    if flow.number_format or flow.judicial:
        return flow.number_format
    return f"{flow.name}〔{{year}}〕{{n}}号"
