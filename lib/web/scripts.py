"""The board's own script in the browser: Chinese words for the framework's, and Back past what the board itself wrote."""

from __future__ import annotations

import hashlib
from pathlib import Path

from lib.web import chinese

SCRIPT = "\n".join((chinese.SCRIPT, (Path(__file__).parent / "back.js").read_text(encoding="utf-8")))

# Its name changes with its content, so a browser may keep it for good.
NAME = f"board-{hashlib.sha256(SCRIPT.encode()).hexdigest()[:12]}.js"
