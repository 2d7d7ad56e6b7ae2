"""Who has which role: whoever had it longest ago, past those who aren't there."""

from collections.abc import Collection, Mapping, Sequence

ROLES = ("facilitator", "recorder", "timekeeper")


def next_roles(
    people: Sequence[str], history: Sequence[Mapping[str, str]], away: Collection[str] = ()
) -> dict[str, str]:
    """Propose somebody for each role.

    ``history`` holds the roles of past meetings, the latest first. Nobody gets two roles while somebody has none; who
    had a role least lately gets it, and of several who never had it, whoever comes first in the team.
    """
    free = [person for person in people if person not in away]
    chosen: dict[str, str] = {}
    for role in ROLES:
        open_to = [person for person in free if person not in chosen.values()] or free
        if open_to:
            chosen[role] = max(open_to, key=lambda person: _meetings_since(person, role, history))
    return chosen


def _meetings_since(person: str, role: str, history: Sequence[Mapping[str, str]]) -> int:
    """How many meetings ago somebody had a role; more than any when they never had."""
    return next((ago for ago, roles in enumerate(history) if roles.get(role) == person), len(history))
