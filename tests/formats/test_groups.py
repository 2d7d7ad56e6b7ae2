"""Who is in a programme, as exports say it: three programmes, yes or no or not known, and nothing else."""

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from bot.commands.scores import scores
from tests.formats import files
from workflows.formats import groups, parquet, reading, uploads
from workflows.formats.patterns import GROUPS

KNOWN = files.known()
SAMPLES = Path(__file__).parent / "samples"
WORDS: dict[str, Any] = {"words": {"yes": ["y"], "no": ["n"]}}
COLUMN = {"group": "low_income", "headers": ["FRL"]}
MEANINGS = [
    # header, cells that mean yes, cells that mean no, cells nobody can be sure of
    ("ELStatus", ["EL", "ADEL"], ["EO", "IFEP", "RFEP"], ["TBD", ""]),
    ("emergent_bilingual_indicator_code", ["C", "1"], ["0", "F", "S", "T", "R"], ["E", ""]),
    ("English Language Learner", ["Y", "Yes", "true"], ["N", "No", "0"], ["X", "2", "3", "n/a"]),
    ("ELL Status", ["LY", "LN", "Active", "1"], ["LF", "LZ", "ZZ", "Exited"], ["LP", "Pending", ""]),
    ("LANGUAGE_LEP", [], [], ["Y", "N"]),
    ("EnglishLearnerEL", ["Y"], ["N"], ["F"]),
    ("Special Ed. Status", ["Special Ed"], ["General Ed"], ["504", "Referred"]),
    ("StudentWithDisabilities", ["IEP", "B", "Y"], ["N"], ["504", ""]),
    ("IEP", ["1", "Y"], ["0", "N"], ["2", "A"]),
    ("CALPADSIDEAIndicator", ["Yes"], ["No"], ["", "?"]),
    ("EconomicDisadvantageStatus", ["Y", "Yes"], ["N", "No"], ["9", "U"]),
    ("economic_disadvantage_code", ["1", "2", "9"], ["0"], ["3", ""]),
    ("Free/Reduced Price Meals", ["Free", "Reduced", "Y"], ["Paid", "N"], ["F", "P", "T"]),
    ("Meal Status", ["F", "R", "Free"], ["P", "Paid"], ["T", "X"]),
    ("freelunch", ["01", "02", "1", "2"], ["00", "0"], ["3"]),
    ("ecodis", ["1"], ["0"], ["-1"]),
]


def read(headers: list[str], cells: list[list[str]], name: str = "map.csv") -> reading.Reading:
    """A MAP Growth export with these columns beside the usual ones, one student a row."""
    base = "TermName,SchoolName,StudentID,Grade,Subject,TestName,TestRITScore"
    lines = [
        ",".join([f"Spring 2023-2024,East,{number:03},4,Mathematics,Growth,201", *each])
        for number, each in enumerate(cells)
    ]
    return reading.read(files.rows(",".join([base, *headers]), *lines), name, recognisers=KNOWN)


@pytest.mark.parametrize(("header", "yes", "no", "unsure"), MEANINGS, ids=[each[0] for each in MEANINGS])
def test_each_word_means_yes_no_or_nothing(header: str, yes: list[str], no: list[str], unsure: list[str]) -> None:
    """A word that has two meanings, or none that we know, is not known; so is a blank."""
    found = read([header], [[cell] for cell in [*yes, *no, *unsure]])

    group = next((each for each in GROUPS if each in found.understanding.columns), GROUPS[0])
    said = [None if pd.isna(cell) else bool(cell) for cell in found.scores[group]]
    assert said == [*[True] * len(yes), *[False] * len(no), *[None] * len(unsure)]
    assert (header in found.understanding.columns.values()) == bool(yes)


@pytest.mark.parametrize(
    ("name", "read_from"),
    [
        ("Dibels_8_Benchmark/sample_anonymized_file.csv", {"english_learner": "ELL Status", "low_income": "Meal Status",
                                                           "special_education": "Special Education"}),
        ("FastBridgeCAT/sample_anonymized_aMath.csv", {"special_education": "Special Ed. Status"}),
        ("IN_ILEARN/ilearn_sample_data.csv", {"english_learner": "Identified English Learner Status",
                                             "special_education": "Special Education Status",
                                             "low_income": "Free/Reduced Price Meals"}),
        ("MAP_Growth/sample_anonymized_file.csv", {}),
        ("Missouri_Assessment_Program/sample_anonymized_file.txt", {"english_learner": "EL_STUDENT",
                                                                    "special_education": "IEP_STUDENT",
                                                                    "low_income": "MAP_DIRECT_CERT"}),
        ("STAAR_Summative/sample_anonymized_file.csv", {"english_learner": "emergent_bilingual_indicator_code",
                                                        "special_education": "special_ed_indicator_code",
                                                        "low_income": "economic_disadvantage_code"}),
        ("i-Ready/sample_anonymized_file_ela.csv", {"english_learner": "English Language Learner",
                                                    "special_education": "Special Education",
                                                    "low_income": "Economically Disadvantaged"}),
    ],
)  # fmt: skip
def test_samples_say_who_is_in_which_programme(name: str, read_from: dict[str, str]) -> None:
    """The column that each real layout has for it."""
    columns = reading.inspect(SAMPLES / name, Path(name).name, recognisers=KNOWN).columns

    assert {group: columns[group] for group in GROUPS if group in columns} == read_from


