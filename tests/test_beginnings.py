"""A story that goes on from another's beginning stands where it would stand had it played that itself."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import FromClause, Select, select, text

from tests.beginnings import Beginnings, Kept
from tests.fixtures import QUESTION, TEAM
from tests.people import Clock, Loop, Slack, Stage, Teacher
from workflows.store.base import Base

BY_CHANCE = r"_sealed$|^token$|^taken_by$"
Opened = Callable[[str], Any]


@pytest.fixture
def opened(loop: Loop, empty_database: Path, tmp_path: Path) -> Opened:
    """Opens a simulation of this name."""
    return partial(_playhouse, loop, empty_database, tmp_path, {})


def test_the_second_goes_on_where_the_first_ended(opened: Opened) -> None:
    """Same time, rows, scores, messages and modal before the same person; and the conversation goes on from there."""
    left = []
    for name in ("first", "second", "for real"):
        with opened(name) as begun:
            slack = Slack(begun.stage)
            ana = begun.played_once("half set up", partial(_sets_up, slack))
            before = (ana.id, ana.screen.title, slack.stage.play.clock.now(), _scores(begun.stage), _rows(begun.stage))
            assert ana.submits(question=QUESTION, weeks="5", starts_on="2026-09-14") == {}
            left.append((before, ana.sees, slack.shown_in("grade-5"), _rows(begun.stage)))
    assert left[0] == left[1] == left[2]


def test_only_the_first_is_played(opened: Opened) -> None:
    played: list[str] = []
    for name in ("first", "second"):
        with opened(name) as begun:
            begun.played_once("a word", partial(played.append, name))
    assert played == ["first"]


@pytest.mark.parametrize(
    "happens",
    [
        pytest.param(lambda slack: Clock(slack.stage).passes(seconds=1), id="time passes"),
        pytest.param(lambda slack: _somebody(slack).types("/cycle help"), id="somebody acts"),
        pytest.param(lambda slack: _writes(slack.stage), id="a row is written"),
        pytest.param(lambda slack: slack.mischief.order("500", "views.open"), id="Slack will misbehave"),
        pytest.param(lambda slack: slack.channel("grade-6"), id="there is another channel"),
    ],
)
def test_after_anything_else_it_is_played(happens: Callable[[Slack], object], opened: Opened) -> None:
    played: list[str] = []
    for name in ("first", "second"):
        with opened(name) as begun:
            if name == "second":
                happens(Slack(begun.stage))
            begun.played_once("a step", partial(played.append, name))
    assert played == ["first", "second"]


@contextmanager
def _playhouse(loop: Loop, empty_database: Path, place: Path, kept: Kept, name: str) -> Iterator[Beginnings]:
    (place / name).mkdir()
    shutil.copy(empty_database, place / name / "bot.db")
    stage = Stage.opened(loop, place / name)
    yield Beginnings(stage, None if name == "for real" else kept)
    stage.close()


def _somebody(slack: Slack) -> Teacher:
    return slack.teacher("Ana Ruiz", slack.channel("grade-5"))


def _sets_up(slack: Slack) -> Teacher:
    ana = _somebody(slack)
    ana.types("/cycle start")
    assert ana.submits(**TEAM, members=[ana.id]) == {}
    Clock(slack.stage).passes(minutes=2)
    folder = slack.stage.play.brightcycle.deps.scores_at / "1"
    folder.mkdir(parents=True)
    (folder / "scores.parquet").write_bytes(b"scores")
    return ana


def _writes(stage: Stage) -> None:
    with stage.play.brightcycle.deps.db.engine.begin() as connection:
        connection.execute(text("UPDATE workspace SET name = 'Other Schools'"))


def _scores(stage: Stage) -> list[bytes]:
    return [path.read_bytes() for path in sorted(stage.play.brightcycle.deps.scores_at.rglob("*")) if path.is_file()]


def _rows(stage: Stage) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, without the columns in which chance has a part."""
    with stage.play.brightcycle.deps.db.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(_told(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }


def _told(table: FromClause) -> Select[Any]:
    return select(*(column for column in table.columns if not re.search(BY_CHANCE, column.name)))
