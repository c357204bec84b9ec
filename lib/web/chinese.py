"""The script that puts the framework's own words into Chinese: its list, its text, and its address."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

_HERE = Path(__file__).parent

LIST: dict[str, dict[str, str]] = json.loads((_HERE / "chinese.json").read_text(encoding="utf-8"))
"""`words`: whole strings. `shapes`: strings with places, `{month}` being an English month and its number."""

SCRIPT = (_HERE / "chinese.js").read_text(encoding="utf-8").replace("__LIST__", json.dumps(LIST, ensure_ascii=False))

# Its name changes with its content, so a browser may keep it for good.
NAME = f"chinese-{hashlib.sha256(SCRIPT.encode()).hexdigest()[:12]}.js"
