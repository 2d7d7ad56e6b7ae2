"""A file that nobody has seen before: the coach says which column is what, once."""

import asyncio
import dataclasses
from typing import TypeVar

import pandas as pd

from handlers.workers.uploads import Intake
from tests.coach import EXPORT, Coach, figures, on_disk, uploads
from tests.people import Stage
from workflows.jobs import Job

Answer = TypeVar("Answer")

PROJECTED = (
    "TermName,SchoolName,StudentID,Grade,Subject,GrowthMeasureYN,TestStartDate,TestRITScore,"
    "ProjectedProficiencyStudy1,ProjectedProficiencyLevel1,ProjectedProficiencyStudy2,ProjectedProficiencyLevel2\n"
)
HEADER = "Student ID,Student Name,Birthday,Benchmark Score,Retake Score,Comments\n"


def benchmark(first: int = 0) -> bytes:
    """A district's own benchmark: two columns could be the score, and much isn't said."""
    lines = (f"00{first + n:04d},Quill {n},2014-01-01,{300 + n},{500 + n},nice" for n in range(40))
    return (HEADER + "\n".join(lines) + "\n").encode()


def projected() -> bytes:
    """An export of NWEA's that says what two other tests would probably find."""
    lines = (
        f"Fall 2026-2027,East,{n:03d},5,Mathematics,TRUE,9/9/2026,{200 + n},College,Not yet,State test,"
        f"{'Proficient' if n % 2 else 'Basic'}"
        for n in range(40)
    )
    return (PROJECTED + "\n".join(lines) + "\n").encode()


def correct(dana: Coach) -> None:
    """Say that the retake counts, and what the file doesn't say."""
    dana.clicks("Correct the columns")
    answers = {"said_subject": "math", "said_window": "fall", "said_year": "2027", "said_grade": "4"}
    assert dana.teacher.submits(score=str(offered(dana).index("Retake Score")), **answers) == {}
    dana.waits()


def offered(dana: Coach) -> list[str]:
    """The columns that the form offers for the score."""
    top = dana.teacher.person.team.stacks[dana.teacher.id][-1]
    (menu,) = (each["element"] for each in top.body["blocks"] if each.get("block_id") == "score")
    return [each["text"]["text"] for each in menu["options"]]


def test_an_unknown_file_is_guessed_and_corrected(dana: Coach, stage: Stage) -> None:
    """She chooses the column and says subject, grade and window; the import follows her."""
    dana.gives(benchmark(), "benchmark.csv")
    assert "I don't know this kind of file, so please look twice: I take *Student ID* as the student id" in dana.last
    assert "Score | Benchmark Score" in dana.last

    correct(dana)

    assert "Score | Retake Score" in dana.last
    assert "Subjects: math" in dana.last
    assert "Grades: 4" in dana.last
    dana.clicks("Import")
    (path,) = on_disk(stage)
    table = pd.read_parquet(path)
    assert table["score"].min() == 500
    assert [(each.grade, each.window, each.year) for each in figures(stage)] == [("4", "fall", 2027)]


def test_columns_that_may_name_a_student_are_not_offered(dana: Coach) -> None:
    """Names, birthdays and comments can't be chosen for anything."""
    dana.gives(benchmark(), "benchmark.csv")
    dana.clicks("Correct the columns")

    assert offered(dana) == ["Student ID", "Benchmark Score", "Retake Score"]


def test_a_correction_is_remembered_for_the_next_file(dana: Coach) -> None:
    """The same headers again: read her way at once, and said so."""
    dana.gives(benchmark(), "fall.csv")
    correct(dana)
    dana.clicks("Import")

    dana.gives(benchmark(first=100), "winter.csv")

    assert "I read it the way such a file was confirmed before." in dana.last
    assert "Score | Retake Score" in dana.last


