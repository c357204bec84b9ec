"""The definitions: the plan as frozen values (domain.md 1, 3, 4, 5; register.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from lib.domain.calendar import Duration, WorkCalendar
from lib.domain.order_rules import OrderRules
from lib.domain.periods import APPRAISAL_KINDS

COURT_KINDS = ("court", "procuratorate")

# Actions every flow has without saying so; 催办 only where no court or procuratorate is urged.
URGE, PAUSE, RESUME = "催办", "中止", "恢复"

# Who holds the case after an action; any other word is the code of a unit.
KEEP, IN_CHARGE, ASSIGNEE, BEFORE_FEEDBACK = "keep", "in_charge", "assignee", "before_feedback"
HANDLING_UNIT = "handling_unit"
HOLDER_WORDS = (KEEP, IN_CHARGE, ASSIGNEE, BEFORE_FEEDBACK, HANDLING_UNIT)

# What registering a case for court or procuratorate means: see `Flow.to_court`.
PLAIN, REFUSED_TO_COURT, WITHOUT_LIMIT, COURT_ONLY = "plain", "refused", "without_limit", "only"

SUCCESS, FAILURE, NEUTRAL = "success", "failure", "neutral"

# What an attribute without choices holds.
TEXT, DATE = "text", "date"


@dataclass(frozen=True, slots=True)
class Unit:
    """A body that has duties, holds cases, or can be sued (kind `agency`).

    `office`: the supervision office or part of it; its claims are verified by a leader.
    """

    code: str
    name: str
    short: str
    kind: str
    aliases: tuple[str, ...] = ()
    league: str | None = None
    ranked: bool = False
    leader_in_charge: str | None = None
    contacts: tuple[str, ...] = ()
    assumed: str | None = None
    office: bool = False

    @property
    def is_court(self) -> bool:
        """Court or procuratorate: never ranked, never urged, a red mark given as yellow."""
        return self.kind in COURT_KINDS


@dataclass(frozen=True, slots=True)
class Item:
    """One of the 25 linkage items or the five guarantees.

    `members` are the units of the item's own list (责任单位), `named` those named in its text,
    `open_ended` the words of the source that leave the list open (等, 各职能部门), `doubts` sentences on
    what else the source leaves unclear.
    """

    no: str
    section: str
    title: str
    clause: str
    lead: str | None
    members: tuple[str, ...]
    named: tuple[str, ...] = ()
    due_text: str = ""
    open_ended: str | None = None
    spellings: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deliverable:
    """A thing to be delivered: once (`due`), every period (`every`), or standing."""

    code: str
    item: str
    title: str
    done_when: str
    owner: str
    helpers: tuple[str, ...] = ()
    due: date | None = None
    every: str | None = None
    due_after: Duration = field(default_factory=lambda: Duration(0))
    first_due: date | None = None
    standing: bool = False
    assumed: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A state of a flow; `judicial` ones are held by the court: no urging, no run mark, no score.

    `due_by`: the attribute (a date) that is the last day of a stay in it; `limit` where a case has none.
    """

    name: str
    limit: Duration | None = None
    final: bool = False
    judicial: bool = False
    assumed: str | None = None
    due_by: str | None = None


