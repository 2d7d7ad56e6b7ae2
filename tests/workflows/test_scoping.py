"""A session sees and writes the rows of its own workspace, whichever way it asks."""

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import aliased, joinedload, selectinload

from tests.people import T0
from tests.workflows.conftest import a_team
from workflows import cycles, teams
from workflows.store.engine import Database
from workflows.store.posts import Lane, Post
from workflows.store.tables import Cycle, DayOff, School, Teacher, Team


@pytest.fixture
def theirs(db: Database, here: int, elsewhere: int) -> Team:
    """A team with a cycle in the other workspace."""
    team = a_team(db, elsewhere, "C9")
    start(db, elsewhere, "C9")
    return team


def start(db: Database, workspace: int, channel: str) -> Cycle:
    """Start a cycle in a channel."""
    form = cycles.StartCycle(channel, "I wonder…", 5, T0.date())
    with db.begin(workspace) as session:
        return cycles.start(session, form, by="U1", now=T0)


def test_select_sees_nothing_of_theirs(db: Database, here: int, theirs: Team) -> None:
    """Whole rows, single columns, counts, joins and aliases."""
    other = aliased(Team)
    with db.begin(here) as session:
        assert session.scalars(select(Team)).all() == []
        assert session.scalars(select(Team.id)).all() == []
        assert session.scalar(select(func.count()).select_from(Team)) == 0
        assert session.scalar(select(func.count(Team.id))) == 0
        assert session.scalars(select(other)).all() == []
        assert session.execute(select(Cycle.id, Team.name).join(Team)).all() == []
        assert session.execute(select(School).join(Team, Team.school_id == School.id)).all() == []
        assert session.scalar(select(Team.id).where(Team.id == theirs.id)) is None
        assert (
            session.scalars(select(Team).where(select(Cycle.id).where(Cycle.team_id == Team.id).exists())).all() == []
        )


def test_subqueries_see_nothing_of_theirs(db: Database, here: int, theirs: Team) -> None:
    """Our own team is not found by their cycle."""
    ours = a_team(db, here)
    with db.begin(here) as session:
        running = select(Cycle.team_id).where(Cycle.stage == "running")
        assert session.scalars(select(Team.id).where(Team.id.in_(running))).all() == []
        assert session.scalar(select(select(func.count(Cycle.id)).scalar_subquery())) == 0
        assert session.scalars(select(Team.id)).all() == [ours.id]


def test_get_finds_nothing_of_theirs(db: Database, here: int, theirs: Team) -> None:
    """With and without a lock."""
    with db.begin(here) as session:
        assert session.get(Team, theirs.id) is None
        assert session.get(Team, theirs.id, with_for_update=True) is None
        assert session.get(Cycle, 1) is None
        assert session.get(Post, 1) is None


def test_a_row_of_our_own_can_be_read_anew(db: Database, here: int) -> None:
    """With the rows that were read along with it."""
    ours = a_team(db, here)
    with db.begin(here) as session:
        team = session.scalars(select(Team).options(joinedload(Team.school))).one()
        session.refresh(team)
        assert (team.name, team.school.id) == (ours.name, ours.school_id)


def test_update_and_delete_touch_nothing_of_theirs(db: Database, here: int, elsewhere: int, theirs: Team) -> None:
    """Statements without a condition of their own included."""
    with db.begin(here) as session:
        for changed in (
            update(Team).values(name="Ours now"),
            update(Post).values(state="cancelled"),
            update(Cycle).where(Cycle.id == 1).values(stage="cancelled"),
            delete(DayOff),
            delete(Post).where(Post.id > 0),
            delete(Team).where(Team.id == theirs.id),
        ):
            session.execute(changed)
    with db.begin(elsewhere) as session:
        assert session.scalars(select(Team.name)).all() == ["Grade 5"]
        assert session.scalars(select(Cycle.stage)).all() == ["running"]
        assert set(session.scalars(select(Post.state))) == {"planned"}
        assert session.scalar(select(func.count(DayOff.id))) == 1


def test_relationships_lead_to_nothing_of_theirs(db: Database, here: int, elsewhere: int, theirs: Team) -> None:
    """Even a row of ours that came to point at theirs leads nowhere: lazily, eagerly and by a join."""
    ours = a_team(db, here)
    start(db, here, "C1")
    with db.everywhere() as session:
        their_school = session.scalars(select(School.id).where(School.workspace_id == elsewhere)).one()
        session.execute(update(Team).where(Team.id == ours.id).values(school_id=their_school))
    with db.begin(here) as session:
        team = session.get_one(Team, ours.id)
        assert team.school is None
        session.expire(team, ["school"])
        assert team.school is None
    with db.begin(here) as session:
        team = session.scalars(select(Team).options(selectinload(Team.school))).one()
        assert team.school is None
        cycle = session.scalars(select(Cycle)).one()
        assert cycle.team.id == ours.id
        assert {member.slack_id for member in cycle.team.members} == {"U1", "U2"}
    with db.begin(here) as session:
        stray = Cycle(
            team_id=theirs.id, question="?", weeks=4, starts_on=T0.date(), stage="closed", started_by="U1",
            created_at=T0,
        )  # fmt: skip
        session.add(stray)
        session.flush()
        assert stray.team is None


def test_nothing_of_theirs_can_be_changed_or_written(db: Database, here: int, elsewhere: int, theirs: Team) -> None:
    """A row loaded elsewhere doesn't pass through our session."""
    with pytest.raises(PermissionError), db.begin(here) as session:
        _rename(session.merge(theirs, load=False))
    with pytest.raises(PermissionError), db.begin(here) as session:
        session.add(Teacher(slack_id="U3", workspace_id=elsewhere))
    with pytest.raises(PermissionError), db.begin(here) as session:
        session.delete(session.merge(theirs, load=False))
    with db.begin(elsewhere) as session:
        assert session.scalars(select(Team.name)).all() == ["Grade 5"]
        assert session.scalar(select(func.count(Teacher.id))) == 2


def test_what_is_new_is_ours(db: Database, here: int, elsewhere: int) -> None:
    """Two workspaces may use the same ids of Slack's."""
    for workspace in (here, elsewhere):
        a_team(db, workspace)
        start(db, workspace, "C1")
    for workspace in (here, elsewhere):
        with db.begin(workspace) as session:
            for table in (Team, Teacher, School, DayOff, Cycle, Post, Lane):
                assert set(session.scalars(select(table.workspace_id))) == {workspace}
            assert teams.teacher(session, "U1") is not None
            assert session.scalar(select(func.count(Teacher.id))) == 2


def test_sessions_of_two_workspaces_take_turns(db: Database, here: int, elsewhere: int) -> None:
    """A compiled statement is remembered; whose rows it asks for is not."""
    first, second = a_team(db, here), a_team(db, elsewhere)
    for _ in range(3):
        for workspace, team in ((here, first), (elsewhere, second)):
            with db.begin(workspace) as session:
                assert session.scalars(select(Team.id)).all() == [team.id]
                assert session.get_one(Team, team.id).id == team.id


def _rename(team: Team) -> None:
    team.name = "Ours now"