def test_a_study_is_chosen_where_the_review_says_so(dana: Coach, stage: Stage) -> None:
    """The export has projections of two studies; she takes her state's and says which of its levels count."""
    dana.gives(projected(), "AssessmentResults.csv")
    assert "projections of 2 studies: College (ProjectedProficiencyLevel1); State test" in dana.last
    dana.clicks("Correct the columns")
    dana.teacher.submits(level=str(offered(dana).index("ProjectedProficiencyLevel2")))
    dana.waits()
    assert "I don't know which of this file's levels count as proficient." in dana.last
    dana.clicks("Correct the columns")
    dana.teacher.submits(proficient=["1"])
    dana.waits()
    assert "Counted as proficient: Proficient." in dana.last
    assert "please look at this" not in dana.last

    dana.clicks("Import")

    assert [(each.rated, each.percent_proficient) for each in figures(stage)] == [(40, 50)]


def test_a_discarded_correction_is_not_remembered(dana: Coach) -> None:
    """Only what was imported teaches anything."""
    dana.gives(benchmark(), "fall.csv")
    correct(dana)
    dana.clicks("Discard")

    dana.gives(benchmark(first=100), "winter.csv")

    assert "Score | Benchmark Score" in dana.last


def test_an_older_reading_can_no_longer_be_imported(dana: Coach, stage: Stage) -> None:
    """Its buttons are still in an older message; they lead nowhere."""
    dana.gives(benchmark(), "fall.csv")
    old = f"{uploads(stage)[0].id} {uploads(stage)[0].round}"
    correct(dana)

    dana.clicks("upload.confirm", value=old)

    assert "I have read this file again since. Please use the newer message." in dana.last
    assert [each.state for each in uploads(stage)] == ["understood"]


def test_a_long_reading_shows_how_far_it_is(dana: Coach, stage: Stage) -> None:
    """One message that counts on while the file is read, and is gone when the review comes."""
    deps = stage.play.brightcycle.deps
    file = dana.slack.does(dana.teacher.person.uploads(EXPORT, "long.csv"))

    class Slowly:
        """A reader as slow as a file of millions of rows: it is seen at work before it is done."""

        async def __call__(self, job: Job[Answer]) -> Answer:
            answer = await deps.in_pandas_process(job)
            await asyncio.sleep(0.5)
            return answer

        def stop(self) -> None:
            """Nothing stops it."""

    async def takes_in() -> None:
        slow = dataclasses.replace(deps, in_pandas_process=Slowly())
        await dana.teacher.person.types("/brightspots upload", in_=dana.teacher.home)
        await dana.teacher.person.submits(file=file)
        await stage.play.brightcycle.listeners.until_quiet()
        await Intake(slow, "slow", looked_after_every_s=0.1).beat()

    dana.slack.does(takes_in())
    dana.waits()

    told = [call for call in dana.slack.calls if "Still reading your file" in str(call.args.get("text"))]
    assert "450 rows so far" in str(told[-1].args["text"])
    assert [call.method for call in dana.slack.calls if call.method == "chat.delete"] == ["chat.delete"]
    assert not any("Still reading" in each for each in dana.teacher.person.has_before_her)
    assert "450 of 450 rows" in dana.last


def test_two_workers_at_once_import_each_file_once(dana: Coach, stage: Stage) -> None:
    """Four files wait, two workers take them in side by side; every file is read and settled by exactly one."""
    files = [dana.slack.does(dana.teacher.person.uploads(benchmark(100 * n), f"{n}.csv")) for n in range(4)]

    async def both() -> list[int]:
        for file in files:
            await dana.teacher.person.types("/brightspots upload", in_=dana.teacher.home)
            await dana.teacher.person.submits(file=file)
        await stage.play.brightcycle.listeners.until_quiet()
        deps = stage.play.brightcycle.deps
        return await asyncio.gather(*(Intake(deps, name).beat() for name in ("one", "two")))

    settled = dana.slack.does(both())

    assert sum(settled) == 4
    assert {each.state for each in uploads(stage)} == {"understood"}
    assert all(each.attempts == 1 for each in uploads(stage))
