"""Made-up workbooks."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.utils import get_column_letter

from tests.formats import files

SHEET = "xl/worksheets/sheet1.xml"
CELLS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    """A workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """A workbook of one sheet that says what these bytes say."""
    with zipfile.ZipFile(io.BytesIO(workbook(Sheet=[]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return files.packed(parts | {SHEET: xml})


def long_workbook(rows: Sequence[Sequence[object]]) -> bytes:
    """A workbook of one long sheet, its rows written as openpyxl writes them, only ten times sooner."""
    written = "".join(map(_row, range(1, len(rows) + 1), rows))
    return with_sheet(f'<worksheet xmlns="{CELLS}"><sheetData>{written}</sheetData></worksheet>'.encode())


def _row(number: int, cells: Sequence[object]) -> str:
    placed = (_cell(f"{get_column_letter(column)}{number}", said) for column, said in enumerate(cells, start=1))
    return f'<row r="{number}">{"".join(placed)}</row>'


def _cell(place: str, said: object) -> str:
    if said is None:
        return ""
    if isinstance(said, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(said)}</t></is></c>'
    return f'<c r="{place}" t="n"><v>{said}</v></c>'
