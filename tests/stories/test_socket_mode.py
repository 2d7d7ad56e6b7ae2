"""With an app token nobody needs a public address: the bot calls Slack, and everything comes down that connection."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.playground.world.sockets import Sockets
from bot.playground.world.state import Channel
from tests.beginnings import Beginnings
from tests.fixtures import QUESTION, TEAM
from tests.people import Clock, Loop, Slack, Stage, Teacher

APP_TOKEN = "xapp-1-A0BRIGHT-1-playground"


@pytest.fixture
def beginnings(loop: Loop, empty_database: Path, tmp_path: Path) -> Iterator[Beginnings]:
    """A simulation that has called Slack; its own address leads nowhere."""
    shutil.copy(empty_database, tmp_path / "bot.db")
    opened = Stage.opened(loop, tmp_path, app_token=APP_TOKEN)
    opened.play.slack.app_url = "http://127.0.0.1:9"
    loop.run(opened.play.slack.world.sockets.until_open())
    yield Beginnings(opened)
    refused = opened.play.slack.refused
    opened.close()
    assert refused == []


@pytest.fixture
def sockets(stage: Stage) -> Sockets:
    """The connections that the bot holds open."""
    return stage.play.slack.world.sockets


def test_a_conversation_comes_down_the_socket(cycle: Channel, ben: Teacher, clock: Clock, slack: Slack) -> None:
    """Commands, forms with their complaints, buttons: all as over HTTP."""
    assert slack.said_in("#grade-5") == [f"New cycle for Grade 5 Math: {QUESTION}"]
    clock.passes(until="2026-09-15 08:00")
    ben.clicks("Write a reflection")
    assert ben.submits(text=" ")["text"]
    assert ben.submits(text="So many were lost.") == {}
    assert {ack.status for ack in slack.stage.play.slack.acks} == {200}


def test_a_connection_that_slack_closes_is_opened_anew(ana: Teacher, sockets: Sockets, slack: Slack) -> None:
    """Slack does so every few hours; the address of old is good for nothing."""
    ana.types("/cycle start")
    slack.does(sockets.disconnect())
    slack.does(sockets.until_open())
    assert ana.submits(**TEAM, members=[ana.id]) == {}
    assert ana.screen.title == "Start a cycle"


def test_a_token_that_slack_refuses_stops_nothing_else(loop: Loop, empty_database: Path, tmp_path: Path) -> None:
    """It is logged with a hint and tried again; what comes over HTTP is answered meanwhile."""
    shutil.copy(empty_database, tmp_path / "bot.db")
    stage = Stage.opened(loop, tmp_path, app_token="xapp-1-of-another-app")
    slack = Slack(stage)
    kim = slack.teacher("Kim Park", slack.channel("grade-6"))
    kim.types("/cycle")
    assert "No team lives in this channel yet." in kim.last
    assert {(call.method, call.error) for call in slack.refused} == {("apps.connections.open", "invalid_auth")}
    stage.close()
