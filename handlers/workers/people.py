"""Ask Slack now and then about the people of our teams: what it didn't tell us, and what it couldn't tell at first."""

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from handlers.slack import profiles
from handlers.slack.dependencies import Dependencies
from handlers.slack.web_client import read_no
from workflows import membership
from workflows.people import Kind, Profile

MOST_AT_ONCE = 50  # Slack allows about a hundred such questions a minute
log = structlog.get_logger()


async def look_again(deps: Dependencies, workspace_id: int) -> None:
    """Ask about those of whom we have heard nothing for a day; what Slack can't tell now is asked the next time."""
    now, client = deps.clock.now(), deps.client_for(workspace_id)
    for person in await deps.in_transaction(workspace_id, membership.stale, MOST_AT_ONCE, now=now):
        try:
            profile = profiles.read((await client.users_info(user=person, include_locale=True))["user"])
        except (aiohttp.ClientError, TimeoutError):
            return
        except SlackApiError as error:
            no = read_no(error)
            log.info("person.unknown", why=no.name)
            if no.passing:
                return
            profile = Profile(person, "", "en", Kind.GONE, owner=False)  # Slack knows nobody of this id any more
        await deps.in_transaction(workspace_id, membership.told, profile, now=now)
