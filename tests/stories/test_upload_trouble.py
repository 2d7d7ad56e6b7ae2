"""Whatever is wrong with a file, its uploader hears a true sentence soon, and others' files are read meanwhile."""

import asyncio
import dataclasses
from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any, TypeVar

import pytest

from bot.pandas_process import LIMITS, PandasProcess
from handlers.workers.uploads import Intake
from tests.coach import EXPORT, Coach, on_disk, uploads
from tests.people import Clock, Stage
from workflows.jobs import Ending, Job, JobFailed, Limits
from workflows.jobs.files import ImportFile, ReadFile

Answer = TypeVar("Answer")
HASTE = Limits(memory_mb=3072, processor_s=300, wall_s=0.001)
STRANGE: dict[str, tuple[dict[str, Any], str]] = {
    "a Google Drive file": ({"mode": "external", "is_external": True, "url_private_download": None}, "outside Slack"),
    "a tombstone": ({"mode": "tombstone", "url_private_download": None, "name": None}, "no longer has this file"),
    "another workspace's file": (
        {"file_access": "check_file_info", "url_private_download": None, "size": None}, "doesn't let me open this file",
    ),
    "a file that is hidden": ({"mode": "hidden_by_limit", "url_private_download": None}, "no longer has this file"),
}  # fmt: skip


NAMES = [None, "", "\x00.csv", "a\x00b.c\x00sv", "x" * 400 + ".csv", "../../up.csv"]


class Failing:
    """The other process, on a day when every job fails in one way."""

    def __init__(self, ending: Ending) -> None:
        self._ending = ending

    async def __call__(self, _job: Job[Answer]) -> Answer:
        """Fail."""
        raise JobFailed(self._ending, "KeyError in shapes.py:1")

    def stop(self) -> None:
        """Nothing goes on."""


def gives(dana: Coach, told: Mapping[str, object] = MappingProxyType({})) -> None:
    """Give a file of which Slack says something unusual; nothing takes it in yet."""
    file = dana.slack.does(dana.teacher.person.uploads(EXPORT, "scores.csv"))
    dana.stage.loop.run(_sent(dana, file))
    file.told |= told


async def _sent(dana: Coach, file: object) -> None:
    await dana.teacher.person.types("/brightspots upload", in_=dana.teacher.home)
    await dana.teacher.person.submits(file=file)
    await dana.stage.play.brightcycle.listeners.until_quiet()


def takes_in(stage: Stage, **changed: Any) -> None:  # noqa: ANN401 - whatever an intake is made with
    """A worker takes in what waits; ``reader`` stands where the process with pandas is."""
    deps = stage.play.brightcycle.deps
    if reader := changed.pop("reader", None):
        deps = dataclasses.replace(deps, in_pandas_process=reader)
    stage.loop.run(Intake(deps, "test", **changed).beat())
    stage.loop.run(stage.play.settle())


@pytest.mark.parametrize("kind", STRANGE)
def test_a_file_that_slack_does_not_hand_over_is_named_for_what_it_is(kind: str, dana: Coach, stage: Stage) -> None:
    """A link to elsewhere, a deleted file, one of another workspace: each has its own sentence, at once."""
    told, says = STRANGE[kind]
    gives(dana, told)

    takes_in(stage)

    assert dana.last.startswith("I couldn't use your file.")
    assert says in dana.last
    assert [each.state for each in uploads(stage)] == ["refused"]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_will_do(name: str | None, dana: Coach, stage: Stage) -> None:
    """No name, one with a NUL, one that is long or a path: the file is read all the same."""
    gives(dana, told={"name": name, "title": None})

    takes_in(stage)

    assert "450 of 450 rows" in dana.last
    assert on_disk(stage) == []


