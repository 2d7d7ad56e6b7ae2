"""Digests as they were posted: written down, so that their detail stays true and what is taken back can be edited."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.brightspots import sharings
from workflows.reflections import quotes
from workflows.refusal import Refusal
from workflows.store.brightspots import Issue, Mention, Sharing
from workflows.store.posts import Lane, Post
from workflows.store.tables import School, Team


def written(session: Session, key: str) -> Issue | None:
    """A digest that was written before."""
    return session.scalar(select(Issue).where(Issue.key == key))


def issue(session: Session, issue_id: int, *, channel: str, by: str) -> dict[str, Any]:
    """A written digest's facts, for its detail, where it was posted or to whom it was shown before.

    Raises
    ------
    Refusal
        When it isn't kept, or somebody asks from elsewhere.
    """
    written = session.get(Issue, issue_id)
    if written is None:
        raise Refusal("This digest isn't kept any more.")
    if not _is_theirs(session, written, channel, by):
        raise Refusal("This digest belongs to another channel.")
    return resolved(session, written)


def _is_theirs(session: Session, written: Issue, channel: str, by: str) -> bool:
    """Whether a digest's post is in this channel, or was written to this person."""
    lane = select(Lane.channel).join(Post, Post.lane_id == Lane.id).where(Post.key == written.key)
    return session.scalar(lane) in (channel, by)


def write(session: Session, key: str, school: School, told: dict[str, Any], *, now: datetime) -> Issue:
    """Write a digest down, with what it mentions of what teachers share and wrote."""
    made = Issue(key=key, school_id=school.id, facts=told, written_at=now)
    session.add(made)
    session.flush()
    session.add_all(Mention(issue_id=made.id, sharing_id=sharing) for sharing in told["shared"])
    quotes.note(session, made, told["quotes"])
    session.flush()
    return made


def resolved(session: Session, made: Issue) -> dict[str, Any]:
    """A written digest's facts as they may be shown now: what was taken back since is gone."""
    school = session.get_one(School, made.school_id)
    return {**in_full(session, dict(made.facts), school), "issue": made.id}


def in_full(session: Session, told: dict[str, Any], school: School) -> dict[str, Any]:
    """Facts with what teachers share and wrote in place of its ids."""
    rows = session.scalars(select(Sharing).where(Sharing.id.in_(told["shared"]), Sharing.withdrawn_at.is_(None)))
    shared = [sharings.told(session, each) for each in rows]
    return {**told, "shared": shared, "quotes": quotes.told(session, told["quotes"]), "school": school.name}


def last(session: Session, school_id: int, team: Team | None) -> Issue | None:
    """The last digest of a school, or of a team."""
    key = f"digest:team:{team.id}:" if team else f"digest:{school_id}:"
    newest = select(Issue).where(Issue.key.startswith(key)).order_by(Issue.written_at.desc(), Issue.id.desc())
    return session.scalar(newest.limit(1))


def last_written_at(session: Session, school_id: int, team: Team | None) -> datetime | None:
    """When the last digest of a school, or of a team, was written."""
    issue = last(session, school_id, team)
    return issue.written_at if issue else None
