"""What is no export at all ends in one sentence, whatever it claims to be; what is merely dirty is read."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.formats import files, workbooks
from workflows.formats import reading
from workflows.formats.tables import Limits
from workflows.formats.understanding import Understanding
from workflows.refusal import Refusal

KNOWN = files.known()
HEADER = "TermName,StudentID,Subject,TestRITScore,Grade"
ROW = "Fall 2021-2022,007,Mathematics,201,4"
MB = 1024 * 1024


def memory_kb(name: str) -> int:
    """What this process holds (``VmRSS``), or held at most since that was forgotten (``VmHWM``), in kilobytes."""
    status = Path("/proc/self/status").read_text()
    return int(status.split(f"{name}:")[1].split()[0])


def inspected(content: bytes, name: str = "upload.csv", limits: Limits | None = None) -> Understanding:
    """What these bytes are."""
    return reading.inspect(content, name, recognisers=KNOWN, limits=limits)


def bomb_in_a_zip() -> bytes:
    """Far more than may be unpacked, of nothing."""
    return files.packed({"AssessmentResults.csv": b"," * (64 * MB)})


def bomb_in_a_sheet() -> bytes:
    """A workbook whose sheet unpacks to far more than it may."""
    return files.packed({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b" " * (64 * MB)})


def lying_zip() -> bytes:
    """An archive whose directory says that a member is tiny."""
    content = files.packed({"a.csv": b"a,b\n" * 1_000_000})
    size = struct.pack("<L", 4_000_000)
    return content.replace(size, struct.pack("<L", 10))


def far_cell() -> bytes:
    """A sheet with two cells, one of them in the last corner."""
    return workbooks.with_sheet(
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        b"</sheetData></worksheet>"
    )


def billion_laughs() -> bytes:
    """A sheet whose entities would grow without end."""
    entities = b"".join(
        b'<!ENTITY lol%d "%s">' % (level, b"&lol%d;" % (level - 1) * 10 if level else b"lol") for level in range(10)
    )
    return workbooks.with_sheet(
        b'<?xml version="1.0"?><!DOCTYPE lolz [' + entities + b"]>"
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>&lol9;</t></is></c></row></sheetData></worksheet>'
    )


def workbook(*lines: str) -> bytes:
    """A workbook from lines of cells."""
    return workbooks.workbook(Sheet=[line.split(",") for line in lines])


REFUSED: list[tuple[str, str, Callable[[], bytes], str]] = [
    ("empty", "a.csv", lambda: b"", "This file is empty."),
    ("blank", "a.csv", lambda: b"\n\n \n", "This file is empty"),
    ("BOM only", "a.csv", lambda: b"\xef\xbb\xbf", "This file is empty"),
    ("headers only", "a.csv", lambda: files.rows(HEADER), "headers but no rows"),
    ("11 MB", "a.csv", lambda: b"a,b\n" * (11 * MB // 4), "This file has 11.0 MB; the limit is 10 MB."),
    (
        "a picture",
        "scores.csv",
        lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9,
        "This is a picture, not a table.",
    ),
    ("a JPEG", "scores.xlsx", lambda: b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(range(256)), "This is a picture"),
    ("a PDF", "scores.csv", lambda: b"%PDF-1.7\n" + bytes(range(256)), "This is a PDF"),
    ("noise", "scores.csv", lambda: bytes(range(256)) * 40, "not a table that we can read"),
    ("a web page", "scores.csv", lambda: b"<!DOCTYPE html><html><body>Sign in</body></html>", "a web page"),
    ("JSON", "scores.csv", lambda: b'{"students": []}', "data file of another kind"),
    ("prose", "scores.csv", lambda: b"Dear all\nplease find the scores\nattached\n", "single column"),
    ("fixed width", "staar.txt", lambda: b"0523032512345678901\n" * 30, "fixed-width"),
    ("another table", "a.csv", lambda: files.rows("Menu,Price", "Soup,3", "Bread,1"), "We could not find both"),
    ("a bomb in a ZIP", "a.zip", bomb_in_a_zip, "unpacks to far more than 20 MB"),
    ("a bomb in a sheet", "a.xlsx", bomb_in_a_sheet, "unpacks to far more than 20 MB"),
    ("a ZIP that lies", "a.zip", lying_zip, "damaged"),
    ("a far cell", "a.xlsx", far_cell, "too large"),
    ("a billion laughs", "a.xlsx", billion_laughs, ""),
    ("half a ZIP", "a.zip", lambda: files.CDF[: len(files.CDF) // 2], "damaged"),
    ("a ZIP without tables", "a.zip", lambda: files.packed({"readme.md": b"hello"}), "no CSV file"),
    (
        "a document",
        "a.xlsx",
        lambda: files.packed({"[Content_Types].xml": b"x", "word/document.xml": b"x"}),
        "a document",
    ),
    ("half a workbook", "a.xlsx", lambda: workbook(HEADER, ROW)[:2000], "damaged"),
    ("an old locked workbook", "a.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "can't be opened"),
    (
        "a list of users alone",
        "a.zip",
        lambda: files.packed({"users.csv": b"sourcedId,role\n1,student\n"}),
        "Upload the whole ZIP, with enrollments.csv",
    ),
    (
        "an essay without end",
        "a.csv",
        lambda: files.rows(HEADER) + b'"' + b"x" * (5 * MB),
        "",
    ),
]


@pytest.mark.parametrize(
    ("name", "content", "sentence"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED]
)
def test_it_is_refused_in_a_sentence(name: str, content: Callable[[], bytes], sentence: str) -> None:
    """One sentence that says what is wrong; never a traceback, never a gigabyte."""
    before = memory_kb("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # forgets the peak of the tests that ran here before
    with pytest.raises(Refusal) as no:
        inspected(content(), name, Limits(unpacked_bytes=20 * MB))

    assert sentence in str(no.value)
    assert str(no.value).endswith(".")
    assert memory_kb("VmHWM") - before < MB // 2  # half a gigabyte, whatever else the process holds


READ: list[tuple[str, bytes, int, int]] = [
    ("a formula is no score", files.rows(HEADER, ROW, ROW.replace("201", "=1+200")), 2, 1),
    ("a formula is no command", files.rows(HEADER, ROW.replace("007", "=cmd|'/C calc'!A0")), 1, 1),
    ("zeros between the letters", files.rows(HEADER, ROW).replace(b"Fall", b"F\0all"), 1, 1),
    ("UTF-16", "\n".join([HEADER, ROW]).encode("utf-16"), 1, 1),
    ("cp1252", files.rows(HEADER, ROW.replace("Mathematics", "Mathématiques")).decode().encode("cp1252"), 1, 1),
    ("mixed encodings", files.rows(HEADER, ROW + "é") + b"Fall 2021-2022,008,Math\xe9matiques,201,4\n", 2, 2),
    ("a header twice", files.rows(HEADER + ",Grade,Grade,", ROW + ",5,6,"), 1, 1),
    ("two header rows", files.rows("Test,,Student,,", HEADER, ROW), 1, 1),
    ("ragged rows", files.rows(HEADER, ROW + ",,,extra", "Fall 2021-2022,008,Mathematics,199", ROW), 3, 3),
    ("a line break in a cell", files.rows("Note," + HEADER, '"two\nlines",' + ROW, "," + ROW), 2, 2),
    ("a stray quotation mark", files.rows(HEADER + ",Note", ROW + ',5" tall', ROW + ","), 2, 2),
    ("a quotation mark never closed", files.rows(HEADER, ROW, '"' + ROW, ROW, ROW), 4, 4),
    ("two marks never closed", files.rows(HEADER, ROW, '"' + ROW, ROW, ROW, '"' + ROW, ROW), 6, 6),
    ("a comma too many in every row", files.rows(HEADER, ROW + ",", ROW + ","), 2, 2),
    ("a header too many", files.rows(HEADER + ",Teacher Name", ROW, ROW), 2, 2),
    ("three thousand columns", files.rows(HEADER + ",x" * 3000, ROW + ",1" * 3000), 1, 1),
    ("a million letters", files.rows("Note," + HEADER, "y" * 1_000_000 + "," + ROW, "," + ROW), 2, 2),
    ("an essay for a header", files.rows("student " * 60_000 + "," + HEADER, "student " * 60_000 + "," + ROW), 1, 1),
    ("old line ends", files.rows(HEADER, ROW, ROW).replace(b"\n", b"\r"), 2, 2),
    ("no line end at the end", files.rows(HEADER, ROW)[:-1], 1, 1),
    ("rows of commas from a spreadsheet", files.rows(HEADER, ROW, ",,,,", ",,,,"), 3, 1),
    ("path tricks in a ZIP", files.packed({"../../etc/passwd.csv": files.MAP_RESULTS, "C:\\x.csv": b""}), 2, 2),
    ("a spreadsheet", workbook(HEADER, ROW, ROW), 2, 2),
    ("a ZIP called CSV", files.packed({"a.csv": files.rows(HEADER, ROW)}), 1, 1),
]


@pytest.mark.parametrize(("content", "rows", "usable"), [each[1:] for each in READ], ids=[each[0] for each in READ])
def test_it_is_read_all_the_same(content: bytes, rows: int, usable: int) -> None:
    """Dirt is not a reason to refuse: the counts are right."""
    found = inspected(content)

    assert (found.rows, found.usable_rows) == (rows, usable)
    assert found.format == "nwea-map-growth"


def test_numbers_in_a_spreadsheet_are_ids_too() -> None:
    """A spreadsheet turns 605000 into a number and a date into a date; both come back as a school wrote them."""
    book = workbooks.workbook(Sheet=[HEADER.split(","), ["Fall 2021-2022", 605000, "Mathematics", 201.0, "K"]])

    scores = reading.read(book, "scores.xlsx", recognisers=KNOWN).scores

    assert (scores["student"].tolist(), scores["score"].tolist(), scores["grade"].tolist()) == (
        ["605000"],
        [201.0],
        [0],
    )


def test_the_limit_is_the_callers() -> None:
    """The private upload page takes more than Slack does."""
    big = files.rows(HEADER, *[ROW] * 400_000)

    assert inspected(big, limits=Limits(upload_bytes=20 * MB)).rows == 400_000
