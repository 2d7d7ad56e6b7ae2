"""What is stored: one file per upload, named by its bytes, with no id in the clear, whole or not at all."""

import hashlib
from pathlib import Path

import pandas as pd
import pytest

from tests.formats import files
from tests.formats.workbooks import workbook
from workflows.formats import parquet, reading, uploads
from workflows.refusal import Refusal

KNOWN = files.known()


def hide(text: str) -> str:
    """A stand-in for the keyed hash."""
    return hashlib.sha256(b"key" + text.encode()).hexdigest()[:16]


def imported(content: bytes, folder: Path, name: str = "x.csv") -> pd.DataFrame:
    """What is read back after an import."""
    path, _ = parquet.import_upload(uploads.open_upload(content, name, recognisers=KNOWN), folder, hide)
    return pd.read_parquet(path)


def test_the_file_holds_what_was_read(tmp_path: Path) -> None:
    """Scores, levels and growth come back as they were; ids come back hidden."""
    stored = imported(files.MCAS, tmp_path)
    read = reading.read(files.MCAS, "x.csv", recognisers=KNOWN).scores

    assert list(stored.columns) == list(read.columns)
    assert stored["score"].tolist() == read["score"].tolist()
    assert stored["student"].tolist() == [hide(student) for student in read["student"]]
    assert stored["proficient"].tolist() == read["proficient"].tolist()


def test_no_name_and_no_id_is_stored(tmp_path: Path) -> None:
    """Ids, names and birthdays of the file are nowhere in the bytes that are kept."""
    parquet.import_upload(
        uploads.open_upload(files.STAR_MATH + b"", "SM_x.csv", recognisers=KNOWN), tmp_path / "a", hide
    )
    sample = Path(__file__).parent / "samples/i-Ready/sample_anonymized_file_ela.csv"
    parquet.import_upload(uploads.open_upload(sample, sample.name, recognisers=KNOWN), tmp_path / "a", hide)

    kept = b"".join(path.read_bytes() for path in (tmp_path / "a").iterdir())

    assert not any(secret in kept for secret in [b"605001", b"605002", b"Last 1", b"First 1", b"AUTO_1234567"])


def test_the_name_is_the_contents(tmp_path: Path) -> None:
    """The same file twice is one file."""
    imported(files.MCAS, tmp_path, "a.csv")
    imported(files.MCAS, tmp_path, "b.csv")

    assert [path.name for path in tmp_path.iterdir()] == [hashlib.sha256(files.MCAS).hexdigest() + ".parquet"]


def test_nothing_is_kept_of_a_refused_file(tmp_path: Path) -> None:
    """Not even a part of it."""
    broken = files.rows("sasid,grade,adminyear,eteststat,escaleds", "1,04,2019,T,")

    with pytest.raises(Refusal):
        imported(broken, tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_roster_is_stored_too(tmp_path: Path) -> None:
    """A roster has columns of its own; its students are hidden alike."""
    stored = imported(files.ROSTER, tmp_path)

    assert stored["student"].tolist() == [hide("0042"), hide("0043")]
    assert stored["teacher"].tolist() == ["Ada Lovelace", "Ada Lovelace"]
    assert stored["share"].tolist() == [1.0, 1.0]


def test_a_student_keeps_one_hidden_id_through_a_file(tmp_path: Path) -> None:
    """Fall on one sheet and spring on another are two pieces; who is in both is one student."""
    header = ["TermName", "StudentID", "Subject", "TestRITScore", "Grade"]
    fall = [["Fall 2021-2022", student, "Mathematics", 201, 4] for student in ("007", "008", "009")]
    spring = [["Spring 2021-2022", student, "Mathematics", 211, 4] for student in ("010", "009", "007")]

    stored = imported(workbook(Fall=[header, *fall], Spring=[header, *spring]), tmp_path, "x.xlsx")

    assert stored["student"].tolist() == [hide(each) for each in ("007", "008", "009", "010", "009", "007")]
