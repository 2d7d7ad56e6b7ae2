"""Which columns of an unknown table are guessed to be students and scores, and which may name somebody."""

import pytest

from handlers.screens.words import LANGUAGES
from tests.screens.sight import WORDS
from workflows.formats import guessing, proposals
from workflows.formats.opening import open_tables, source_of
from workflows.formats.recognisers import ROLES
from workflows.formats.tables import Limits, Table


def table(text: str) -> Table:
    """A CSV as it is opened."""
    (found,) = open_tables(source_of(text.encode(), "table.csv"), lambda _row: 0, Limits())
    return found


GUESSES = [
    ("Alumno,Nombre,Puntos\nA-17,Ana,12\nA-18,Eva,15\n", {"student": "Alumno", "score": "Puntos"}),
    ("Pupil no,Week,Words\n0017,1,41\n0018,1,45\n", {"student": "Pupil no", "score": "Words"}),
    # Of two columns of codes the one that says so; of two of numbers the one that sounds like a score.
    (
        "Badge,Student ID,Age,Reading pts,Raw\nb1,s1,9,4,2\nb2,s2,9,5,3\n",
        {"student": "Student ID", "score": "Reading pts"},
    ),
    # Res-id-ence is no id, whatever district it names by its code.
    ("Student Residence,Badge,Raw\n0101,b1,4\n0101,b2,5\n", {"student": "Badge", "score": "Raw"}),
    ("School ID,Score\nL01,41\nL02,52\n", None),
    ("Student ID,Grade\n0001,5\n0002,5\n", None),
    ("Student ID,2025,2026\n0001,41\n", None),
    ("Code,# of students,Average score\nG03,80,41\nG04,75,52\n", None),
    ("Student ID,Average score\n0001,41\n0002,52\n", {"student": "Student ID", "score": "Average score"}),
]


@pytest.mark.parametrize(("text", "expected"), GUESSES)
def test_a_guess(text: str, expected: dict[str, str] | None) -> None:
    """Ids are codes with digits, scores are numbers; totals and headless tables are left alone."""
    known = table(text)
    found = None if guessing.is_aggregate(known) or not guessing.names_columns(known) else proposals.propose(known, {})

    assert (found and {"student": found.student, "score": found.scores[0].header}) == expected


NAMES = ("Ana Ruiz", "Ben Cho")
ROSTERS = [
    ("Kid ref,Guide,Table\n", "k{n},{name},Blue\n", {"student": "Kid ref", "teacher_name": "Guide"}),
    (
        "Kid ref,Table,Lead teacher\n",
        "k{n},Blue Whale,{last}\n",
        {"student": "Kid ref", "teacher_name": "Lead teacher"},
    ),
    ("Kid ref,Table\n", "k{n},{last}\n", None),  # one word that comes again may be anything
    ("Kid ref,Teacher remarks\n", "k{n},was kind {n} times\n", None),
    ("Kid ref,Guide\n", "k{n},{name} {n}\n", None),  # whoever comes but once may be a student
    ("School ID,Lead teacher\n", "k{n},{name}\n", None),
]


@pytest.mark.parametrize(("header", "row", "expected"), ROSTERS)
def test_a_guessed_roster(header: str, row: str, expected: dict[str, str] | None) -> None:
    """Ids, and names that come again and again or stand under a header that says so; never a student."""
    told = (row.format(n=n, name=NAMES[n % 2], last=NAMES[n % 2].split()[1]) for n in range(12))
    known = table(header + "".join(told))

    assert guessing.guessed_roster(known, known.header) == expected


def test_words_of_which_none_comes_twice_may_be_names() -> None:
    """Whatever such a column is called; a few groups, codes and teachers are no names of students."""
    rows = "\n".join(
        f"{name} Roe,Blue,k{place},{name} May" for place, name in enumerate(("Al", "Bo", "Cy", "Di", "Ed"))
    )
    known = table(f"Who,Group,Code,Teacher\n{rows}\n")

    assert [each for each in known.header if guessing.names_somebody(known, each)] == ["Who"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_role_has_a_name_on_the_screen(language: str) -> None:
    """A format may find any role; its uploader reads what that is."""
    voice = WORDS.in_language(language)

    assert [role for role in sorted(ROLES) if voice.plain("correction_form.role", role=role) == role] == []
