"""Planning ahead costs what changes, is shared between workers, and waits for nobody's trouble."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import event, func, select, update

from bot.planning import plan_what_is_due
from tests.people import T0, at
from tests.workflows.conftest import a_team, installed
from workflows import cycles, workspaces
from workflows.cycles.stages import Move
from workflows.posts import horizons
from workflows.store.engine import Database
from workflows.store.horizons import Horizon
from workflows.store.posts import Post
from workflows.store.tables import Team

WEEK = timedelta(days=7)


def a_cycle(db: Database, workspace: int, channel: str) -> int:
    """A running cycle of a team in a channel."""
    a_team(db, workspace, channel)
    form = cycles.StartCycle(channel, "I wonder…", 5, T0.date())
    with db.begin(workspace) as session:
        return cycles.start(session, form, by="U1", now=T0).id


def posts_of(db: Database, cycle: int) -> list[str]:
    """The keys of what a cycle says, in order."""
    with db.everywhere() as session:
        return list(session.scalars(select(Post.key).where(Post.about == f"cycle:{cycle}").order_by(Post.due_at)))


def due(db: Database) -> dict[int, datetime]:
    """Which cycles will be asked again, and when."""
    with db.everywhere() as session:
        return {row.row_id: row.due_at for row in session.scalars(select(Horizon))}


@contextmanager
def statements(db: Database) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def test_a_cycle_is_planned_week_by_week_until_its_end(db: Database, here: int) -> None:
    """The last days ask for nothing more."""
    cycle = a_cycle(db, here, "C1")
    assert due(db) == {cycle: T0 + WEEK}
    assert plan_what_is_due(db, T0 + WEEK - timedelta(seconds=1)) == 0

    now = T0
    while due(db):
        now += WEEK
        assert plan_what_is_due(db, now) == 1
    assert f"cycle:{cycle}:closing:2026-10-16" in posts_of(db, cycle)
    assert now < at("2026-10-12 08:00")


def test_nothing_to_do_is_one_question_whatever_there_is(db: Database, here: int) -> None:
    for number in range(5):
        a_cycle(db, here, f"C{number}")
    with statements(db) as seen:
        assert plan_what_is_due(db, T0) == 0
    assert len([each for each in seen if not each.startswith("BEGIN")]) == 1


def test_cycles_of_many_workspaces_are_planned_together_as_each_would_be_alone(db: Database, here: int) -> None:
    """As many statements for twelve as for one."""
    elsewhere = [installed(db, f"T{number}") for number in range(2, 6)]
    ids = [a_cycle(db, workspace, f"C{number}") for workspace in (here, *elsewhere) for number in range(3)]
    with statements(db) as seen:
        assert plan_what_is_due(db, T0 + WEEK) == 15
    assert len(seen) <= 14
    keys = {tuple(key.split(":", 2)[2] for key in posts_of(db, cycle)) for cycle in ids}
    assert len(keys) == 1
    assert len(next(iter(keys))) == 6


def test_workers_share_what_is_due_and_none_repeats_it(db: Database, here: int) -> None:
    for number in range(30):
        a_cycle(db, here, f"C{number}")
    with ThreadPoolExecutor(4) as pool:
        asked = list(pool.map(lambda _worker: plan_what_is_due(db, T0 + WEEK), range(4)))
    assert sum(asked) == 30
    assert set(due(db).values()) == {T0 + 2 * WEEK}


def test_one_that_cannot_be_planned_holds_up_nobody_and_is_tried_again_tomorrow(db: Database, here: int) -> None:
    broken, well = a_cycle(db, here, "C1"), a_cycle(db, here, "C2")
    with db.everywhere() as session:
        session.execute(update(Team).where(Team.channel == "C1").values(zone="Nowhere/At_all"))
    assert plan_what_is_due(db, T0 + WEEK) == 2
    assert due(db) == {broken: T0 + WEEK + timedelta(days=1), well: T0 + 2 * WEEK}


def test_a_paused_cycle_is_forgotten_and_asked_again_when_it_goes_on(db: Database, here: int) -> None:
    cycle = a_cycle(db, here, "C1")
    with db.begin(here) as session:
        cycles.make(session, cycle, Move.PAUSE, by="U1", now=T0)
    plan_what_is_due(db, T0 + WEEK)
    assert due(db) == {}
    with db.begin(here) as session:
        cycles.make(session, cycle, Move.RESUME, by="U1", now=T0 + WEEK)
    assert due(db) == {cycle: T0 + 2 * WEEK}


def test_a_workspace_that_has_removed_us_is_planned_when_it_is_back(db: Database, here: int) -> None:
    cycle = a_cycle(db, here, "C1")
    with db.begin(here) as session:
        workspaces.stop(session, why="token_revoked", now=T0)
    before = posts_of(db, cycle)
    plan_what_is_due(db, T0 + WEEK)
    assert posts_of(db, cycle) == before
    told = workspaces.Installation("T1", "Lakeside", "UBOT", "xoxb-anew", [])
    with db.everywhere() as session:
        workspaces.install(session, told, now=T0 + WEEK)
        assert session.scalar(select(func.count()).where(Horizon.due_at == horizons.AT_ONCE)) == 1
    plan_what_is_due(db, T0 + WEEK)
    assert len(posts_of(db, cycle)) > len(before)
