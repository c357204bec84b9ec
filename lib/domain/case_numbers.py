"""How cases are numbered where nobody gives them a number."""

from __future__ import annotations

from lib.domain.plan import Flow


def number_form(flow: Flow) -> str | None:
    """The flow's own form, or 台账名〔年〕n号; None of judicial flows, whose numbers are the court's."""
    if flow.judicial:
        return None
    return flow.number_format or f"{flow.name}〔{{year}}〕{{n}}号"
