"""Documents that are zip archives: docx, xlsx, OFD; without macros, bombs, locks or anything run when opened."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from lib.errors import Refused
from lib.evidence import kinds

_MOST_MEMBERS = 10_000
_MOST_UNPACKED = 200 * 2**20
_PIECE = 2**20
_LOCKED = 0x1
_TYPES = "[Content_Types].xml"
_RUN_PARTS = ("vbaproject.bin", "vbadata.xml", "activex/", "macrosheets/")
_RUN_SUFFIXES = (".exe", ".dll", ".docm", ".xlsm", ".xlsb", ".js", ".vbs", ".html", ".htm")
_ARCHIVES = (".zip", ".rar", ".7z", ".jar", ".gz", ".tar")
_PACKAGED = "Ole10Native".encode("utf-16-le")  # an OLE object that wraps a file of any kind


def examine_zipped(content: bytes) -> str:
    """The media type of the document in the archive; Refused if it is another archive, or a dangerous one."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            _refuse_shape(members)
            kind = _kind_of({member.filename for member in members})
            _unpack(archive, members)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise Refused("文件已损坏或打不开，请重新导出后上传") from error
    return kind


def _refuse_shape(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _MOST_UNPACKED:
        raise Refused(_TOO_LARGE)
    if any(member.flag_bits & _LOCKED for member in members):
        raise Refused("文件已加密，看板无法核对内容；请上传不加密的文件")
    names = [member.filename.replace("\\", "/").lower() for member in members]
    if any(name.startswith("/") or ".." in name.split("/") or ":" in name for name in names):
        raise Refused("文件内部的路径不正常，请重新导出后上传")
    if len(set(names)) != len(names):
        raise Refused("文件内部有重名的部分，请重新导出后上传")
    if any(name.endswith(_RUN_SUFFIXES) or any(part in name for part in _RUN_PARTS) for name in names):
        raise Refused("文件含宏、控件或程序；请另存为不带宏的 .docx、.xlsx 或 PDF 后再上传")
    if any(name.endswith(_ARCHIVES) for name in names):
        raise Refused("文件中夹带压缩包；请分别上传其中的文件")


_TOO_LARGE = "文件解压后超过 200 MB，疑似压缩炸弹；请拆分后再上传"


def _kind_of(names: set[str]) -> str:
    found = [kind.media_type for kind in kinds.KINDS.values() if kind.part in names]
    if len(found) != 1:
        raise Refused(f"这是压缩包或其他类型的文件，不能作佐证；请解压后分别上传，可用的类型：{kinds.ALLOWED}")
    if found[0] != kinds.OFD and _TYPES not in names:
        raise Refused("文件已损坏（缺少内容类型说明），请重新导出后上传")
    return found[0]


def _unpack(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Read every member to its end, counting: sizes in the directory may lie. Checksums are checked on the way."""
    unpacked = 0
    for member in members:
        before = b""
        with archive.open(member) as inside:
            while piece := inside.read(_PIECE):
                unpacked += len(piece)
                if unpacked > _MOST_UNPACKED:
                    raise Refused(_TOO_LARGE)
                _refuse_run(member.filename, before + piece)
                before = piece[-len(_PACKAGED) :]


def _refuse_run(name: str, piece: bytes) -> None:
    if name.endswith(".bin") and _PACKAGED in piece:
        raise Refused("文件中嵌入了其他程序的文件包；请去掉嵌入对象或打印为 PDF 后再上传")
    if name == _TYPES and b"macroenabled" in piece.lower():
        raise Refused("文件含宏；请另存为不带宏的 .docx、.xlsx 或 PDF 后再上传")
