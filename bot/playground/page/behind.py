"""What the curious see behind the scenes: what is planned, what was asked of Slack, how the app answered."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.playground.page.sight import Sight

LATEST = 12


@dataclass(frozen=True)
class Row:
    """One line of the panel."""

    when: str
    what: str
    is_wrong: bool = False
    more: str = ""


async def backstage(sight: Sight) -> str:
    """Draw the panel."""
    coming = await sight.host.coming()
    planned = [Row(sight.told(each.at), each.what, more=each.where) for each in coming[:LATEST]]
    return sight.behind(
        planned=planned, more=max(0, len(coming) - LATEST), calls=list(_calls(sight)), acks=list(_acks(sight)),
        refused=len(sight.world.refused), can_travel=sight.host.can_travel, api_url=f"{sight.world.base_url}/api/",
    )  # fmt: skip


def _calls(sight: Sight) -> Iterator[Row]:
    for call in reversed(sight.world.calls[-LATEST:]):
        where = str(call.args.get("channel") or call.args.get("user_id") or "")
        yield Row(sight.told(call.at), call.method, bool(call.error), call.error or _named(sight, where))


def _acks(sight: Sight) -> Iterator[Row]:
    for ack in reversed(sight.world.acks[-LATEST:]):
        yield Row("", ack.kind, not ack.ok, f"{ack.status} · {ack.seconds * 1000:.0f} ms")


def _named(sight: Sight, some_id: str) -> str:
    channel, user = sight.team.channels.get(some_id), sight.team.users.get(some_id)
    if channel is not None:
        return f"#{channel.name}" if channel.name else "DM"
    return user.real_name if user else ""
