"""Files that were once read wrongly without a word: each is read rightly now, asked about or refused."""

from collections import Counter
from pathlib import Path

import pytest

from tests.formats import files
from tests.formats.said import scores
from workflows.formats import reading
from workflows.formats.reading import Reading
from workflows.refusal import Refusal

CASES = Path(__file__).parent / "cases"
KNOWN = files.known()


def read(name: str) -> Reading:
    """One of the files in ``cases``."""
    path = CASES / name
    return reading.read(path, path.name, recognisers=KNOWN)


def test_two_composites_are_two_tests() -> None:
    """The one for reading is never filed under math."""
    first = scores(read("format-01/acadience_combined.csv"), "subject", "source", "score", "level")[::6]

    assert first == [
        ("ela", "DIBELS Next", 140.0, "at benchmark"),
        ("math", "Acadience Math", 60.0, "below benchmark"),
    ]


@pytest.mark.parametrize(
    ("name", "windows", "years"),
    [
        ("format-02/a_ohio_fall_glued.csv", {"fall"}, {2025}),
        ("format-02/c_fall_underscore.csv", {"fall", "winter", "spring"}, {2024}),
        ("format-03/a_state_wide_boy_moy.csv", {"fall", "winter", "spring"}, {2025}),
        ("format-03/b_alabama_literacy_act.csv", {"fall", "winter", "spring"}, {2025}),
    ],
)
def test_a_season_counts_wherever_and_however_it_stands(name: str, windows: set[str], years: set[int]) -> None:
    """Glued to its year, with a line between, in a column of its own: what is usual comes last."""
    found = read(name)

    assert set(found.scores["window"]) == windows
    assert set(found.scores["year"]) == years


def test_each_vendor_keeps_its_own_scale() -> None:
    """A file of three vendors' tests is three tests."""
    found = read("format-03/b_alabama_literacy_act.csv")

    assert set(found.scores["source"]) == {"Star", "i-Ready", "aimswebPlus"}


@pytest.mark.parametrize(
    ("name", "subjects"),
    [
        ("format-05/a_cambium_codes.csv", ["ela", "math", "science", "social studies"]),
        ("format-05/b_read.csv", ["ela", "math"]),
        ("format-06/social_science.csv", ["science", "social studies"]),
    ],
)
def test_codes_and_short_words_are_subjects(name: str, subjects: list[str]) -> None:
    """MA is math, Gr 3 Read is reading, and a social science is no science."""
    assert sorted(set(read(name).scores["subject"])) == subjects


def test_a_grade_below_zero_comes_before_kindergarten() -> None:
    """PowerSchool counts downwards from kindergarten."""
    assert Counter(read("format-07/grade_minus1.csv").scores["grade"]) == {-1: 4, 0: 2, 1: 2}


@pytest.mark.parametrize("name", ["21-a-state-renames-its-levels/new.txt", "21-a-state-renames-its-levels/mixed.txt"])
def test_a_state_that_renames_its_levels_keeps_its_share(name: str) -> None:
    """The old words and the new ones count side by side."""
    found = read(name)

    assert found.scores.loc[found.scores["year"] == 2026, "proficient"].notna().all()
    assert found.understanding.strange_levels == ()


@pytest.mark.parametrize(
    "name",
    ["format-12/a_level_and_no.csv", "format-12/b_nova_scotia.csv", "format-19/column_504.csv"],
)
def test_a_row_of_values_is_no_header_and_no_reason_to_refuse(name: str) -> None:
    """A cell that says No or Level 3, or a column called 504, makes no report about schools."""
    found = read(name).understanding

    assert (found.header_row, found.rows, found.usable_rows) == (1, found.rows, found.rows)
    assert "mapping" in found.needs


def test_a_table_without_students_is_called_by_no_other_name() -> None:
    """A list of standards tells of representations; that makes nobody present."""
    with pytest.raises(Refusal, match="We could not find both a student id and a score"):
        read("format-12/c_standards.csv")


@pytest.mark.parametrize(
    ("name", "blocks"),
    [
        ("format-13/a_fall_winter_spring.csv", {(None, "fall"), (None, "winter"), (None, "spring")}),
        ("format-13/b_math_reading.csv", {("math", None), ("ela", None)}),
        ("format-13/c_nc_scales.csv", {("math", None), ("ela", None)}),
        ("format-15/language_arts_as_math.csv", {("math", None), ("ela", None)}),
        ("15-two-header-rows/merged2_low.xlsx", {(None, "fall"), (None, "spring")}),
        ("15-two-header-rows/merged2_pctfirst.xlsx", {(None, "fall"), (None, "spring")}),
        (
            "15-two-header-rows/merged3.xlsx",
            {("math", "fall"), ("math", "spring"), ("ela", "fall"), ("ela", "spring")},
        ),
        (
            "15-two-header-rows/merged3_low.xlsx",
            {("math", "fall"), ("math", "spring"), ("ela", "fall"), ("ela", "spring")},
        ),
    ],
)
def test_a_teachers_sheet_is_proposed_with_all_its_scores(
    name: str, blocks: set[tuple[str | None, str | None]]
) -> None:
    """A score for each subject and each season, each from its own header, and nothing silent about it."""
    found = read(name)

    assert set(scores(found, "subject", "window")) == blocks
    assert "mapping" in found.understanding.needs


