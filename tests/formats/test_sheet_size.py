"""Small spreadsheets that would unfold to gigabytes, however they spell it; and large ones that are what they say."""

import io
import zipfile
from pathlib import Path

import pytest

from tests.formats import files
from tests.formats.workbooks import CELLS, SHEET, long_workbook, with_sheet, workbook
from workflows.formats import reading
from workflows.formats.reading import Reading
from workflows.refusal import Refusal

KNOWN = files.known()
CASES = Path(__file__).parent / "cases"
HEADER = ["TermName", "StudentID", "Subject", "TestRITScore", "Grade"]
FALL = ["Fall 2021-2022", "0007", "Mathematics", 201, 4]


def read(content: bytes) -> Reading:
    """What a workbook holds."""
    return reading.read(content, "scores.xlsx", recognisers=KNOWN)


def sheet(rows: str) -> bytes:
    """A workbook whose only sheet has these rows, as they stand."""
    return with_sheet(f'<worksheet xmlns="{CELLS}"><sheetData>{rows}</sheetData></worksheet>'.encode())


ONE, TWO = '<row r="1"><c r="A1"><v>1</v></c></row>', '<row r="2">{cell}</row>'
UNPLACED, TEXT = "<c><v>1</v></c>" * 9_000, '<c><v> r="A1"</v></c>' * 9_000
LAST = '<row r="1000"><c r="A1000"><v>1</v></c></row>'
FAR = {
    "single quotes": "<row r='1'><c r='A1'><v>1</v></c></row><row r='9'><c r='XFD1048576'><v>1</v></c></row>",
    "spaces": '<row r = "1"><c r = "A1"><v>1</v></c></row><row r= "9"><c r ="XFD1048576"><v>1</v></c></row>',
    "small letters": ONE + TWO.format(cell='<c r="xfd1048576"><v>1</v></c>'),
    "zeros before it": ONE + TWO.format(cell='<c r="XFD0000001048576"><v>1</v></c>'),
    "a prefix": '<x:row r="1"><x:c r="A1"/></x:row><x:row r="9"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
    "a letter in code": ONE + TWO.format(cell='<c r="&#88;FD1048576"><v>1</v></c>'),
    "a far row": '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>',
    "cells without a place": f'<row r="1">{UNPLACED}</row>{LAST}',
    "a text that looks like a place": f'<row r="1">{TEXT}</row>{LAST}',
    "a comment between": f'<row r="1"><!-- <c r="A1"> -->{UNPLACED}</row>{LAST}',
}


@pytest.mark.parametrize("spelling", FAR)
def test_far_cells_are_refused_however_they_are_spelled(spelling: str) -> None:
    """What counts is how far the cells reach, not how a reference is written."""
    with pytest.raises(Refusal, match=r"This spreadsheet is too large|damaged or locked"):
        read(sheet(FAR[spelling]))


@pytest.mark.parametrize("name", ["xl/worksheets/SHEET1.XML", "xl/other/data.xml", "sheet1.bin"])
def test_a_sheet_is_looked_at_whatever_its_part_is_called(name: str) -> None:
    """The workbook's relations may lead anywhere."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheet(FAR["single quotes"]))) as old, zipfile.ZipFile(held, "w") as new:
        for each in old.namelist():
            said = old.read(each)
            if each.endswith((".rels", "[Content_Types].xml")):
                said = said.replace(b"/xl/worksheets/sheet1.xml", b"/" + name.encode())
                said = said.replace(b"worksheets/sheet1.xml", name.removeprefix("xl/").encode())
            new.writestr(name if each == SHEET else each, said)

    with pytest.raises(Refusal):
        read(held.getvalue())


def test_a_long_text_in_every_cell_is_refused() -> None:
    """Each cell would get a copy of its own."""
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 3_000))
    with zipfile.ZipFile(io.BytesIO(sheet(cells))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    texts = f'<sst xmlns="{CELLS}" count="1"><si><t>{"x" * 1_000_000}</t></si></sst>'.encode()

    with pytest.raises(Refusal, match="This spreadsheet is too large"):
        read(files.packed(parts | {"xl/sharedStrings.xml": texts}))


def test_sheets_that_are_one_part_count_each() -> None:
    """Twenty names for one large sheet would be read twenty times."""
    row = "".join(f'<c r="{column}{{0}}"><v>1</v></c>' for column in "ABCDEFGHIJ")
    rows = "".join(f'<row r="{number}">{row.format(number)}</row>' for number in (1, 500_000))
    with zipfile.ZipFile(io.BytesIO(sheet(rows))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    book = parts["xl/workbook.xml"]
    start, end = book.index(b"<sheets>") + 8, book.index(b"</sheets>")
    one = book[start:end]
    many = b"".join(one.replace(b'name="Sheet"', f'name="S{each}"'.encode()) for each in range(20))

    with pytest.raises(Refusal, match="This spreadsheet is too large"):
        read(files.packed(parts | {"xl/workbook.xml": book[:start] + many + book[end:]}))


ODS = """<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>
<table:table table:name="S"><table:table-row table:number-rows-repeated="{rows}">
<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="{columns}"/>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


@pytest.mark.parametrize(("rows", "columns"), [(1, 900_000_000), (900_000_000, 1), (9_000, 9_000), (1, "9" * 30)])
def test_repeats_of_an_open_document_are_refused(rows: object, columns: object) -> None:
    """A number in quotation marks makes a reader write the cell that often."""
    packed = files.packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": ODS.format(rows=rows, columns=columns).encode(),
        }
    )

    with pytest.raises(Refusal, match="This spreadsheet is too large"):
        reading.read(packed, "scores.ods", recognisers=KNOWN)


def test_a_large_sheet_that_is_what_it_says_is_read() -> None:
    """Fifty thousand rows are nothing out of the ordinary."""
    rows = [[FALL[0], f"{number:06}", *FALL[2:]] for number in range(50_000)]

    assert read(long_workbook([HEADER, *rows])).understanding.usable_rows == 50_000


def test_an_odd_spelling_of_an_ordinary_sheet_is_read() -> None:
    """A program that writes single quotes and prefixes is slow to check and read all the same."""
    book = workbook(Scores=[HEADER, FALL])
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            said = old.read(name)
            new.writestr(name, said.replace(b'"', b"'") if name == SHEET else said)

    assert read(held.getvalue()).understanding.usable_rows == 1
