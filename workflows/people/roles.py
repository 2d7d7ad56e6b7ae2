"""Who may do what. Every verb that a person can ask for has a row here; nothing else decides it.

A verb asks `people.require`, which says no in a sentence that tells who can. A new verb needs a line in `VERBS`:
`tests/people/test_roles.py` fails until it has one.
"""

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """What Slack says somebody is."""

    PERSON = "person"
    GUEST = "guest"
    VISITOR = "visitor"  # from another workspace, in a channel that both share
    BOT = "bot"
    GONE = "gone"  # deactivated


class Role(StrEnum):
    """What somebody is for a team, a school or the whole workspace. One person may hold several."""

    ANYBODY = "anybody"  # everybody of the workspace, its guests included
    COLLEAGUE = "colleague"  # whoever has an account of their own in it
    MEMBER = "member"
    FACILITATOR = "facilitator"
    LEAD = "lead"
    STEWARD = "steward"
    ADMIN = "admin"


class Act(StrEnum):
    """What verbs have in common, as far as it matters who asks."""

    OWN = "own"  # answer what one was asked, take one's own words back: the verb knows whose they are
    FOUND_TEAM = "found a team"
    ASK_TO_JOIN = "ask to join"
    TAKE_PART = "take part"  # answer, promise, take notes
    RUN_TEAM = "run the team"  # cycle, meetings, members, the team's week
    LEAD_SCHOOL = "lead the school"
    NEW_SCHOOL = "make a school"
    KEEP_DATA = "keep the data"  # score files, rosters, links, undo
    ADMINISTER = "administer"  # roles, channels of schools, retention, audit, messages in doubt


MAY: Mapping[Act, frozenset[Role]] = MappingProxyType(
    {
        Act.OWN: frozenset({Role.ANYBODY}),
        Act.FOUND_TEAM: frozenset({Role.COLLEAGUE}),
        Act.ASK_TO_JOIN: frozenset({Role.ANYBODY}),
        Act.TAKE_PART: frozenset({Role.MEMBER}),
        Act.RUN_TEAM: frozenset({Role.FACILITATOR}),
        Act.LEAD_SCHOOL: frozenset({Role.LEAD}),
        Act.NEW_SCHOOL: frozenset({Role.LEAD, Role.ADMIN}),
        Act.KEEP_DATA: frozenset({Role.STEWARD}),
        Act.ADMINISTER: frozenset({Role.ADMIN}),
    }
)

# A guest can be in a team and do what its members do, and nothing beyond; the others can do nothing at all.
OPEN_TO: Mapping[Kind, frozenset[Role]] = MappingProxyType(
    {
        Kind.PERSON: frozenset(Role),
        Kind.GUEST: frozenset({Role.ANYBODY, Role.MEMBER}),
        Kind.VISITOR: frozenset(),
        Kind.BOT: frozenset(),
        Kind.GONE: frozenset(),
    }
)

