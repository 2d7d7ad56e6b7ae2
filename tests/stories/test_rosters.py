"""Who teaches whom: a steward uploads a roster, each teacher confirms or corrects their own part."""

import pandas as pd
import pytest
from sqlalchemy import select

from tests.coach import EXPORT, ROSTER, ROSTER_HEADER, Coach, acts, on_disk, roster, uploads
from tests.formats import files
from tests.people import Clock, Stage, Teacher, at
from workflows import rosters
from workflows.store.rosters import RosterTeacher
from workflows.store.tables import Workspace
from workflows.uploads import files as stored_files

CONFIRMED = (
    select(RosterTeacher.teacher_key, RosterTeacher.slack_id)
    .where(RosterTeacher.confirmed_at.is_not(None), RosterTeacher.slack_id.is_not(None))
    .order_by(RosterTeacher.teacher_key)
)


def confirmed(stage: Stage) -> list[tuple[str, str]]:
    """What the analysis would be told."""
    with stage.play.brightcycle.deps.db.begin(1) as session:
        return [(key, str(slack_id)) for key, slack_id in session.execute(CONFIRMED)]


def test_a_roster_is_recognised_and_kept_without_ids(dana: Coach, stage: Stage) -> None:
    """The review says who is in it by counts; on disk there are only hashes."""
    dana.gives(ROSTER, "roster.csv")

    assert "52 of 52 rows" in dana.last
    assert "Teachers: 2. Each is asked to confirm their own part" in dana.last

    dana.clicks("upload.confirm")

    assert "The roster of roster.csv is in: 2 teachers." in dana.last
    (path,) = on_disk(stage)
    assert path.parent.name == "rosters"
    table = pd.read_parquet(path)
    assert len(table) == 52
    assert table["student"].str.fullmatch("[0-9a-f]{32}").all()
    assert confirmed(stage) == []


def test_roster_and_scores_meet_under_the_same_hash(dana: Coach, stage: Stage) -> None:
    """An id with leading zeros is the same student in both files."""
    dana.imports(EXPORT)
    dana.imports(ROSTER_HEADER.encode() + b"0500003,5A,Ana Ruiz,2026-2027,Math\n", "roster.csv")
    deps = stage.play.brightcycle.deps
    with deps.db.begin(1) as session:
        (scored,) = stored_files.files(session, deps.scores_at, "scores")
        (listed,) = stored_files.files(session, deps.scores_at, "roster")

    both = set(pd.read_parquet(scored)["student"]) & set(pd.read_parquet(listed)["student"])

    assert len(both) == 1


def test_each_teacher_is_asked_and_confirms(asking: Coach, ana: Teacher, ben: Teacher, stage: Stage) -> None:
    """A direct message with counts; a class of two has no name in it; only a yes lets the analysis hear of them."""
    assert "you teach *24 students*, in these classes:\n• 5A: 24" in ana.last
    assert "you teach *28 students*, in these classes:\n• 5B: 26" in ben.last
    assert "Marisol" not in ben.last
    assert confirmed(stage) == []

    ana.clicks("Yes, that's right")

    assert confirmed(stage) == [("Ana Ruiz", ana.id)]
    assert "roster confirmed" in acts(stage)

    asking.teacher.types("/brightspots files")
    assert "1 of 2 teachers have confirmed" in asking.last
    assert "Not yet: @Ben Cho" in asking.last


def test_a_teacher_corrects_in_counts_and_the_steward_hears(asking: Coach, ben: Teacher, stage: Stage) -> None:
    """Two are missing, one class isn't his; nothing about him is confirmed until a better roster comes."""
    ben.clicks("Something is wrong")
    assert ben.submits(missing="2", not_mine=["5B"]) == {}
    asking.waits()

    assert "Ben Cho says the roster isn't right yet: 2 students are missing. Not theirs: 5B." in asking.last
    assert confirmed(stage) == []


def test_an_empty_correction_is_no_correction(asking: Coach, ben: Teacher) -> None:
    """He has to say what is wrong."""
    ben.clicks("Something is wrong")

    assert ben.submits() == {"missing": "Please say what is wrong: how many students, or which classes."}


def test_a_new_roster_asks_only_those_whose_classes_changed(
    asking: Coach, ana: Teacher, ben: Teacher, stage: Stage, clock: Clock
) -> None:
    """Ana's part is the same and stays confirmed; Ben's changed, so his word no longer counts."""
    ana.clicks("Yes, that's right")
    ben.clicks("Yes, that's right")
    assert len(confirmed(stage)) == 2
    clock.passes(days=1)

    asking.imports(roster(("5A", "Ana Ruiz", 24), ("5B", "Ben Cho", 27)), "better.csv")

    assert confirmed(stage) == [("Ana Ruiz", ana.id)]
    assert [each.state for each in uploads(stage)] == ["replaced", "imported"]
    assert [path.parent.name for path in on_disk(stage)] == ["rosters", "rosters"]


