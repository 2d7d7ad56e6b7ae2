"""What the other process does when a job takes too much: it is ended, said so, and replaced."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from bot.pandas_process import LIMITS, PandasProcess
from bot.template_loader import TEMPLATES
from tests.coach import EXPORT
from tests.people import Loop
from workflows.jobs import Ending, JobFailed, Limits
from workflows.jobs.files import FileReading, GivenFile, ReadFile

ROOMY = LIMITS[ReadFile]


@pytest.fixture
def export(tmp_path: Path) -> ReadFile:
    """An ordinary export to read."""
    (tmp_path / "scores.csv").write_bytes(EXPORT)
    return job(tmp_path / "scores.csv")


def job(path: Path) -> ReadFile:
    """A file to read."""
    return ReadFile(GivenFile(path, path.name, TEMPLATES / "formats", path.with_name("progress")), None, {})


def read(loop: Loop, asked: ReadFile, limits: Limits = ROOMY) -> FileReading:
    """Have it read within limits."""
    return loop.run(PandasProcess({ReadFile: limits})(asked))


@pytest.mark.parametrize(
    ("limits", "endings"),
    [
        (Limits(memory_mb=1, processor_s=300, wall_s=60), {Ending.MEMORY, Ending.DIED}),
        (Limits(memory_mb=3072, processor_s=0, wall_s=60), {Ending.TIME}),
    ],
)
def test_a_job_that_takes_too_much_is_ended(limits: Limits, endings: set[Ending], loop: Loop, export: ReadFile) -> None:
    """Memory, processor time: the reason is told, and the next job finds a process that works."""
    with pytest.raises(JobFailed) as failed:
        read(loop, export, limits)

    assert failed.value.ending in endings
    assert read(loop, export).understood["usable_rows"] == 450


def test_a_job_that_never_ends_is_left(loop: Loop, export: ReadFile, tmp_path: Path) -> None:
    """It waits for something that never comes, and takes no processor time: the clock on the wall ends that."""
    os.mkfifo(tmp_path / "nobody-reads-this")
    stuck = replace(export, file=replace(export.file, progress_at=tmp_path / "nobody-reads-this"))

    with pytest.raises(JobFailed) as failed:
        read(loop, stuck, Limits(memory_mb=3072, processor_s=300, wall_s=0.5))

    assert failed.value.ending is Ending.TIME
    assert read(loop, export).understood["usable_rows"] == 450


def test_what_nobody_foresaw_is_told_by_its_kind_alone(loop: Loop, tmp_path: Path) -> None:
    """The error's own text may hold what stands in a file, so it stays over there."""
    with pytest.raises(JobFailed) as failed:
        read(loop, job(tmp_path / "Marisol Quill.csv"))

    assert failed.value.ending is Ending.ERROR
    assert failed.value.kind.startswith("FileNotFoundError in ")
    assert "Marisol" not in str(failed.value)