# Every verb a door asks for in somebody's name, by its module and name in `workflows`.
VERBS: Mapping[str, Act] = MappingProxyType(
    {
        "brightspots.consent.come_back": Act.OWN,
        "brightspots.consent.leave": Act.OWN,
        "brightspots.consent.not_now": Act.OWN,
        "brightspots.consent.share": Act.OWN,
        "brightspots.consent.withdraw": Act.OWN,
        "commitments.promises.carry_on": Act.OWN,
        "commitments.promises.change": Act.OWN,
        "commitments.promises.check_in": Act.OWN,
        "commitments.promises.get_stuck": Act.OWN,
        "commitments.promises.make": Act.TAKE_PART,
        "commitments.promises.offer": Act.OWN,
        "commitments.promises.take_over": Act.OWN,
        "commitments.promises.undo": Act.OWN,
        "commitments.promises.withdraw": Act.OWN,
        "cycles.agenda.ask_own": Act.RUN_TEAM,
        "cycles.agenda.move": Act.RUN_TEAM,
        "cycles.agenda.put_back": Act.RUN_TEAM,
        "cycles.agenda.skip": Act.RUN_TEAM,
        "cycles.changes.change": Act.RUN_TEAM,
        "cycles.decisions.begin_anyway": Act.RUN_TEAM,
        "cycles.decisions.decide": Act.TAKE_PART,
        "cycles.moves.make": Act.RUN_TEAM,
        "cycles.moves.start": Act.RUN_TEAM,
        "evidence.evidence.remove": Act.TAKE_PART,
        "evidence.evidence.save": Act.TAKE_PART,
        "threads.cards.draft_cards": Act.TAKE_PART,
        "digests.digests.hold": Act.LEAD_SCHOOL,
        "digests.digests.release": Act.LEAD_SCHOOL,
        "meetings.notes.answer": Act.TAKE_PART,
        "meetings.notes.share": Act.TAKE_PART,
        "meetings.notes.tidy": Act.TAKE_PART,
        "meetings.notes.vote": Act.TAKE_PART,
        "meetings.notes.write": Act.TAKE_PART,
        "meetings.own.add": Act.KEEP_DATA,
        "meetings.running.press": Act.RUN_TEAM,  # or whoever has a role in the meeting
        "meetings.running.start": Act.RUN_TEAM,  # so, too
        "meetings.scheduling.cancel": Act.RUN_TEAM,
        "meetings.scheduling.move": Act.RUN_TEAM,
        "meetings.scheduling.schedule": Act.RUN_TEAM,
        "people.appointments.appoint": Act.ADMINISTER,
        "people.appointments.name_facilitators": Act.RUN_TEAM,
        "posts.plan.decide": Act.ADMINISTER,
        "reflections.reflections.take_back": Act.OWN,
        "reflections.reflections.withdraw": Act.OWN,
        "reflections.reflections.write": Act.TAKE_PART,
        "people.appointments.set_away": Act.OWN,
        "replanning.change": Act.RUN_TEAM,
        "replanning.change_calendar": Act.LEAD_SCHOOL,
        "rosters.confirmation.confirm": Act.OWN,
        "rosters.confirmation.correct": Act.OWN,
        "rosters.confirmation.link": Act.KEEP_DATA,
        "rosters.confirmation.remind": Act.KEEP_DATA,
        "schools.ilt.set_up": Act.LEAD_SCHOOL,
        "teams.members.accept": Act.RUN_TEAM,
        "teams.members.ask_to_join": Act.ASK_TO_JOIN,
        "teams.setup.set_up": Act.FOUND_TEAM,
        "uploads.decisions.confirm": Act.KEEP_DATA,
        "uploads.decisions.correct": Act.KEEP_DATA,
        "uploads.decisions.discard": Act.KEEP_DATA,
        "uploads.decisions.receive": Act.KEEP_DATA,
        "uploads.imports.undo": Act.KEEP_DATA,
        "uploads.links.make": Act.KEEP_DATA,
    }
)

# What Slack itself tells; nobody asks for it, so nobody needs a role.
TOLD_BY_SLACK = frozenset(
    {
        "membership.leave",
        "membership.move_channel",
        "membership.told",
        "workspaces.installations.leave",
        "workspaces.installations.reopen_channel",
    }
)


def act_of(verb: Callable[..., object]) -> Act | None:
    """What a verb is, to the table; None for what Slack tells by itself.

    Raises
    ------
    KeyError
        When a verb has no row: whoever wrote it forgot to say who may ask for it.
    """
    name = f"{verb.__module__.removeprefix('workflows.')}.{verb.__qualname__}"
    return None if name in TOLD_BY_SLACK else VERBS[name]


def may(act: Act, roles: Collection[Role]) -> bool:
    """Whether somebody who holds these roles may do it."""
    return not MAY[act].isdisjoint(roles)


def limited(kind: Kind, roles: Collection[Role]) -> frozenset[Role]:
    """The roles somebody can really use, being what they are in Slack."""
    return OPEN_TO[kind] & frozenset(roles)
