"""The hint of the first visit: one line that says what a role does here first, until the account puts it away."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import streamlit as st

from lib.domain.rights import (
    AUDIT_ADMIN,
    COURT_CLERK,
    LEADER,
    OFFICE,
    PLATFORM_CLERK,
    SEC_ADMIN,
    SYS_ADMIN,
    UNIT_CLERK,
    UNIT_HEAD,
    Viewer,
)
from lib.security import gate
from lib.ui import markup

WORDS: Mapping[str, str] = MappingProxyType(
    {
        LEADER: "初次使用：先看红灯事项，点开即见卡在哪个单位；要您审定的在“待审批事项”。",
        OFFICE: "初次使用：先到“填报核实”核实各单位的申报，再到“催办督办”签发待发的督办单。",
        UNIT_HEAD: "初次使用：先到“我的单位”看亮灯和失分，点开就是依据；下面列出最该先办的任务。",
        UNIT_CLERK: "初次使用：先到“填报核实”填报临近期限的任务并附佐证；分给本单位的案件在“台账”。",
        PLATFORM_CLERK: "初次使用：先到“台账”办理超期和一周内到期的案件；成批登记用“导入导出”。",
        COURT_CLERK: "初次使用：先到“台账”登记和流转本院案件；其他单位在这里只看到件数。",
        SYS_ADMIN: "初次使用：先给各单位建立账号，再请安全管理员授权；右上角姓名里的“开始使用”列出还差哪几步。",
        SEC_ADMIN: "初次使用：先给还没有角色的账号授予角色和单位；没有角色的账号不能登录。",
        AUDIT_ADMIN: "初次使用：先核对留痕是否完整，再按账号或行为查看；这里只读，不能改动。",
    }
)
_PUT_AWAY = "_hint_put_away"


def show(viewer: Viewer) -> None:
    """The line, below everything else on the screen so that it moves nothing; asked of the database once a session."""
    if _PUT_AWAY not in st.session_state:
        st.session_state[_PUT_AWAY] = not gate.hint_is_due(viewer)
    if st.session_state[_PUT_AWAY]:
        return
    with st.container(key="first-hint", horizontal=True, vertical_alignment="center"):
        markup.html("<span>{words}</span>", words=WORDS[viewer.role])
        st.button("知道了", key="put-hint-away", on_click=_put_away, args=(viewer,))


def _put_away(viewer: Viewer) -> None:
    gate.put_hint_away(viewer)
    st.session_state[_PUT_AWAY] = True