@dataclass(frozen=True, slots=True)
class HolderBy:
    """A holder that follows from what a case is about: the unit of each choice of `attribute`."""

    attribute: str
    units: Mapping[str, str]
    assumed: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A result of a closing action: its class, and the states it may be given from (empty: all)."""

    name: str
    outcome: str
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """An action of a flow. `origins` empty: it registers the case. `to` None: the state stays.

    `required` names fields (承办单位, 操作单位, 金额, 说明) or attributes that must stand on the row;
    `required_when` maps an attribute to (other attribute, value) that makes it required.
    `feedback`: hands the holder's work in (反馈). `returns`: gives it back (退回). `outcome`: the class
    of a closing action without results. `by` says who may take it: holder, in_charge, office, leader, court,
    unit (any unit for itself; once registered, the handling unit). `holder_by`, where given, says the holder.
    """

    name: str
    to: str | None
    origins: tuple[str, ...] = ()
    holder: str = KEEP
    results: tuple[Result, ...] = ()
    outcome: str | None = None
    required: tuple[str, ...] = ()
    required_when: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    recovers: bool = False
    feedback: bool = False
    returns: bool = False
    once: bool = False
    limit: Duration | None = None
    by: tuple[str, ...] = ("holder", "in_charge", "office")
    holder_by: HolderBy | None = None

    @property
    def registers(self) -> bool:
        """Whether this action opens a case."""
        return not self.origins


@dataclass(frozen=True, slots=True)
class Attribute:
    """A further column of a flow: text, a date in ISO form (`kind`), or one of `choices`."""

    name: str
    choices: tuple[str, ...] = ()
    masked: bool = False
    kind: str = TEXT


@dataclass(frozen=True)
class Flow:
    """One way of a case: states, actions, limits, results. A new platform is a new file of this form.

    `to_court` says what registering for court or procuratorate as 承办单位 means: `plain` (nothing
    special), `refused` (an order to them is no order but a 商请函), `without_limit` (allowed; its stays
    have no deadline), `only` (a 商请函: to nobody else, never urged, without deadline).
    """

    code: str
    name: str
    in_charge: str
    states: tuple[State, ...]
    actions: tuple[Action, ...]
    items: tuple[str, ...] = ()
    platform: bool = False
    judicial: bool = False
    office: bool = False
    history: bool = False
    limit: Duration | None = None
    limit_on_return: Duration | None = None
    attributes: tuple[Attribute, ...] = ()
    amount: str | None = None
    number_format: str | None = None
    to_court: str = PLAIN
    centre: str | None = None
    assumed: str | None = None

    @property
    def title(self) -> str:
        """The name of its centre where one was founded (挂牌名称), else its own."""
        return self.centre or self.name

    @cached_property
    def state(self) -> Mapping[str, State]:
        """States by name."""
        return {state.name: state for state in self.states}

    @cached_property
    def action(self) -> Mapping[str, Action]:
        """Actions by name."""
        return {action.name: action for action in self.actions}

    @cached_property
    def attribute(self) -> Mapping[str, Attribute]:
        """Attributes by name."""
        return {attribute.name: attribute for attribute in self.attributes}

    @cached_property
    def register_action(self) -> Action:
        """The one action that opens a case."""
        return next(action for action in self.actions if action.registers)

    def is_judicial(self, state: str) -> bool:
        """Whether a stay in `state` is judicial: never urged, scored or opened outside the court."""
        return self.judicial or self.state[state].judicial


@dataclass(frozen=True, slots=True)
class Measure:
    """What an indicator counts in a flow's ledger within a window.

    Events of `actions` (and `results`, `outcome`, attributes `where`); `count` is `events` or `cases`
    (each case once). `out_of` and `within_days`: closings out of those states, and no later than so many
    days after entering them. `since_registration`: a case of the denominator also counts by an event
    before the window (up to its end).
    """

    flow: str
    actions: tuple[str, ...]
    results: tuple[str, ...] = ()
    outcome: str | None = None
    where: tuple[tuple[str, str], ...] = ()
    count: str = "events"
    out_of: tuple[str, ...] = ()
    within_days: int | None = None
    since_registration: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One numerator of an indicator with its side and target; a split has several."""

    name: str
    measure: Measure | None = None
    at_least: bool = True
    target: Fraction | None = None
    floor: Fraction = Fraction(0)


SHAPES = ("threshold", "year_on_year", "trend", "split", "duration", "count")


@dataclass(frozen=True, slots=True)
class Indicator:
    """A number of the plan with its target and shape (domain.md 4). `direction`: of a count, which way is better."""

    code: str
    item: str
    title: str
    shape: str
    source: str
    parts: tuple[Part, ...]
    denominator: Measure | None = None
    has_denominator: bool = False
    by_unit: bool = False
    owners: tuple[str, ...] = ()
    scored_for: str = "owner"
    window: str = "period"
    min_n: int = 5
    guard: str | None = None
    scored: bool = False
    unit_word: str = "件"
    assumed: str | None = None
    note: str | None = None
    direction: str | None = None

    @property
    def rising_is_better(self) -> bool | None:
        """Which way is better: by the side of its target, of a count by `direction`; None where nothing says so."""
        if self.shape == "count":
            return None if self.direction is None else self.direction == "rising"
        return self.parts[0].at_least if len(self.parts) == 1 else None

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What it counts in the ledger: of every part, then of the denominator."""
        return tuple(one for one in (*(part.measure for part in self.parts), self.denominator) if one is not None)


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier reached from `at_least` points (inclusive); the last one has 0."""

    name: str
    at_least: Decimal


@dataclass(frozen=True, slots=True)
class ShareMapping:
    """How a rate or value becomes a share in [0, 1].

    `linear`: 0 at `zero_at`, 1 at `full_at`, never below `at_least`. `steps`: the share of the highest
    step reached or, where they are bounds the value may come `up_to`, of the lowest not exceeded. `share`: the
    value itself, clamped. `deduct`: 1 − points_each × value ÷ weight, at most `cap` points taken.
    """

    kind: str
    zero_at: Fraction = Fraction(0)
    full_at: Fraction = Fraction(1)
    at_least: Fraction = Fraction(0)
    steps: tuple[tuple[Fraction, Fraction], ...] = ()
    points_each: Fraction = Fraction(0)
    cap: Fraction | None = None
    up_to: bool = False


