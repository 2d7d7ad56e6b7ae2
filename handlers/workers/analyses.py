"""Look for bright spots after scores came in, workspace by workspace, in another process; edit what was taken back.

A worker that dies leaves the analysis's lease to run out; the next one starts it afresh. What was found is kept in one
transaction together with the messages it causes, so nobody is told twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import structlog

from handlers.delivery.edits import edit_outdated, edit_quotes, edit_shared
from handlers.slack.dependencies import Dependencies
from workflows import brightspots
from workflows.brightspots import findings, sharings
from workflows.jobs import Ending, JobFailed
from workflows.jobs.analyses import FindBrightSpots, Findings
from workflows.reflections import quotes
from workflows.refusal import Refusal
from workflows.store import analysis_claims
from workflows.store.analysis_claims import TakenAnalysis

LEASE = timedelta(minutes=30)  # a district with millions of rows takes minutes
Result = TypeVar("Result")
log = structlog.get_logger()

TOO_HEAVY = "Comparing these scores took more memory than there is."
TOO_LONG = "Comparing these scores took longer than any comparison should, so it was ended."
UNFORESEEN = (
    "Comparing these scores failed for a reason that nobody foresaw. Nothing is lost, and the next file starts it"
    " afresh; whoever runs Brightcycle finds the kind of error in its log."
)


@dataclass(frozen=True)
class Analyst:
    """Runs the analyses that are due. As many processes as you like may run one on the same database."""

    deps: Dependencies
    worker: str
    lease: timedelta = LEASE

    async def beat(self) -> int:
        """Ask for what is due and work through it; returns how many analyses were settled."""
        settled, analysis = 0, await self.deps.in_pool(self._ask_and_take)
        while analysis is not None and await self._settle(analysis):
            settled, analysis = settled + 1, await self.deps.in_pool(self._take)
        return settled

    async def edit_what_was_taken_back(self) -> None:
        """Edit the messages about what a teacher took back; this never waits for an analysis."""
        unedited, outdated = await self.deps.in_pool(self._to_edit)
        for workspace_id, sharing in unedited:
            await edit_shared(self.deps, workspace_id, sharing)
        for workspace_id, issue in outdated:
            await edit_quotes(self.deps, workspace_id, issue)

    def _ask_and_take(self) -> TakenAnalysis | None:
        self._ask()
        return self._take()

    def _ask(self) -> None:
        now = self.deps.clock.now()
        with self.deps.db.engine.begin() as connection:
            stirred = analysis_claims.stirred(connection, now=now)
        for workspace_id in stirred:
            with self.deps.db.begin(workspace_id) as session:
                findings.ask(session, now=now)

    def _take(self) -> TakenAnalysis | None:
        with self.deps.db.engine.begin() as connection:
            now = self.deps.clock.now()
            return analysis_claims.take(connection, worker=self.worker, now=now, lease=self.lease)

    async def _settle(self, analysis: TakenAnalysis) -> bool:
        """Make one analysis; False when we are being shut down."""
        mine = (analysis.id, self.worker)
        try:
            findings_of_it = await self._look(analysis)
            await self._write(analysis, findings.found, *mine, findings_of_it)
        except Refusal as refusal:
            await self._write(analysis, findings.refuse, *mine, refusal.sentence, refusal.facts)
        except JobFailed:  # we are being shut down: whoever is next begins afresh
            await self.deps.in_pool(self._give_back, analysis)
            return False
        for post in await self.deps.in_transaction(analysis.workspace_id, brightspots.outdated):
            await edit_outdated(self.deps, analysis.workspace_id, post)
        return True

    def _give_back(self, analysis: TakenAnalysis) -> None:
        with self.deps.db.engine.begin() as connection:
            analysis_claims.give_back(connection, analysis, worker=self.worker)

    async def _look(self, analysis: TakenAnalysis) -> Findings:
        if findings.given_up(analysis.attempts):
            raise Refusal(TOO_HEAVY)
        work = await self.deps.in_transaction(analysis.workspace_id, findings.work, self.deps.scores_at)
        try:
            return await self.deps.in_pandas_process(FindBrightSpots(*work))
        except JobFailed as failed:
            if failed.ending is Ending.STOPPED:
                raise
            log.error("analysis.failed", analysis=analysis.id, ending=failed.ending, kind=failed.kind)
            raise why_failed(failed) from None

    async def _write(self, analysis: TakenAnalysis, verb: Callable[..., Result], *args: object) -> Result:
        return await self.deps.in_transaction(analysis.workspace_id, verb, *args, now=self.deps.clock.now())

    def _to_edit(self) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        with self.deps.db.engine.begin() as connection:
            return sharings.unedited(connection), quotes.outdated(connection)


def why_failed(failed: JobFailed) -> Refusal:
    """A comparison without an answer, as people are told."""
    match failed.ending:
        case Ending.MEMORY | Ending.DIED:
            return Refusal(TOO_HEAVY)
        case Ending.TIME:
            return Refusal(TOO_LONG)
        case _:
            return Refusal(UNFORESEEN)
