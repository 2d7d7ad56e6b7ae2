"""What the private upload page says: the form, how far a file is, what has become of it."""

from collections.abc import Mapping
from typing import Any

from handlers.screens.upload_review import example
from handlers.screens.words import Voice
from workflows.refusal import Refusal
from workflows.store.upload_claims import Stage
from workflows.uploads.links import Link, Outcome, State

ALWAYS = (
    "title", "file", "send", "cancel", "progress", "noscript", "failed", "stalled", "wrong_type", "sent_so_far",
    "leaving", "gone_away", "sample", "once", "privacy", "contact",
)  # fmt: skip
MOST_ROWS = 5


def words(voice: Voice, link: Link, *, most_mb: int) -> dict[str, str]:
    """Every word of the page, by the names that its template knows."""
    known = {name: voice.plain(f"upload_page.{name}") for name in ALWAYS}
    return known | {
        "language": voice.language,
        "state": link.state,
        "school": link.school,
        "most": str(most_mb),
        "intro": voice.plain("upload_page.intro", school=link.school, most=most_mb) if link.school else "",
        "stands": "" if link.state is State.READY else voice.plain(f"upload_page.{link.state}"),
        "too_large": voice.plain("upload_page.too_large", most=most_mb),
    }


def outcome(voice: Voice, told: Outcome) -> dict[str, Any]:
    """What has become of a file, and its first rows while somebody has to decide about them."""
    reason = voice.sentence(Refusal(told.refusal, **told.facts)) if told.refusal else ""
    return {
        "is_over": told.stage is not Stage.RECEIVED,
        "says": voice.plain("upload_page.outcome", stage=told.stage, name=told.name, reason=reason),
        "sample": [[example(voice, name, text) for name, text in row.items()] for row in _rows(told)],
    }


def _rows(told: Outcome) -> list[Mapping[str, str]]:
    return [row for row in told.sample[:MOST_ROWS] if row]
