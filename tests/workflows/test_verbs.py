"""What the verbs keep, on real databases: nothing twice, nothing in the clear, nothing half."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text

from bot.template_loader import load_library
from tests.people import T0, at
from tests.workflows.conftest import VAULT, a_team
from workflows import commitments, cycles, meetings, posts, privacy, reflections, teams
from workflows.cycles.stages import Move
from workflows.refusal import Refusal
from workflows.store.base import Base
from workflows.store.engine import Database
from workflows.store.posts import Post
from workflows.store.tables import Commitment, Cycle, Meeting, Reflection, School, Teacher, Workspace
from workflows.teams import setup

TUESDAY = date(2026, 9, 15)
FORM = cycles.StartCycle("C1", "I wonder…", 5, T0.date())
PROTOCOLS = load_library().protocols


@pytest.fixture
def cycle(db: Database, here: int) -> Cycle:
    """A running cycle of a team of U1 and U2."""
    a_team(db, here)
    with db.begin(here) as session:
        return cycles.start(session, FORM, by="U1", now=T0)


def test_planning_again_plans_nothing_new(db: Database, here: int, cycle: Cycle) -> None:
    """The heartbeat may plan as often as it likes, from as many processes as it likes."""
    before = planned(db, here)
    for _ in range(3):
        with db.begin(here) as session:
            cycles.extend(session, [cycle.id], T0 + timedelta(minutes=10))
    assert planned(db, here) == before
    assert [key for key, _ in before] == [
        f"cycle:{cycle.id}:started", f"cycle:{cycle.id}:prompt:2026-09-15", f"cycle:{cycle.id}:analyze:2026-09-18",
        f"cycle:{cycle.id}:prompt:2026-09-22", f"cycle:{cycle.id}:design:2026-09-25",
    ]  # fmt: skip


def test_keys_are_local_dates_and_instants_are_utc(db: Database, here: int, cycle: Cycle) -> None:
    """07:45 on the wall is 11:45 UTC in summer and 12:45 in winter."""
    with db.begin(here) as session:
        cycles.extend(session, [cycle.id], at("2026-10-12 08:00"))
        due = dict(session.execute(select(Post.key, Post.due_at)).all())
    assert due[f"cycle:{cycle.id}:prompt:2026-10-13"].isoformat() == "2026-10-13T11:45:00+00:00"


def test_two_who_start_at_once(db: Database, here: int) -> None:
    """One cycle; the other hears why not, whichever database decides."""
    a_team(db, here)

    def start(_number: int) -> str:
        try:
            with db.begin(here) as session:
                cycles.start(session, FORM, by="U1", now=T0)
        except Refusal as refusal:
            return str(refusal)
        return "started"

    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(start, range(4)))
    assert said == ["Your team already has a cycle running. Close it first."] * 3 + ["started"]
    with db.begin(here) as session:
        assert session.scalar(select(func.count(Cycle.id))) == 1


def test_a_request_delivered_to_two_processes_is_answered_once(db: Database, here: int) -> None:
    """The inbox decides, also when both come at the same moment."""

    def answer(_number: int) -> bool:
        with db.begin(here) as session:
            return posts.answer_once(session, "form:V1", now=T0)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(answer, range(4))) == [False, False, False, True]


def test_two_requests_of_somebody_new(db: Database, here: int) -> None:
    """A person is met once."""

    def meet(_number: int) -> int:
        with db.begin(here) as session:
            return teams.remember(session, "U7", zone="America/New_York", language="en").id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(meet, range(4)))) == 1
    with db.begin(here) as session:
        assert session.scalar(select(func.count(Teacher.id))) == 1


def test_a_pause_holds_and_resuming_revives(db: Database, here: int, cycle: Cycle) -> None:
    """Exactly what was held comes back; what was never planned doesn't."""
    before = planned(db, here)
    for move in (Move.PAUSE, Move.RESUME):
        with db.begin(here) as session:
            cycles.make(session, cycle.id, move, by="U2", now=T0)
    assert [each for each in planned(db, here) if ":running:" not in each[0] and ":paused:" not in each[0]] == before


@pytest.mark.parametrize("by", ["U9", "", "U1 "])
def test_only_the_team_moves_its_cycle(db: Database, here: int, cycle: Cycle, by: str) -> None:
    """Whoever neither belongs to it nor started it is refused."""
    with pytest.raises(Refusal, match="This is for members of Grade 5"), db.begin(here) as session:
        cycles.make(session, cycle.id, Move.CLOSE, by=by, now=T0)


def test_a_refused_team_leaves_no_school_behind(db: Database, here: int) -> None:
    """All or nothing: the days off are read before anything is kept."""
    form = setup.SetUpTeam("C1", "en", "Five", "Lakeside", "5", "Math", ["U1"], "UTC", 1, time(8), "some day")
    with pytest.raises(Refusal, match="I can't read"), db.begin(here) as session:
        setup.set_up(session, form, by="U1", now=T0)
    with db.begin(here) as session:
        assert session.scalar(select(func.count(School.id))) == 0


