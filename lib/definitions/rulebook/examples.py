"""Worked examples: for each rule of the chapters the function of its example, which asks the rules of lib/domain."""

from __future__ import annotations

from collections.abc import Mapping

from lib.definitions.rulebook import appraisal_examples, duty_examples, indicator_examples, ledger_examples
from lib.definitions.rulebook.world import Runner

RUNNERS: Mapping[str, Runner] = {
    **duty_examples.RUNNERS,
    **ledger_examples.RUNNERS,
    **indicator_examples.RUNNERS,
    **appraisal_examples.RUNNERS,
}
