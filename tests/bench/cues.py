"""How punctual a meeting's cues are when many meetings run at once: real workers, PostgreSQL, HTTP to a stand-in Slack.

Each meeting is started as a facilitator would start it, one after the other over half a minute: a school's hour does
not strike for everybody at the same second. Its message and its first step follow at once, its cue a minute later; and
every meeting's message is edited each minute. How late a cue is: from when it was due to the message's own timestamp.
"""

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from datetime import time as wall

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import SystemClock
from bot.template_loader import load_library
from tests.bench.drain import LEASE_S
from tests.faults.arena import ROOT, SECRET_KEY, Workers, running_slack, working
from tests.faults.mailbag import Size as Bag
from tests.faults.mailbag import fill
from tests.postgres import running_postgres
from workflows.meetings import running, scripts
from workflows.meetings.agendas import fit, to_rows
from workflows.meetings.protocol_files import read_protocol
from workflows.meetings.protocols import Protocol
from workflows.posts import Kind
from workflows.store.engine import Database
from workflows.store.posts import Lane, Post, State
from workflows.store.tables import Meeting, School, Team
from workflows.store.vault import Vault

SIZES = (10, 1000)
A_WORKSPACE = 50
WORKERS = 2
SPREAD_S, GIVE_UP_AFTER_S = 30.0, 240.0
STARTED_BY = "U1"


def measure() -> dict[str, float]:
    """Seconds by which the 99th of a hundred cues is late, for few meetings and for many."""
    figures: dict[str, float] = {}
    with running_postgres() as postgres:
        for size in SIZES:
            late_s = sorted(_hold(postgres.empty(), size))
            figures[f"cues.p99_late_s_{size}"] = round(late_s[int(len(late_s) * 0.99) - 1], 2)
            figures[f"cues.median_late_s_{size}"] = round(late_s[len(late_s) // 2], 2)
            figures[f"cues.said_{size}"] = float(len(late_s))
    return figures


def _hold(database_url: str, size: int) -> list[float]:
    """Start so many meetings and give by how much each cue was late."""
    workspaces = -(-size // A_WORKSPACE)
    channels = -(-size // workspaces)
    with running_slack() as slack, working(slack, database_url, LEASE_S, ROOT / "build" / "bench.log") as crew:
        fill(database_url, slack, Bag(workspaces, channels, 0))
        database = Database(database_url, Vault(SECRET_KEY))
        planned = [_planned(database, number, channels, size) for number in range(1, workspaces + 1)]
        crew.hire(WORKERS)
        _start_all(database, [each for meetings in planned for each in meetings][:size])
        late_s = _late(database, size, crew)
        database.close()
        return late_s


def _protocol() -> Protocol:
    """Examining data with an opening of two minutes, so that nobody waits four for the first cue."""
    text = load_library().protocols["examining_data"].text
    return read_protocol(text.replace("minutes = 5", "minutes = 2", 1))


def _planned(database: Database, workspace: int, channels: int, size: int) -> Sequence[tuple[int, int]]:
    """A team with a planned meeting in each channel of a workspace."""
    now = SystemClock().now()
    protocol = _protocol()
    with database.begin(workspace) as session:
        school = session.scalars(select(School)).one()
        script = scripts.keep(session, protocol, now=now)
        teams = [session.scalars(select(Team)).one()]
        for number, channel in enumerate(_channels(session)[1:channels], start=2):
            teams.append(_team(school, channel, number))
        session.add_all(teams)
        meetings = [_meeting(each, script.id, protocol, now) for each in teams]
        session.add_all(meetings)
        session.flush()
        return [(workspace, meeting.id) for meeting in meetings]


def _channels(session: Session) -> list[str]:
    return list(session.scalars(select(Lane.channel).order_by(Lane.id)))


def _team(school: School, channel: str, number: int) -> Team:
    return Team(
        school_id=school.id, channel=channel, name=f"Team {number}", grade="5", subject="Math",
        zone="America/New_York", meeting_weekday=1, meeting_at=wall(8, 15),
    )  # fmt: skip


def _meeting(team: Team, script: int, protocol: Protocol, now: datetime) -> Meeting:
    return Meeting(
        school_id=team.school_id, team=team, protocol=protocol.key, script_id=script, minutes=70,
        agenda=to_rows(fit(protocol, 70)[0]), meets_on=(now + timedelta(days=1)).date(),
        meets_at=wall(8, 15),
        roles={"facilitator": STARTED_BY, "timekeeper": STARTED_BY}, created_by=STARTED_BY,
    )  # fmt: skip


def _start_all(database: Database, meetings: Sequence[tuple[int, int]]) -> None:
    """Press Start in each, spread over half a minute."""
    began, shipped, clock = time.monotonic(), load_library().protocols, SystemClock()
    for place, (workspace, meeting_id) in enumerate(meetings):
        time.sleep(max(0.0, began + SPREAD_S * place / len(meetings) - time.monotonic()))
        with database.begin(workspace) as session:
            meeting = session.get_one(Meeting, meeting_id)
            running.begin(session, meeting, shipped, by=STARTED_BY, at=clock.now(), now=clock.now())


def _late(database: Database, size: int, crew: Workers) -> list[float]:
    """Wait until every meeting has had its cue, and give how late each was."""
    until = time.monotonic() + GIVE_UP_AFTER_S
    while time.monotonic() < until:
        assert all(each.poll() is None for each in crew.running), "a worker gave up; see build/bench.log"
        with database.everywhere() as session:
            cues = select(Post.ts, Post.due_at).where(Post.kind == Kind.MEETING_CUE, Post.key.contains(":minute:"))
            said = session.execute(cues.where(Post.state == State.SENT)).all()
        if len(said) >= size:
            break
        time.sleep(1)
    assert len(said) >= size, f"only {len(said)} of {size} cues were said"
    return [(datetime.fromtimestamp(float(str(ts)), UTC) - due_at) / timedelta(seconds=1) for ts, due_at in said]
