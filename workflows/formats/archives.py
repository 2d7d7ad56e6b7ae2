"""ZIP archives of CSV files, read member by member in memory: nothing is ever unpacked to disk."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from workflows.formats.tables import Limits, Source
from workflows.refusal import Refusal

MEMBERS = 50
PIECE_BYTES = 1 << 20
# What zipfile raises for a file that is cut, locked, forged or packed in a way that it doesn't know.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
TABLES = (".csv", ".txt", ".tsv", ".xlsx", ".xls")


def members(source: Source, limits: Limits) -> tuple[Source, ...]:
    """The tables in an archive, by the last part of their names. Raises ``Refusal`` for bombs, locks and damage."""
    try:
        with source.open() as file, zipfile.ZipFile(file) as archive:
            found = tuple(_read(archive, limits))
            inner = [name for name in archive.namelist() if name.lower().endswith(".zip")]
    except DAMAGED as wrong:
        raise Refusal("This ZIP file is damaged or locked with a password.") from wrong
    if not found and inner:
        raise Refusal("This ZIP file holds other ZIP files. Unpack it and upload them one by one.")
    if not found:
        raise Refusal("There is no CSV file in this ZIP file.")
    return found


def _read(archive: zipfile.ZipFile, limits: Limits) -> Iterator[Source]:
    left = limits.unpacked_bytes
    tables = [member for member in archive.infolist() if _is_table(member)]
    if len(tables) > MEMBERS:
        raise Refusal(
            "This ZIP file holds {many} files; upload at most {most} at once.", many=len(tables), most=MEMBERS
        )
    for member in tables:
        content = _content(archive, member, left)
        if len(content) > left:
            raise Refusal("This file unpacks to far more than {megabytes} MB.", megabytes=limits.unpacked_bytes >> 20)
        left -= len(content)
        if content:
            yield in_memory(_last_part(member.filename), content)


def in_memory(name: str, content: bytes) -> Source:
    """Bytes as a source."""
    return Source(name, lambda: io.BytesIO(content), len(content))


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    """The member's bytes, at most one piece more than what is left, whatever its header claims."""
    content = bytearray()
    with archive.open(member) as packed:
        while len(content) <= left and (piece := packed.read(PIECE_BYTES)):
            content += piece
    return bytes(content)


def _is_table(member: zipfile.ZipInfo) -> bool:
    name = _last_part(member.filename)
    return not member.is_dir() and name.lower().endswith(TABLES) and not name.startswith((".", "__"))


def _last_part(path: str) -> str:
    return path.replace("\\", "/").rsplit("/", 1)[-1]