def test_words_are_sealed_at_rest(db: Database, here: int, cycle: Cycle) -> None:
    """Whoever reads the database reads neither a reflection nor a commitment, nor who wrote anonymously."""
    written = reflections.WriteReflection(cycle.id, TUESDAY, "I was afraid.", "anonymous")
    promise = commitments.MakeCommitment("C1", "Ask for help.", date(2026, 9, 17))
    with db.begin(here) as session:
        reflections.write(session, written, by="U1", now=T0)
        commitments.make(session, promise, by="U1", now=T0)
    rows = everything(db)
    assert "afraid" not in rows
    assert "Ask for help" not in rows
    with db.begin(here) as session:
        reflection = session.scalars(select(Reflection)).one()
        assert VAULT.open(reflection.text_sealed) == "I was afraid."
        assert reflection.teacher_id is None
        assert "U1" not in reflection.author_mark


def test_an_unsigned_answer_is_found_again_by_its_code_only(db: Database, here: int, cycle: Cycle) -> None:
    """Not by whoever reads the database with its secret, nor by us: no row tells a person or a minute."""
    form = reflections.WriteReflection(cycle.id, TUESDAY, "First.", "anonymous")
    with db.begin(here) as session:
        code = reflections.write(session, form, by="U1", now=T0)
    with db.begin(here) as session:
        assert reflections.asked(session, cycle.id, TUESDAY, by="U1", now=T0).answer == ""
        again = replace(form, text="Second.", code=code.lower().replace("-", " "))
        assert reflections.write(session, again, by="U2", now=T0) == ""
    with db.begin(here) as session:
        row = session.scalars(select(Reflection)).one()
        workspace = session.scalars(select(Workspace)).one()
        marks = {VAULT.mark(workspace.pupil_key_sealed, "reflection", cycle.id, TUESDAY, by) for by in ("U1", "U2")}
        assert (VAULT.open(row.text_sealed), row.teacher_id) == ("Second.", None)
        assert row.author_mark not in marks
        assert row.written_at < T0 + timedelta(days=1)
        assert row.written_at.second == 0
    with pytest.raises(Refusal, match="has this code"), db.begin(here) as session:
        reflections.write(session, replace(form, code="AAAAA-AAAAA"), by="U1", now=T0)


@pytest.mark.parametrize("on", [date(2026, 9, 16), date(2026, 9, 29), date(2026, 12, 1)])
def test_only_what_was_asked_is_answered(db: Database, here: int, cycle: Cycle, on: date) -> None:
    """Another day of the same week, a question not planned yet, a day after the cycle."""
    form = reflections.WriteReflection(cycle.id, on, "Words.", "named")
    with pytest.raises(Refusal, match="doesn't belong"), db.begin(here) as session:
        reflections.write(session, form, by="U1", now=T0)


def test_a_meeting_called_off_gives_its_hour_back(db: Database, here: int, cycle: Cycle) -> None:
    """What it would have said is taken back; the same hour can be planned again, and only once."""
    form = meetings.ScheduleMeeting("C1", "examining_data", TUESDAY, time(8, 15), 70, "U1")
    with db.begin(here) as session:
        (first,) = meetings.schedule(session, form, PROTOCOLS, by="U1", now=T0)
    with db.begin(here) as session:
        meetings.cancel(session, first.id, by="U2", now=T0)
    assert [key for key, _ in planned(db, here) if "reminder" in key or "late" in key] == []
    with db.begin(here) as session:
        meetings.schedule(session, form, PROTOCOLS, by="U1", now=T0)
        assert session.scalar(select(func.count(Meeting.id)).where(Meeting.cancelled_at.is_(None))) == 1
    with pytest.raises(Refusal, match="already meets"), db.begin(here) as session:
        meetings.schedule(session, form, PROTOCOLS, by="U1", now=T0)


def test_a_check_in_takes_the_asking_back(db: Database, here: int, cycle: Cycle) -> None:
    """Reminder, question and two follow-ups are planned; an answer leaves none."""
    with db.begin(here) as session:
        promise = commitments.MakeCommitment("C1", "Ask.", date(2026, 9, 17))
        made = commitments.make(session, promise, by="U2", now=T0)
    assert len([key for key, _ in planned(db, here) if key.startswith("commitment")]) == 4
    with db.begin(here) as session:
        commitments.check_in(session, made.id, "stuck", by="U2", now=T0)
        assert session.scalars(select(Commitment.state)).one() == "stuck"
    assert not [key for key, _ in planned(db, here) if key.startswith("commitment")]


def test_purging_a_workspace_leaves_nothing_of_it(db: Database, here: int, elsewhere: int, cycle: Cycle) -> None:
    """Every table but the audit log, which holds the certificate; the other workspace keeps its own."""
    a_team(db, elsewhere, "C2")
    with db.begin(here) as session:
        privacy.forget_workspace(session, by="U1", now=T0)
    with db.engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            if "workspace_id" in table.c and table.name != "audit_entry":
                assert set(connection.scalars(select(table.c.workspace_id))) <= {elsewhere}, table.name
        assert connection.scalar(text("SELECT count(*) FROM membership")) == 2


def planned(db: Database, workspace: int) -> list[tuple[str, Any]]:
    """Keys and times of what is planned, in order."""
    with db.begin(workspace) as session:
        found = select(Post.key, Post.due_at).where(Post.state == "planned").order_by(Post.due_at, Post.id)
        return [(key, due_at) for key, due_at in session.execute(found)]


def everything(db: Database) -> str:
    """All rows of all tables as one text."""
    with db.engine.begin() as connection:
        return "\n".join(
            str(tuple(row)) for table in Base.metadata.sorted_tables for row in connection.execute(select(table))
        )
