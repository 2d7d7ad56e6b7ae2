"""Scores speak the state's ids, the roster the school's: a crosswalk brings the two together, whenever it comes."""

import pytest

from tests.coach import Coach, uploads
from tests.people import Stage
from workflows.brightspots import findings
from workflows.frames import analyses
from workflows.refusal import Refusal

PUPILS = 24
SAID = {"said_subject": "math", "said_window": "spring", "said_year": "2027", "said_grade": "5"}


def scores() -> bytes:
    """A state's file: it knows no local id and no teacher."""
    rows = "\n".join(f"S{9000 + n},{400 + n}" for n in range(PUPILS))
    return f"State Student ID,Scale Score\n{rows}\n".encode()


def roster() -> bytes:
    """The school's own: local ids with their zeros."""
    rows = "\n".join(f"00{n:03d},5A,{'Ana Ruiz' if n % 2 else 'Ben Cho'},2026-2027,Math" for n in range(PUPILS))
    return f"Student ID,Section,Teacher,School Year,Subject\n{rows}\n".encode()


def crosswalk() -> bytes:
    """Which of them are the same."""
    rows = "\n".join(f"00{n:03d},S{9000 + n}" for n in range(PUPILS))
    return f"Local Student ID,State Student ID\n{rows}\n".encode()


def gives_scores(dana: Coach) -> None:
    """Import the state's file, with what it doesn't say."""
    dana.gives(scores(), "state.csv")
    dana.clicks("Correct the columns")
    assert dana.teacher.submits(**SAID) == {}
    dana.waits()
    dana.clicks("Import")


def taught(stage: Stage) -> dict[str, int]:
    """How many scores an analysis would know of each teacher now."""
    deps = stage.play.brightcycle.deps
    with deps.db.begin(1) as session:
        sources, _ = findings.work(session, deps.scores_at)
    try:
        table = analyses.table_of(sources).dropna(subset=["teacher", "score"])
    except Refusal:
        return {}  # nobody on the roster has a score
    return {str(name): int(many) for name, many in table["teacher"].value_counts().items()}


@pytest.mark.parametrize("order", ["crosswalk first", "crosswalk last"])
def test_a_crosswalk_brings_scores_and_roster_together(order: str, dana: Coach, stage: Stage) -> None:
    """Imported before the others or after them, every score finds its teacher."""
    if order == "crosswalk first":
        dana.imports(crosswalk(), "ids.csv")
    dana.imports(roster(), "roster.csv")
    gives_scores(dana)
    if order == "crosswalk last":
        assert taught(stage) == {}
        dana.imports(crosswalk(), "ids.csv")

    assert taught(stage) == {"Ana Ruiz": 12, "Ben Cho": 12}


def test_two_crosswalks_lead_from_the_state_to_the_school(dana: Coach, stage: Stage) -> None:
    """One knows the school's ids and the vendor's, the other the vendor's and the state's."""
    school = "\n".join(f"00{n:03d},V{n:03d}" for n in range(PUPILS))
    state = "\n".join(f"V{n:03d},S{9000 + n}" for n in range(PUPILS))
    dana.imports(roster(), "roster.csv")
    gives_scores(dana)
    dana.imports(f"Local Student ID,NWEA ID\n{school}\n".encode(), "school.csv")
    assert taught(stage) == {}
    dana.imports(f"NWEA ID,State ID\n{state}\n".encode(), "state.csv")

    assert taught(stage) == {"Ana Ruiz": 12, "Ben Cho": 12}


def test_an_undone_crosswalk_links_nothing_any_more(dana: Coach, stage: Stage) -> None:
    """Taken back, the two files speak of different students again."""
    dana.imports(roster(), "roster.csv")
    gives_scores(dana)
    dana.imports(crosswalk(), "ids.csv")
    assert len(taught(stage)) == 2

    dana.clicks("Undo this import")

    assert [each.state for each in uploads(stage)] == ["imported", "imported", "undone"]
    assert taught(stage) == {}
