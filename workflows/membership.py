"""People change as people do: they move, switch languages, come and go. What is planned for them follows."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows import people, posts
from workflows.people import Profile
from workflows.store.tables import Teacher


def learn(session: Session, profile: Profile, *, now: datetime) -> Teacher:
    """Keep what Slack tells about a person; what is planned for them moves to their own clock of today."""
    met = people.known(session, profile.slack_id)
    zone_before = met.zone if met else None
    person = people.learn(session, profile, now=now)
    if zone_before and person.zone != zone_before:
        posts.follow_zone(session, person.slack_id, zone_before, person.zone)
    return person
