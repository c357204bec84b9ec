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
        "correct": "更正事实",
        "exported": "导出",
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
