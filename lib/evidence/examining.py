"""What a file is, by its content, and whether it may be evidence; nothing in it is ever run."""

from __future__ import annotations

import re
import warnings
import zipfile
from io import BytesIO

from PIL import Image

from lib.domain.evidence import safe_name, suffixes_of
from lib.errors import Problem, Refused
from lib.evidence import kinds
from lib.evidence.portable import examine_pdf
from lib.evidence.zipped import examine_zipped

LARGEST_MB = 20
_MOST_PIXELS = 100_000_000
# In the bytes of a picture: long enough not to occur by chance.
_HIDDEN_MARKUP = re.compile(rb"<(?:html|script|iframe)[\s>]|<!doctype html|<\?php", re.IGNORECASE)
_MARKUP = re.compile(r"\A\s*<|</?(?:html|script|svg|iframe|body)\b|<!doctype|<\?(?:php|xml)", re.IGNORECASE)
# Suffixes that Windows or a browser would run: refused anywhere in a name, or `通知.exe.pdf` shows as `通知.exe`.
_RUN = frozenset({
    "exe", "com", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "mjs", "wsf", "wsh", "hta", "msi", "msp", "scr", "pif",
    "cpl", "jar", "lnk", "reg", "dll", "sys", "sh", "py", "php", "asp", "aspx", "jsp", "html", "htm", "xhtml", "mht",
    "mhtml", "svg", "svgz", "swf", "xml", "docm", "xlsm", "pptm", "dotm", "xltm", "xlam", "apk", "app", "command", "iso",
    "url",
})  # fmt: skip


def examined(name: str, content: bytes) -> str:
    """The media type of the file; Refused, with a sentence that says what would be right, if it is no evidence."""
    try:
        return _media_type(name, content)
    except Refused as refused:
        raise Refused([Problem(f"佐证“{safe_name(name)}”", str(refused))]) from refused


def _media_type(name: str, content: bytes) -> str:
    if not content:
        raise Refused("文件是空的，请重新选择")
    if len(content) > LARGEST_MB * 2**20:
        raise Refused(f"文件超过 {LARGEST_MB} MB，请压缩或拆分后再上传")
    suffixes = suffixes_of(safe_name(name))
    bad = next((one for one in suffixes if one in _RUN), None)
    if bad is not None:
        raise Refused(f"不接受文件名中带 .{bad} 的文件；可用的类型：{kinds.ALLOWED}")
    return _agreed(_by_content(content), suffixes[-1] if suffixes else "")


def _agreed(found: str, suffix: str) -> str:
    """The type by content, if the name says the same; plain text may be called .csv."""
    if found == kinds.TEXT and suffix == "csv":
        return kinds.CSV
    if suffix in kinds.KINDS[found].suffixes:
        return found
    right = "、".join(f".{one}" for one in kinds.KINDS[found].suffixes)
    raise Refused(f"内容与文件名不符：内容应以 {right} 为扩展名。请用原来的文件，不要改扩展名")


def _by_content(content: bytes) -> str:
    if kinds.is_zipped(content):
        return examine_zipped(content)
    start = kinds.begins_as(content)
    if start is None:
        return _examine_text(content)
    if zipfile.is_zipfile(BytesIO(content)):
        raise Refused("文件尾部夹带压缩包；请重新导出后上传")
    if start == kinds.PDF:
        examine_pdf(content)
    else:
        _examine_picture(content, start)
    return start


def _examine_picture(content: bytes, media_type: str) -> None:
    if _HIDDEN_MARKUP.search(content):
        raise Refused("图片中夹带网页或脚本内容；请重新截图或导出后上传")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(BytesIO(content), formats=["PNG" if media_type == kinds.PNG else "JPEG"]) as picture:
                pixels = picture.width * picture.height
                picture.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("图片已损坏、打不开或像素过大，请重新导出后上传") from error
    if pixels > _MOST_PIXELS:
        raise Refused("图片像素过大（超过一亿），请缩小后上传")


def _examine_text(content: bytes) -> str:
    text = _decoded(content)
    called = kinds.called(content) if text is None else None
    if text is not None and text.startswith("#!"):
        called = "脚本"
    elif text is not None and _MARKUP.search(text):
        called = "网页、SVG 或 XML"
    if called is not None:
        raise Refused(f"这是{called}，不能作佐证；可用的类型：{kinds.ALLOWED}")
    if text is None:
        raise Refused(f"认不出文件的类型，或文件已损坏、加密；可用的类型：{kinds.ALLOWED}")
    return kinds.TEXT


def _decoded(content: bytes) -> str | None:
    """The text in UTF-8 or GB18030; None for bytes that are no text."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if any(ord(sign) < 32 and sign not in "\t\r\n\f" for sign in text) else text
    return None
