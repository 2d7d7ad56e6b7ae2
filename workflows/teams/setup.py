"""A team comes to be: what its facilitator tells about it, checked answer by answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workflows import people
from workflows.posts import horizons
from workflows.posts.horizons import Subject
from workflows.refusal import Refusal
from workflows.rules.school_hours import check_weekly_meeting
from workflows.rules.texts import readable
from workflows.rules.wall_time import zone_names
from workflows.store.school_names import school_named
from workflows.store.tables import DayOff, School, Teacher, Team
from workflows.teams import members
from workflows.teams.days_off import read_breaks, write_breaks

LONGEST = {"name": 80, "school": 80, "grade": 20, "subject": 40}


@dataclass(frozen=True)
class SetUpTeam:
    """What a facilitator tells once about their team. ``days_off`` is as typed, one break a line."""

    channel: str
    language: str
    name: str
    school: str
    grade: str
    subject: str
    members: list[str]
    zone: str
    weekday: int
    at: time
    days_off: str = ""


@dataclass(frozen=True)
class ChangeTeam:
    """What may change later; the school stays."""

    channel: str
    name: str
    grade: str
    subject: str
    members: list[str]
    zone: str
    weekday: int
    at: time
    days_off: str = ""


def set_up(session: Session, form: SetUpTeam, *, by: str, now: datetime) -> Team:
    """Make a team of a channel, and its school if this is the school's first team.

    Whoever sets up a team without being in it, as a coach does, facilitates it beside its members.
    """
    people.require(session, people.Act.FOUND_TEAM, by=by)
    if members.in_channel(session, form.channel):
        raise _taken()
    team = Team(channel=form.channel, language=form.language)
    fill_in(session, team, form, today=now.date())
    team.school_id = _school(session, form).id
    session.add(team)
    _flush_once(session, _taken())
    horizons.ask_at_once(session, Subject.DIGEST, team.school_id)  # which may have a part for each team
    if by not in form.members:
        people.give(session, by, people.Role.FACILITATOR, team=team, by=by, now=now)
    return team


def fill_in(session: Session, team: Team, form: SetUpTeam | ChangeTeam, *, today: date) -> None:
    """Write a form's answers down, once they are checked.

    Raises
    ------
    Refusal
        For the first answer that doesn't fit, with its field.
    """
    check(form, today)
    _check_people(session, form.members)
    breaks = read_breaks(form.days_off, today)
    team.name, team.grade, team.subject = readable(form.name), readable(form.grade), readable(form.subject)
    team.zone, team.meeting_weekday, team.meeting_at = form.zone, form.weekday, form.at
    team.members = [_member(session, each, team) for each in dict.fromkeys(form.members)]
    team.days_off = [DayOff(first_on=each.first_on, last_on=each.last_on, why=each.why) for each in breaks]


def as_filled_in(team: Team) -> ChangeTeam:
    """A team as its form would be filled in; read back, it changes nothing."""
    return ChangeTeam(
        channel=team.channel, name=team.name, grade=team.grade, subject=team.subject,
        members=[each.slack_id for each in team.members], zone=team.zone, weekday=team.meeting_weekday,
        at=team.meeting_at, days_off=write_breaks(members.own_breaks(team)),
    )  # fmt: skip


def check(form: SetUpTeam | ChangeTeam, today: date) -> None:
    """Whether a form's answers can be a team at all. Raises ``Refusal`` for the first that doesn't fit."""
    asked = {field: readable(getattr(form, field)) for field in LONGEST if hasattr(form, field)}
    for field, text in asked.items():
        if not text:
            raise Refusal("Please fill this in.", field=field)
        if len(text) > LONGEST[field]:
            raise Refusal("Please use at most {most} characters.", field=field, most=LONGEST[field])
    if not 1 <= len(form.members) <= members.MOST_MEMBERS:
        raise Refusal("A team has {least} to {most} members.", field="members", least=1, most=members.MOST_MEMBERS)
    if form.zone not in zone_names():
        raise Refusal("Please choose a time zone from the list.", field="zone")
    check_weekly_meeting(form.weekday, form.at)
    read_breaks(form.days_off, today)


def _check_people(session: Session, members: Sequence[str]) -> None:
    """Bots, people who are deactivated and visitors from another workspace can't be in a team."""
    for slack_id in members:
        kind = people.kind_of(session, slack_id)
        if kind is people.Kind.BOT:
            raise Refusal("Bots can't be in a team. Please choose people only.", field="members")
        if kind is people.Kind.VISITOR:
            raise Refusal("Somebody here is from another workspace. Please choose people of this one.", field="members")
        if kind is people.Kind.GONE:
            raise Refusal("Somebody here is deactivated in Slack. Please choose people who are there.", field="members")


def _member(session: Session, slack_id: str, team: Team) -> Teacher:
    """Until they are met, a member counts as living where their team does."""
    return members.teacher(session, slack_id) or members.remember(
        session, slack_id, zone=team.zone, language=team.language
    )


def _school(session: Session, form: SetUpTeam) -> School:
    name = readable(form.school)
    known = school_named(session, name)
    if known is None:
        known = School(name=name, zone=form.zone, language=form.language)
        session.add(known)
        _flush_once(session, Refusal("Somebody set this school up at the same moment. Please send the form again."))
    return known


def _taken() -> Refusal:
    return Refusal("Somebody has just set up this channel's team. Close this form and type /cycle start.")


def _flush_once(session: Session, refusal: Refusal) -> None:
    try:
        session.flush()
    except IntegrityError:
        raise refusal from None
