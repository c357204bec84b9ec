"""Worked examples: for each rule of the chapters the function of its example, which asks the rules of lib/domain."""

from __future__ import annotations

from collections.abc import Mapping

from lib.definitions.rulebook import (
    duty_examples,
    indicator_examples,
    ledger_examples,
    life_examples,
    ranking_examples,
    share_examples,
)
from lib.definitions.rulebook.world import Runner

RUNNERS: Mapping[str, Runner] = {
    **duty_examples.RUNNERS,
    **ledger_examples.RUNNERS,
    **indicator_examples.RUNNERS,
    **share_examples.RUNNERS,
    **ranking_examples.RUNNERS,
    **life_examples.RUNNERS,
}
