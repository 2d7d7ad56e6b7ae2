"""What Slack tells about people and channels, and the conversation about joining a team."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from handlers.delivery.writing import Letter
from handlers.screens import people as screens
from handlers.slack import profiles
from handlers.slack.commands import in_a_channel
from handlers.slack.dependencies import Dependencies
from handlers.slack.request import Visit
from workflows import membership, people, teams
from workflows.posts import Kind


def register(app: AsyncApp) -> None:
    """Open the doors of this conversation; asking to join comes through /cycle."""
    app.event("user_change")(changed)
    app.event("member_left_channel")(left)
    app.event("channel_id_changed")(renumbered)
    app.action("team.accept")(accept)


def letters(_deps: Dependencies) -> dict[Kind, Letter]:
    """What a team hears about its people."""
    return {
        Kind.TEAM_JOIN: Letter(teams.joining_facts, screens.wants_to_join),
        Kind.TEAM_LEFT: Letter(teams.left_facts, screens.has_left),
    }


async def changed(event: dict[str, Any], visit: Visit) -> None:
    """Somebody moved, switched languages, was deactivated or is back."""
    await visit.ask(membership.told, profiles.read(event["user"]), now=visit.now)


async def left(event: dict[str, Any], visit: Visit) -> None:
    """Somebody left a channel; if it is their team's, they have left the team."""
    await visit.ask(membership.leave, event["channel"], event["user"], now=visit.now)


async def renumbered(event: dict[str, Any], visit: Visit) -> None:
    """A channel goes by another id now."""
    await visit.ask(membership.move_channel, event["old_channel_id"], event["new_channel_id"])


async def join(visit: Visit, respond: AsyncRespond) -> None:
    """Somebody types /cycle join."""
    await visit.teacher()
    team, is_in = await visit.ask(teams.ask_to_join, in_a_channel(visit.channel), by=visit.person, now=visit.now)
    asked = await visit.look(people.facilitators, team)
    await respond(
        (await visit.voice()).say("joining.joined" if is_in else "joining.asked", team=team.name, people=asked)
    )


async def accept(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """The facilitator takes somebody in."""
    await ack()
    team_id, who = action["value"].split()
    await visit.meet([who])
    team = await visit.ask(teams.accept, int(team_id), who, by=visit.person, now=visit.now)
    told = screens.is_in(visit.deps.words.in_language(team.language), team.name, who)
    await respond(told.text, blocks=told.blocks, replace_original=True)
