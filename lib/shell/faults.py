"""What a reader is told when something fails: what was refused and why, or a number to quote."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from lib.errors import NotAllowed, Refused, Unavailable


@contextmanager
def told() -> Iterator[None]:
    """Show errors meant for readers in place of the rest of the page; all others go on to the edge's log."""
    try:
        yield
    except NotAllowed as error:
        st.warning(f"无权查看或办理：{error}")
    except Refused as error:
        st.error("\n\n".join(str(problem) for problem in error.problems))
    except Unavailable as error:
        st.error(f"数据库暂时不可用。{error}")
        st.button("重试")


def show_incident(number: str) -> None:
    """An error nobody foresaw: its number, to be found in the log."""
    st.error(f"系统出现错误，未保存任何内容。请把编号 {number} 告知系统管理员。")
