"""XLSX and XLS: sheets beside the data, numbers for ids, and sheets that claim more room than there is."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from tests.formats import files
from tests.formats.workbooks import long_workbook, workbook
from workflows.formats import reading
from workflows.formats.reading import Reading
from workflows.refusal import Refusal

KNOWN = files.known()
OLD = (Path(__file__).parent / "made" / "map_growth.xls").read_bytes()
HEADER = ["TermName", "StudentID", "Subject", "TestRITScore", "Grade"]
FALL = ["Fall 2021-2022", "0007", "Mathematics", 201, 4]
SPRING = ["Spring 2021-2022", "0007", "Mathematics", 212, 4]
SIZE_OF_SHEET = struct.pack("<HH", 0x0200, 14)


def read(content: bytes, name: str = "scores.xlsx") -> Reading:
    """What a spreadsheet holds."""
    return reading.read(content, name, recognisers=KNOWN)


def test_an_old_workbook_is_read() -> None:
    """XLS: the sheet of notes is passed over; an id that a number cut short is no id."""
    found = read(OLD, "map.xls")

    assert (found.understanding.format, found.understanding.rows) == ("nwea-map-growth", 4)
    assert found.understanding.refused == {"not a growth test": 1, "id mangled by a spreadsheet": 1}
    assert found.scores[["student", "score", "grade"]].values.tolist() == [["0007", 201.0, 4], ["605008", 211.0, 4]]
    assert found.scores["tested_on"].dt.strftime("%Y-%m-%d").tolist() == ["2021-09-16", "2021-09-16"]


def claiming(rows: int, columns: int) -> bytes:
    """The old workbook, saying that its sheets are larger than they are."""
    start = OLD.rindex(SIZE_OF_SHEET) + len(SIZE_OF_SHEET)
    return OLD[:start] + struct.pack("<IIHH", 0, rows, 0, columns) + OLD[start + 12 :]


def leading_in_a_circle(place: str) -> bytes:
    """The old workbook, one of whose chains of sectors comes back to where it was."""
    spoiled = bytearray(OLD)
    table, directory = 512 * (1 + struct.unpack_from("<I", OLD, 76)[0]), struct.unpack_from("<I", OLD, 48)[0]
    at = {"directory": table + 4 * directory, "workbook": table + 4 * 3, "list of tables": 68}[place]
    to = {"directory": directory, "workbook": 1, "list of tables": 0}[place]
    struct.pack_into("<I", spoiled, at, to)
    if place == "list of tables":
        spoiled[512:1024] = bytes(512)
    return bytes(spoiled)


@pytest.mark.parametrize("place", ["directory", "workbook", "list of tables"])
def test_sectors_that_lead_in_a_circle_are_not_followed(place: str) -> None:
    """A reader would fill all memory there is with the same sector again and again."""
    with pytest.raises(Refusal, match="can't be opened"):
        read(leading_in_a_circle(place), "map.xls")


@pytest.mark.parametrize("claim", [(65_536, 256), (2**32 - 1, 65_535), (2**31, 1)])
def test_an_old_workbook_is_not_believed(claim: tuple[int, int]) -> None:
    """A few bytes that claim a gigabyte of cells are refused before anybody makes room for them."""
    with pytest.raises(Refusal, match="This spreadsheet is too large"):
        read(claiming(*claim), "map.xls")


@pytest.mark.parametrize("length", [0, *range(512, len(OLD) - 512, 509)])
def test_half_an_old_workbook_is_refused(length: int) -> None:
    """A download that stopped, wherever it stopped."""
    with pytest.raises(Refusal):
        read(OLD[:length], "map.xls")


def test_sheets_of_one_kind_are_one_table() -> None:
    """Fall on one sheet and spring on another; notes and sums beside them are not scores."""
    book = workbook(
        Notes=[["Please read"], ["Made in May"]],
        Sums=[["Subject", "Students"], ["Mathematics", 1]],
        Fall=[HEADER, FALL],
        Spring=[HEADER, SPRING],
    )

    found = read(book)

    assert found.scores[["window", "score"]].values.tolist() == [["fall", 201.0], ["spring", 212.0]]
    assert found.understanding.notes[-1] == "Sums was not read."


def test_sheets_of_different_tests_are_refused_by_name() -> None:
    """Two tests in one workbook can't be one table: the sentence says which sheets."""
    iready = ["Student ID", "Overall Scale Score", "Overall Placement", "Academic Year"]
    book = workbook(MAP=[HEADER, FALL], Other=[iready, ["7", 440, "Level 3", "2021-2022"]])

    with pytest.raises(Refusal) as no:
        read(book)

    assert "MAP (NWEA MAP Growth); Other (i-Ready Diagnostic). Upload them one by one." in str(no.value)


def test_numbers_in_a_spreadsheet_are_ids_too() -> None:
    """A spreadsheet turns 605000 into a number and the last digits of a long id into noise."""
    ids = [605000, "0007", 1234567890123456789]
    book = workbook(Scores=[HEADER, *([FALL[0], each, *FALL[2:]] for each in ids)])

    found = read(book)

    assert found.scores["student"].tolist() == ["605000", "0007"]
    assert found.understanding.refused == {"id mangled by a spreadsheet": 1}


def test_percents_are_percentiles() -> None:
    """A column shown in percents holds fractions."""
    book = workbook(Scores=[[*HEADER, "TestPercentile"], [*FALL, 0.45], [*FALL, 0.99]])

    assert read(book).scores["percentile"].tolist() == [pytest.approx(45), pytest.approx(99)]


def test_a_long_sheet_is_read_to_its_end() -> None:
    """Rows are read in pieces: none is lost between two of them, and rows that say nothing don't count."""
    rows = [[FALL[0], f"{number:06}", "Mathematics", 150 + number % 100, 4] for number in range(20_500)]
    rows[100] = [None] * len(HEADER)

    found = read(long_workbook([HEADER, *rows]))

    assert (found.understanding.rows, found.understanding.usable_rows) == (20_499, 20_499)
    assert found.scores["student"].tolist() == [row[1] for row in rows if row[1]]
    assert found.scores["score"].tolist() == [row[3] for row in rows if row[1]]


def test_a_table_may_start_anywhere_on_its_sheet() -> None:
    """Three rows down and two columns to the right, as somebody left room for a title."""
    table = [[None, None, *row] for row in (HEADER, FALL, SPRING)]

    found = read(workbook(Scores=[[], [], [], *table]))

    assert found.scores[["student", "score"]].values.tolist() == [["0007", 201.0], ["0007", 212.0]]


@pytest.mark.parametrize("place", ["XFD1048576", "C9000000", "ZZZ12000"])
def test_a_sheet_that_reaches_too_far_is_refused(place: str) -> None:
    """One cell far away makes a reader set room aside for every place before it."""
    book = workbook(Scores=[HEADER, FALL])
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'r="E2"', f'r="{place}"'.encode()))

    with pytest.raises(Refusal, match="This spreadsheet is too large"):
        read(held.getvalue())
