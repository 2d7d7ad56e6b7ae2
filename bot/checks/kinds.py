"""Checks that every kind of post is written by the door its rule names, and that nothing else is written."""

from collections.abc import Iterator, Mapping

import handlers
from bot.checks import pairs
from handlers.slack.dependencies import Dependencies
from workflows.posts import Kind


def problems(deps: Dependencies) -> Iterator[str]:
    """What is wrong between the registry of kinds and the doors' letters."""
    return compared({door.__name__.rpartition(".")[2]: door.letters(deps) for door in handlers.WRITERS})


def compared(written: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    """Compare what each door writes with what the registry says it does."""
    yield from pairs.differences(
        [f"{kind} in handlers/{kind.rule.written_by}.py" for kind in Kind],
        [f"{kind} in handlers/{door}.py" for door, kinds in written.items() for kind in kinds],
        lacking="No letter answers the kind {}, though workflows/posts/kinds.py says so.",
        left_over="There is a letter for {}, which workflows/posts/kinds.py doesn't say.",
    )
