"""Files to try the examination with: honest ones, and ones that pretend."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TYPES = b'<?xml version="1.0"?><Types><Override ContentType="application/vnd.openxmlformats"/></Types>'


def pdf_with(extra: bytes) -> bytes:
    """A PDF with something more among its objects."""
    return PDF.replace(b"trailer", extra + b"\ntrailer")


def packed(objects: bytes) -> bytes:
    """A PDF whose objects are hidden in a compressed stream."""
    body = zlib.compress(objects)
    return pdf_with(b"7 0 obj<</Type/ObjStm/Filter/FlateDecode/N 1>>stream\n" + body + b"\nendstream endobj")


def picture(kind: str, size: tuple[int, int] = (8, 8)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size).save(out, kind)
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    return zipped({"[Content_Types].xml": TYPES, "word/document.xml": b"<w/>", **more})


def bomb() -> bytes:
    """A docx of some 200 kB that unpacks to more than 200 MB."""
    return docx(**{"word/media/a.bin": bytes(201 * 2**20)})


def lying_bomb() -> bytes:
    """The same with a directory that states one byte for the large member."""
    made = bytearray(bomb())
    entry = made.rindex(b"word/media/a.bin") - 46
    struct.pack_into("<I", made, entry + 24, 1)
    return bytes(made)


def locked() -> bytes:
    """A docx one of whose members is marked as encrypted."""
    made = bytearray(docx())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = made.rindex(signature) + place
        made[at] |= 1
    return bytes(made)


def huge_png() -> bytes:
    """A PNG of few bytes that claims 50,000 × 50,000 pixels."""
    made = bytearray(picture("PNG"))
    struct.pack_into(">II", made, 16, 50_000, 50_000)
    struct.pack_into(">I", made, 29, zlib.crc32(made[12:29]))
    return bytes(made)


HONEST = {
    "会议纪要.pdf": (PDF, "application/pdf"),
    "现场.PNG": (picture("PNG"), "image/png"),
    "现场.jpeg": (picture("JPEG"), "image/jpeg"),
    "办法.docx": (docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "台账.xlsx": (
        zipped({"[Content_Types].xml": TYPES, "xl/workbook.xml": b"<x/>"}),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "批复.ofd": (zipped({"OFD.xml": b"<o/>"}), "application/ofd"),
    "说明.txt": ("已办结。".encode("gb18030"), "text/plain"),
    "名单.csv": ("单位,姓名\n区法院,=1+1\n".encode(), "text/csv"),
    "关于2021.5.3会议的通知.pdf": (PDF, "application/pdf"),
}

HOSTILE = {
    "empty": ("空.pdf", b"", "空的"),
    "too large": ("大.pdf", PDF + bytes(20 * 2**20), "20 MB"),
    "web page named pdf": ("通知.pdf", b"<!DOCTYPE html><html><script>alert(1)</script></html>", "网页"),
    "web page named txt": ("通知.txt", b"  <b>x</b>", "网页"),
    "web page after words": ("通知.txt", b"hello <script>alert(1)</script>", "网页"),
    "SVG named png": ("图.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "SVG"),
    "SVG": ("图.svg", b"<svg/>", ".svg"),
    "PDF that is a web page": ("a.pdf", PDF[:9] + b"<html><script>alert(1)</script>\n" + PDF[9:], "网页"),
    "PDF that is an archive": ("a.pdf", PDF + zipped({"x.txt": b"x"}), "压缩包"),
    "PDF with a web page before it": ("a.pdf", b"<html>" + PDF, "网页"),
    "PDF cut short": ("a.pdf", PDF[:60], "不完整"),
    "PDF with script": ("a.pdf", pdf_with(b"9 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj"), "脚本"),
    "PDF with script under another spelling": ("a.pdf", pdf_with(b"9 0 obj<</S/J#61vaScript>>endobj"), "脚本"),
    "PDF with packed script": ("a.pdf", packed(b"9 0 <</S/JavaScript/JS(x)>>"), "脚本"),
    "PDF with launch": ("a.pdf", pdf_with(b"9 0 obj<</S/Launch/F(cmd.exe)>>endobj"), "可执行"),
    "locked PDF": ("a.pdf", PDF.replace(b"<</Root", b"<</Encrypt 9 0 R/Root"), "加密"),
    "PDF bomb": ("a.pdf", packed(bytes(5_000_000)), "过大"),
    "program": ("a.pdf", b"MZ" + bytes(200), "可执行程序"),
    "program of Linux": ("a.png", b"\x7fELF" + bytes(200), "可执行程序"),
    "shell script": ("a.txt", b"#!/bin/sh\nrm -rf /\n", "脚本"),
    "double suffix": ("通知.pdf.exe", PDF, ".exe"),
    "double suffix inside": ("通知.exe.pdf", PDF, ".exe"),
    "suffix of another kind": ("a.docx", PDF, "内容与文件名不符"),
    "no suffix": ("通知", PDF, "内容与文件名不符"),
    "picture named pdf": ("a.pdf", picture("PNG"), "内容与文件名不符"),
    "damaged picture": ("a.png", picture("PNG")[:40], "损坏"),
    "picture with a page in it": ("a.jpg", picture("JPEG") + b"<script>alert(1)</script>", "网页"),
    "picture of 2.5 billion points": ("a.png", huge_png(), "像素过大"),
    "archive": ("a.docx", zipped({"a.txt": b"x"}), "压缩包"),
    "macros": ("a.docx", docx(**{"word/vbaProject.bin": b"x"}), "宏"),
    "macros by type": ("a.docx", zipped({"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled", "word/document.xml": b"x"}), "宏"),
    "macro suffix": ("a.docm", docx(), ".docm"),
    "wrapped program": ("a.docx", docx(**{"word/embeddings/oleObject1.bin": "\x01Ole10Native".encode("utf-16-le")}), "嵌入"),
    "program inside": ("a.docx", docx(**{"word/embeddings/setup.exe": b"MZ"}), "程序"),
    "archive inside": ("a.xlsx", docx(**{"word/embeddings/a.zip": b"x"}), "夹带压缩包"),
    "path out of the archive": ("a.docx", docx(**{"../../etc/passwd": b"x"}), "路径"),
    "two documents in one": ("a.docx", docx(**{"OFD.xml": b"x"}), "不能作佐证"),
    "bomb": ("a.docx", bomb(), "200 MB"),
    "bomb that lies": ("a.docx", lying_bomb(), "损坏"),
    "locked document": ("a.docx", locked(), "加密"),
    "document cut short": ("a.docx", docx()[:200], "损坏"),
    "old or locked Office file": ("a.docx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "Office"),
    "noise": ("a.txt", bytes(range(256)), "认不出"),
}  # fmt: skip
