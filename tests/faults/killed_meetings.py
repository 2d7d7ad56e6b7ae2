"""Hold one meeting again and again in processes of their own, each killed at every moment at which something is due.

``python -m tests.faults.killed_meetings [steps]`` plays a meeting for each step (1 to 20 unless told otherwise): in the
first, every process dies at its first write or commit, in the second at its second, and so on. After each death the
next process comes when the lease of the dead one is over. Writes one JSON line per meeting: what it lost or doubled.
"""

import asyncio
import gc
import json
import os
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.app import Clients
from bot.clock import HandClock
from bot.migrating import migrate
from bot.template_loader import TEMPLATES, load_library, load_words
from handlers import letters
from handlers.delivery.loop import Delivery
from handlers.delivery.writing import Letters
from handlers.slack import web_client
from handlers.slack.dependencies import Dependencies
from handlers.workers.meetings import MeetingKeeper
from tests.faults.arena import SECRET_KEY, Slack, running_slack
from tests.faults.killed_imports import KILLED, NOBODY, InThisProcess, Steps
from tests.faults.mailbag import LONG_AGO, fill_workspace
from workflows import meetings, people, workspaces
from workflows.meetings import facts, notes, running
from workflows.store import claims
from workflows.store.engine import Database
from workflows.store.meetings import MeetingAct, MeetingNote
from workflows.store.posts import Post, State
from workflows.store.tables import Meeting, Team
from workflows.store.vault import Vault

LEASE = timedelta(seconds=6)
ON, AT, ZONE = date(2026, 9, 15), time(8, 15), ZoneInfo("America/New_York")
STARTS_AT = datetime.combine(ON, AT, ZONE)
PLANNED_AT = STARTS_AT - timedelta(hours=1)
WORKSPACE, WRITER, MOST_MOMENTS = 1, "U1", 200


@dataclass(frozen=True)
class Held:
    """What became of a meeting whose processes were killed at a step."""

    step: int
    deaths: int
    messages: int
    lost: int
    doubled: int
    late_acts: int
    notes_lost: int


@dataclass(frozen=True)
class Room:
    """Where one meeting is held: its database, its Slack, and the file in which kept notes are acknowledged."""

    url: str
    slack: Slack
    kept: Path
    meeting: int

    def opened(self) -> "closing[Database]":
        """The database, for a moment."""
        return closing(Database(self.url, Vault(SECRET_KEY), connections=2))


async def work(room: Room, now: datetime, kill_at: int) -> None:
    """Be a worker at one moment: somebody writes a line, what is due happens, what is due is said."""
    clock, library = HandClock(now), load_library()
    with room.opened() as db, ThreadPoolExecutor(2) as pool:
        async with web_client.open_session(clock.awake_s, f"{room.slack.url}/api/") as session:
            clients = Clients(db, session, f"{room.slack.url}/api/")
            deps = Dependencies(
                db=db, pool=pool, clock=clock, words=load_words(), library=library, client_for=clients,
                in_pandas_process=InThisProcess(), scores_at=room.kept.parent, formats_at=TEMPLATES / "formats",
            )  # fmt: skip
            Steps(kill_at, room.kept.parent / "nowhere").watch(db.engine)
            await deps.in_pool(_write, room, db, now)
            await MeetingKeeper(deps).beat()
            sends = Delivery(
                db, pool, clock, f"worker {os.getpid()}", Letters(db, deps.words, letters(deps)),
                clients.with_sealed, LEASE,
            )  # fmt: skip
            await sends.beat()


def hold(slack: Slack, folder: Path, step: int) -> Held:
    """Hold a meeting to its end, killing the process at each moment."""
    room = _planned(slack, folder, step)
    now, deaths = PLANNED_AT, 0
    for _moment in range(MOST_MOMENTS):
        now = max(now, _next_moment(room, now))
        deaths += _forked(room, now, step) == KILLED
        now += LEASE + timedelta(seconds=1)
        assert _forked(room, now, NOBODY) == 0
        if _is_over(room):
            break
    return _held(room, step, deaths)


def main() -> None:
    """Hold the meetings and write what came of each."""
    steps = [int(each) for each in sys.argv[1:]] or list(range(1, 21))
    with running_slack() as slack, tempfile.TemporaryDirectory() as folder:
        slack.ask("POST", "settings", {"rate": {"enforced": False}})
        asyncio.run(work(_planned(slack, Path(folder), 0), PLANNED_AT, NOBODY))  # so that everything is loaded
        gc.freeze()
        gc.disable()
        for step in steps:
            sys.stdout.write(json.dumps(asdict(hold(slack, Path(folder), step))) + "\n")
            sys.stdout.flush()


