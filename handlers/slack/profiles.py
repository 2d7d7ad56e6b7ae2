"""Read what Slack says about a person: of everything it tells, we keep what they are, their zone and their language."""

from collections.abc import Mapping
from typing import Any

from workflows.people import Kind, Profile

SLACKBOT = "USLACKBOT"


def read(user: Mapping[str, Any]) -> Profile:
    """A person of `users.info`, `users.list` or `user_change`."""
    return Profile(
        slack_id=str(user["id"]),
        zone=str(user.get("tz") or ""),
        language=str(user.get("locale") or "en")[:2],
        kind=kind_of(user),
        owner=bool(user.get("is_admin") or user.get("is_owner")),
    )


def kind_of(user: Mapping[str, Any]) -> Kind:
    """What somebody is; whoever is deactivated is gone, whatever else they were."""
    if user.get("is_bot") or user.get("id") == SLACKBOT:
        return Kind.BOT
    if user.get("is_stranger"):
        return Kind.VISITOR
    if user.get("deleted"):
        return Kind.GONE
    return Kind.GUEST if user.get("is_restricted") or user.get("is_ultra_restricted") else Kind.PERSON
