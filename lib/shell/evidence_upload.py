"""Uploading evidence in a form: the field for files, and what its files become in a fact's text."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lib.db.shared import board_engine
from lib.domain.evidence import with_files
from lib.domain.rights import Viewer
from lib.evidence import Upload, keep
from lib.evidence.examining import LARGEST_MB
from lib.evidence.keeping import LARGEST_ACT_MB
from lib.evidence.kinds import ALLOWED, SUFFIXES

_HELP = f"可选多个文件：{ALLOWED}。每个不超过 {LARGEST_MB} MB，合计不超过 {LARGEST_ACT_MB} MB；不收加密、带宏的文件和压缩包。"


def field(key: str, label: str = "佐证文件") -> list[UploadedFile]:
    """The field; the files chosen so far."""
    return st.file_uploader(
        label, type=list(SUFFIXES), accept_multiple_files=True, key=key, help=_HELP, max_upload_size=LARGEST_MB
    )


def kept(viewer: Viewer, text: str | None, chosen: Sequence[UploadedFile]) -> str | None:
    """Keep the chosen files and return the evidence text with them in canonical form; None where there is neither.

    Called when the form is sent. Refused (told like any refusal) if a file may not be evidence: nothing is kept.
    """
    stored = keep(board_engine(), viewer, [Upload(one.name, one.getvalue()) for one in chosen])
    return with_files(text, [one.named for one in stored])
