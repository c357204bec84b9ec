"""Two calls the browser makes to the edge: fetch the session cookie, and hand it back."""

from __future__ import annotations

from typing import Any

import streamlit as st

# Addresses are relative to the page's own, which has one segment: the base path needs no knowing.
_CLAIM = """
export default function (component) {
  const { data, parentElement } = component;
  const note = parentElement.querySelector("p");
  if (window.__boardClaimed === data.code) return;
  window.__boardClaimed = data.code;
  fetch("session/claim", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ code: data.code }),
  }).then(async (answer) => {
    if (answer.ok) { window.location.reload(); return; }
    note.textContent = (await answer.json()).message;
  }).catch(() => { note.textContent = "网络不通，请刷新页面后重新登录。"; });
}
"""
_LEAVE = """
export default function (component) {
  if (window.__boardLeft) return;
  window.__boardLeft = true;
  fetch("session/end", { method: "POST" }).finally(() => { window.location.href = "./"; });
}
"""
_NOTE = '<p role="status" style="margin:0;font:inherit;color:inherit">{}</p>'


def claim_session(code: str) -> None:
    """Let the browser turn the one-time code into its cookie, then load the page anew."""
    _component("board_claim", _NOTE.format("正在进入……"), _CLAIM)(key="claim", data={"code": code})


def hand_cookie_back() -> None:
    """Let the browser give its dead cookie back, then go to the front page."""
    _component("board_leave", _NOTE.format("正在退出……"), _LEAVE)(key="leave", data={})


def _component(name: str, html: str, js: str) -> Any:
    return st.components.v2.component(name, html=html, js=js, isolate_styles=False)
