"""The stage every story plays on: a fresh database, a fresh Slack, and T0 on the clock."""

import gc
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import hypothesis
import pytest
import structlog

from bot.migrating import migrate
from bot.playground.world.state import Channel
from tests.beginnings import Beginnings, Kept
from tests.coach import ROSTER, Coach
from tests.people import Clock, Loop, Slack, Stage, Teacher
from tests.postgres import postgres, postgres_url
from workflows.store.engine import open_engine

__all__ = ["postgres", "postgres_url"]  # fixtures, for whoever asks for a real PostgreSQL

DAYS_OFF = "2026-10-12 Indigenous Peoples' Day\n2026-11-11 Veterans Day\n2026-11-25 to 2026-11-27 Thanksgiving"
TEAM = {
    "name": "Grade 5 Math", "school": "Lakeside", "grade": "5", "subject": "Math", "weekday": "Tuesday", "at": "08:15",
    "days_off": DAYS_OFF,
}  # fmt: skip
QUESTION = "I wonder how exit tickets…"


def pytest_configure() -> None:
    """An example takes as long as it takes: on a busy machine a fifth of a second is no promise."""
    hypothesis.settings.register_profile("patient", deadline=None)
    hypothesis.settings.load_profile("patient")


@pytest.fixture(scope="session", autouse=True)
def _imports_stay() -> None:
    """What the imports made stays for good and needn't be looked through again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _short_logs() -> None:
    """Plain tracebacks: by default structlog prints every local variable, everything that is wired included.

    For each test, because a command that one of them runs sets logs up its own way.
    """
    structlog.reset_defaults()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ]
    )


@pytest.fixture(scope="session")
def loop() -> Iterator[Loop]:
    """The thread in which product and Slack run."""
    running = Loop()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to start from; migrating anew would take longer than most stories."""
    path = tmp_path_factory.mktemp("empty") / "bot.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def kept() -> Kept:
    """What the stories' beginnings left, to go on from."""
    return {}


@pytest.fixture
def beginnings(loop: Loop, empty_database: Path, tmp_path: Path, kept: Kept) -> Iterator[Beginnings]:
    """A simulation of this story's own, before anything has happened; nothing may be left that Slack would refuse."""
    shutil.copy(empty_database, tmp_path / "bot.db")
    stage = Stage.opened(loop, tmp_path)
    yield Beginnings(stage, kept)
    refused = stage.play.slack.refused
    stage.close()
    assert refused == []


@pytest.fixture
def stage(beginnings: Beginnings) -> Stage:
    """The stage of that simulation."""
    return beginnings.stage


@pytest.fixture
def slack(stage: Stage) -> Slack:
    """The stand-in Slack."""
    return Slack(stage)


@pytest.fixture
def clock(stage: Stage) -> Clock:
    """The clock, at T0."""
    return Clock(stage)


@pytest.fixture
def grade_5(slack: Slack) -> Channel:
    """The team's channel, with the bot in it."""
    return slack.channel("grade-5")


@pytest.fixture
def ana(slack: Slack, grade_5: Channel) -> Teacher:
    """The facilitator."""
    return slack.teacher("Ana Ruiz", grade_5)


@pytest.fixture
def ben(slack: Slack, grade_5: Channel) -> Teacher:
    """A teacher of the team."""
    return slack.teacher("Ben Cho", grade_5)


@pytest.fixture
def leaders(slack: Slack) -> Channel:
    """The leadership team's channel."""
    return slack.channel("leaders")


@pytest.fixture
def dana(beginnings: Beginnings, slack: Slack) -> Coach:
    """The data coach, who leads a school's team and keeps its rosters."""
    return beginnings.played_once("a leadership team", partial(Coach.at, slack))


@pytest.fixture
def leads(beginnings: Beginnings, slack: Slack, leaders: Channel) -> Callable[..., Teacher]:
    """Has Dana set the digest of a school up, for Fridays at one unless told otherwise; gives her."""

    def set_up(**setup: str) -> Teacher:
        return beginnings.played_once(f"a digest {setup}", partial(Coach.at, slack, channel=leaders, **setup)).teacher

    return set_up


@pytest.fixture
def team(beginnings: Beginnings, ana: Teacher, ben: Teacher) -> Channel:
    """A team that has been set up; its cycle's modal was closed. Gives its channel."""
    return beginnings.played_once("a team", partial(_set_up, ana, ben))


@pytest.fixture
def cycle(beginnings: Beginnings, ana: Teacher, team: Channel) -> Channel:
    """A team in its five-week cycle, started on T0. Gives its channel."""
    beginnings.played_once("a cycle", partial(_start, ana))
    return team


@pytest.fixture
def asking(beginnings: Beginnings, dana: Coach, ana: Teacher, ben: Teacher, team: Channel) -> Coach:
    """The coach has uploaded a roster and said who is who: Ana and Ben are asked to confirm their parts."""
    beginnings.played_once("a roster", partial(_say_who_is_who, dana, ana, ben))
    return dana


def _set_up(ana: Teacher, ben: Teacher) -> Channel:
    ana.types("/cycle start")
    assert ana.submits(**TEAM, members=[ana.id, ben.id]) == {}
    ana.closes()
    return ana.home


def _start(ana: Teacher) -> None:
    ana.types("/cycle start")
    assert ana.submits(question=QUESTION, weeks="5", starts_on="2026-09-14") == {}


def _say_who_is_who(dana: Coach, ana: Teacher, ben: Teacher) -> None:
    dana.imports(ROSTER, "roster.csv")
    dana.clicks("Say who is who")
    assert dana.teacher.submits(**dict(zip(dana.menus(), (ana.id, ben.id), strict=True))) == {}
    dana.waits()
