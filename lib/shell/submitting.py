"""Sending a form: its key made once, what was typed kept on a refusal, and what happens next said after success."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, Protocol

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lib import clock
from lib.db.shared import board_engine
from lib.domain.evidence import with_files
from lib.domain.rights import Viewer
from lib.errors import Problem, Refused
from lib.evidence import Upload, keep
from lib.shell import cached, faults

_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,12})?", re.ASCII)
_KEY, _ROUND, _SAID = "_form_key", "_form_round", "_form_said"


class Answer(Protocol):
    """What an act says it has done; `again`: it was done before under the same key."""

    @property
    def sentence(self) -> str: ...
    @property
    def again(self) -> bool: ...


Act = Callable[..., Answer]


class Numeral(NamedTuple):
    """A number as it was typed under a label: read when the form is sent, so that a slip is told at the form."""

    label: str
    text: str

    def read(self) -> Decimal | None:
        """The number; None for nothing; Refused for what is none."""
        written = self.text.strip()
        if not written:
            return None
        if _NUMBER.fullmatch(written) is None:
            raise Refused([Problem(self.label, f"应填数字，如 12 或 12.5，现为“{written}”")])
        return Decimal(written)


class Percent(NamedTuple):
    """A percentage as it was typed under a label, with or without its sign; the share it says."""

    label: str
    text: str

    def read(self) -> Fraction | None:
        """The share; None for nothing; Refused for what is no number."""
        given = Numeral(self.label, self.text.strip().removesuffix("%")).read()
        return None if given is None else Fraction(given) / 100


@dataclass(frozen=True)
class Desk:
    """Where the forms of a page are sent from.

    `caller` makes the caller of an act; it and the acts are handed in by the page, for the shell knows no commands.
    """

    viewer: Viewer
    as_of: date
    caller: Callable[..., object]

    @property
    def today(self) -> date:
        """The present day: nothing is dated after it."""
        return clock.today()

    def day(
        self,
        form: str,
        label: str,
        where: DeltaGenerator | None = None,
        *,
        first: date | None = None,
        name: str = "day",
    ) -> date:
        """A field for a day from `first` to the present one: the day shown, unless another is chosen."""
        place = st if where is None else where
        chosen: date = place.date_input(
            label, self.as_of, min_value=first, max_value=self.today, key=field(form, name), format="YYYY-MM-DD"
        )
        return chosen

    def send(
        self,
        form: str,
        act: Act,
        *told: object,
        uploads: Sequence[UploadedFile] = (),
        says: str = "",
        then: str = "",
        **fields: object,
    ) -> None:
        """Take the act; say so after the page is drawn anew, or say at the form why not.

        `uploads` are kept under their hash and added to the field `evidence`. `says`: what is told in place of the
        act's own sentence. `then`: what happens next.
        """
        with faults.told():
            if uploads:
                kept = keep(board_engine(), self.viewer, [Upload(one.name, one.getvalue()) for one in uploads])
                fields["evidence"] = with_files(str(fields.get("evidence") or ""), [one.named for one in kept])
            caller = self.caller(viewer=self.viewer, today=self.today, key=_key(form))
            read = {name: one.read() if isinstance(one, Numeral | Percent) else one for name, one in fields.items()}
            answer = act(board_engine(), cached.edition().plan, caller, *told, **read)
            again = "（此前已提交，未重复保存）" if answer.again else ""
            st.session_state[_named(_SAID, form)] = f"{says or answer.sentence}{again}{then}"
            _empty(form)
            st.rerun()


def told(form: str) -> str | None:
    """What the form last brought about, once."""
    sentence: str | None = st.session_state.pop(_named(_SAID, form), None)
    return sentence


def said(form: str) -> bool:
    """Say what the form last brought about, once; whether there was anything to say."""
    sentence = told(form)
    if sentence:
        with st.container(key=f"told-{form}"):
            st.success(sentence)
    return bool(sentence)


def field(form: str, name: str) -> str:
    """The key of a field: another one once the form was sent, so that it stands empty again."""
    return f"{form}-{st.session_state.get(_named(_ROUND, form), 0)}-{name}"


def _empty(form: str) -> None:
    """Forget the form's key and what was typed."""
    st.session_state.pop(_named(_KEY, form), None)
    st.session_state[_named(_ROUND, form)] = st.session_state.get(_named(_ROUND, form), 0) + 1


def _key(form: str) -> str:
    """The idempotency key of a form: the same until it was sent with success."""
    name = _named(_KEY, form)
    if name not in st.session_state:
        st.session_state[name] = secrets.token_hex(16)
    key: str = st.session_state[name]
    return key


def _named(what: str, form: str) -> str:
    return f"{what}_{form}"
