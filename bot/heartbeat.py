"""The heartbeat: deliver every second, plan the coming days, tidy up daily. APScheduler only beats the time."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.lost_database import tell_if_it_is_gone
from bot.planning import plan_what_is_due
from handlers.delivery.loop import Delivery
from handlers.delivery.sending import DATABASE_AWAY
from handlers.slack.dependencies import Dependencies
from handlers.workers import people
from handlers.workers.analyses import Analyst
from handlers.workers.homes import Homes
from handlers.workers.meetings import MeetingKeeper
from handlers.workers.portions import Portions
from handlers.workers.uploads import Intake
from workflows import privacy, workspaces
from workflows.posts import housekeeping
from workflows.store.audit import BOT
from workflows.store.engine import workspace_of
from workflows.store.tables import Workspace
from workflows.uploads import files, retention

BEAT = timedelta(seconds=1)
TAKE_IN_EVERY = timedelta(seconds=2)
PLAN_EVERY = timedelta(minutes=10)
LOOK_AGAIN_EVERY = timedelta(minutes=30)
TIDY_EVERY = timedelta(days=1)
AGAIN_AFTER = timedelta(minutes=1)  # what comes seldom doesn't wait its whole turn when the database was away
ILL_AFTER_S = 3 * BEAT.total_seconds()
FINISH_WITHIN_S = 10.0
DEAD_AFTER_S = 60.0  # a slow database deserves a minute before the process gives itself up

Wanted = Callable[[Session], Sequence[int]]
log = structlog.get_logger()


class Heartbeat:
    """What happens by itself. ``beat`` and ``plan`` may run in as many processes as you like."""

    def __init__(
        self,
        deps: Dependencies,
        delivery: Delivery,
        intakes: Sequence[Intake],
        analyst: Analyst,
        homes: Homes,
        meetings: MeetingKeeper,
    ) -> None:
        self._deps = deps
        self._delivery = delivery
        self._intakes = intakes
        self._analyst = analyst
        self._meetings = meetings
        self._portions = Portions(deps)
        self._homes = homes
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self._last_s = deps.clock.awake_s()
        self._away = False

    def start(self) -> None:
        """Begin to beat."""
        now = self._deps.clock.now()
        self._beat_every(BEAT, partial(self.attempt, partial(self.beat, patience=BEAT)), "deliver")
        # Each on its own: a file that takes minutes holds up neither the others nor what a teacher takes back.
        for place, intake in enumerate(self._intakes):
            self._beat_every(TAKE_IN_EVERY, partial(self.attempt, intake.beat), f"take files in {place}")
        self._beat_every(TAKE_IN_EVERY, partial(self.attempt, self._portions.beat), "go on")
        self._beat_every(TAKE_IN_EVERY, partial(self.attempt, self._analyst.beat), "analyse")
        self._beat_every(TAKE_IN_EVERY, partial(self.attempt, self._analyst.edit_what_was_taken_back), "edit")
        # Apart from files, which may take long: a meeting's clock doesn't wait for them.
        self._beat_every(BEAT, partial(self.attempt, self.keep_meetings), "keep meetings")
        self._beat_every(PLAN_EVERY, partial(self._attempt_till_done, self.plan, "plan"), "plan", next_run_time=now)
        self._beat_every(BEAT, partial(self.attempt, self.keep_homes), "homes")
        self._beat_every(LOOK_AGAIN_EVERY, partial(self.attempt, self.look_again), "look again")
        # Soon after the start, too: a process that is restarted every night must tidy up all the same.
        self._beat_every(
            TIDY_EVERY, partial(self._attempt_till_done, self.tidy, "tidy"), "tidy", next_run_time=now + PLAN_EVERY
        )
        # A beat that sends for longer than a second makes the next one wait; that is meant, and no warning.
        logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
        self._scheduler.start()

    async def stop(self) -> None:
        """Take nothing more, end what other processes do, record what is being sent, and stop beating."""
        if self._scheduler.running:
            self._scheduler.pause()
        self._deps.in_pandas_process.stop()
        await self._delivery.finish(within_s=FINISH_WITHIN_S)
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def silent_for_s(self) -> float:
        """Seconds since delivery last took a turn; it takes one every beat, and many while it sends."""
        return self._deps.clock.awake_s() - max(self._last_s, self._delivery.last_turn_s)

    async def beat(self, patience: timedelta = timedelta(0)) -> int:
        """Send what is due."""
        return await self._delivery.beat(patience)

    async def take_in(self) -> int:
        """Read and import the files that wait, look for bright spots, edit what was taken back."""
        taken_in = sum([await intake.beat() for intake in self._intakes])
        await self._portions.beat()
        analysed = await self._analyst.beat()
        await self._analyst.edit_what_was_taken_back()
        return taken_in + analysed

    async def keep_meetings(self) -> int:
        """Let happen to meetings what is due, and keep their messages true."""
        return await self._meetings.beat()

    async def keep_homes(self) -> None:
        """Publish the Homes that people look at again, where something on them has changed."""
        await self._homes.beat()

    async def plan(self) -> None:
        """Plan the coming days of whatever is due for it."""
        await self._deps.in_pool(plan_what_is_due, self._deps.db, self._deps.clock.now())

    async def look_again(self) -> None:
        """Ask Slack about people of whom we have heard nothing for a day."""
        for workspace_id in await self._deps.in_pool(self._found, _here):
            await people.look_again(self._deps, workspace_id)

    async def tidy(self) -> None:
        """Forget what is no longer needed, also where we may not speak any more."""
        await self._deps.in_pool(self._each_workspace, (housekeeping.tidy, retention.expire), _known)
        # After the commit: a file may go only when no row speaks of it any more.
        await self._deps.in_pool(self._each_workspace, (partial(_sweep, self._deps),), _known)
        gone = partial(workspaces.departed, now=self._deps.clock.now())
        await self._deps.in_pool(self._each_workspace, (partial(_forget, self._deps),), gone)

    async def attempt(self, chore: Callable[[], Awaitable[object]]) -> bool:
        """Do one of these if the database is there; that it goes away is logged once, and that it is back.

        Nothing is lost meanwhile: what delivery has taken is looked up when its lease ends, the others come again.
        """
        was_away = self._away
        try:
            await chore()
        except DATABASE_AWAY as error:
            if not self._away:
                log.warning("heartbeat.database_away", error=type(error).__name__)
                await tell_if_it_is_gone(self._deps, error)
            self._away = True
            return False
        # What began before it went away says nothing about now.
        if was_away and self._away:
            log.info("heartbeat.database_back")
            self._away = False
        return True

    async def _attempt_till_done(self, chore: Callable[[], Awaitable[object]], name: str) -> None:
        if not await self.attempt(chore):
            self._scheduler.modify_job(name, next_run_time=self._deps.clock.now() + AGAIN_AFTER)

    def _beat_every(
        self, period: timedelta, work: Callable[[], Awaitable[object]], name: str, **first: datetime
    ) -> None:
        self._scheduler.add_job(work, "interval", seconds=period.total_seconds(), id=name, **first)

    def _each_workspace(self, works: Sequence[Callable[..., None]], wanted: Wanted) -> None:
        now = self._deps.clock.now()
        for workspace_id in self._found(wanted):
            try:
                with self._deps.db.begin(workspace_id) as session:
                    for work in works:
                        work(session, now=now)
            except DATABASE_AWAY:
                raise  # nobody's own trouble
            except Exception:  # one workspace's trouble must not keep the others waiting
                log.exception("heartbeat.workspace_failed", workspace=workspace_id)

    def _found(self, wanted: Wanted) -> Sequence[int]:
        with self._deps.db.everywhere() as session:
            return wanted(session)


def _here(session: Session) -> Sequence[int]:
    return session.scalars(select(Workspace.id).where(Workspace.stopped_at.is_(None))).all()


def _known(session: Session) -> Sequence[int]:
    return session.scalars(select(Workspace.id)).all()


def _forget(deps: Dependencies, session: Session, *, now: datetime) -> None:
    """Files first: killed before the rows are gone, the next day does all of it again."""
    privacy.remove_files(deps.scores_at, workspace_of(session))
    privacy.forget_workspace(session, by=BOT, now=now)


def _sweep(deps: Dependencies, session: Session, *, now: datetime) -> None:
    files.sweep(session, deps.scores_at)
    retention.sweep_waiting(session, deps.scores_at, now=now)
