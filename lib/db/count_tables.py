"""Tables derived from the facts: what pages count, kept beside them so that no reading grows with the ledger.

Everything here can be thrown away and made again (`rebuild`). Only `lib.db.recording` writes it, in the
transaction that stores the facts.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Date, Index, Integer, Table, Text

from lib.db.tables import column, key_column, metadata
from lib.db.types import Attributes, Exact, Number

case_head = Table(
    "case_head",
    metadata,
    key_column("flow", Text, "台账", "Code of the flow."),
    key_column("case_no", Text, "编号", "Number of the case within the flow."),
    column("unit", Text, "承办单位", "Handling unit, fixed at registration."),
    column("registered_on", Date, "登记日期", "Day of the registering event."),
    column("state", Text, "环节", "State it is in by all facts that stand."),
    column("holder", Text, "现由", "Unit that holds it (of a closed case: that held it last)."),
    column("entered_on", Date, "进入日期", "Day it entered its state and holder."),
    column("paused", Boolean, "中止计时", "Whether its clock is stopped."),
    column("closed_on", Date, "办结日期", "Day it entered its final state; null while open.", null=True),
    column("outcome", Text, "结果类别", "success, failure or neutral of a closed case; null while open.", null=True),
    column(
        "due_on",
        Date,
        "期限",
        "Earlier of the stay's and the whole deadline; null if none, closed or paused.",
        null=True,
    ),
    column(
        "pause_days",
        Integer,
        "中止差",
        "While paused: on day A the deadline is A less these days, rolled forward; null otherwise.",
        null=True,
    ),
    column("before_court", Boolean, "司法", "Whether it is or ever was in a judicial state: then numbers only."),
    column("last_number", Number, "末条事实", "Number of its last event in its own order."),
    column("last_on", Date, "末次日期", "Day of its last event."),
    column("last_action", Text, "末次动作", "Name of its last action."),
    column("attributes", Attributes, "属性", "Each attribute as last given, as JSON text.", null=True),
    column(
        "span_node", Integer, "区间节点", "Where its open time stands in the interval tree; null if none.", null=True
    ),
    Index(None, "flow", "closed_on", "due_on"),
    Index(None, "holder", "closed_on", "due_on"),
    Index(None, "unit", "closed_on", "due_on"),
    Index(None, "closed_on", "due_on"),
    Index(None, "flow", "registered_on"),
    Index(None, "flow", "span_node", "registered_on"),
    Index(None, "flow", "span_node", "closed_on"),
    comment="Every case as all facts leave it: what the ledger lists and searches.",
)

late_span = Table(
    "late_span",
    metadata,
    key_column("flow", Text, "台账", "Code of the flow."),
    key_column("case_no", Text, "编号", "Number of the case."),
    key_column("from_on", Date, "起", "First day of the span."),
    column("until_on", Date, "止", "Day after its last day; null: it has not ended.", null=True),
    column("unit", Text, "承办单位", "Handling unit."),
    column("state", Text, "环节", "State during the span."),
    column("holder", Text, "现由", "Holder during the span."),
    column("judicial", Boolean, "司法", "Whether the stay is judicial."),
    column("entered_on", Date, "进入日期", "Day the stay began."),
    column("stay_due", Date, "环节期限", "Deadline of the stay; null if none or paused.", null=True),
    column("case_due", Date, "期限", "Earlier of the stay's and the whole deadline; null if paused.", null=True),
    column("stay_pause", Integer, "环节中止差", "As case_head.pause_days, of the stay; null if not paused.", null=True),
    column("case_pause", Integer, "中止差", "As case_head.pause_days; null if not paused.", null=True),
    column("span_node", Integer, "区间节点", "Where the span stands in the interval tree."),
    column("before_court", Boolean, "涉司法", "As case_head.before_court: then it is a row to the court alone."),
    Index(None, "span_node", "from_on"),
    Index(None, "span_node", "until_on"),
    Index(None, "flow", "span_node", "from_on"),
    Index(None, "flow", "span_node", "until_on"),
    comment="Times in which a case stood (or, paused, may have stood) past a deadline with one holder.",
)

tally = Table(
    "tally",
    metadata,
    key_column("kind", Text, "口径", "What is counted."),
    key_column("grain", Text, "粒度", "d, m or y: the day itself, or the first day of its month or year."),
    key_column("day", Date, "日期", "The day counted on, or the first of its month or year."),
    key_column("flow", Text, "台账", "Code of the flow."),
    key_column("key", Text, "分项", "Unit, state, outcome or number the count is of; - for none."),
    column("n", Number, "数", "Sum of what was counted; rows of 0 are absent."),
    comment="Counts by day, month and year: any window is the sum of few rows.",
)

amount_tally = Table(
    "amount_tally",
    metadata,
    key_column("kind", Text, "口径", "registered or recovered."),
    key_column("grain", Text, "粒度", "As in tally."),
    key_column("day", Date, "日期", "As in tally."),
    key_column("flow", Text, "台账", "Code of the flow."),
    column("amount", Exact, "金额(万元)", "Sum of the amounts; rows of 0 are absent."),
    comment="Amounts by day, month and year.",
)

measure_tally = Table(
    "measure_tally",
    metadata,
    key_column("indicator", Text, "指标", "Code of the indicator."),
    key_column("first_on", Date, "起", "First day of the window."),
    key_column("last_on", Date, "止", "Last day of the window."),
    key_column("unit", Text, "单位", "Handling unit, or - for the whole."),
    key_column("part", Integer, "部分", "Place of the numerator, or -1 for the denominator."),
    column("n", Number, "数", "What the measure counts in the window; rows of 0 are absent."),
    comment="What the ledger's indicators count in every calendar period and every window of an appraisal.",
)

counts_head = Table(
    "counts_head",
    metadata,
    key_column("id", Integer, "编号", "Always 1."),
    column("rules", Text, "口径版本", "Digest of the plan and version of the counting by which the counts were made."),
    comment="By which definitions the derived tables were made; others in force mean they must be rebuilt.",
)

COUNTS = (case_head, late_span, tally, amount_tally, measure_tally, counts_head)