@pytest.mark.parametrize(
    ("ending", "says"),
    [
        (Ending.ERROR, "Something in this file is as nobody foresaw"),
        (Ending.MEMORY, "took more memory than there is"),
        (Ending.TIME, "took longer than any export should"),
        (Ending.DIED, "took more memory than there is"),
    ],
)
def test_a_failed_reading_is_told(ending: Ending, says: str, dana: Coach, stage: Stage) -> None:
    """Each way to fail has its sentence, without waiting; a reader that died is tried once more."""
    gives(dana)

    takes_in(stage, reader=Failing(ending))

    assert says in dana.last
    assert "KeyError" not in dana.last
    assert [(each.state, each.attempts) for each in uploads(stage)] == [("refused", 2 if ending is Ending.DIED else 1)]


def test_an_error_in_our_own_door_is_told_too(dana: Coach, stage: Stage) -> None:
    """Slack answers as nobody foresaw: the uploader doesn't wait for ever."""
    gives(dana, {"size": "large"})

    takes_in(stage)

    assert "Something in this file is as nobody foresaw" in dana.last


def test_a_download_that_never_ends_is_given_up(dana: Coach, stage: Stage, clock: Clock) -> None:
    """Tried a few times, minutes apart; then the uploader hears of it. Meanwhile another file is read."""
    gives(dana)
    stage.play.slack.world.files[str(uploads(stage)[0].slack_file)].never_ends = True

    takes_in(stage, fetched_within_s=0.2)

    assert [(each.state, each.attempts) for each in uploads(stage)] == [("received", 1)]
    for minutes in (1, 2, 3):
        stage.play.clock.turn_to(clock.now + timedelta(minutes=minutes))
        takes_in(stage, fetched_within_s=0.2)
    assert "Slack didn't hand this file over, though I tried several times." in dana.last
    assert [(each.state, each.attempts) for each in uploads(stage)] == [("refused", 4)]


def test_a_reading_that_takes_too_long_is_ended_and_the_next_one_is_quick(dana: Coach, stage: Stage) -> None:
    """The reader is ended at its limit and replaced; whoever comes next notices nothing."""
    gives(dana)

    takes_in(stage, reader=PandasProcess({**LIMITS, ReadFile: HASTE}))

    assert "took longer than any export should, so I stopped" in dana.last
    dana.gives(EXPORT)
    assert "450 of 450 rows" in dana.last


def test_a_stop_gives_the_file_back(dana: Coach, stage: Stage) -> None:
    """SIGTERM while a file is read: the process with pandas ends at once, and the next start reads it as if new."""
    reader = PandasProcess()
    gives(dana)

    async def stopped() -> None:
        deps = dataclasses.replace(stage.play.brightcycle.deps, in_pandas_process=reader)
        running = asyncio.create_task(Intake(deps, "test").beat())
        while not reader.jobs_in_work:
            await asyncio.sleep(0)
        reader.stop()
        async with asyncio.timeout(5):
            await running

    stage.loop.run(stopped())

    assert [(each.state, each.attempts, each.taken_by) for each in uploads(stage)] == [("received", 0, None)]
    takes_in(stage)
    assert "450 of 450 rows" in dana.last


def test_a_stale_worker_cannot_refuse_what_is_imported(dana: Coach, stage: Stage) -> None:
    """Its lease ran out while its reader failed; somebody else has imported the file meanwhile."""
    dana.gives(EXPORT)
    deps = stage.play.brightcycle.deps

    class Overtaken:
        """A reader that fails after another worker was faster."""

        async def __call__(self, job: Job[Answer]) -> Answer:
            assert isinstance(job, ImportFile)
            stage.play.clock.turn_to(stage.play.clock.now() + timedelta(hours=1))
            await Intake(deps, "other").beat()
            raise JobFailed(Ending.ERROR, "too late")

        def stop(self) -> None:
            """Nothing goes on."""

    async def confirmed() -> None:
        await dana.teacher.person.clicks("upload.confirm")
        await stage.play.brightcycle.listeners.until_quiet()

    stage.loop.run(confirmed())
    takes_in(stage, reader=Overtaken())

    assert [each.state for each in uploads(stage)] == ["imported"]
    assert "The scores of AssessmentResults.csv are in" in dana.last
