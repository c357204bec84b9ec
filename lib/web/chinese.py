"""The script that puts the framework's own words into Chinese: its list and its text."""

from __future__ import annotations

import json
from pathlib import Path

_HERE = Path(__file__).parent

LIST: dict[str, dict[str, str]] = json.loads((_HERE / "chinese.json").read_text(encoding="utf-8"))
"""`words`: whole strings. `shapes`: strings with places, `{month}` being an English month and its number."""

SCRIPT = (_HERE / "chinese.js").read_text(encoding="utf-8").replace("__LIST__", json.dumps(LIST, ensure_ascii=False))
