"""The acts of the audit trail in Chinese: the one place where an act's code becomes a word.

A refused act is stored as `<act>_refused`; it has the word of the act.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

REFUSED = "_refused"

# Every act the code records stands here; a test collects them from the source.
ACT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "sign_in": "登录",
        "claim": "换取登录凭据",
        "session_opened": "进入看板",
        "session_ended": "退出登录",
        "password_confirmed": "核对原密码",
        "locked": "账号锁定",
        "page": "打开页面",
        "account_added": "建立账号",
        "account_disabled": "停用账号",
        "account_enabled": "恢复账号",
        "password_reset": "重置密码",
        "password_changed": "修改密码",
        "unlocked": "解除锁定",
        "rights_changed": "变更授权",
        "plan_published": "发布方案",
        "demo_loaded": "装入演示数据",
        "import": "导入表格",
        "correct_fact": "更正事实",
        "register_case": "登记案件",
        "move_case": "办理案件",
        "urge_case": "催办案件",
        "pause_case": "中止或恢复计时",
        "file_report": "填报进展",
        "verify_report": "核实申报",
        "change_duty": "调整任务",
        "judge_item": "研判事项",
        "adjust_points": "考核加减分",
        "enter_indicator": "填报指标",
        "issue_order": "签发督办",
        "send_letter": "发商请函",
        "ask_for_help": "请求配合",
        "propose_item": "申报联动事项",
        "apply_for_extension": "申请延期",
        "decide_extension": "审批延期",
        "record_instruction": "登记批示件",
        "record_decision": "登记议定事项",
        "open_period": "打开考核期",
        "compute_period": "计算考核结果",
        "check_period": "交单位核对",
        "confirm_lines": "核对无误",
        "approve_period": "审定考核结果",
        "publish_period": "公示考核结果",
        "lock_period": "锁定考核结果",
        "sign_recommendation": "签署考核建议",
        "object": "提出申诉",
        "decide_objection": "答复申诉",
        "evidence": "查看佐证",
        "evidence_kept": "保存佐证",
        "evidence_opened": "打开佐证",
        "exported": "导出",
        "inbox_put": "收到外部数据",
        "sender_bound": "绑定外部系统",
        "backed_up": "备份",
        "restored": "恢复备份",
        "counts_rebuilt": "重建统计",
        "roles_created": "建立数据库账号",
        "audit_verified": "核对留痕",
    }
)


def is_refusal(act: str) -> bool:
    """Whether the row tells of something refused."""
    return act.endswith(REFUSED)


def act_word(act: str) -> str:
    """The word of an act, refused or not; the code itself where it has none (a row of a later version)."""
    bare = act.removesuffix(REFUSED)
    return ACT_WORDS.get(bare, bare)
