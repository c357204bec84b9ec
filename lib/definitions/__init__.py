"""The definitions: a folder of YAML files, or a stored document, made into a frozen plan.

`load(folder)` reads data/plan; `to_document` and `from_document` keep versions in the database.
"""

from lib.definitions.calendar_source import update_calendar
from lib.definitions.check_report import CheckReport, check, report_lines
from lib.definitions.document import canonical, document_text, from_document
from lib.definitions.folder import load, load_scheme, to_document

__all__ = [
    "CheckReport",
    "canonical",
    "check",
    "document_text",
    "from_document",
    "load",
    "load_scheme",
    "report_lines",
    "to_document",
    "update_calendar",
]
