"""What happens to an export on its way through offices and spreadsheets: read rightly, or refused row by row."""

import pytest

from tests.formats import files
from workflows.formats import reading
from workflows.formats.reading import Reading

KNOWN = files.known()
HEADER = "TermName,SchoolName,StudentID,Subject,TestRITScore,TestPercentile,Grade,TestStartDate"
FIRST = "Fall 2021-2022,East,0007,Mathematics,201,45,4,9/16/2021"
SECOND = "Fall 2021-2022,East,0008,Mathematics,211,66,4,9/16/2021"


def read(*lines: str, encoding: str = "utf-8") -> Reading:
    """What these lines hold."""
    return reading.read(("\n".join(lines) + "\n").encode(encoding), "upload.csv", recognisers=KNOWN)


LAYOUTS: dict[str, list[str]] = {
    "lower case": [HEADER.lower(), FIRST, SECOND],
    "upper case": [HEADER.upper(), FIRST, SECOND],
    "hard spaces": [HEADER.replace(",", "\xa0 ,"), FIRST, SECOND],
    "a mark at the start": ["\ufeff" + HEADER, FIRST, SECOND],
    "a title": ["Northside - MAP Growth,,,,,,,", "Printed 5/6/2022,,,,,,,", "", HEADER, FIRST, SECOND],
    "a short title": ["MAP Growth", HEADER, FIRST, SECOND],
    "a spreadsheet's hint": ["sep=,", HEADER, FIRST, SECOND],
    "semicolons": [*(line.replace(",", ";") for line in (HEADER, FIRST, SECOND))],
    "tabs in UTF-16": [*(line.replace(",", "\t") for line in (HEADER, FIRST, SECOND))],
    "other order": [*(",".join(reversed(line.split(","))) for line in (HEADER, FIRST, SECOND))],
    "more columns": [f"Don't Count,{HEADER},GTx1.5,50 PCT", f"x,{FIRST},9,9", f",{SECOND},9,9"],
    "days counted": [*(line.replace("9/16/2021", "44455") for line in (HEADER, FIRST, SECOND))],
    "quoted for a spreadsheet": [HEADER, FIRST.replace("0007", '"=""0007"""'), SECOND],
    "marked as text": [HEADER, FIRST.replace("0007", "'0007"), SECOND],
    "percent signs": [HEADER, FIRST.replace("45", "45%"), SECOND.replace("66", "66%")],
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_change_of_layout_changes_nothing(layout: str) -> None:
    """The same two students with the same scores on the same day."""
    found = read(*LAYOUTS[layout], encoding="utf-16" if layout == "tabs in UTF-16" else "utf-8")

    assert found.understanding.format == "nwea-map-growth"
    assert found.understanding.refused == {}
    columns = ["student", "subject", "grade", "year", "window", "score", "percentile"]
    assert found.scores[columns].values.tolist() == [
        ["0007", "math", 4, 2022, "fall", 201.0, 45.0],
        ["0008", "math", 4, 2022, "fall", 211.0, 66.0],
    ]
    assert set(found.scores["tested_on"].dt.strftime("%Y-%m-%d")) == {"2021-09-16"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (FIRST.replace("0007", "1.23E+09"), "id mangled by a spreadsheet"),
        (FIRST.replace("0007", '"1,23E+09"'), "id mangled by a spreadsheet"),
        (FIRST.replace("0007", "#######"), "id mangled by a spreadsheet"),
        (FIRST.replace("0007", '"Doe, Pat"'), "a name instead of a student id"),
        (FIRST.replace("0007", "Pat Doe"), "a name instead of a student id"),
        (FIRST.replace("0007", "O'Neil"), "a name instead of a student id"),
        (FIRST.replace("0007", "Peña-Díaz"), "a name instead of a student id"),
        (FIRST.replace("0007", "Average"), "a total, not a student"),
        (FIRST.replace("0007", "Grand Total"), "a total, not a student"),
        (FIRST.replace("East", "Total"), "a total, not a student"),
        ("Total,,,,206,55,,", "no student id"),
        (FIRST.replace("201", '"1,201"'), "score outside the test's scale"),
        (HEADER, "the headers again"),
    ],
)
def test_a_row_that_is_no_students_is_left_out(line: str, reason: str) -> None:
    """It never counts as a student, and the reason says what it is."""
    found = read(HEADER, line, SECOND)

    assert found.understanding.refused == {reason: 1}
    assert found.scores["student"].tolist() == ["0008"]


