"""The scheme from values whose structure has been proved, with the defaults of domain.md 5."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lib.definitions.build_plan import duration, words
from lib.definitions.numbers import points, rate
from lib.domain.periods import KINDS
from lib.domain.plan import OWN_DAYS, Lateness, Rule, Scheme, ShareMapping, Tier

Values = Mapping[str, Any]

DEFAULT_TIERS = tuple(
    Tier(name, Decimal(least)) for name, least in (("优秀", 90), ("良好", 80), ("合格", 60), ("不合格", 0))
)
DEFAULT_LEAST = {"flow": 5, "accuracy": 3}
DEFAULT_WEIGHT = Decimal(40)
RESPONSE_FLOWS = ("supervision_order", "cooperation_request")

# Key of the file → field of the Scheme and how it is read; the keys below stand at the top or in a group.
_SETTINGS: Mapping[tuple[str, ...], tuple[str, Callable[[Any], Any]]] = {
    ("helper_weight",): ("helper_weight", rate),
    ("bonus_cap",): ("bonus_cap", points),
    ("deduction_cap",): ("deduction_cap", points),
    ("eligibility", "least_weight"): ("least_weight", points),
    ("eligibility", "least_occurrences"): ("least_occurrences", int),
    ("eligibility", "least_stays"): ("least_stays", int),
    ("eligibility", "reason"): ("apart", str),
    ("periods",): ("periods", lambda kinds: tuple(kind for kind in KINDS if kind in kinds)),
    ("window",): ("window", str),
    ("decimals",): ("decimals", int),
    ("commendation", "share"): ("commend_share", rate),
    ("ladder", "steps"): ("ladder", words),
    ("life", "check"): ("check_within", duration),
    ("life", "public"): ("public_for", duration),
}


def scheme_of(values: Values, *, only_entered: bool = False) -> Scheme:
    """The scheme; a setting that is left out has its default.

    `only_entered`: of a plan without deliverables and flows, where nothing accumulates over the year and no unit
    could ever own an occurrence.
    """
    tiers = {league: _tiers(one) for league, one in values.get("tiers", {}).items()}
    tiers.setdefault("default", DEFAULT_TIERS)
    rules = tuple(_rule(one) for one in values["rules"])
    settings: dict[str, Any] = {"least_weight": min(DEFAULT_WEIGHT, sum((one.weight for one in rules), Decimal(0)))}
    if only_entered:
        settings |= {"least_occurrences": 0, "periods": tuple(KINDS), "window": OWN_DAYS}
    return Scheme(
        code=values["code"],
        title=values["title"],
        rules=rules,
        tiers=tiers,
        leagues=dict(values.get("leagues", {})),
        normalise=values.get("normalise", True),
        lateness=_lateness(values.get("lateness", {})),
        assumed=values.get("assumed"),
        **settings | _advice(values, tiers) | _settings(values),
    )


def _advice(values: Values, tiers: Mapping[str, Sequence[Tier]]) -> dict[str, Any]:
    """Whom the scheme recommends: nobody by a group that is left out. A tier that is left out is the highest or the
    lowest; None where the leagues call it by different names."""
    found: dict[str, Any] = {}
    for group, field, at in (("commendation", "commend_tier", 0), ("ladder", "ladder_tier", -1)):
        names = {one[at].name for one in tiers.values()}
        found[field] = values.get(group, {}).get("tier", names.pop() if len(names) == 1 else None)
    found |= {} if "commendation" in values else {"commend_share": Fraction(0)}
    return found | ({} if "ladder" in values else {"ladder": ()})


def _settings(values: Values) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path, (name, read) in _SETTINGS.items():
        value: Any = values
        for key in path:
            value = (value or {}).get(key)
        if value is not None:
            found[name] = read(value)
    return found


def _tiers(values: Sequence[Values]) -> tuple[Tier, ...]:
    """Highest first, in whatever order they are written."""
    tiers = (Tier(one["name"], points(one["at_least"])) for one in values)
    return tuple(sorted(tiers, key=lambda tier: tier.at_least, reverse=True))


def _lateness(values: Values) -> Lateness:
    default = Lateness()
    return Lateness(
        step=rate(values["step"]) if "step" in values else default.step,
        days=values.get("days", default.days),
        floor=rate(values["floor"]) if "floor" in values else default.floor,
    )


def _rule(values: Values) -> Rule:
    kind = values["kind"]
    answered = RESPONSE_FLOWS if kind == "response" else ()  # a plan without them has nothing to judge there
    return Rule(
        code=values["code"],
        kind=kind,
        title=values["title"],
        weight=points(values["weight"]),
        min_n=values.get("min_n", DEFAULT_LEAST.get(kind, 1)),
        flows=words(values["flows"]) if "flows" in values else answered,
        indicator=values.get("indicator"),
        mapping=_mapping(values["mapping"]) if "mapping" in values else None,
        clause=values.get("clause", ""),
    )


def _mapping(values: Values) -> ShareMapping:
    rates = ("zero_at", "full_at", "at_least", "points_each", "cap")
    steps: Sequence[Values] = values.get("steps", ())
    bound = "up_to" if any("up_to" in one for one in steps) else "from"
    given: dict[str, Any] = {key: rate(values[key]) for key in rates if key in values}
    given["steps"] = tuple(sorted((rate(one[bound]), rate(one["share"])) for one in steps))
    return ShareMapping(kind=values["kind"], up_to=bound == "up_to", **given)