def test_counts_of_real_layouts() -> None:
    """STAAR's ten students twice (two subjects): two C, two in special education, eight with free meals."""
    path = SAMPLES / "STAAR_Summative/sample_anonymized_file.csv"

    scores_read = reading.read(path, path.name, recognisers=KNOWN).scores

    assert scores_read[list(GROUPS)].sum().tolist() == [4, 4, 16]
    assert (~scores_read[list(GROUPS)]).sum().tolist() == [16, 16, 4]


def test_race_sex_and_homelessness_stay_unread() -> None:
    """Columns about who a student is are ignored in every layout, however they are filled."""
    others = ["Race", "Ethnicity", "Sex", "Gender", "Homeless", "Migrant", "Disability", "Specific Disability"]

    found = read([*others, "ELL Status"], [["x"] * len(others) + ["Y"]])

    assert set(others) <= set(found.understanding.ignored)
    for each in KNOWN:
        named = {pattern.lower() for patterns in each.columns.values() for pattern in patterns}
        assert not any("race" in name or "gender" in name or "ethnic" in name for name in named), each.format


def test_the_filled_one_of_two_columns_is_read() -> None:
    """DIBELS has a meal status and a yes or no; schools fill one of them."""
    found = read(["Meal Status", "Economically Disadvantaged"], [["", "Yes"], ["", "No"]])

    assert found.understanding.columns["low_income"] == "Economically Disadvantaged"
    assert found.scores["low_income"].tolist() == [True, False]


def test_a_roster_gives_no_groups() -> None:
    """A list of who sits where needs nobody's programme."""
    text = files.rows("student,section,teacher,school,year,subject,ELL Status", "1,4A,t1,East,2024,Math,Y")

    found = reading.read(text, "roster.csv", recognisers=KNOWN)

    assert found.understanding.kind == "roster"
    assert "ELL Status" in found.understanding.ignored


def test_kept_as_three_small_columns(tmp_path: Path) -> None:
    """True, false or nothing in the Parquet file; the words themselves are gone."""
    text = files.rows(
        "StudentID,Grade,TermName,Subject,TestName,TestRITScore,ELL Status",
        "1,4,Fall 2023-2024,Mathematics,G,201,RFEP",
        "2,4,Fall 2023-2024,Mathematics,G,201,Pending",
    )

    upload = uploads.open_upload(text, "map.csv", recognisers=KNOWN)
    path, _ = parquet.import_upload(upload, tmp_path, lambda text: f"h{text}")

    table = pq.read_table(path)
    assert [str(table.schema.field(name).type) for name in GROUPS] == ["bool", "bool", "bool"]
    assert table.select(list(GROUPS)).to_pydict() == {
        "english_learner": [False, None], "special_education": [None, None], "low_income": [None, None]
    }  # fmt: skip
    assert b"RFEP" not in path.read_bytes()
    assert b"Pending" not in path.read_bytes()


def test_inspection_says_which_groups_were_read(tmp_path: Path) -> None:
    """On the screen as a sentence, in the JSON as roles of columns."""
    upload = tmp_path / "mcas.csv"
    upload.write_bytes(files.MCAS)
    without = SAMPLES / "MAP_Growth/sample_anonymized_file.csv"

    said = CliRunner().invoke(scores, ["inspect", str(upload)]).stdout

    assert "Student groups: " in said
    assert "students from low-income families (column " in said
    assert "Student groups: not said" in CliRunner().invoke(scores, ["inspect", str(without)]).stdout


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({**WORDS, "columns": [{"group": "race", "headers": ["Race"]}]}, "unknown key race"),
        ({**WORDS, "columns": [{**COLUMN, "maybe": ["x"]}]}, "unknown key maybe"),
        ({**WORDS, "columns": [{**COLUMN, "no": ["Y"]}]}, "y can't mean both"),
        ({**WORDS, "columns": [{**COLUMN, "headers": ["re:(frl"]}]}, "is no pattern"),
        ({**WORDS, "columns": [{**COLUMN, "headers": [7]}]}, "expected text"),
        ({**WORDS, "columns": [{**COLUMN, "yes": "y"}]}, "expected a list"),
        ({"words": {"gender": {}}, "columns": []}, "unknown key gender"),
    ],
)
def test_a_misspelt_file_of_groups_is_refused(said: dict[str, Any], complaint: str) -> None:
    """A programme that isn't one of the three can't be added by a line of data."""
    with pytest.raises(ValueError, match=complaint):
        tuple(groups.parse(said))


def test_the_file_of_groups_is_named(tmp_path: Path) -> None:
    """The complaint says which file to mend."""
    (tmp_path / "groups.toml").write_text("columns = 3", encoding="utf-8")

    with pytest.raises(ValueError, match=r"groups\.toml"):
        groups.load(tmp_path / "groups.toml")
