"""A table that no format knows: guessed from what is in it, corrected or confirmed by its uploader, remembered."""

import pandas as pd
import pytest

from tests.coach import Coach, acts, on_disk, uploads
from tests.people import Slack, Stage

SAID = {"said_subject": "math", "said_window": "fall", "said_year": "2027", "said_grade": "4"}


def own_table(first: int = 0) -> bytes:
    """What a teacher keeps herself: none of its headers is any vendor's."""
    rows = "\n".join(f"Q{first + n:04d},Quill {n},{n % 3 + 1},{20 + n},{n % 7}" for n in range(40))
    return f"Kid ref,Who,Table,Spring fluency (words),Strikes\n{rows}\n".encode()


def labels(dana: Coach) -> list[str]:
    """What the form before her asks, by the words she sees."""
    top = dana.teacher.person.team.stacks[dana.teacher.id][-1]
    return [each["label"]["text"] for each in top.body["blocks"] if each["type"] == "input"]


def test_a_table_of_ones_own_is_guessed_and_confirmed(dana: Coach, stage: Stage) -> None:
    """A sentence on what was understood, five masked rows; confirmed as it is, it is imported that way."""
    dana.gives(own_table(), "mine.csv")

    assert "I take *Kid ref* as the student id and *Spring fluency (words)* as the score" in dana.last
    assert "Student id | Kid ref | ••••" in dana.last
    assert not any(word in dana.last for word in ("Quill", "Q0001"))

    dana.clicks("Import")

    (path,) = on_disk(stage)
    assert sorted(pd.read_parquet(path)["score"].astype(int)) == list(range(20, 60))


def test_a_confirmed_guess_is_remembered_for_the_workspace(dana: Coach, slack: Slack) -> None:
    """The next file with these headers, even somebody else's, is read so without a warning."""
    dana.imports(own_table(), "mine.csv")
    eve = Coach.at(slack, "Eve Moss", "hill-ilt", school="Hill")

    eve.gives(own_table(first=100), "hers.csv")

    assert "I read it the way such a file was confirmed before." in eve.last
    assert "look twice" not in eve.last


def test_a_wrong_guess_is_corrected(dana: Coach, stage: Stage) -> None:
    """Another column is the score; what the file doesn't say is said once; the column of names isn't offered."""
    dana.gives(own_table(), "mine.csv")
    dana.clicks("Correct the columns")
    assert list(dana.choices("score")) == ["Kid ref", "Spring fluency (words)", "Table", "Strikes"]
    assert dana.teacher.submits(score=dana.choices("score")["Strikes"], **SAID) == {}
    dana.waits()
    assert "Score | Strikes" in dana.last
    assert "Windows: fall · school year 2026–27" in dana.last
    dana.clicks("Import")

    dana.gives(own_table(first=100), "next.csv")

    assert "Score | Strikes" in dana.last
    assert "Grades: 4" in dana.last
    assert acts(stage).count("columns corrected") == 1


BENCHMARK = "Student ID,Benchmark Score,Rank Percentile,Comments\n" + "\n".join(
    f"00{n:04d},{300 + n},{n % 3},x" for n in range(40)
)


def test_a_column_found_wrongly_is_switched_off_and_stays_off(dana: Coach, stage: Stage) -> None:
    """Her file's “percentile” is none: she says so, it isn't read, and next time it isn't either."""
    dana.gives(BENCHMARK.encode(), "benchmark.csv")
    assert "Percentile | Rank Percentile" in dana.last
    dana.clicks("Correct the columns")
    assert "None of these columns" not in dana.choices("student") | dana.choices("score")
    assert dana.teacher.submits(percentile=dana.choices("percentile")["None of these columns"], **SAID) == {}
    dana.waits()
    assert "Rank Percentile" not in dana.last
    dana.clicks("Correct the columns")
    assert dana.teacher.submits() == {}  # opened again, it still says none
    dana.waits()
    dana.clicks("Import")
    (path,) = on_disk(stage)
    assert pd.read_parquet(path)["percentile"].isna().all()

    dana.gives(BENCHMARK.replace("000", "009").encode(), "again.csv")

    assert "I read it the way such a file was confirmed before." in dana.last
    assert "Rank Percentile" not in dana.last


def test_what_was_said_for_the_file_can_be_taken_back(dana: Coach) -> None:
    """She gave the wrong window; “the file says it” leaves it to the file again."""
    dana.gives(own_table(), "mine.csv")
    dana.clicks("Correct the columns")
    dana.teacher.submits(**SAID)
    dana.waits()
    dana.clicks("Correct the columns")
    dana.teacher.submits(said_window=dana.choices("said_window")["The file says it"])
    dana.waits()

    assert "Windows: spring" in dana.last  # as the score's own header says
    assert "Grades: 4" in dana.last


def test_a_roster_is_asked_about_its_own_columns(dana: Coach) -> None:
    """Who teaches whom has no score and no cut."""
    dana.gives(b"Student ID,Section,Teacher,School Year,Subject\n00001,5A,Ana Ruiz,2026-2027,Math\n", "roster.csv")
    dana.clicks("Correct the columns")

    assert "Teacher" in labels(dana)
    assert "Score" not in labels(dana)
    assert dana.teacher.submits(section=dana.choices("section")["None of these columns"]) == {}
    dana.waits()
    assert "Class or section" not in dana.last
    assert "Section" not in dana.last


NO_MAPPING = {
    "no ids": b"Word,Points\nhouse,3\ntree,4\nriver,5\n",
    "no numbers": b"Student ID,Colour\n0001,red\n0002,blue\n",
    "totals of schools": b"School Code,Number Tested,Percent Proficient\n0101,80,41\n0102,75,52\n",
    "totals of grades": b"Code,Students Tested,Average\nG03,80,41\nG04,75,52\nG05,71,50\n",
    "no header row": b"Q0001,Quill,12,41\nQ0002,Roe,13,52\n",
    "one column": b"Scores\n41\n52\n",
}


@pytest.mark.parametrize("name", NO_MAPPING)
def test_what_no_mapping_could_help_is_refused(name: str, dana: Coach, stage: Stage) -> None:
    """No ids, no numbers, totals only, no header: a sentence, and no cell of the file in it."""
    dana.gives(NO_MAPPING[name], "file.csv")

    assert dana.last.startswith("I couldn't use your file.")
    assert not any(word in dana.last for word in ("Quill", "Q0001", "house", "0101"))
    assert [each.state for each in uploads(stage)] == ["refused"]


def test_the_review_speaks_spanish(slack: Slack) -> None:
    """Columns, subjects and windows are named in the reader's words; the file's own stay."""
    maria = slack.teacher("María Luz", slack.channel("lakeside-ilt"), locale="es-MX")
    maria.types("/brightspots setup")
    assert maria.submits(school="Lakeside Elementary", weekday="4", at="13:00") == {}
    coach = Coach(slack, maria)
    coach.gives(own_table(), "mine.csv")
    coach.clicks("Corregir las columnas")
    assert maria.submits(**SAID) == {}
    coach.waits()

    assert "Materias: matemáticas" in coach.last
    assert "Periodos: otoño" in coach.last
    assert "Puntaje | Spring fluency (words)" in coach.last
    assert "Número de estudiante | Kid ref | ••••" in coach.last
    assert "Materia | – | matemáticas" in coach.last
