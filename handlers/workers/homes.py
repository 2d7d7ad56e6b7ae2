"""Keep the Homes that people are looking at true: published again within two seconds of a change, and only then."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from handlers.slack.dependencies import Dependencies
from workflows import home

Publish = Callable[[Dependencies, int, str, str], Awaitable[None]]
log = structlog.get_logger()


@dataclass
class Homes:
    """Remembers each workspace's pulse, so that nothing is read where nothing has happened."""

    deps: Dependencies
    publish: Publish
    pulses: dict[int, object] = field(default_factory=dict)

    async def beat(self) -> int:
        """Publish what has changed; gives how many Homes were looked at."""
        watched = await self.deps.in_pool(self._watched)
        changed = [each for each in watched if self.pulses.get(each[0]) != each[3]]
        for workspace, person, stamp, _pulse in changed:
            try:
                await self.publish(self.deps, workspace, person, stamp)
            except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
                log.info("home.unpublished", error=type(error).__name__)
        self.pulses |= {workspace: pulse for workspace, _person, _stamp, pulse in watched}
        return len(changed)

    def _watched(self) -> list[tuple[int, str, str, object]]:
        with self.deps.db.everywhere() as session:
            return home.watched(session, now=self.deps.clock.now())