def test_nobody_is_asked_at_night(dana: Coach, ana: Teacher, ben: Teacher, team: object, clock: Clock) -> None:
    """A steward works late; the teachers hear of it in the morning."""
    clock.passes("2026-09-14 21:30")
    dana.imports(ROSTER, "roster.csv")
    dana.clicks("Say who is who")
    dana.teacher.submits(**dict(zip(dana.menus(), (ana.id, ben.id), strict=True)))
    dana.waits()
    seen = len(ana.sees)

    clock.passes("2026-09-15 07:00")

    assert clock.now == at("2026-09-15 07:00")
    assert "Is this who you teach?" in "".join(ana.sees[seen:])


def test_co_teachers_share_a_class(dana: Coach, stage: Stage) -> None:
    """Two teachers on the same class and nothing said: each has half of every student."""
    both = roster(("5A", "Ana Ruiz", 12)) + roster(("5A", "Ben Cho", 12)).removeprefix(ROSTER_HEADER.encode())
    dana.imports(both, "roster.csv")

    table = pd.read_parquet(on_disk(stage)[0])

    assert sorted(table["share"].unique()) == [0.5]
    assert table.groupby("student")["share"].sum().eq(1).all()


def test_a_crosswalk_is_kept_with_all_ids_hidden(dana: Coach, stage: Stage) -> None:
    """It links the ids of one student in several systems."""
    dana.imports(b"Local Student ID,State Student ID\n0001,S9001\n0002,S9002\n", "crosswalk.csv")

    assert "The id crosswalk of crosswalk.csv is in: 2 students." in dana.last
    (path,) = on_disk(stage)
    assert path.parent.name == "crosswalks"
    assert b"S9001" not in path.read_bytes()


def test_the_roster_belongs_to_its_workspace(asking: Coach, stage: Stage) -> None:
    """Another workspace's session sees no teacher of this one."""
    with stage.play.brightcycle.deps.db.everywhere() as session:
        assert session.query(Workspace).count() == 1
    with stage.play.brightcycle.deps.db.begin(2) as session:
        assert session.execute(CONFIRMED).all() == []


@pytest.mark.parametrize(
    ("content", "name"),
    [(files.ONEROSTER, "oneroster.zip"), (files.CLASS_ASSIGNMENTS, "ClassAssignments.csv"), (files.ROSTER, "five.csv")],
    ids=["OneRoster", "NWEA", "five columns"],
)
def test_every_kind_of_roster_is_taken_in(content: bytes, name: str, dana: Coach, stage: Stage) -> None:
    """From the SIS, from NWEA, by hand: all end in one table of hashes and shares, and in teachers to ask."""
    dana.imports(content, name)

    assert f"The roster of {name} is in: " in dana.last
    (path,) = on_disk(stage)
    table = pd.read_parquet(path)
    assert table["student"].astype(str).str.fullmatch("[0-9a-f]{32}").all()
    assert table["share"].between(0, 1, inclusive="right").all()
    with stage.play.brightcycle.deps.db.begin(1) as session:
        told = rosters.of_steward(session, dana.teacher.id)
    assert {each["name"] for each in told} == set(table["teacher_name"].astype(str))


def test_scores_that_bring_their_roster_bring_it_in(dana: Coach, stage: Stage) -> None:
    """NWEA's ZIP holds results and class assignments: one import, scores and roster under the same hashes."""
    dana.imports(files.CDF, "CDF.zip")

    assert sorted(path.parent.name for path in on_disk(stage)) == ["1", "rosters"]
    assert "This file says who teaches whom." in "".join(dana.teacher.sees)
    listed, scored = (pd.read_parquet(path) for path in sorted(on_disk(stage), reverse=True))
    assert set(scored["student"].astype(str)) & set(listed["student"].astype(str))


def test_a_real_roster_beats_the_teacher_column(dana: Coach, stage: Stage) -> None:
    """Once the school has its own roster, the one that came with the scores is no longer read."""
    dana.imports(files.CDF, "CDF.zip")
    dana.imports(ROSTER, "roster.csv")
    deps = stage.play.brightcycle.deps

    with deps.db.begin(1) as session:
        (path,) = stored_files.files(session, deps.scores_at, "roster")
        names = {each["name"] for each in rosters.of_steward(session, dana.teacher.id)}

    assert len(pd.read_parquet(path)) == 52
    assert names == {"Ana Ruiz", "Ben Cho"}
