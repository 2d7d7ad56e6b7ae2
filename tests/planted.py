"""Students planted in files, and the story that looks for them in everything a full run leaves.

`test_privacy_of_folders.py` runs it in a process of its own; by itself: ``pytest tests/planted.py``.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import select

from tests.coach import Coach, figures, uploads
from tests.people import Clock, Stage, Teacher
from workflows.store.base import Base

PUPILS = 60
SURNAME, FIRST, BORN, NOTE = "Xylander", "Quorra", "2014-02-29", "has lost her kitten"


def ids(number: int) -> tuple[str, str]:
    """A local and a state id that no hash can look like."""
    return f"Kx{900000 + number}", f"ZS{700000 + number}"


def export(terms: tuple[str, ...] = ("Fall 2026-2027", "Winter 2026-2027")) -> bytes:
    """An export with everything a district should have left out."""
    rows = [
        {
            "TermName": term, "SchoolName": "Lakeside", "StudentID": ids(each)[0], "Student_StateID": ids(each)[1],
            "StudentLastName": f"{SURNAME}{each}", "StudentFirstName": f"{FIRST}{each}", "StudentDateOfBirth": BORN,
            "Grade": "5", "Subject": "Mathematics", "Course": "Math K-12", "GrowthMeasureYN": "TRUE",
            "TestName": "Growth: Math 2-5", "TestStartDate": "09/15/2026" if "Fall" in term else "01/12/2027",
            "TestRITScore": 200 + each % 20, "TestStandardError": 3.1, "TestPercentile": 40 + each % 20,
            "Teacher Name": "Ana Ruiz" if each % 2 else "Ben Cho", "Comment": NOTE,
        }
        for term in terms for each in range(PUPILS)
    ]  # fmt: skip
    return written(rows)


def roster() -> bytes:
    """A roster that names the students, too."""
    return written(
        [
            {"Student ID": ids(each)[0], "Student Name": f"{SURNAME}{each}, {FIRST}{each}", "Section": "5A",
             "Teacher": "Ana Ruiz", "School Year": "2026-2027", "Subject": "Math", "Notes": NOTE}
            for each in range(PUPILS)
        ]
    )  # fmt: skip


def crosswalk() -> bytes:
    """Which state id is whose."""
    return written([dict(zip(("Local Student ID", "State Student ID"), ids(each), strict=True)) for each in range(9)])


def unknown() -> bytes:
    """A table of our own making, which has to be guessed."""
    return written(
        [{"Student ID": ids(each)[0], "Full Name": f"{SURNAME}{each}", "Points": each, "Score": 300 + each}
         for each in range(PUPILS)]
    )  # fmt: skip


def headless() -> bytes:
    """An export whose header row was cut off: what looks like columns is a student."""
    return b"\r\n".join(export().splitlines()[1:])


def written(rows: Sequence[Mapping[str, object]]) -> bytes:
    """Rows as CSV."""
    file = io.StringIO()
    table = csv.DictWriter(file, list(rows[0]))
    table.writeheader()
    table.writerows(rows)
    return file.getvalue().encode()


def zipped(name: str, content: bytes) -> bytes:
    """One file in an archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file.getvalue()


def planted() -> list[str]:
    """Everything that must be nowhere."""
    return [SURNAME, FIRST, BORN, NOTE, *(each for number in range(PUPILS) for each in ids(number))]


def test_planted_students_are_nowhere(
    dana: Coach, ana: Teacher, team: object, stage: Stage, clock: Clock, tmp_path: Path,
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """Read, refuse, correct, import, roster, confirm, digest, undo, delete: then grep whatever was written anywhere."""
    caplog.set_level("DEBUG")
    dana.gives(headless(), "cut.csv")
    dana.gives(b"\x00\xff" + export(), "odd.csv")
    dana.gives(unknown(), "own.csv")
    dana.clicks("Correct the columns")
    assert dana.teacher.submits(said_subject="math", said_window="fall", said_year="2027", said_grade="5") == {}
    dana.waits()
    dana.clicks("Import")
    dana.imports(zipped("AssessmentResults.csv", export()), "all.zip", cut="50")
    dana.imports(crosswalk(), "ids.csv")
    dana.imports(roster(), "roster.csv")
    dana.clicks("Say who is who")
    assert dana.teacher.submits(**{dana.menus()[0]: ana.id}) == {}
    dana.waits()
    ana.clicks("Yes, that's right")
    dana.teacher.types("/brightspots preview")
    clock.passes(days=5)
    said = "\n".join(
        [*(str(call.args) for call in stage.play.slack.calls), *(line.text for line in stage.play.slack.transcript())]
    )
    logged = "\n".join([*capfd.readouterr(), caplog.text])

    assert {each.state for each in uploads(stage)} >= {"refused", "imported"}
    assert len(figures(stage)) >= 2
    assert "5A: 60" in said
    everything = {"slack": said, "logs": logged, "rows": "\n".join(rows_of(stage)), **files_in(tmp_path)}
    assert len(everything) > 8
    assert any("Ben Cho" in words for where, words in everything.items() if where.endswith("unpacked"))
    assert {(where, each) for where, words in everything.items() for each in planted() if each in words} == set()


def rows_of(stage: Stage) -> Iterator[str]:
    """Every column of every row of the database."""
    with stage.play.brightcycle.deps.db.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            yield from (str(tuple(row)) for row in connection.execute(select(table)))


def files_in(folder: Path) -> dict[str, str]:
    """Every file below a folder, database, write-ahead log, Parquet and all; Parquet also unpacked."""
    found = {str(path): path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file()}
    tables = [path for path in folder.rglob("*.parquet")]
    return found | {f"{path} unpacked": pd.read_parquet(path).to_csv() for path in tables}
