"""Whatever is typed, forged or sent twice gets a kind sentence; nothing is stored and nothing else is disturbed."""

from typing import Any

from bot.playground.world.state import Channel
from tests.fixtures import QUESTION, TEAM
from tests.people import Clock, Slack, Teacher
from tests.stories.forged import submits_past_slack
from tests.stories.stored import contents

WEEKS = "A cycle lasts 4 to 6 weeks."
EMPTY_QUESTION = "Please write your inquiry question."


WORDS = [
    "Why <!channel> & <@U1> *bold* `code`?",
    "🎉👩🏽‍🏫 how might we?",
    "‏كيف يمكننا أن نساعد كل الطلاب؟",
    'O\'Neil said "try" {braces} %s <b>',
    "w" * 3000,
]
Wrong = list[tuple[dict[str, Any], dict[str, str]]]


def refuses_each(teacher: Teacher, slack: Slack, good: dict[str, Any], wrong: Wrong) -> None:
    """Send the open modal once for each wrong answer among good ones; what stands in the tables stays as it is."""
    before = contents(slack)
    for answers, complaints in wrong:
        assert submits_past_slack(teacher, **{**good, **answers}) == complaints, answers
        assert contents(slack) == before, answers


def test_a_cycle_that_cannot_be(ana: Teacher, team: Channel, slack: Slack) -> None:
    """Each wrong answer gets its own sentence, by its own field."""
    past = "A cycle can't start in the past. Choose today or a later day."
    ana.types("/cycle start")
    refuses_each(
        ana,
        slack,
        {"question": QUESTION},
        [
            ({"weeks": "3"}, {"weeks": WEEKS}),
            ({"weeks": "7"}, {"weeks": WEEKS}),
            ({"weeks": "-5"}, {"weeks": WEEKS}),
            ({"weeks": "five"}, {"weeks": "“five” doesn't fit here."}),
            ({"weeks": None}, {"weeks": "Please answer this question."}),
            ({"starts_on": "2026-09-11"}, {"starts_on": past}),
            (
                {"starts_on": "2026-10-12"},
                {"starts_on": "School is closed on Monday, October 12. Choose a school day."},
            ),
            (
                {"starts_on": "2026-09-19"},
                {"starts_on": "School is closed on Saturday, September 19. Choose a school day."},
            ),
            (
                {"starts_on": "2036-09-15"},
                {"starts_on": "That start is more than a year away. Choose a day closer to now."},
            ),
            ({"question": None}, {"question": EMPTY_QUESTION}),
            ({"question": " \n\t "}, {"question": EMPTY_QUESTION}),
            ({"question": "\u200b\u200d\u2060"}, {"question": EMPTY_QUESTION}),
            ({"question": "\x00\x07"}, {"question": EMPTY_QUESTION}),
            (
                {"question": "w" * 3001},
                {"question": "Your question has 3001 characters. It can have at most 3000."},
            ),
        ],
    )
    assert slack.said_in("#grade-5") == []


def test_slack_itself_stops_what_is_too_long(ana: Teacher, team: Channel, slack: Slack) -> None:
    """The form's own limit is the same as ours."""
    ana.types("/cycle start")
    assert ana.submits(question="w" * 3001) == {"question": "too_long"}


def test_a_team_that_cannot_be(ana: Teacher, slack: Slack) -> None:
    """Nothing of it is stored, its school neither."""
    ana.types("/cycle start")
    teachers = [slack.workspace.person(f"T {number}").id for number in range(13)]
    refuses_each(
        ana,
        slack,
        {**TEAM, "weekday": "1", "members": teachers[:2]},
        [
            ({"name": "  "}, {"name": "Please fill this in."}),
            ({"name": "N" * 3001}, {"name": "Please use at most 80 characters."}),
            ({"school": "\x00"}, {"school": "Please fill this in."}),
            ({"grade": "G" * 21}, {"grade": "Please use at most 20 characters."}),
            ({"subject": ""}, {"subject": "Please fill this in."}),
            ({"members": []}, {"members": "A team has 1 to 12 members."}),
            ({"members": teachers}, {"members": "A team has 1 to 12 members."}),
            ({"weekday": "6"}, {"weekday": "Teams meet on school days. Choose Monday to Friday."}),
            ({"at": "22:00"}, {"at": "Teams meet during the school day. Choose a time from 07:00 to 17:00."}),
            ({"zone": "Mars/Olympus"}, {"zone": "Please choose a time zone from the list."}),
            (
                {"days_off": "next friday"},
                {
                    "days_off": "I can't read “next friday”. Write one break a line, "
                    "like 2026-11-26 to 2026-11-27 Thanksgiving."
                },
            ),
            (
                {"days_off": "2026-11-27 to 2026-11-26"},
                {"days_off": "“2026-11-27 to 2026-11-26” ends before it begins."},
            ),
        ],
    )


def test_a_meeting_that_cannot_be(ana: Teacher, cycle: Channel, slack: Slack, clock: Clock) -> None:
    """A day off, the past, the night, a protocol that isn't there, no time for a step."""
    hours = "Teams meet during the school day. Choose a time from 07:00 to 17:00."
    clock.passes(until="2026-09-15 10:00")
    ana.types("/protocol schedule")
    refuses_each(
        ana,
        slack,
        {"minutes": "70"},
        [
            ({"on": "2026-10-12"}, {"on": "School is closed on Monday, October 12. Choose a school day."}),
            ({"on": "2026-09-20"}, {"on": "School is closed on Sunday, September 20. Choose a school day."}),
            ({"on": "2026-09-14"}, {"on": "A meeting can't be in the past. Choose today or a later day."}),
            ({"on": "2026-09-15", "at": "08:15"}, {"at": "That time has passed. Choose a later one."}),
            ({"at": "03:00"}, {"at": hours}),
            (
                {"at": "17:00"},
                {
                    "at": "This meeting takes 70 minutes and would last until 18:10. "
                    "Choose an earlier time, so that it is over before 18:00."
                },
            ),
            ({"protocol": "world_peace"}, {"protocol": "I don't know this protocol."}),
            ({"minutes": "5"}, {"minutes": "A meeting lasts 15 to 480 minutes."}),
            ({"minutes": "soon"}, {"minutes": "“soon” doesn't fit here."}),
            (
                {"protocol": "learning_rounds", "minutes": "30"},
                {"minutes": "“Final debrief” alone takes 45 minutes. Choose a meeting that is at least as long."},
            ),
        ],
    )


