"""A roster taken back brings the earlier one again, with whoever was linked and had confirmed it."""

import pytest

from tests.coach import Coach, roster, uploads
from tests.formats import files
from tests.people import Clock, Stage, Teacher
from tests.stories.test_rosters import confirmed
from workflows import rosters
from workflows.uploads import files as stored_files

OTHER = roster(("5A", "Ana Ruiz", 24), ("5B", "Ben Cho", 20), ("5C", "Cleo Park", 22))


@pytest.fixture
def linked(asking: Coach, ana: Teacher, ben: Teacher) -> Coach:
    """A steward whose roster Ana and Ben have confirmed."""
    ana.clicks("Yes, that's right")
    ben.clicks("Yes, that's right")
    return asking


def listed(dana: Coach) -> dict[str, int]:
    """Who is on the roster, with how many students."""
    deps = dana.stage.play.brightcycle.deps
    with deps.db.begin(1) as session:
        return {each["name"]: each["students"] for each in rosters.of_steward(session, dana.teacher.id)}


def test_the_earlier_roster_is_back_with_its_confirmations(
    linked: Coach, ana: Teacher, ben: Teacher, stage: Stage, clock: Clock
) -> None:
    """Ben's classes had changed and he had to look again; undone, his first word counts and he isn't asked."""
    clock.passes(days=1)
    linked.imports(OTHER, "newer.csv")
    assert listed(linked) == {"Ana Ruiz": 24, "Ben Cho": 20, "Cleo Park": 22}
    assert confirmed(stage) == [("Ana Ruiz", ana.id)]
    asked = len(ben.sees)

    linked.clicks("Undo this import")

    assert "the earlier one counts again" in linked.last
    assert listed(linked) == {"Ana Ruiz": 24, "Ben Cho": 28}
    assert confirmed(stage) == [("Ana Ruiz", ana.id), ("Ben Cho", ben.id)]
    assert len(ben.sees) == asked
    deps = stage.play.brightcycle.deps
    with deps.db.begin(1) as session:
        (path,) = stored_files.files(session, deps.scores_at, "roster")
    assert path.stem == uploads(stage)[0].stored_as


def test_a_changed_roster_asks_whoever_is_linked(linked: Coach, ana: Teacher, ben: Teacher, clock: Clock) -> None:
    """The steward needn't say again who Ben is; Ana, whose part is the same, hears nothing."""
    clock.passes(days=1)
    heard = len(ana.sees)

    linked.imports(OTHER, "newer.csv")

    assert "you teach *20 students*, in these classes:\n• 5B: 20" in ben.last
    assert len(ana.sees) == heard


def test_an_old_question_confirms_no_new_roster(asking: Coach, ben: Teacher, stage: Stage, clock: Clock) -> None:
    """His first message still has its button; what it says is no longer what is on the roster."""
    with stage.play.brightcycle.deps.db.begin(1) as session:
        (row,) = (each for each in rosters.of_steward(session, asking.teacher.id) if each["name"] == "Ben Cho")
    clock.passes(days=1)
    asking.imports(OTHER, "newer.csv")

    ben.clicks("roster.right", value=f"{row['id']} {row['stamp']}")

    assert "This roster was replaced or isn't yours any more." in ben.last
    assert "Ben Cho" not in dict(confirmed(stage))


def test_undoing_the_only_roster_leaves_none(linked: Coach, stage: Stage) -> None:
    """Nobody counts as confirmed, and the score files' own teachers count where there are any."""
    linked.imports(files.CDF, "CDF.zip")
    assert set(listed(linked)) == {"Ana Ruiz", "Ben Cho"}

    linked.clicks("upload.undo", value=str(uploads(stage)[0].id))

    assert confirmed(stage) == []
    assert listed(linked)
    assert not set(listed(linked)) & {"Ana Ruiz", "Ben Cho"}


def score_file(subject: str, teachers: tuple[str, ...]) -> bytes:
    """A vendor's export of one subject that names teachers."""
    rows = "\n".join(
        f"Fall 2026-2027,Lakeside,{n:05d},5,{subject},09/15/2026,{200 + n},{teacher},TRUE"
        for teacher in teachers for n in range(12)
    )  # fmt: skip
    header = "TermName,SchoolName,StudentID,Grade,Subject,TestStartDate,TestRITScore,Teacher Name,GrowthMeasureYN"
    return f"{header}\n{rows}\n".encode()


def test_two_score_files_make_one_roster(dana: Coach) -> None:
    """Math and reading come as two files: everybody who teaches either is on the roster."""
    dana.imports(score_file("Mathematics", ("Ana Ruiz", "Ben Cho")), "math.csv")
    dana.imports(score_file("Reading", ("Ana Ruiz", "Cleo Park")), "reading.csv")

    assert set(listed(dana)) == {"Ana Ruiz", "Ben Cho", "Cleo Park"}
