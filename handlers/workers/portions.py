"""Go on with large work, a portion in each transaction: rosters of thousands, thousands of promises on other days.

Between two portions everybody else's forms and messages have their turn.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from handlers.slack.dependencies import Dependencies
from workflows import commitments, rosters

Due = Callable[[Connection], tuple[int, int] | None]
WORK = ((rosters.due, rosters.renew), (commitments.due, commitments.go_on))


@dataclass(frozen=True)
class Portions:
    """Does the portions that are due. As many processes as you like may run one on the same database."""

    deps: Dependencies

    async def beat(self) -> int:
        """Work until nothing is due; returns how many portions were done."""
        done = 0
        for due, go_on in WORK:
            while found := await self.deps.in_pool(self._due, due):
                workspace_id, about = found
                await self.deps.in_transaction(workspace_id, go_on, about, now=self.deps.clock.now())
                done += 1
        return done

    def _due(self, due: Due) -> tuple[int, int] | None:
        with self.deps.db.engine.begin() as connection:
            return due(connection)