def test_a_decimal_comma_is_no_thousand() -> None:
    """201,5 is two hundred and one and a half."""
    line = FIRST.replace(",", ";").replace("201", "201,5")

    assert read(HEADER.replace(",", ";"), line).scores["score"].tolist() == [201.5]


def test_a_mangled_second_id_is_left_out_not_the_row() -> None:
    """Two students whose state ids lost their last digits must not become one."""
    found = read(f"{HEADER},Student_StateID", f"{FIRST},1.23E+09", f"{SECOND},9000000002")

    assert found.scores["student_state"].isna().tolist() == [True, False]
    assert found.scores["student_state"].tolist()[1] == "9000000002"


def test_ids_that_a_program_took_for_numbers_lose_their_point() -> None:
    """605007.0 is what a program makes of 605007 when another row has no id."""
    assert read(HEADER, FIRST.replace("0007", "605007.0")).scores["student"].tolist() == ["605007"]


def test_a_crosswalk_links_no_mangled_ids() -> None:
    """A row that is left with one id links nothing."""
    found = read("Local ID,State ID,NWEA ID", "0042,9E+09,", "0043,9000000003,")

    assert found.understanding.refused == {"only one id": 1}


@pytest.mark.parametrize(
    ("written", "day", "year"),
    [
        ("16-Sep-21", "2021-09-16", 2022),
        ("Sep 16, 2021 10:05 AM", "2021-09-16", 2022),
        ("16 September 2021", "2021-09-16", 2022),
        ("16.9.2021", "2021-09-16", 2022),
        ("16.09.21", "2021-09-16", 2022),
        ("16/9/2021", "2021-09-16", 2022),
        ("16-09-2021 08:05", "2021-09-16", 2022),
        ("2021-09-16T10:05:00Z", "2021-09-16", 2022),
        ("44455.42", "2021-09-16", 2022),
    ],
)
def test_a_date_is_read_in_any_dress(written: str, day: str, year: int) -> None:
    """The month in letters, the day first where points say so, days counted since 1899."""
    line = FIRST.replace("Fall 2021-2022", "Fall")
    lines = [line.replace("9/16/2021", f'"{written}"').replace("0007", f"{number:04}") for number in range(3)]

    scores = read(HEADER, *lines).scores

    assert set(scores["tested_on"].dt.strftime("%Y-%m-%d")) == {day}
    assert set(scores["year"]) == {year}


def test_a_column_of_dates_is_read_one_way() -> None:
    """Where one date can only have the day first, 5/10 is in October, not in the spring before."""
    lines = (line.replace("Fall 2021-2022", "") for line in (FIRST, SECOND))
    days = ("16/9/2021", "5/10/2021")

    found = read(HEADER, *(line.replace("9/16/2021", day) for line, day in zip(lines, days, strict=True)))

    assert found.scores["tested_on"].dt.strftime("%Y-%m-%d").tolist() == ["2021-09-16", "2021-10-05"]
    assert (found.understanding.windows, found.understanding.years) == (("fall",), ("2021-2022",))


def test_a_date_that_we_do_not_know_is_no_school_year() -> None:
    """16/9/2021 among dates with the month first is none; its 2021 is not taken for the year before."""
    lines = (line.replace("Fall 2021-2022", "Fall") for line in (FIRST, SECOND))
    days = ("16/9/2021", "9/17/2021")

    found = read(HEADER, *(line.replace("9/16/2021", day) for line, day in zip(lines, days, strict=True)))

    assert found.scores["year"].isna().tolist() == [True, False]


def test_instants_of_a_large_file_keep_their_dates() -> None:
    """Thousands of different times of day are still few days."""
    line = FIRST.replace("Fall 2021-2022", "Fall")
    instants = (f"Sep {16 + n % 2}, 2021 {n // 60 % 24:02}:{n % 60:02}:{n % 59:02}" for n in range(5_000))

    scores = read(HEADER, *(line.replace("9/16/2021", f'"{each}"') for each in instants)).scores

    assert set(scores["tested_on"].dt.strftime("%Y-%m-%d")) == {"2021-09-16", "2021-09-17"}
