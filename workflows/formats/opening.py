"""From an upload's bytes to its tables: what kind of file it really is, whatever its name says."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

from workflows.formats import archives
from workflows.formats.delimited import open_text
from workflows.formats.tables import Known, Limits, Source, Table
from workflows.formats.workbooks import open_sheets
from workflows.refusal import Refusal

MAGIC = {
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"BM": "a picture",
    b"II*\0": "a picture",
    b"MM\0*": "a picture",
    b"RIFF": "a picture or a film",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a packed file of a kind that we don't open",
    b"7z\xbc\xaf": "a packed file of a kind that we don't open",
    b"Rar!": "a packed file of a kind that we don't open",
    b"BZh": "a packed file of a kind that we don't open",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"SQLite": "a database",
    b"PAR1": "a Parquet file",
}
OLE = b"\xd0\xcf\x11\xe0"
CONTENT_TYPES = "[Content_Types].xml"
WORKBOOKS = (b"spreadsheetml.sheet.main+xml", b"spreadsheetml.template.main+xml", b"macroEnabled.main+xml")
CONTROL = bytes(set(range(32)) - {0, 9, 10, 12, 13, 26}) + b"\x7f"


def source_of(upload: Path | bytes, name: str) -> Source:
    """The upload under its own name, from memory or from a file."""
    if isinstance(upload, bytes):
        return archives.in_memory(name, upload)
    return Source(name, lambda: upload.open("rb"), upload.stat().st_size)


def open_tables(source: Source, known: Known, limits: Limits) -> tuple[Table, ...]:
    """Every table in an upload: one in a text, one per sheet or per file of a ZIP. Raises ``Refusal`` when none."""
    _refuse_size(source, limits)
    return _opened(source, known, limits)


def _opened(source: Source, known: Known, limits: Limits) -> tuple[Table, ...]:
    """The tables in an upload or in a member of a ZIP file, whose size the archive's own limit has bounded."""
    with source.open() as file:
        start = file.read(1 << 16)
    if not start.strip(b"\0 \r\n\t,;\xef\xbb\xbf"):
        raise Refusal("This file is empty: there is not one row in it.")
    if start.startswith(OLE):
        return open_sheets(source, known, limits)
    if start.startswith(b"PK"):
        return _packed(source, known, limits)
    _refuse_other_kinds(start, source.name)
    return (open_text(source, known, limits),)


def _packed(source: Source, known: Known, limits: Limits) -> tuple[Table, ...]:
    names, kinds = _names(source)
    usual = "content.xml" in names or any(name.startswith("xl/") for name in names)
    if usual or any(kind in kinds for kind in WORKBOOKS):
        _refuse_binary(names)
        return open_sheets(source, known, limits)
    _refuse_documents(names, kinds)
    opened: list[Table] = []
    refusals: list[Refusal] = []
    for member in archives.members(source, limits):
        try:
            opened.extend(_opened(member, known, limits) if not _is_archive(member) else [])
        except Refusal as no:
            refusals.append(no)
    if not opened:
        raise refusals[0] if refusals else Refusal("There is no CSV file in this ZIP file.")
    return tuple(opened)


def _refuse_binary(names: Sequence[str]) -> None:
    if any(name.rpartition("/")[2] == "workbook.bin" for name in names):
        raise Refusal("This is a binary Excel workbook (.xlsb). Open it, save it as XLSX or CSV, and upload that.")


def _refuse_documents(names: Sequence[str], kinds: bytes) -> None:
    _refuse_binary(names)
    if any(name.startswith("Index") and name.endswith((".iwa", ".zip")) for name in names):
        raise Refusal("This is a Numbers document. In Numbers choose File, Export To, CSV, and upload that.")
    if kinds:
        raise Refusal("This is a document, not a table. Upload the CSV or the spreadsheet.")


def _names(source: Source) -> tuple[list[str], bytes]:
    """The names of an archive's members, with plain slashes, and what an Office document says its parts are."""
    try:
        with source.open() as file, zipfile.ZipFile(file) as archive:
            names = {name.replace("\\", "/"): name for name in archive.namelist()}
            if CONTENT_TYPES not in names:
                return list(names), b""
            with archive.open(names[CONTENT_TYPES]) as kinds:
                return list(names), kinds.read(1 << 20) or b"unknown"
    except archives.DAMAGED as wrong:
        raise Refusal("This file is a damaged ZIP file or spreadsheet.") from wrong


def _is_archive(member: Source) -> bool:
    with member.open() as file:
        return file.read(2) == b"PK" and member.name.lower().endswith((".csv", ".txt", ".tsv"))


def _refuse_size(source: Source, limits: Limits) -> None:
    if source.size == 0:
        raise Refusal("This file is empty.")
    if source.size > limits.upload_bytes:
        raise Refusal(
            "This file has {size} MB; the limit is {limit} MB.",
            size=round(source.size / 1024 / 1024, 1),
            limit=round(limits.upload_bytes / 1024 / 1024),
        )


def _refuse_other_kinds(start: bytes, name: str) -> None:
    for magic, kind in MAGIC.items():
        if start.startswith(magic) and _odd_share(start) > 0:
            raise Refusal("This is {kind}, not a table. Upload the CSV, XLSX or ZIP export.", kind=kind)
    lowered = start.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if name.lower().endswith((".xls", ".xlsx")) and (b"<table" in lowered or b"<html" in lowered[:1000]):
        raise Refusal(
            "This is a web page under the name of a spreadsheet, as some school systems export it. Open it in Excel or "
            "Google Sheets, save it as XLSX or CSV, and upload that."
        )
    if lowered.startswith((b"<!doctype", b"<html", b"<?xml", b"{", b"[{")):
        raise Refusal("This is a web page or a data file of another kind, not a table. Upload the CSV or XLSX export.")
    if _odd_share(start) > 0.01:
        raise Refusal("This is not a table that we can read. Upload the CSV, XLSX or ZIP export.")


def _odd_share(start: bytes) -> float:
    """The share of bytes that no text has; UTF-16 is full of zeros and is text all the same."""
    odd = len(start) - len(start.translate(None, CONTROL))
    zeros = 0 if start.startswith((b"\xff\xfe", b"\xfe\xff")) else start.count(b"\0")
    return odd / len(start) + (zeros / len(start) if zeros > len(start) / 4 else 0)
