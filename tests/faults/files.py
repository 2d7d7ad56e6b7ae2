"""``make faults``, the part about files: one that never ends, and a roster of thousands, while others go on working.

``python -m tests.faults.files``. A whole stage, with the real processes that read files. One workspace's coach gives a
file whose download never ends and a roster of three thousand teachers; meanwhile another person's forms are answered.
"""

import asyncio
import dataclasses
import json
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

from bot.simulation import open_simulation
from handlers.workers.uploads import Intake
from tests import people
from tests.coach import EXPORT, Coach, roster, uploads
from workflows.store.rosters import RosterTeacher

TEACHERS = 3_000
ANSWER_WITHIN_S = 1.0


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What was found."""

    endless_is_told: bool
    others_are_read: bool
    teachers: int
    slowest_answer_s: float

    @property
    def is_kept(self) -> bool:
        """Whether every promise was kept."""
        is_quick = self.slowest_answer_s < ANSWER_WITHIN_S
        return self.endless_is_told and self.others_are_read and self.teachers == TEACHERS and is_quick


def played(folder: Path) -> Outcome:
    """Play it."""
    people.PATIENCE_S = 600
    loop, curtain = people.Loop(), AsyncExitStack()
    stage = people.Stage(loop, loop.run(curtain.enter_async_context(open_simulation(people.T0, folder))), curtain)
    slack = people.Slack(stage)
    dana, eve = Coach.at(slack), Coach.at(slack, "Eve Moss", "east-ilt", school="East School")
    loop.run(_given(dana, "endless.csv", EXPORT, never_ends=True))
    endless = uploads(stage)[0]
    loop.run(_given(eve, "roster.csv", _large_roster(), never_ends=False))
    slowest = loop.run(_answered_meanwhile(stage, dana))
    eve.waits()
    eve.clicks("upload.confirm")
    slowest = max(slowest, loop.run(_answered_meanwhile(stage, dana)))
    for minutes in (1, 2, 3):
        stage.play.clock.turn_to(stage.play.clock.now() + timedelta(minutes=minutes))
        slowest = max(slowest, loop.run(_answered_meanwhile(stage, dana)))
    dana.waits()
    with stage.play.brightcycle.deps.db.begin(1) as session:
        teachers = session.query(RosterTeacher).count()
    told = "Slack didn't hand this file over" in "\n".join(dana.teacher.sees)
    others = [each.state for each in uploads(stage) if each.id != endless.id]
    outcome = Outcome(told, others == ["imported"], teachers, round(slowest, 2))
    loop.run(curtain.aclose())
    loop.stop()
    return outcome


def _large_roster() -> bytes:
    return roster(*((f"{n} A", f"Teacher {n}", 11) for n in range(TEACHERS)))


async def _given(coach: Coach, name: str, content: bytes, *, never_ends: bool) -> None:
    person, play = coach.teacher.person, coach.stage.play
    file = await person.uploads(content, name)
    file.never_ends = never_ends
    await person.types("/brightspots upload", in_=coach.teacher.home)
    await person.submits(file=file)
    await play.brightcycle.listeners.until_quiet()


async def _answered_meanwhile(stage: people.Stage, coach: Coach) -> float:
    """Workers take in what waits, while somebody types commands; gives the slowest answer in seconds."""
    deps = stage.play.brightcycle.deps
    heart = stage.play.brightcycle.heartbeat
    working = [asyncio.create_task(Intake(deps, f"w{n}", fetched_within_s=1.0).beat()) for n in range(2)]
    slowest = 0.0
    while not all(each.done() for each in working):
        slowest = max(slowest, await _one_answer(stage, coach))
    portions = asyncio.create_task(heart.take_in())
    while not portions.done():
        slowest = max(slowest, await _one_answer(stage, coach))
    await asyncio.gather(*working, portions)
    return slowest


async def _one_answer(stage: people.Stage, coach: Coach) -> float:
    began = time.perf_counter()
    await coach.teacher.person.types("/brightspots files", in_=coach.teacher.home)
    await stage.play.brightcycle.listeners.until_quiet()
    took = time.perf_counter() - began
    await asyncio.sleep(0.05)
    return took


def main() -> None:
    """Play it, and say what was found."""
    with tempfile.TemporaryDirectory() as folder:
        outcome = played(Path(folder))
    sys.stdout.write(json.dumps(dataclasses.asdict(outcome), indent=2) + "\n")
    sys.exit(0 if outcome.is_kept else 1)


if __name__ == "__main__":
    main()