RULE_KINDS = ("delivery", "target", "flow", "accuracy", "response", "reporting", "rate", "value")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the scheme: what it judges and its weight in points."""

    code: str
    kind: str
    title: str
    weight: Decimal
    min_n: int = 1
    flows: tuple[str, ...] = ()
    indicator: str | None = None
    mapping: ShareMapping | None = None
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Lateness:
    """Share of a late completion: max(floor, 1 − step × ceil(days late ÷ days))."""

    step: Fraction = Fraction(1, 10)
    days: int = 5
    floor: Fraction = Fraction(3, 10)


# What an appraisal looks at: the days of the year up to the period's end, or the period's own days.
YEAR_SO_FAR, OWN_DAYS = "year", "period"
TOO_LITTLE = "考核任务不足，单列"


@dataclass(frozen=True)
class Scheme:
    """How results become points, tiers, ranks and recommendations (domain.md 5).

    `commend_tier` and `ladder_tier` None: the highest and the lowest of each league's own. Nobody is commended with
    `commend_share` 0, nobody called to account with an empty `ladder`. `periods`: the kinds that are appraised.
    `apart`: the words for a unit that had too little to be ranked.
    """

    code: str
    title: str
    rules: tuple[Rule, ...]
    tiers: Mapping[str, tuple[Tier, ...]]
    leagues: Mapping[str, str]
    normalise: bool = True
    lateness: Lateness = Lateness()
    helper_weight: Fraction = Fraction(0)
    bonus_cap: Decimal = Decimal(5)
    deduction_cap: Decimal = Decimal(10)
    least_weight: Decimal = Decimal(40)
    least_occurrences: int = 2
    least_stays: int = 5
    commend_share: Fraction = Fraction(1, 5)
    commend_tier: str | None = "优秀"
    ladder_tier: str | None = "不合格"
    ladder: tuple[str, ...] = ("约谈", "通报批评", "提请追责问责")
    check_within: Duration = field(default_factory=lambda: Duration(3, working=True))
    public_for: Duration = field(default_factory=lambda: Duration(5, working=True))
    assumed: str | None = None
    periods: tuple[str, ...] = APPRAISAL_KINDS
    window: str = YEAR_SO_FAR
    decimals: int = 2
    apart: str = TOO_LITTLE

    @property
    def accumulates(self) -> bool:
        """Whether a result looks at the whole year up to its period's end."""
        return self.window == YEAR_SO_FAR

    @property
    def recommends(self) -> bool:
        """Whether the result of a year may recommend anybody for anything."""
        return bool(self.ladder) or self.commend_share > 0

    def tiers_of(self, league: str | None) -> tuple[Tier, ...]:
        """Tiers of a league, the default ones where it has none of its own."""
        return self.tiers.get(league or "", self.tiers["default"])

    def commended_tier(self, league: str | None) -> str:
        """The tier of a league that may be commended."""
        return self.commend_tier or self.tiers_of(league)[0].name

    def failed_tier(self, league: str | None) -> str:
        """The tier of a league that steps on the ladder, and that of whoever was vetoed."""
        return self.ladder_tier or self.tiers_of(league)[-1].name


@dataclass(frozen=True)
class Plan:
    """One version of the whole plan: every definition the rules need."""

    code: str
    title: str
    version: str
    issued_on: date
    units: tuple[Unit, ...]
    items: tuple[Item, ...]
    deliverables: tuple[Deliverable, ...]
    flows: tuple[Flow, ...]
    indicators: tuple[Indicator, ...]
    scheme: Scheme
    calendar: WorkCalendar
    digest: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    orders: OrderRules | None = None

    @cached_property
    def unit(self) -> Mapping[str, Unit]:
        """Units by code, in the order of the register."""
        return {unit.code: unit for unit in self.units}

    @cached_property
    def verify_within(self) -> Duration | None:
        """How soon a claim has its verdict, from its recording (setting `verify_within`); None: no clock."""
        stated = self.settings.get("verify_within")
        return Duration.parse(stated) if stated else None

    @cached_property
    def item(self) -> Mapping[str, Item]:
        """Items by number."""
        return {item.no: item for item in self.items}

    @cached_property
    def deliverable(self) -> Mapping[str, Deliverable]:
        """Deliverables by code."""
        return {deliverable.code: deliverable for deliverable in self.deliverables}

    @cached_property
    def flow(self) -> Mapping[str, Flow]:
        """Flows by code."""
        return {flow.code: flow for flow in self.flows}

    @cached_property
    def indicator(self) -> Mapping[str, Indicator]:
        """Indicators by code."""
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def unit_names(self) -> Mapping[str, str]:
        """Every spelling of every unit → its code: code, name, short, short without 区, aliases with and without 区."""
        names: dict[str, str] = {}
        for unit in self.units:
            for spelling in (unit.code, unit.name, unit.short, *unit.aliases):
                names.setdefault(spelling, unit.code)
                if spelling.startswith("区"):
                    names.setdefault(spelling[1:], unit.code)
        return names
