"""Every kind of post and the rules it follows: who writes it, when it may come, until when it is worth sending.

A new kind is a line here and a letter in the module of `handlers/` that it names; `python -m bot check` compares both.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Hours(StrEnum):
    """When a kind may come."""

    SCHOOL = "school"  # between 7:00 and 18:00 on a day on which its reader's school is open
    ANY = "any"  # at once: somebody has just asked for it, or chose its hour themselves


class Crowded(StrEnum):
    """What becomes of one direct message too many."""

    WAITS = "waits"  # for the next school day
    DROPPED = "dropped"  # something later says the same


@dataclass(frozen=True)
class Rule:
    """What one kind of post follows. ``most_a_day`` counts everything its reader has had from us that day."""

    written_by: str  # the module of `handlers/`
    late: timedelta | None = None  # None: a record of what happened never spoils; a call to act does
    hours: Hours = Hours.SCHOOL
    most_a_day: int | None = None
    crowded: Crowded = Crowded.WAITS


def _asked(late: timedelta, crowded: Crowded = Crowded.WAITS) -> Rule:
    """A question about a commitment: somebody with many is asked about some today, about the others tomorrow."""
    return Rule("commitments", late, most_a_day=3, crowded=crowded)


DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


class Kind(StrEnum):
    """Every kind of post the bot plans, with its ``rule``."""

    rule: Rule

    # No kind is without a rule: the default is for mypy, which takes a look-up by name for the making of a kind.
    def __new__(cls, name: str, rule: Rule = Rule("")) -> "Kind":
        """A kind is its name; the rule comes along."""
        kind = str.__new__(cls, name)
        kind._value_, kind.rule = name, rule
        return kind

    CYCLE_STARTED = "cycle:started", Rule("cycles")
    CYCLE_PROMPT = "cycle:prompt", Rule("cycles", late=4 * DAY)  # from a Monday morning to the end of its school week
    CYCLE_PHASE = "cycle:phase", Rule("cycles", late=7 * DAY)  # then the next phase is under way
    CYCLE_CLOSING = "cycle:closing", Rule("cycles")
    CYCLE_DECIDED = "cycle:decided", Rule("cycles")
    CYCLE_CHANGED = "cycle:changed", Rule("cycles")
    CYCLE_MOVED = "cycle:moved", Rule("cycles")
    TEAM_CHANGED = "team:changed", Rule("teams", late=7 * DAY)
    MEETING_INVITATION = "meeting:invitation", Rule("meetings", late=7 * DAY)
    MEETING_MOVED = "meeting:moved", Rule("meetings", late=7 * DAY)
    TEAM_JOIN = "team:join", Rule("people", late=14 * DAY, hours=Hours.ANY)  # somebody waits for the answer
    TEAM_LEFT = "team:left", Rule("people", late=7 * DAY)
    MEETING_REMINDER = "meeting:reminder", Rule("meetings", late=15 * MINUTE, hours=Hours.ANY)  # until it has begun
    MEETING_LATE = "meeting:late", Rule("meetings", late=60 * MINUTE, hours=Hours.ANY)  # as long as a meeting
    MEETING_LIVE = "meeting:live", Rule("meetings", hours=Hours.ANY)
    MEETING_STEP = "meeting:step", Rule("meetings", late=5 * MINUTE, hours=Hours.ANY)  # the shortest step
    MEETING_CUE = "meeting:cue", Rule("meetings", late=5 * MINUTE, hours=Hours.ANY)
    MEETING_SUMMARY = "meeting:summary", Rule("meetings", hours=Hours.ANY)
    COMMITMENT_REMINDER = "commitment:reminder", _asked(late=DAY, crowded=Crowded.DROPPED)
    COMMITMENT_CHECK_IN = "commitment:check-in", _asked(late=7 * DAY)
    COMMITMENT_FOLLOW_UP = "commitment:follow-up", _asked(late=7 * DAY)
    COMMITMENT_HELP = "commitment:help", Rule("commitments", late=7 * DAY)
    COMMITMENT_OFFERED = "commitment:offered", Rule("commitments", late=7 * DAY)
    DIGEST_WEEKLY = "digest:weekly", Rule("brightspots", late=3 * DAY)
    DIGEST_TEAM = "digest:team", Rule("brightspots", late=3 * DAY)
    DIGEST_PREVIEW = "digest:preview", Rule("brightspots", late=DAY)  # then the digest itself is there
    SPOT_FOUND = "spot:found", Rule("consent", late=10 * DAY)  # as long as a teacher is usually given to decide
    SPOT_SHARED = "spot:shared", Rule("consent")
    ROSTER_ASK = "roster:ask", Rule("rosters", late=14 * DAY)  # later its steward may remind
    ROSTER_CORRECTED = "roster:corrected", Rule("rosters", hours=Hours.ANY)
    UPLOAD_UNDERSTOOD = "upload:understood", Rule("uploads", hours=Hours.ANY)
    UPLOAD_REFUSED = "upload:refused", Rule("uploads", hours=Hours.ANY)
    UPLOAD_IMPORTED = "upload:imported", Rule("uploads", hours=Hours.ANY)
    ADMIN_NOTICE = "admin:notice", Rule("admin", hours=Hours.ANY)
