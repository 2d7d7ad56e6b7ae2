"""Who works together: schools, teams, teachers, and the days on which school is closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workflows.refusal import Refusal
from workflows.rules.breaks import read_breaks
from workflows.rules.calendar import DaysOff, is_day_off
from workflows.rules.clockwork import local
from workflows.rules.cycles import check_weekly_meeting
from workflows.rules.policies import next_civil
from workflows.rules.texts import readable
from workflows.store.tables import DayOff, School, Teacher, Team

MOST_MEMBERS = 12
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


def set_up(session: Session, form: SetUpTeam, *, now: datetime) -> Team:
    """Make a team of a channel, and its school if this is the school's first team."""
    if in_channel(session, form.channel):
        raise _taken()
    _check(form)
    breaks = read_breaks(form.days_off)
    team = Team(
        school_id=_school(session, form).id,
        channel=form.channel,
        name=readable(form.name),
        grade=readable(form.grade),
        subject=readable(form.subject),
        zone=form.zone,
        language=form.language,
        meeting_weekday=form.weekday,
        meeting_at=form.at,
        members=[_member(session, member, form) for member in dict.fromkeys(form.members)],
    )
    session.add(team)
    _flush_once(session, _taken())
    close_school(session, team, breaks)
    return team


def join(session: Session, channel: str, *, by: str) -> Team:
    """Somebody of the channel becomes a member of its team; joining again changes nothing.

    Raises
    ------
    Refusal
        When the channel has no team, or the team is full.
    """
    team = in_channel(session, channel)
    if team is None:
        raise Refusal("This channel has no team yet. Type /cycle start to set it up.")
    if is_member(team, by):
        return team
    if len(team.members) >= MOST_MEMBERS:
        raise Refusal("{team} is full: a team has at most {most} members.", team=team.name, most=MOST_MEMBERS)
    person = teacher(session, by) or remember(session, by, zone=team.zone, language=team.language)
    team.members.append(person)
    return team


def is_member(team: Team, slack_id: str) -> bool:
    """Whether somebody belongs to a team."""
    return any(each.slack_id == slack_id for each in team.members)


def only_members(team: Team, by: str, *, starter: str = "") -> None:
    """Let somebody go on who belongs to the team, or who started the cycle in question (a coach may).

    Raises
    ------
    Refusal
        When neither is so; it says how to join.
    """
    if by != starter and not is_member(team, by):
        raise Refusal("This is for members of {team}. If you work with them, type /cycle join first.", team=team.name)


def in_channel(session: Session, channel: str) -> Team | None:
    """The team of a channel, if it has one."""
    return session.scalar(select(Team).where(Team.channel == channel))


def teacher(session: Session, slack_id: str) -> Teacher | None:
    """A person we have met before."""
    return session.scalar(select(Teacher).where(Teacher.slack_id == slack_id))


def remember(session: Session, slack_id: str, *, zone: str, language: str) -> Teacher:
    """Meet a person, or learn their zone and language anew; an unknown zone counts as UTC."""
    known = teacher(session, slack_id) or _meet(session, slack_id)
    known.zone = zone if zone in available_timezones() else "UTC"
    known.language = language
    session.flush()
    return known


def close_school(session: Session, team: Team, breaks: Sequence[DaysOff]) -> None:
    """Replace a team's days off."""
    team.days_off = [DayOff(first_on=each.first_on, last_on=each.last_on, why=each.why) for each in breaks]
    session.flush()


def breaks_of(team: Team) -> tuple[DaysOff, ...]:
    """The days off of a team's school, the first first."""
    return tuple(DaysOff(row.first_on, row.last_on, row.why) for row in team.days_off)


def next_school_morning(team: Team, now: datetime) -> datetime | None:
    """When a post that missed its day may come, if today is a day off; None on a school day."""
    zone, breaks = zone_of(team), breaks_of(team)
    if not is_day_off(local(now, zone).date(), breaks):
        return None
    return next_civil(now, zone, breaks)


def zone_of(team: Team) -> ZoneInfo:
    """The zone a team lives in."""
    return ZoneInfo(team.zone)


def _meet(session: Session, slack_id: str) -> Teacher:
    try:
        with session.begin_nested():
            met = Teacher(slack_id=slack_id)
            session.add(met)
    except IntegrityError:
        # Somebody else met them at the same moment.
        return session.scalars(select(Teacher).where(Teacher.slack_id == slack_id)).one()
    return met


def _check(form: SetUpTeam) -> None:
    for field, most in LONGEST.items():
        text = readable(getattr(form, field))
        if not text:
            raise Refusal("Please fill this in.", field=field)
        if len(text) > most:
            raise Refusal("Please use at most {most} characters.", field=field, most=most)
    if not 1 <= len(form.members) <= MOST_MEMBERS:
        raise Refusal("A team has {least} to {most} members.", field="members", least=1, most=MOST_MEMBERS)
    if form.zone not in available_timezones():
        raise Refusal("Please choose a time zone from the list.", field="zone")
    check_weekly_meeting(form.weekday, form.at)


def _member(session: Session, slack_id: str, form: SetUpTeam) -> Teacher:
    """Until they are met, a member counts as living where their team does."""
    return teacher(session, slack_id) or remember(session, slack_id, zone=form.zone, language=form.language)


def _school(session: Session, form: SetUpTeam) -> School:
    name = readable(form.school)
    known = session.scalar(select(School).where(School.name == name))
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
