"""Codes of the flows and names of the attributes that acts of the office speak of by name."""

from __future__ import annotations

ORDER, LETTER, HELP = "supervision_order", "court_letter", "cooperation_request"
PROPOSAL, EXTENSION, INSTRUCTION, DECISION = "proposal", "extension", "instruction", "decision"
APPEAL = "appeal"

GRADE, SOURCE, MATTER = "等级", "来源", "事由"
DUTY, PERIOD, NEW_DUE = "任务编号", "周期", "新期限"
WRITTEN_ON, DUE = "批示日期", "期限"
MEETING, TOPIC = "会议", "议题"
DECIDE = "审批"
# Papers of units that a leader may decide about, and so reads whole.
LEADERS_PAPERS = (EXTENSION, APPEAL)
# Of an objection: the period and the line it is about, the part of the line, and the acts on it.
APPRAISED, RULE, SUBJECT, EVIDENCE = "考核期", "规则", "对象", "佐证"
TAKE_UP, ANSWER, UPHELD, DISMISSED, WITHDRAW = "受理", "答复", "采纳", "不采纳", "撤回"
