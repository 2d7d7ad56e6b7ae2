"""What work in another process answers with: plain values, or a refusal; never an error's own text."""

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from workflows.refusal import Refusal

Answer = dict[str, Any]
UNEXPECTED = (
    "Comparing these scores failed for a reason that nobody foresaw. Nothing is lost, and the next file starts it"
    " afresh; whoever runs Brightcycle finds the kind of error in its log."
)


def or_refusal(work: Callable[[], Answer]) -> Answer:
    """Do some work; a refusal comes back as ``{"refusal", "facts"}``, an error that nobody foresaw with ``failed``."""
    try:
        return work()
    except Refusal as refusal:
        facts = {name: fact if isinstance(fact, int | float) else str(fact) for name, fact in refusal.facts.items()}
        return {"refusal": refusal.sentence, "facts": facts}
    except Exception as error:  # noqa: BLE001 - its text may hold a student's values, so only its kind leaves here
        return {"refusal": UNEXPECTED, "facts": {}, "failed": f"{type(error).__name__} in {_place(error)}"}


def _place(error: Exception) -> str:
    """The last line of ours that an error went through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "workflows" in Path(frame.filename).parts]
    return f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
