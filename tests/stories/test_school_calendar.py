"""A school's calendar, typed as people write or from a file; its teams follow. And people who are away."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.playground.world.state import Channel
from tests.coach import Coach
from tests.fixtures import TEAM
from tests.people import Clock, Slack, Teacher
from tests.stories.stored import contents
from tests.stories.test_commitments import commits
from workflows.refusal import Refusal
from workflows.rules.calendar import DaysOff
from workflows.rules.typed_dates import day, span
from workflows.schools import public_holidays, read_ics
from workflows.teams.days_off import read_breaks, write_breaks

TODAY = date(2026, 9, 14)
SPANS = {
    "9/29": ("2026-09-29", "2026-09-29"),
    "Sept 29 – Oct 3": ("2026-09-29", "2026-10-03"),
    "29 de septiembre": ("2026-09-29", "2026-09-29"),
    "Nov 25-27": ("2026-11-25", "2026-11-27"),
    "11/25-11/27": ("2026-11-25", "2026-11-27"),
    "2026-11-26 to 2026-11-27": ("2026-11-26", "2026-11-27"),
    "del 21 de diciembre al 1 de enero": ("2026-12-21", "2027-01-01"),
    "21-25 de diciembre": ("2026-12-21", "2026-12-25"),
    "Dec 21, 2026 through Jan 1, 2027": ("2026-12-21", "2027-01-01"),
    "12/21/26 - 1/1/27": ("2026-12-21", "2027-01-01"),
    "Jan. 18": ("2027-01-18", "2027-01-18"),
    "September 7th": ("2026-09-07", "2026-09-07"),
}
ICS = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//School//EN
BEGIN:VEVENT
UID:1
SUMMARY:Thanksgiving Break
DTSTART;VALUE=DATE:20261125
DTEND;VALUE=DATE:20261128
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:No School - every second Friday
DTSTART;VALUE=DATE:20260918
DTEND;VALUE=DATE:20260919
RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3
END:VEVENT
BEGIN:VEVENT
UID:3
SUMMARY:Band concert
DTSTART;VALUE=DATE:20261001
END:VEVENT
END:VCALENDAR
"""


@pytest.mark.parametrize("typed", SPANS)
def test_dates_are_read_as_people_write_them(typed: str) -> None:
    """In both languages, over New Year, with the reason behind."""
    first_on, last_on = map(date.fromisoformat, SPANS[typed])
    assert span(typed, TODAY) == (first_on, last_on)
    assert read_breaks(f"{typed} Because", TODAY) == (DaysOff(first_on, last_on, "Because"),)


def test_what_is_no_date_is_none() -> None:
    """Nor is a day guessed where two could be meant."""
    for typed in ("May Day", "next friday", "13/45", "soon", "", "Feb 30"):
        assert span(typed, TODAY) is None
    assert day("Friday", TODAY) == date(2026, 9, 18)


def test_a_calendar_written_and_read_is_the_same() -> None:
    """However it was typed."""
    breaks = read_breaks("\n".join(SPANS), TODAY)
    assert read_breaks(write_breaks(breaks), TODAY) == breaks


def test_a_calendar_file_is_read() -> None:
    """Breaks and days that recur; concerts are none of them."""
    assert [(str(each.first_on), str(each.last_on)) for each in read_ics(ICS, TODAY)] == [
        ("2026-09-18", "2026-09-18"), ("2026-10-02", "2026-10-02"), ("2026-10-16", "2026-10-16"),
        ("2026-11-25", "2026-11-27"),
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"hello", b"BEGIN:VCALENDAR\nEND:VCALENDAR", ICS * 3000, b"\xff\xfe\x00"])
def test_a_calendar_file_that_cannot_be(content: bytes) -> None:
    """A sentence."""
    with pytest.raises(Refusal):
        read_ics(content, TODAY)


def test_public_holidays_are_a_hint() -> None:
    """Those to come."""
    names = [each.why for each in public_holidays("US", TODAY)]
    assert "Thanksgiving Day" in names


def test_a_school_changes_its_calendar(
    leads: Callable[..., Teacher], cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """What is planned moves, the channel hears once, and nothing is posted on the day off."""
    dana = leads(school="Lakeside")
    dana.stage.acts(dana.person.opens_home())
    dana.clicks("School calendar")
    assert dana.submits(days_off="9/15 Storm\nSept 28 – Oct 2 Fall break") == {}
    assert "One team's plans moved" in dana.last
    clock.passes(until="2026-10-05 12:00")

    assert "Wed 09-16 07:45" in slack.times_of("#grade-5")
    assert not [each for each in slack.times_of("#grade-5") if "09-15" in each or "09-29" in each or "09-30" in each]
    assert sum("09-14" in each for each in slack.times_of("#grade-5")) == 2


def test_one_tap_adds_the_public_holidays(dana: Coach) -> None:
    """To what is typed; what isn't a day off at her school she takes out again."""
    dana.teacher.stage.acts(dana.teacher.person.opens_home())
    dana.clicks("School calendar")
    dana.clicks("Add public holidays")
    assert "Thanksgiving Day" in dana.teacher.screen.text


def test_only_a_lead_changes_the_calendar(dana: Coach, slack: Slack) -> None:
    """Somebody else has no button, and a line that can't be read changes nothing."""
    eve = slack.teacher("Eve Moss", dana.teacher.home)
    eve.stage.acts(eve.person.opens_home())
    assert "School calendar" not in eve.person.home.text  # type: ignore[union-attr]
    dana.teacher.stage.acts(dana.teacher.person.opens_home())
    dana.clicks("School calendar")
    assert set(dana.teacher.submits(days_off="whenever")) == {"days_off"}


def test_whoever_is_away_is_left_alone(ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Nothing comes while they are away; what waits comes when they are back."""
    commits(ben)
    ben.stage.acts(ben.person.opens_home())
    ben.clicks("When I'm away")
    assert ben.submits(first_on="2026-09-15", last_on="2026-09-18") == {}
    assert "You are away" in ben.person.home.text.replace("*", "")  # type: ignore[union-attr]
    clock.passes(until="2026-09-20 12:00")
    before = len(ben.sees)
    assert not any("How did it go" in each for each in ben.sees)

    clock.passes(until="2026-09-21 18:00")

    assert len(ben.sees) > before


def test_days_away_the_wrong_way_round(ben: Teacher, cycle: Channel) -> None:
    """A sentence at the field."""
    ben.stage.acts(ben.person.opens_home())
    ben.clicks("When I'm away")
    assert set(ben.submits(first_on="2026-09-18", last_on="2026-09-15")) == {"last_on"}


def test_another_spelling_is_no_second_school(ana: Teacher, ben: Teacher, dana: Coach, slack: Slack) -> None:
    """Capitals, accents, spaces and dots don't count."""
    ana.types("/cycle start")
    assert ana.submits(**{**TEAM, "school": "lakeside  ELEMENTARY."}, members=[ana.id, ben.id]) == {}
    assert len(contents(slack)["school"]) == 1
