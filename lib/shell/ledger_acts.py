"""Doing what a form of the ledger asks: through the commands the page hands in, and telling what came of it once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol
from uuid import uuid4

import streamlit as st

from lib import clock
from lib.domain.plan import Plan
from lib.domain.rights import Viewer
from lib.errors import Refused, Unavailable
from lib.shell.session import current

_DONE, _REFUSED = "_ledger_done", "_ledger_refused"


class DoneAct(Protocol):
    """What a command tells: the facts stored, the sentence, and whether this key came before."""

    @property
    def numbers(self) -> tuple[int, ...]: ...
    @property
    def sentence(self) -> str: ...
    @property
    def again(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """Who works here and through which commands; the page hands them in, for they are not the shell's."""

    viewer: Viewer
    plan: Plan
    caller: Callable[..., Any]
    register: Callable[..., DoneAct]
    act: Callable[..., DoneAct]

    def calling(self, form: str) -> Any:
        """The caller of a command, with the key of the form."""
        return self.caller(viewer=self.viewer, today=clock.today(), key=st.session_state[_key(form)])

    def is_signed_in(self) -> bool:
        """Whether the session still stands: a callback runs before the page asks who is looking."""
        session = current()
        return session is not None and session.viewer == self.viewer


class Refusal(NamedTuple):
    """A refusal that waits to be told at its form."""

    form: str
    words: tuple[str, ...]


class Told(NamedTuple):
    """What was done and what was not, to be told once above the case or the list."""

    done: tuple[str, ...]
    not_done: tuple[str, ...] = ()


def begin(form: str) -> None:
    """Give the form its idempotency key, made once: a second press of its button stores nothing twice."""
    st.session_state.setdefault(_key(form), uuid4().hex)


def take(desk: Desk, form: str, act: Callable[[], DoneAct]) -> DoneAct | None:
    """Do it and keep what is to be told; None if it was refused or the session has ended meanwhile."""
    if not desk.is_signed_in():
        return None
    st.session_state.pop(_REFUSED, None)
    try:
        done = act()
    except Refused as refused:
        st.session_state[_REFUSED] = Refusal(form, tuple(str(problem) for problem in refused.problems))
        return None
    except Unavailable as error:
        st.session_state[_REFUSED] = Refusal(form, (f"数据库暂时不可用，没有保存，请稍后再按一次：{error}",))
        return None
    keep_told((f"{done.sentence}（此前已保存，没有重复记录）" if done.again else done.sentence,))
    st.session_state.pop(_key(form), None)
    return done


def keep_told(done: Sequence[str], not_done: Sequence[str] = ()) -> None:
    """Keep sentences to be told above what is drawn next."""
    st.session_state[_DONE] = Told(tuple(done), tuple(not_done))


def tell() -> bool:
    """Tell once what was done, and what was not; whether there was anything to tell."""
    found: Told | None = st.session_state.pop(_DONE, None)
    if found is not None:
        if found.done:
            st.success("\n\n".join(f"{sentence.rstrip('。')}。" for sentence in found.done))
        if found.not_done:
            st.error("\n\n".join(found.not_done))
    return found is not None


def refusal_at(form: str) -> tuple[str, ...]:
    """Why the act of this form was refused; it stays until the next act."""
    waiting: Refusal | None = st.session_state.get(_REFUSED)
    return waiting.words if waiting is not None and waiting.form == form else ()


def tell_overtaken(case: str, form_of_now: str) -> None:
    """Tell once why an act on a case was refused whose form is gone, for somebody was faster."""
    waiting: Refusal | None = st.session_state.get(_REFUSED)
    if waiting is not None and waiting.form.startswith(case) and not waiting.form.endswith(form_of_now):
        del st.session_state[_REFUSED]
        st.warning("\n\n".join((*waiting.words, "下面是现在的情况，请核对后再办理。")))


def _key(form: str) -> str:
    return f"{form}|请求号"
