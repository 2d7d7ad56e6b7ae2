"""The one door to pandas: jobs are answered here, in a process that may be ended when one takes too much.

Whoever asks never imports this module, so that the process that speaks with Slack stays small and quick.
"""

import traceback
from pathlib import Path
from typing import Any

from workflows.frames import analyses, ingest, review
from workflows.jobs import Answered, Ending, Failed, Job, Outcome, Refused
from workflows.jobs.analyses import CompareClasses, FindBrightSpots
from workflows.jobs.files import ImportFile, ReadFile
from workflows.refusal import Refusal


def answer(job: Job[Any]) -> Outcome:
    """Do a job; whatever happens in it, something comes back that may be told."""
    try:
        return Answered(_work(job))
    except Refusal as refusal:
        facts = {name: fact if isinstance(fact, int | float) else str(fact) for name, fact in refusal.facts.items()}
        return Refused(refusal.sentence, facts)
    except Exception as error:  # noqa: BLE001 - only its kind may leave here
        ending = Ending.MEMORY if isinstance(error, MemoryError) else Ending.ERROR
        return Failed(ending, f"{type(error).__name__} in {_place(error)}")


def _work(job: Job[Any]) -> object:
    match job:
        case ReadFile():
            return review.understand(job.file, job.said, job.remembered, job.there)
        case ImportFile():
            return ingest.bring_in(job.file, job.said, job.folder, job.stored_as, job.pupil_key, job.cut)
        case FindBrightSpots():
            return analyses.find(job.sources, job.confirmed)
        case CompareClasses():
            return analyses.compare(job.sources, job.teacher)
        case _:
            raise TypeError(type(job).__name__)


def _place(error: Exception) -> str:
    """The last line of ours that an error went through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "workflows" in Path(frame.filename).parts]
    return f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
