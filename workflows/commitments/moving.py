"""A team's days off have changed: what open commitments still have to ask moves to school days, a portion at a time.

A school may have thousands of open commitments, and nobody else's form should wait until the last of them has moved.
What hasn't moved yet isn't sent on a day off all the same: delivery asks that of every post.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.orm import Session, joinedload

from workflows import posts, teams
from workflows.commitments.asking import GONE, OPEN, about, questions, which_question
from workflows.store.engine import workspace_of
from workflows.store.posts import HELD, Post, State
from workflows.store.renewals import CommitmentMove
from workflows.store.tables import Commitment, Team, Workspace

PORTION = 100


def move_along(session: Session, team: Team, *, now: datetime) -> None:
    """Begin to move a team's open commitments; of many, a worker moves the rest (``due``)."""
    session.execute(
        delete(CommitmentMove).where(
            CommitmentMove.team_id == team.id, CommitmentMove.workspace_id == workspace_of(session)
        )
    )
    session.add(CommitmentMove(team_id=team.id, asked_at=now, last_id=0))
    session.flush()
    go_on(session, team.id, now=now)


def go_on(session: Session, team_id: int, *, now: datetime) -> bool:
    """Move the next portion of a team's open commitments; gives whether those were the last."""
    begun = session.scalar(select(CommitmentMove).where(CommitmentMove.team_id == team_id).with_for_update())
    if begun is None:
        return True
    coming = session.scalars(
        select(Commitment)
        .where(Commitment.team_id == team_id, Commitment.state == OPEN, Commitment.id > begun.last_id)
        .options(joinedload(Commitment.teacher))
        .order_by(Commitment.id)
        .limit(PORTION)
    ).all()
    _move(session, session.get_one(Team, team_id), coming, now)
    if len(coming) < PORTION:
        session.delete(begun)
        return True
    begun.last_id = coming[-1].id
    return False


def due(connection: Connection) -> tuple[int, int] | None:
    """The workspace and the team whose commitments have waited longest for their next portion."""
    waiting = (
        select(CommitmentMove.workspace_id, CommitmentMove.team_id)
        .join(Workspace, Workspace.id == CommitmentMove.workspace_id)
        .where(Workspace.stopped_at.is_(None))
        .order_by(CommitmentMove.asked_at)
        .limit(1)
    )
    row = connection.execute(waiting).first()
    return None if row is None else (row.workspace_id, row.team_id)


def _move(session: Session, team: Team, some: Sequence[Commitment], now: datetime) -> None:
    abouts = [about(each) for each in some]
    said: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for post in session.scalars(select(Post).where(Post.about.in_(abouts), Post.state.in_(GONE))):
        said[post.about].add(which_question(post))
    session.execute(
        update(Post)
        .where(Post.about.in_(abouts), Post.state == State.PLANNED, Post.workspace_id == workspace_of(session))
        .values(state=State.CANCELLED, why=HELD)
    )
    breaks = teams.breaks_of(team)
    coming = [
        question
        for each in some
        for question in questions(each, breaks, now)
        if which_question(question) not in said[about(each)]
    ]
    posts.plan_all(session, coming, now=now)
