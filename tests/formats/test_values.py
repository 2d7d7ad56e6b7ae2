"""What a single cell means, over all the ways in which exports write it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.formats import dates, values


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        *(("3", 3), ("03", 3), ("K", 0), ("KG", 0), ("13", 0), ("PK", -1), ("04", 4), ("Nine", 9), ("Kindergarten", 0)),
        *(
            ("Grade 5", 5),
            ("5th", 5),
            ("5th Grade", 5),
            ("4.05", 4),
            ("12", 12),
            ("GV", None),
            ("14", None),
            ("", None),
        ),
    ],
)
def test_grades(text: str, grade: int | None) -> None:
    """13 is kindergarten in older NWEA files, and so is K."""
    assert values.grade(text) == grade


@pytest.mark.parametrize(
    ("text", "year"),
    [
        *(("Fall 2021-2022", 2022), ("2021-22", 2022), ("21-22", 2022), ("2122", 2022), ("2025", 2025), ("SP24", 2024)),
        *(("FA23", 2024), ("Fall 2023", 2024), ("Spring 2024", 2024), ("0523", 2023), ("05/06/2024", 2024)),
        *(("Fall 2021", 2022), ("Spring 2021", 2021), ("2021", 2021), ("2020-21", 2021), ("2021 Fall", 2022)),
        *(("2024-11-26", 2025), ("8/27/2025", 2026), ("2023-08-21T17:28:05.852Z", 2024), ("", None), ("East", None)),
    ],
)
def test_school_years(text: str, year: int | None) -> None:
    """A school year is named by the year in which it ends."""
    assert values.year(text) == year


@pytest.mark.parametrize(
    ("text", "window"),
    [
        *(("Winter (November 16 - March 1)", "winter"), ("Fall (Beginning of Year - November 15)", "fall")),
        *(("Spring (March 2 - End of Year)", "spring"), ("BOY", "fall"), ("MOY", "winter"), ("EOY", "spring")),
        *(("PM1", "fall"), ("PM2", "winter"), ("PM3", "spring"), ("Fall 2021-2022", "fall"), ("SP24", "spring")),
        *(("0523", "spring"), ("12012022", "winter"), ("May", "spring"), ("1st Quarter", None), ("", None)),
    ],
)
def test_windows(text: str, window: str | None) -> None:
    """The season's own word decides before any month in it."""
    assert values.window(text) == window


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *(("042525", date(2025, 4, 25)), ("0523", date(2023, 5, 1)), ("50916", date(2016, 5, 9))),
        *(("8/27/2025", date(2025, 8, 27)), ("2023-10-05", date(2023, 10, 5)), ("12012022", date(2022, 12, 1))),
        *(("2023-08-21T17:28:05.852Z", date(2023, 8, 21)), ("20230821", date(2023, 8, 21)), ("13/45/2025", None)),
        *(("9/12/2023 9:08", date(2023, 9, 12)), ("yesterday", None)),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    """Months come first in these exports; a leading zero may be lost."""
    assert dates.day(text) == day


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        *(("Mathematics       ", "math"), ("Algebra 2", "math"), ("aMath", "math"), ("Eng. Language Arts", "ela")),
        *(("ILEARN English/Language Arts Grade 6", "ela"), ("Reading K-2", "ela"), ("Language Usage", "language")),
        *(("Language 2-12", "language"), ("Science K-12", "science"), ("Social Studies", "social studies")),
        *(("sample_anonymized_file_ela", "ela"), ("Band", None)),
    ],
)
def test_subjects(text: str, subject: str | None) -> None:
    """Language Usage is another test than Reading."""
    assert values.subject(text) == subject


def test_numbers() -> None:
    """A formula, a Lexile or a star is no number; a comma between thousands is none of its business."""
    assert values.number("1,234.5") == 1234.5
    assert values.number("54%") == 54
    assert all(values.number(text) != values.number(text) for text in ["=1+1", "415L", "*", "", "1e400", "nan"])


@given(st.text(max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    """Every text means something or nothing; none is a fault."""
    grade, year = values.grade(text), values.year(text)

    assert grade is None or -1 <= grade <= 12
    assert year is None or 2000 <= year <= 2100
    assert values.window(text) in {None, "fall", "winter", "spring", "summer"}
    assert dates.day(text) is None or dates.day(text) is not None
    assert isinstance(values.number(text), float)


@given(st.dates(min_value=date(2001, 1, 1), max_value=date(2098, 12, 31)))
def test_a_date_is_found_however_it_is_written(day: date) -> None:
    """ISO, slashes and packed digits say the same."""
    written = [day.isoformat(), f"{day:%m/%d/%Y}", f"{day.month}/{day.day}/{day.year}", f"{day:%m%d%Y}"]

    assert [dates.day(text) for text in written] == [day] * 4
    assert values.year(day.isoformat()) == day.year + (day.month >= 7)
