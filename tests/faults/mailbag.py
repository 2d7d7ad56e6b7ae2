"""A bag full of due posts with everything they need to be written, and the count of what became of them."""

import secrets
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import cast

from sqlalchemy import Engine, Table, func, insert, select

from bot.migrating import migrate
from tests.faults.arena import SECRET_KEY, Json, Slack
from workflows import workspaces
from workflows.store.engine import Database, open_engine
from workflows.store.posts import Lane, Post, State
from workflows.store.tables import Cycle, School, Team
from workflows.store.vault import Vault

LONG_AGO = datetime(2020, 9, 14, 12, tzinfo=UTC)  # a Monday
WEEKS = 5


@dataclass(frozen=True)
class Size:
    """How much mail: each workspace has so many channels, each channel so many posts."""

    workspaces: int
    channels: int
    posts: int

    @property
    def total(self) -> int:
        """All posts together."""
        return self.workspaces * self.channels * self.posts


@dataclass(frozen=True)
class Count:
    """What became of the posts, by the messages that are in Slack."""

    lost: int
    doubled: int
    out_of_order: int
    in_doubt: int


def fill(database_url: str, slack: Slack, size: Size) -> list[Json]:
    """Make an empty database ready and fill it with due weekly prompts; gives the workspaces Slack has made.

    The channels of a workspace share a team's cycle; each post reads it afresh all the same.
    """
    wanted = [
        {"id": f"T{number}", "channels": size.channels, "people": ["Ana Ruiz"]} for number in range(size.workspaces)
    ]
    made = slack.ask("POST", "setup", {"workspaces": wanted})["workspaces"]
    database = Database(database_url, Vault(SECRET_KEY))
    migrate(database.engine)
    for each in made:
        with database.everywhere() as session:
            told = workspaces.Installation(each["id"], each["id"], each["bot"], each["token"], [])
            workspace_id = workspaces.install(session, told, now=LONG_AGO)
        fill_workspace(database, workspace_id, each["channels"], size.posts)
    if database.engine.dialect.name == "postgresql":
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
    database.close()
    return list(made)


def fill_workspace(database: Database, workspace_id: int, channels: Sequence[str], posts: int) -> None:
    """Give a workspace a team with a running cycle, a lane for each channel, and so many due posts in each."""
    with database.begin(workspace_id) as session:
        school = School(name="Lakeside", zone="America/New_York")
        session.add(school)
        session.flush()
        team = Team(
            school_id=school.id, channel=channels[0], name="Grade 5", grade="5", subject="Math",
            zone="America/New_York", meeting_weekday=1, meeting_at=time(8, 15),
        )  # fmt: skip
        session.add(team)
        session.flush()
        cycle = Cycle(
            team_id=team.id, question="Which exit tickets tell us most?", weeks=WEEKS, starts_on=LONG_AGO.date(),
            stage="running", started_by="U0", created_at=LONG_AGO,
        )  # fmt: skip
        lanes = [Lane(channel=each, next_ok_at=LONG_AGO) for each in channels]
        session.add_all([cycle, *lanes])
        session.flush()
        rows = [_post(workspace_id, lane.id, cycle.id, place) for lane in lanes for place in range(posts)]
        if rows:
            session.execute(insert(cast(Table, Post.__table__)), rows)


def _post(workspace_id: int, lane_id: int, cycle_id: int, place: int) -> Json:
    on: date = LONG_AGO.date() + timedelta(weeks=place % WEEKS)
    due_at = LONG_AGO + timedelta(hours=place)
    return {
        "workspace_id": workspace_id, "token": secrets.token_hex(16), "lane_id": lane_id, "kind": "cycle:prompt",
        "key": f"{lane_id}:{place}", "about": f"cycle:{cycle_id}", "facts": {"cycle": cycle_id, "on": on.isoformat()},
        "planned_for": due_at, "due_at": due_at, "state": State.PLANNED, "attempts": 0,
    }  # fmt: skip


def count(database_url: str, slack: Slack) -> Count:
    """Compare the posts with the messages that really are in Slack's channels."""
    engine = open_engine(database_url)
    arrived: dict[str, list[str]] = defaultdict(list)
    for message in slack.messages():
        arrived[message["channel"]].append(message["metadata"]["event_payload"]["id"])
    times = Counter(token for tokens in arrived.values() for token in tokens)
    places = {token: place for place, token in enumerate(_in_order(engine))}
    with engine.connect() as connection:
        doubtful = connection.scalar(select(func.count()).select_from(Post).where(Post.state == State.IN_DOUBT)) or 0
    engine.dispose()
    return Count(
        lost=sum(token not in times for token in places),
        doubled=sum(how_often - 1 for how_often in times.values()),
        out_of_order=sum(_overtaken([places[token] for token in tokens]) for tokens in arrived.values()),
        in_doubt=doubtful,
    )


def _in_order(engine: Engine) -> Iterator[str]:
    with engine.connect() as connection:
        yield from connection.scalars(select(Post.token).order_by(Post.lane_id, Post.due_at, Post.id))


def _overtaken(places: Sequence[int]) -> int:
    """How many arrived after one that should have come later."""
    latest, overtaken = -1, 0
    for place in places:
        overtaken += place < latest
        latest = max(latest, place)
    return overtaken
