"""PostgreSQL only: the views through which other systems read facts and reach their own part of the inbox.

Written for PostgreSQL 10 and its relatives. The law is in them (docs/adr/roles-and-views.md): a case that is or
ever was before a court, by any plan ever published and by any event ever stored, corrected ones included, has no
row; what the plan masks is left out, and so are free text of cases, accounts and files. Every view is a security
barrier: no condition of the asker is tried on a row that the view leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Table

from lib.db.count_tables import case_head
from lib.db.tables import FACTS, OF_RESULTS, case_event

# Names of facts' views; a kind of fact without one is closed to other systems (lib.db.roles says which are).
VIEW_OF: dict[str, str] = {name: f"read_{name}" for name in FACTS if name not in OF_RESULTS} | {
    case_event.name: "read_event"
}
READ_VIEWS = (*VIEW_OF.values(), "read_case", "read_flow_count", "read_plan", "read_chain")
SEND_VIEWS = ("my_batch", "my_row", "my_answer")
_INNER_VIEWS = ("court_step", "masked_attribute")  # what the others are made of; open to nobody
ALL_VIEWS = (*_INNER_VIEWS, *READ_VIEWS, *SEND_VIEWS)

_UNREAD = ("account", "source")
_UNREAD_OF_CASES = ("text", "attributes")
_CASE = (
    "flow", "case_no", "unit", "registered_on", "state", "holder", "entered_on", "paused", "closed_on", "outcome",
    "due_on", "last_on", "last_action",
)  # fmt: skip

# By any plan ever published: actions that lead into a judicial state; of a judicial flow every action (null).
_COURT_STEP = """
SELECT DISTINCT flow.value->>'code' AS flow,
  CASE WHEN flow.value->>'judicial' = 'true' THEN NULL ELSE action.value->>'name' END AS action
FROM plan_version,
  json_array_elements(document::json->'flows') AS flow,
  json_array_elements(flow.value->'actions') AS action
WHERE flow.value->>'judicial' = 'true'
  OR action.value->>'to' IN (
    SELECT state.value->>'name' FROM json_array_elements(flow.value->'states') AS state
    WHERE state.value->>'judicial' = 'true')"""
_MASKED_ATTRIBUTE = """
SELECT flow.value->>'code' AS flow, array_agg(DISTINCT attribute.value->>'name') AS names
FROM plan_version,
  json_array_elements(document::json->'flows') AS flow,
  json_array_elements(flow.value->'attributes') AS attribute
WHERE attribute.value->>'masked' = 'true'
GROUP BY flow.value->>'code'"""
_OPEN_CASE = """NOT EXISTS (
  SELECT 1 FROM case_event AS step
  JOIN court_step ON court_step.flow = step.flow AND coalesce(court_step.action, step.action) = step.action
  WHERE step.flow = told.flow AND step.case_no = told.case_no)"""
_UNMASKED = "nullif((told.attributes::jsonb - coalesce(masked.names, '{}'))::text, '{}') AS attributes"
_MASKED_JOIN = "LEFT JOIN masked_attribute AS masked ON masked.flow = told.flow"
_FLOW_COUNT = """
SELECT flow, action, date_trunc('month', occurred_on)::date AS month, count(*) AS n FROM case_event AS told
WHERE NOT EXISTS (SELECT 1 FROM correction WHERE correction.corrects = told.number)
GROUP BY flow, action, date_trunc('month', occurred_on)"""


def drop_statements() -> list[str]:
    """Take every view away, those first that are made of others."""
    return [f"DROP VIEW IF EXISTS {name}" for name in reversed(ALL_VIEWS)]


def create_statements(sender_prefix: str) -> list[str]:
    """Make every view; `sender_prefix` and the name of a system are together the name of its login."""
    views = dict([*_inner_views(), *_fact_views(), *_other_views()])
    made = [
        f"CREATE VIEW {name} WITH (security_barrier = true) AS {views[name]}" for name in (*_INNER_VIEWS, *READ_VIEWS)
    ]
    return [*made, *_send_views(sender_prefix)]


def _inner_views() -> Iterator[tuple[str, str]]:
    yield "court_step", _COURT_STEP
    yield "masked_attribute", _MASKED_ATTRIBUTE


def _fact_views() -> Iterator[tuple[str, str]]:
    for name, table in ((name, FACTS[name]) for name in VIEW_OF):
        if name == case_event.name:
            open_columns = _columns(table, *_UNREAD, *_UNREAD_OF_CASES)
            yield (
                VIEW_OF[name],
                f"SELECT {open_columns}, {_UNMASKED} FROM {name} AS told {_MASKED_JOIN} WHERE {_OPEN_CASE}",  # noqa: S608  # our own names
            )
        else:
            yield VIEW_OF[name], f"SELECT {_columns(table, *_UNREAD)} FROM {name} AS told{_of_open_cases(name)}"  # noqa: S608


def _of_open_cases(name: str) -> str:
    """A correction of a secret case's event tells of the case."""
    if name != "correction":
        return ""
    return " WHERE told.kind <> 'case_event' OR told.corrects IN (SELECT number FROM read_event)"


def _columns(table: Table, *but: str) -> str:
    return ", ".join(f'told."{column.name}"' for column in table.columns if column.name not in but)


def _other_views() -> Iterator[tuple[str, str]]:
    case = ", ".join(f"told.{name}" for name in _CASE)
    yield (
        "read_case",
        f"SELECT {case}, {_UNMASKED} FROM {case_head.name} AS told {_MASKED_JOIN} WHERE NOT told.before_court AND {_OPEN_CASE}",  # noqa: S608
    )
    yield "read_flow_count", _FLOW_COUNT
    yield "read_plan", "SELECT id, code, version, digest, document, published_at FROM plan_version"
    yield "read_chain", "SELECT last_number, last_stored_at FROM chain_tail"


def _send_views(prefix: str) -> Iterator[str]:
    """What a login sees and brings is of its own system: the name it signed in with decides, and nothing it says."""
    own = f"'{prefix}' || sender = session_user::text"
    counted = (
        "row_no <= (SELECT inbox_batch.row_count FROM inbox_batch "
        "WHERE inbox_batch.sender = inbox_row.sender AND inbox_batch.batch = inbox_row.batch)"
    )
    barrier = "WITH (security_barrier = true) AS SELECT"
    checked = "WITH CASCADED CHECK OPTION"
    yield f"CREATE VIEW my_batch {barrier} sender, batch, row_count, sent_at FROM inbox_batch WHERE {own} {checked}"
    yield f"CREATE VIEW my_row {barrier} sender, batch, row_no, sheet, cells FROM inbox_row WHERE {own} AND {counted} {checked}"
    yield (
        f"CREATE VIEW my_answer {barrier} batch, place, row_no, header, state, number, reason, answered_at "
        f"FROM inbox_answer WHERE {own}"
    )
    for view in ("my_batch", "my_row"):
        yield f"ALTER VIEW {view} ALTER COLUMN sender SET DEFAULT substr(session_user::text, {len(prefix) + 1})"
    yield "ALTER VIEW my_batch ALTER COLUMN sent_at SET DEFAULT clock_timestamp()"