def test_a_plan_that_cannot_be(ana: Teacher, cycle: Channel, slack: Slack) -> None:
    """Nobody facilitates, nobody presents, too many do, or rooms are people."""
    ana.types("/protocol schedule")
    assert ana.submits(protocol="critical_friends", minutes="45") == {}
    too_long = "This takes at least 60 minutes, 15 more than you have. Choose to divide it, or make it shorter."
    two = [ana.id, slack.workspace.person("Eva Lind").id]
    refuses_each(
        ana,
        slack,
        {"presenters": [ana.id]},
        [
            ({"facilitator": None}, {"facilitator": "Please choose who facilitates."}),
            ({"presenters": []}, {"presenters": "Please choose who presents."}),
            ({"presenters": two}, {"when_long": too_long}),
            ({"bring": "x" * 501}, {"bring": "Keep it to 500 characters."}),
        ],
    )
    ana.closes()
    ana.types("/protocol schedule")
    assert ana.submits(protocol="learning_rounds", minutes="240") == {}
    only_rooms = "Write room numbers, such as 12, 14, B3. No names."
    refuses_each(
        ana,
        slack,
        {},
        [
            ({"classrooms": " , "}, {"classrooms": "Please say which rooms you visit."}),
            ({"classrooms": "12, Ms. Lopez"}, {"classrooms": only_rooms}),
            ({"classrooms": "1" * 17}, {"classrooms": only_rooms}),
        ],
    )


def test_a_commitment_that_cannot_be(ben: Teacher, cycle: Channel, slack: Slack) -> None:
    """Too long, without words, in the past, on a day off."""
    ahead = "Choose a day from today on, within a year."
    ben.types("/commit")
    refuses_each(
        ben,
        slack,
        {"text": "Try it."},
        [
            ({"text": " "}, {"text": "Please write what you will do."}),
            ({"text": "w" * 3001}, {"text": "Keep it to 500 characters: one thing you will do."}),
            ({"due_on": "2026-09-13"}, {"due_on": ahead}),
            ({"due_on": "2028-09-13"}, {"due_on": ahead}),
            ({"due_on": "2026-11-11"}, {"due_on": "School is closed on Wednesday, November 11. Choose a school day."}),
            ({"due_on": "tomorrow"}, {"due_on": "“tomorrow” doesn't fit here."}),
        ],
    )


def test_a_reflection_that_cannot_be(ben: Teacher, cycle: Channel, slack: Slack, clock: Clock) -> None:
    """Empty, or longer than anybody reads."""
    clock.passes(until="2026-09-15 08:00")
    ben.clicks("Write a reflection")
    long = "Your reflection has 3001 characters. It can have at most 3000."
    refuses_each(
        ben,
        slack,
        {},
        [
            ({"text": "\u200b"}, {"text": "Please write a sentence or two."}),
            ({"text": "w" * 3001}, {"text": long}),
            ({"text": "Fine.", "signed": "by my boss"}, {"signed": "Please choose one of the two."}),
        ],
    )


def test_words_are_shown_as_typed_and_ping_nobody(ana: Teacher, team: Channel, slack: Slack, clock: Clock) -> None:
    """What people write is text, never an order to Slack."""
    for question in WORDS:
        ana.types("/cycle start")
        assert ana.submits(question=question, weeks="5") == {}
        clock.passes(seconds=5)
        assert question[:1000] in slack.shown_in("#grade-5")[-1]
        assert question[:1000] in slack.said_in("#grade-5")[-1]
        raw = slack.workspace.messages_in("grade-5")[-1].text
        assert "<!channel>" not in raw
        assert "<@U1>" not in raw
        ana.types("/cycle")
        assert question[:1000] in ana.last
        ana.clicks("Cancel the cycle")
        clock.passes(seconds=5)


def test_a_form_sent_twice_counts_once(ana: Teacher, ben: Teacher, slack: Slack) -> None:
    """Slack delivers every submission twice: one team, one cycle, and the modal goes its way."""
    ana.types("/cycle start")
    slack.mischief.order("twice", "app:view_submission", times=3)
    assert ana.submits(**TEAM, members=[ana.id, ben.id]) == {}
    assert ana.screen.title == "Start a cycle"
    assert ana.submits(question=QUESTION, weeks="5") == {}
    assert not ana.has_modal
    ana.types("/commit")
    assert ana.submits(text="Once.", due_on="2026-09-17") == {}

    rows = contents(slack)
    assert [len(rows[table]) for table in ("team", "cycle", "commitment")] == [1, 1, 1]
    assert slack.said_in("#grade-5") == [f"New cycle for Grade 5 Math: {QUESTION}"]


def test_a_command_or_click_delivered_twice_opens_one_modal(ana: Teacher, cycle: Channel, slack: Slack) -> None:
    """The second delivery is silent, not an error."""
    slack.mischief.order("twice", "app:command", times=1)
    ana.types("/commit")
    assert ana.screen.title == "A commitment"
    assert not any("went wrong" in each or "too long" in each for each in ana.sees)