@pytest.mark.parametrize("name", ["merged2_low.xlsx", "merged2_pctfirst.xlsx", "merged3.xlsx", "merged3_low.xlsx"])
def test_headers_over_two_and_three_rows_are_read_whole(name: str) -> None:
    """The scores are the RIT columns, whichever stands first under its band."""
    found = read(f"15-two-header-rows/{name}")

    assert scores(found, "window", "score")[0] == ("fall", 200.0)
    assert found.understanding.refused == {}


@pytest.mark.parametrize("name", ["preamble9.csv", "preamble12.csv", "preamble12.xlsx"])
def test_headers_may_stand_under_a_dozen_lines(name: str) -> None:
    """Title, filters and dates of a report come first."""
    assert read(f"14-more-than-nine-lines-above-the-header/{name}").understanding.usable_rows == 30


@pytest.mark.parametrize(
    ("name", "score"),
    [
        ("format-16/a_standard_error.csv", "ReadingWritingSectionScore"),
        ("format-16/b_raw_before_scale.csv", "SCALE"),
        ("format-16/c_fall_of_year.csv", "Vertical Scale Score"),
        ("format-16/d_almost_empty.csv", "SS_R"),
    ],
)
def test_the_score_proposed_is_the_scale_score(name: str, score: str) -> None:
    """No error of it, no raw score, no year, no column that hardly anybody fills."""
    found = read(name).understanding

    assert found.columns["score"] == score
    assert found.usable_rows == found.rows


def test_marks_are_called_marks() -> None:
    """A gradebook without ids is no guess."""
    with pytest.raises(Refusal, match="This is a gradebook"):
        read("format-17/a_google_classroom.csv")


def test_nobody_is_read_by_race_or_language() -> None:
    """Where nothing but who a student is stands beside an id, nothing is proposed."""
    with pytest.raises(Refusal, match="We could not find both"):
        read("format-17/b_demographics.csv")


def test_the_number_of_a_row_is_nobodys_id() -> None:
    """The id of the school's own system is."""
    assert read("format-17/c_counter_as_id.csv").understanding.columns["student"] == "PowerSchool ID"


def test_two_teachers_in_two_columns_are_two_people() -> None:
    """The first last name belongs to the first first name, and they share the class."""
    roster = read("format-10/acadience_teachers.csv").roster

    assert roster is not None
    assert sorted(set(zip(roster["teacher_name"], roster["share"], strict=True))) == [
        ("Ash, Ann", 0.5),
        ("Birch, Bob", 0.5),
    ]


@pytest.mark.parametrize("name", ["sheet_hidden.xlsx", "sheet_veryHidden.xlsx"])
def test_a_hidden_sheet_is_not_read_and_that_is_said(name: str) -> None:
    """Its owner sees one sheet of this year; the copy of last year stays where it is."""
    found = read(f"10-hidden-sheet-and-rows/{name}").understanding

    assert (found.rows, found.years, found.hidden_sheets) == (20, ("2025-2026",), ("old",))
    assert "old is hidden and was not read." in found.notes


def test_hidden_rows_are_counted() -> None:
    """A filter hides them from their owner, so it is said how many were read."""
    found = read("10-hidden-sheet-and-rows/rows_filtered.xlsx").understanding

    assert 0 < found.hidden_rows <= found.rows
    assert any("hidden in the spreadsheet" in note for note in found.notes)


def test_formulas_without_a_result_are_called_so() -> None:
    """Where all ids are such formulas that is the refusal; where some scores are, it stands beside the count."""
    with pytest.raises(Refusal, match="hold formulas without a result"):
        read("11-formula-without-values/formula_ids.xlsx")

    half = read("11-formula-without-values/formula_half_scores.xlsx").understanding
    assert (half.usable_rows, half.blank_formulas) == (10, 10)


@pytest.mark.parametrize(
    ("name", "sentence"), [("scores.numbers", "a Numbers document"), ("sis_html.xls", "a web page under the name")]
)
def test_other_programs_files_are_called_by_their_name(name: str, sentence: str) -> None:
    """With the way to a file that can be read."""
    with pytest.raises(Refusal, match=sentence):
        read(f"11-formula-without-values/{name}")


def test_a_cell_far_away_in_single_quotes_is_too_large() -> None:
    """Whatever its spelling, a place for every cell before it would take a gigabyte."""
    with pytest.raises(Refusal, match="This spreadsheet is too large"):
        read("12-small-file-much-memory/far_sq.xlsx")


@pytest.mark.parametrize("name", ["root_parts.xlsx", "backslash_parts.xlsx"])
def test_a_workbook_is_one_wherever_its_parts_lie(name: str) -> None:
    """What its parts are is said inside, not by the names of its folders."""
    assert read(f"13-workbook-without-xl-folder/{name}").understanding.usable_rows == 20


def test_an_id_merged_over_rows_is_the_id_of_each() -> None:
    """Three subjects under one student are three scores of that student."""
    found = read("15-two-header-rows/merged_ids.xlsx")

    assert (found.understanding.usable_rows, found.scores["student"].nunique()) == (24, 8)


@pytest.mark.parametrize("name", ["id_numfmt.xlsx", "id_thousands.csv"])
def test_an_id_is_what_its_owner_sees(name: str) -> None:
    """Zeros that only a number format shows are kept, commas that only a number format shows are not."""
    first = read(f"16-ids-lose-leading-zeros/{name}").scores["student"].iloc[0]

    assert first == {"id_numfmt.xlsx": "00605000", "id_thousands.csv": "605000"}[name]
