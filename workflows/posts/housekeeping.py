"""What is forgotten by itself, once a day: answered requests, and posts that were settled long ago."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from workflows.store.engine import workspace_of
from workflows.store.posts import Answered, Post, State

REQUESTS_KEPT = timedelta(days=30)  # Slack repeats a request within the hour
POSTS_KEPT = timedelta(days=400)  # a school year and a summer, for an admin who asks what was sent
UNDER_WAY = (State.PLANNED, State.TAKEN, State.IN_DOUBT)


def tidy(session: Session, *, now: datetime) -> None:
    """Forget what one workspace no longer needs."""
    own = workspace_of(session)
    session.execute(delete(Answered).where(Answered.workspace_id == own, Answered.at < now - REQUESTS_KEPT))
    session.execute(
        delete(Post).where(
            Post.workspace_id == own, Post.due_at < now - POSTS_KEPT, Post.state.not_in(UNDER_WAY)
        )
    )  # fmt: skip
