"""Compares two lists of names that must be the same."""

from collections.abc import Iterable, Iterator


def differences(ours: Iterable[str], theirs: Iterable[str], *, lacking: str, left_over: str) -> Iterator[str]:
    """A sentence for each name that only one list has; ``{}`` in the sentences stands for the name."""
    ours, theirs = set(ours), set(theirs)
    yield from (lacking.format(name) for name in sorted(ours - theirs))
    yield from (left_over.format(name) for name in sorted(theirs - ours))
