"""Keep meetings' messages true: edit them at once when somebody presses, each minute while they run.

What happens to a meeting by itself (it begins, moves on, ends, is given up) is asked of the database every beat, so
that a process that was killed loses nothing: the next beat does what was due. Editing twice changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from handlers.delivery.edits import rewrite
from handlers.screens import meeting_live, meeting_plan
from handlers.screens.blocks import Message
from handlers.slack.calendar_links import with_links
from handlers.slack.dependencies import Dependencies
from workflows.meetings import facts, running
from workflows.store.posts import Post
from workflows.store.tables import Meeting

AGAIN_MOST = 5
Result = TypeVar("Result")


@dataclass(frozen=True)
class Standing:
    """A message that stands in a channel, and what it should say now."""

    channel: str
    ts: str
    message: Message
    act: int


@dataclass(frozen=True)
class MeetingKeeper:
    """Lets happen to meetings what is due. As many processes as you like may run one on the same database."""

    deps: Dependencies

    async def beat(self) -> int:
        """Do what is due and show it; returns how many meetings something happened to."""
        due = await self.deps.in_pool(self._due)
        for workspace_id, meeting_id in due:
            shows = partial(running.wake, shipped=self.deps.library.protocols, now=self.deps.clock.now())
            if await self.deps.in_pool(_in_transaction, self.deps, workspace_id, shows, meeting_id):
                await show_live(self.deps, workspace_id, meeting_id)
        return len(due)

    def _due(self) -> list[tuple[int, int]]:
        with self.deps.db.engine.begin() as connection:
            return list(running.due(connection, now=self.deps.clock.now()))


async def show_live(deps: Dependencies, workspace_id: int, meeting_id: int) -> None:
    """Edit a running meeting's message; again if somebody pressed meanwhile, so that the last edit tells the last."""
    for _ in range(AGAIN_MOST):
        standing = await deps.in_pool(_in_transaction, deps, workspace_id, partial(_live, deps), meeting_id)
        if standing is None:
            return
        await rewrite(deps.client_for(workspace_id), standing.channel, standing.ts, standing.message)
        shown = partial(running.showed, number=standing.act)
        if await deps.in_pool(_in_transaction, deps, workspace_id, shown, meeting_id):
            return


async def show_invitation(deps: Dependencies, workspace_id: int, meeting_id: int) -> None:
    """Edit a meeting's invitation: who comes, when it is now, or that it was called off."""
    standing = await deps.in_pool(_in_transaction, deps, workspace_id, partial(_invitation, deps), meeting_id)
    if standing is not None:
        await rewrite(deps.client_for(workspace_id), standing.channel, standing.ts, standing.message)


def _live(deps: Dependencies, session: Session, meeting_id: int) -> Standing | None:
    post = running.message_of(session, meeting_id)
    meeting = session.get(Meeting, meeting_id)
    if post is None or meeting is None or not post.ts:
        return None
    told = facts.moment(session, meeting, deps.library.protocols, deps.clock.now())
    message = meeting_live.meeting_live(deps.words.in_language(told.language), told)
    return _stands(post, message, told.act)


def _invitation(deps: Dependencies, session: Session, meeting_id: int) -> Standing | None:
    meeting = session.get(Meeting, meeting_id)
    post = running.invitation_of(session, meeting) if meeting else None
    if meeting is None or post is None or not post.ts:
        return None
    told = with_links(deps, session, facts.described(session, meeting, deps.library.protocols))
    return _stands(post, meeting_plan.meeting_invitation(deps.words.in_language(told.language), told), 0)


def _stands(post: Post, message: Message, act: int) -> Standing:
    return Standing(str(post.sent_to), str(post.ts), message, act)


def _in_transaction(deps: Dependencies, workspace_id: int, work: Callable[..., Result], *args: Any) -> Result:  # noqa: ANN401
    with deps.db.begin(workspace_id) as session:
        return work(session, *args)
