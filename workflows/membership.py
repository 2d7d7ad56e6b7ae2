"""People change as people do: they move, switch languages, leave a team or the school. What is planned follows them.

Slack tells of most of it (`handlers/people.py`); the rest shows when somebody is looked up again, or written to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from workflows import commitments, people, posts, teams, workspaces
from workflows.people import Kind, Profile
from workflows.posts import Planned
from workflows.rules.quiet_hours import next_civil
from workflows.store.people import Grant
from workflows.store.tables import Membership, School, Teacher, Team

LEFT, GONE = "left the team", "deactivated in Slack"


def learn(session: Session, profile: Profile, *, now: datetime) -> Teacher:
    """Keep what Slack tells about a person; what is planned for them moves to their own clock of today.

    Whoever is deactivated, or turns out to be a bot, is nobody here from now on; whoever is back can be written to.
    """
    met = people.known(session, profile.slack_id)
    zone_before, kind_before = (met.zone, met.kind) if met else (None, None)
    person = people.learn(session, profile, now=now)
    if zone_before and person.zone != zone_before:
        posts.follow_zone(session, person.slack_id, zone_before, person.zone)
    if person.kind in people.ALIVE:
        if kind_before not in (None, *people.ALIVE):
            posts.reopen(session, person.slack_id, now=now)
    elif kind_before in (None, *people.ALIVE):
        _end(session, person, now)
    return person


def told(session: Session, profile: Profile, *, now: datetime) -> None:
    """Slack tells that somebody has changed; of strangers to us nothing is kept."""
    if people.known(session, profile.slack_id) is not None:
        learn(session, profile, now=now)


def gone(session: Session, slack_id: str, *, now: datetime) -> None:
    """Slack refuses a message to somebody because they are deactivated."""
    person = people.known(session, slack_id)
    if person is not None and person.kind != Kind.GONE:
        profile = Profile(slack_id, person.zone, person.language, Kind.GONE, owner=False)
        learn(session, replace(profile), now=now)


def leave(session: Session, channel: str, slack_id: str, *, now: datetime) -> None:
    """Somebody has left a team's channel, and with it the team."""
    team, person = teams.in_channel(session, channel), people.known(session, slack_id)
    if team is not None and person is not None and person in team.members:
        team.members.remove(person)
        ended(session, team, [person], now=now)


def ended(session: Session, team: Team, former: Iterable[Teacher], *, now: datetime) -> None:
    """Some people don't belong to a team any more: what was planned for them goes, their promises are let go.

    The team hears how many, so that somebody may take one up.
    """
    for person in former:
        session.execute(delete(Grant).where(Grant.person == person.slack_id, Grant.team_id == team.id))
        let_go = commitments.let_go(session, team, person, now=now)
        if let_go:
            _tell(session, team, person, let_go, now)


def move_channel(session: Session, old: str, new: str) -> None:
    """Slack gives a channel another id when it is shared or becomes private: everything of ours follows it."""
    for column in (Team.channel, School.ilt_channel):
        session.execute(update(column.class_).where(column == old).values({column.key: new}))
    posts.move_channel(session, old, new)


def stale(session: Session, most: int, *, now: datetime) -> Sequence[str]:
    """Members whom Slack should be asked about again: those it couldn't tell about first, then the longest ago."""
    members = select(Membership.teacher_id)
    due = select(Teacher.slack_id).where(
        Teacher.id.in_(members), (Teacher.looked_at.is_(None)) | (Teacher.looked_at < now - people.FRESH_FOR)
    )
    return session.scalars(due.order_by(Teacher.looked_at.is_not(None), Teacher.looked_at).limit(most)).all()


def _end(session: Session, person: Teacher, now: datetime) -> None:
    """Somebody is nobody here any more: out of every team, with everything that was planned for them."""
    theirs = select(Team).join(Membership).where(Membership.teacher_id == person.id)
    for team in session.scalars(theirs).all():
        team.members.remove(person)
        ended(session, team, [person], now=now)
    workspaces.pass_on_notices(session, person.slack_id, now=now)
    posts.cancel_for(session, person.slack_id, why=GONE)


def _tell(session: Session, team: Team, person: Teacher, let_go: int, now: datetime) -> None:
    due_at = next_civil(now, teams.zone_of(team), teams.breaks_of(team))
    key = f"team:{team.id}:left:{person.slack_id}:{now:%Y-%m-%d}"
    facts = {"team": team.id, "who": person.slack_id, "let_go": let_go}
    news = Planned(team.channel, posts.Kind.TEAM_LEFT, key, f"team:{team.id}", due_at, facts, team.zone)
    posts.plan(session, news, now=now)
