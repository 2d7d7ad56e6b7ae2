"""How many stories begin, played once a process; the next story with such a beginning goes on from what that one left.

That is the time, the database, the scores and Slack's memory, and nothing else, for the product keeps nothing to
itself. Where anything else has happened on a stage before, a beginning is played for real.
"""

import io
import pickle
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import event

from tests.people import Stage

Result = TypeVar("Result")
Known = dict[tuple[str, str], Any]
OF_ONE_WORLD = {"now", "base_url", "mischief", "sockets", "watchers", "counter"}


@dataclass(frozen=True)
class Left:
    """What a beginning left: the database, the files of scores, and Slack's memory with what the beginning gave."""

    at: datetime
    planned_at: datetime | None
    database: bytes
    scores: dict[Path, bytes]
    memory: bytes


Kept = dict[Hashable, Left]


class Beginnings:
    """The beginnings that were played on a stage; without ``kept`` each is played for real."""

    def __init__(self, stage: Stage, kept: Kept | None = None) -> None:
        self.stage, self._kept, self._world = stage, kept, stage.play.slack.world
        self._db, self._scores = stage.play.brightcycle.deps.db, stage.play.brightcycle.deps.scores_at
        self._file = Path(str(self._db.engine.url.database))
        self._commits = 0
        event.listen(self._db.engine, "commit", self._one_more)
        self._story: Hashable = ()
        self._ended = self._moment()

    def played_once(self, name: str, play: Callable[[], Result]) -> Result:
        """Play a beginning, or go on from what it left in another story; gives what it gives."""
        if self._kept is None or self._moment() != self._ended:
            return play()
        known = _known(self.stage)
        self._story = (name, self._story, repr(self._world.teams))
        if (left := self._kept.get(self._story)) is not None:
            result: Result = self._go_on_from(left, known)
        else:
            result = play()
            self._kept[self._story] = self._leave(result, known)
        self._ended = self._moment()
        return result

    def _moment(self) -> Hashable:
        """Another as soon as a row is written, somebody acts, Slack is called or told to misbehave, or time passes."""
        world = self._world
        return self._commits, len(world.acks), len(world.calls), repr(world.mischief.orders), world.now()

    def _one_more(self, _connection: object) -> None:
        self._commits += 1

    def _leave(self, result: object, known: Known) -> Left:
        next_id = next(self._world.counter)
        self._world.counter = count(next_id)
        memory = {name: value for name, value in vars(self._world).items() if name not in OF_ONE_WORLD}
        they = {name: vars(each) for name, each in known.items() if name[0] != "stage"}
        written = io.BytesIO()
        _Pickler(written, known).dump((next_id, memory, they, result))
        self._db.close()  # SQLite writes its log into the file
        paths = [path for path in self._scores.rglob("*") if path.is_file()]
        scores = {path.relative_to(self._scores): path.read_bytes() for path in paths}
        play = self.stage.play
        return Left(play.clock.now(), play.planned_at, self._file.read_bytes(), scores, written.getvalue())

    def _go_on_from(self, left: Left, known: Known) -> Any:  # noqa: ANN401 - whatever the beginning gave
        self.stage.play.clock.turn_to(left.at)
        self.stage.play.planned_at = left.planned_at
        self._db.close()
        self._file.write_bytes(left.database)
        for name, content in left.scores.items():
            (self._scores / name).parent.mkdir(parents=True, exist_ok=True)
            (self._scores / name).write_bytes(content)
        next_id, memory, they, result = _Unpickler(io.BytesIO(left.memory), known).load()
        self._world.counter = count(next_id)
        vars(self._world).update(memory)
        for name, remembered in they.items():
            known[name].__dict__.update(remembered)
        return result


def _known(stage: Stage) -> Known:
    """What stands on a stage already, by name: it stays what it is, though it remembers more."""
    slack = stage.play.slack
    known: Known = {("stage", "itself"): stage, ("stage", "world"): slack.world, ("stage", "road"): slack.road}
    for team in slack.world.teams.values():
        known["team", team.id] = team
        known |= {("user", user.id): user for user in team.users.values()}
        known |= {("channel", channel.id): channel for channel in team.channels.values()}
    return known


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO, known: Known) -> None:
        super().__init__(file)
        self._names = {id(each): name for name, each in known.items()}

    def persistent_id(self, each: object) -> tuple[str, str] | None:
        return self._names.get(id(each))


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, known: Known) -> None:
        super().__init__(file)
        self._known = known

    def persistent_load(self, name: tuple[str, str]) -> Any:  # noqa: ANN401
        return self._known[name]
