"""Evidence: files that prove facts, examined by content, kept under their hash, opened by those who may."""

from lib.evidence.keeping import Kept, Upload, keep
from lib.evidence.opening import Opened, open_file

__all__ = ["Kept", "Opened", "Upload", "keep", "open_file"]