def _planned(slack: Slack, folder: Path, step: int) -> Room:
    """A workspace with a team and a meeting that runs by itself."""
    made = slack.ask("POST", "setup", {"workspaces": [{"id": f"T{step}", "channels": 1, "people": ["Ana Ruiz"]}]})
    (each,) = made["workspaces"]
    url = f"sqlite:///{folder / f'meeting_{step}.db'}"
    with closing(Database(url, Vault(SECRET_KEY))) as db:
        migrate(db.engine)
        with db.everywhere() as session:
            told = workspaces.Installation(each["id"], each["id"], each["bot"], each["token"], [])
            assert workspaces.install(session, told, now=LONG_AGO) == WORKSPACE
        fill_workspace(db, WORKSPACE, each["channels"], 0)
        with db.begin(WORKSPACE) as session:
            team = session.scalars(select(Team)).one()
            team.members.append(people.expect(session, WRITER))
            form = meetings.ScheduleMeeting(
                team.channel, "examining_data", ON, AT, 70, WRITER, timekeeper=WRITER, begins="itself"
            )
            (meeting,) = meetings.schedule(session, form, load_library().protocols, by=WRITER, now=PLANNED_AT)
            return Room(url, slack, folder / f"kept_{step}", meeting.id)


def _write(room: Room, db: Database, now: datetime) -> None:
    """Somebody writes a line while the meeting runs; it counts as kept once the database has said so."""
    shipped, line = load_library().protocols, f"{now:%H:%M:%S} {os.getpid() % 9973}"
    with db.begin(WORKSPACE) as session:
        meeting = session.get_one(Meeting, room.meeting)
        if meeting.started_at is None or meeting.ended_at:
            return
        spot = facts.spot(session, room.meeting)
        step = load_library().protocols["examining_data"].step(spot.step)
        assert step is not None
        notes.write(session, spot, {step.captures[0].key: line}, shipped, by=WRITER, now=now)
    with room.kept.open("a") as kept:
        kept.write(f"{line}\n")


def _forked(room: Room, now: datetime, kill_at: int) -> int:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            asyncio.run(work(room, now, kill_at))
            code = 0
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _next_moment(room: Room, now: datetime) -> datetime:
    """When something is said next, or a step's time is up; the edits of each minute wait for that."""
    with room.opened() as db:
        with db.engine.begin() as connection:
            ready_at = claims.next_ready_at(connection)
        with db.begin(WORKSPACE) as session:
            meeting = session.get_one(Meeting, room.meeting)
            standing = running.standing(session, meeting)
            ends_at = standing.position.ends_at if standing else STARTS_AT
    return min([each for each in (ready_at, ends_at) if each is not None and each > now] or [now])


def _is_over(room: Room) -> bool:
    with room.opened() as db, db.begin(WORKSPACE) as session:
        under_way = select(Post.id).where(Post.state.in_((State.PLANNED, State.TAKEN)))
        return session.get_one(Meeting, room.meeting).ended_at is not None and not session.scalars(under_way).all()


def _held(room: Room, step: int, deaths: int) -> Held:
    arrived = Counter(_token(each) for each in room.slack.messages() if each["team"] == f"T{step}")
    with room.opened() as db, db.begin(WORKSPACE) as session:
        posts = session.scalars(select(Post)).all()
        acts = session.scalars(select(MeetingAct).order_by(MeetingAct.number)).all()
        written = {db.vault.open(note.text_sealed) for note in session.scalars(select(MeetingNote))}
    wanted = [post.token for post in posts if post.state != State.CANCELLED]
    kept = room.kept.read_text().splitlines() if room.kept.exists() else []
    return Held(
        step=step, deaths=deaths, messages=len(wanted),
        lost=sum(token not in arrived for token in wanted),
        doubled=sum(times - 1 for times in arrived.values()),
        late_acts=sum(act.at != due_at for act, due_at in zip(acts, _due(), strict=True)),
        notes_lost=len(set(kept) - written),
    )  # fmt: skip


def _due() -> Iterator[datetime]:
    """When each step of the meeting begins, and when it ends: whatever was killed, the acts bear these instants."""
    at = STARTS_AT
    yield at
    for step in load_library().protocols["examining_data"].steps:
        at += timedelta(minutes=step.minutes.least)
        yield at


def _token(message: dict[str, object]) -> object:
    metadata = message.get("metadata")
    return metadata["event_payload"]["id"] if isinstance(metadata, dict) else None


if __name__ == "__main__":
    main()
