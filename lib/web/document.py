"""The one HTML document of the board, made Chinese, and the headers that keep it to its own origin."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache

from lib.web.scripts import NAME

TITLE = "府院联动督导考核看板"
_NOSCRIPT = "<noscript><p>请启用浏览器的 JavaScript 后使用本看板。</p></noscript>"
# Browsers too old for the scripts get a sentence instead of a white page; it vanishes once they run.
_TOO_OLD = '<p style="margin:2rem;font-family:sans-serif">正在打开……若一直停在此处，请升级浏览器（Chrome 94、Safari 16.4 或更新）。</p>'
# Before Streamlit's own scripts, which ask for the language as they start; beside them, as they are addressed.
_OURS = f'<script src="./{NAME}"></script>'
_INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)

MEDIA_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; sandbox"
_POLICY = (
    "default-src 'self'; script-src 'self' blob:{hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "frame-ancestors 'self'; base-uri 'self'; form-action 'self'; object-src 'none'"
)

SECURITY_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
)
HTTPS_ONLY = (b"strict-transport-security", b"max-age=31536000")

FAVICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="12" \
fill="#a3262a"/><path d="M14 46h36M18 46V30h8v16M38 46V20h8v26M28 46V36h8v10" fill="none" stroke="#fff" \
stroke-width="4"/></svg>"""


@lru_cache(maxsize=4)
def chinese(html: bytes) -> bytes:
    """Streamlit's index.html with our language, title, mark and words; its scripts untouched, ours before them."""
    text = html.decode()
    text = text.replace('<html lang="en">', '<html lang="zh-CN">', 1)
    text = re.sub(r"<title>.*?</title>", f"<title>{TITLE}</title>\n    {_OURS}", text, count=1, flags=re.DOTALL)
    text = text.replace("./favicon.png", "./favicon.svg", 1)
    text = re.sub(r'\s*<link rel="service-desc"[^>]*>', "", text, count=1)
    text = re.sub(r"<noscript>.*?</noscript>", _NOSCRIPT, text, count=1, flags=re.DOTALL)
    text = text.replace('<div id="root"></div>', f'<div id="root">{_TOO_OLD}</div>', 1)
    return text.encode()


@lru_cache(maxsize=4)
def policy(html: bytes) -> str:
    """The content security policy, with the hashes of the document's own inline scripts."""
    digests = [hashlib.sha256(script).digest() for script in _INLINE_SCRIPT.findall(html)]
    return _POLICY.format(hashes="".join(f" 'sha256-{base64.b64encode(one).decode()}'" for one in digests))
