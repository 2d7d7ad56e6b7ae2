"""A class roster that no format knows: its uploader says what it is and who teaches, once."""

from collections.abc import Sequence

import pandas as pd

from tests.coach import Coach, on_disk
from tests.people import Stage


def own_roster(first: int = 0, adviser: str = "Ana Ruiz", tables: Sequence[object] = (1, 2, 3)) -> bytes:
    """Who sits with whom in one's own words; a table's number looks like a score."""
    rows = "\n".join(
        f"Q{first + n:04d},Quill {n},{adviser if n % 2 else 'Ben Cho'},{tables[n % len(tables)]}" for n in range(40)
    )
    return f"Kid ref,Who,Adviser,Block\n{rows}\n".encode()


def test_a_table_of_ones_own_is_said_to_be_a_roster(dana: Coach, stage: Stage) -> None:
    """She says so and who teaches; it is imported as a roster, and the next one is read so at once."""
    dana.gives(own_roster(), "mine.csv")
    assert "or if this is a class roster, correct the columns" in dana.last
    dana.clicks("Correct the columns")
    roster, adviser = "A class roster: who teaches whom", dana.choices("teacher_name")["Adviser"]
    assert dana.teacher.submits(kind=dana.choices("kind")[roster]) == {
        "teacher_name": "A class roster needs a column that says who teaches."
    }
    said = {"said_subject": "math", "said_year": "2027"}
    assert dana.teacher.submits(kind=dana.choices("kind")[roster], teacher_name=adviser, **said) == {}
    dana.waits()
    assert "Teachers: 2. Each is asked to confirm their own part" in dana.last
    dana.clicks("Correct the columns")
    assert dana.teacher.submits(section=dana.choices("section")["Block"]) == {}
    dana.waits()

    dana.clicks("Import")

    assert "The roster of mine.csv is in: 2 teachers." in dana.last
    (path,) = on_disk(stage)
    table = pd.read_parquet(path)
    assert sorted(table.groupby(["teacher", "section"]).size()) == [6, 6, 7, 7, 7, 7]
    assert set(table["year"]) == {2027}
    assert not any(word in str(table.to_dict()) for word in ("Quill", "Q0001"))

    dana.gives(own_roster(first=100, adviser="Eve Moss"), "next.csv")

    assert "I read it the way such a file was confirmed before." in dana.last
    assert "Class or section | Block" in dana.last


def test_a_roster_without_numbers_is_guessed_and_can_be_scores_again(dana: Coach) -> None:
    """Nothing in it could be a score; and whoever calls her scores a roster by mistake finds the way back."""
    dana.gives(own_roster(tables=("Blue", "Red", "Green")), "mine.csv")
    assert "I take it for a class roster, *Kid ref* for the student id and *Adviser* for the teacher." in dana.last
    dana.gives(own_roster(first=100), "scores.csv")
    for kind in ("A class roster: who teaches whom", "Scores of a test"):
        dana.clicks("Correct the columns")
        answers = {"teacher_name": dana.choices("teacher_name")["Adviser"], "kind": dana.choices("kind")[kind]}
        assert dana.teacher.submits(**answers) == {}
        dana.waits()

    assert "I take *Kid ref* as the student id and *Block* as the score." in dana.last
