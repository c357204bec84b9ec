"""Tables beside the facts that acts need: keys that let an act come twice, running numbers, causes of orders."""

from __future__ import annotations

from sqlalchemy import Index, Integer, Table, Text

from lib.db.append_only import APPEND_ONLY
from lib.db.tables import column, key_column, metadata, no_empty_text
from lib.db.types import Instant, Number

_KEY_COLUMNS = [
    key_column("account", Text, "账号", "Account that acted: a key is that account's own."),
    key_column("key", Text, "请求号", "Text by which a form or another system knows its request, up to 100 signs."),
    column("act", Text, "行为", "What was done, the word of the audit trail."),
    column("subject", Text, "对象", "On what."),
    column("digest", Text, "摘要", "SHA-256 of what was asked: the same key may not ask for something else."),
    column("first_number", Number, "首条事实", "Number of the first fact stored; null if none.", null=True),
    column("last_number", Number, "末条事实", "Number of the last fact stored; null if none.", null=True),
    column("sentence", Text, "答复", "What the account was told, told again when the key comes again."),
    column("at", Instant, "时间", "When it was stored (UTC)."),
]

act_key = Table(
    "act_key",
    metadata,
    *_KEY_COLUMNS,
    no_empty_text(_KEY_COLUMNS),
    comment="Acts that were sent with a key: the same key again stores nothing and gets the first answer.",
)

APPEND_ONLY[act_key.name] = "请求号只增不改"

number_series = Table(
    "number_series",
    metadata,
    key_column("flow", Text, "台账", "Code of the flow."),
    key_column("year", Integer, "年份", "Year in the number."),
    column("last", Number, "末号", "The last number allotted or found taken; the next one is tried from here."),
    comment="Where the running numbers of a flow stand; lost or behind, it is found again from the cases themselves.",
)

case_cause = Table(
    "case_cause",
    metadata,
    key_column("number", Number, "事实编号", "Number of the registering event that names the cause."),
    column("flow", Text, "台账", "Code of the flow."),
    column("case_no", Text, "编号", "Number of the case."),
    column("cause", Text, "起因", "What it is about, such as duty:D04-2.2021Q3."),
    Index(None, "flow", "cause"),
    comment="Cases by the cause their registering event names (attribute 起因), for: never twice for the same thing.",
)
