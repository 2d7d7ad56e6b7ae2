"""Bright spots: the teacher is the first to know, and decides."""

from collections.abc import Callable

import pytest

from bot.playground.world.state import Channel
from tests import bright
from tests.beginnings import Beginnings
from tests.bright import SCHOOL, Stored, brought_in, confirms, forgotten, found, looks
from tests.people import Clock, Slack, Stage, Teacher
from tests.stats.districts import District

SET_UP = {"school": SCHOOL, "weekday": "4", "at": "13:00", "consent_days": "10"}
NOTICED = "Something good in your math classes"
CHOICES = ("Share with my name", "Share the practice, not my name", "Not now", "How this was found")
ALWAYS_SAID = ("in 100 students with the same earlier scores", "Only you see this", "If you don't answer by")
BEHIND_A_BUTTON = (
    "Picture in words", "Years and students", "% of your students grew more", "smaller than 5 percentile points",
    "Counted:", "Roster:", "What this can't tell you", "1. ", "5. ", "Leave me out of the analysis",
)  # fmt: skip
MOST_LINES = 16  # about one screen of a phone, the picture aside


@pytest.fixture
def district() -> Stored:
    """Three schools of twelve teachers; some of the first school's are flagged, some aren't."""
    stored = bright.draw(District(schools=3), seed=3)
    assert len(stored.flagged()) >= 2
    assert len(stored.others()) >= 2
    return stored


@pytest.fixture
def dana(leads: Callable[..., Teacher]) -> Teacher:
    """She leads, and has set the digest up."""
    return leads(**SET_UP)


@pytest.fixture
def maria(slack: Slack, grade_5: Channel) -> Teacher:
    """A teacher whose classes are a bright spot."""
    return slack.teacher("Maria Sol", grade_5)


@pytest.fixture
def noah(slack: Slack, grade_5: Channel) -> Teacher:
    """A teacher whose classes are none."""
    return slack.teacher("Noah Berg", grade_5)


@pytest.fixture
def told(beginnings: Beginnings, dana: Teacher, maria: Teacher, noah: Teacher, district: Stored) -> Teacher:
    """Scores are in, both have confirmed, a worker has looked: Maria was told."""

    def look() -> None:
        brought_in(beginnings.stage, district, by=dana.id)
        confirms(beginnings.stage, maria, district.flagged()[0])
        confirms(beginnings.stage, noah, district.others()[0])
        found(beginnings.stage, district)

    beginnings.played_once("Maria was told", look)
    return maria


def test_the_teacher_hears_first_and_alone(told: Teacher, dana: Teacher, noah: Teacher, slack: Slack) -> None:
    """What was noticed goes to her in private: the fact, a picture, three choices; the rest behind a button."""
    assert NOTICED in told.last
    for words in CHOICES + ALWAYS_SAID:
        assert words in told.last
    assert not [words for words in BEHIND_A_BUTTON if words in told.last]
    assert len(told.last.splitlines()) <= MOST_LINES
    told.clicks("How this was found")
    for words in BEHIND_A_BUTTON:
        assert words in str(told.screen)
    assert noah.sees == []
    assert not any("bright spot" in line.lower() or "noticed" in line for line in slack.shown_in("leaders"))
    assert not any(NOTICED in line for line in dana.sees)


def test_nothing_is_shown_before_the_roster_is_confirmed(
    stage: Stage, dana: Teacher, maria: Teacher, district: Stored, clock: Clock
) -> None:
    """No roster, no message; it comes once she has confirmed."""
    brought_in(stage, district, by=dana.id)
    looks(stage)
    assert maria.sees == []

    confirms(stage, maria, district.flagged()[0])
    looks(stage)
    assert NOTICED in maria.last


def test_in_an_older_workspace_she_reads_the_picture_in_words(
    stage: Stage, slack: Slack, dana: Teacher, maria: Teacher, district: Stored
) -> None:
    """Slack refuses charts there: she is told once, without one, and her choice is shown as always."""
    slack.workspace.lacks("data_visualization")
    brought_in(stage, district, by=dana.id)
    confirms(stage, maria, district.flagged()[0])
    found(stage, district)
    assert [NOTICED in line for line in maria.sees] == [True]
    assert "bar chart" not in maria.last
    assert "Picture in words: a typical class stands at 50" in maria.last

    maria.clicks("Not now")
    assert "Nothing is shared" in maria.person.has_before_her[-1]


def test_she_shares_with_her_name(told: Teacher, slack: Slack) -> None:
    """Her leadership team reads exactly what she was shown she would share."""
    told.clicks("Share with my name")
    assert "with your name" in str(told.screen)
    promised = next(line for line in told.screen.text.splitlines() if "Maria Sol" in line)
    assert told.submits(practice="One sentence before every answer.") == {}

    shared = slack.shown_in("leaders")[-1]
    assert promised.strip() in shared
    assert "One sentence before every answer." in shared
    assert "You share this" in told.person.has_before_her[-1]


def test_she_shares_without_her_name(told: Teacher, slack: Slack) -> None:
    """Neither name nor figures; and her own words are needed."""
    told.clicks("Share the practice, not my name")
    assert "practice" in told.submits(practice=" ")
    assert told.submits(practice="We talk before we write.") == {}

    shared = slack.shown_in("leaders")[-1]
    assert "We talk before we write." in shared
    assert "Maria" not in shared
    assert "in 100" not in shared


def test_silence_means_no(told: Teacher, slack: Slack, clock: Clock) -> None:
    """After the set days nothing was shared, and leaders aren't told that anybody waits."""
    clock.passes(days=4, hours=5)
    assert "1 classroom is waiting" in slack.shown_in("leaders")[-1]

    clock.passes(days=14)
    assert not any("Maria" in line for line in slack.shown_in("leaders"))
    assert "waiting" not in slack.shown_in("leaders")[-1]


def test_taking_it_back_edits_everything_posted(told: Teacher, slack: Slack, clock: Clock) -> None:
    """Her own message and the digest that told of it are edited; both posts stay single."""
    told.clicks("Share with my name")
    told.submits(practice="")
    clock.passes(days=4, hours=5)
    mentioned = [line for line in slack.shown_in("leaders") if "Maria Sol" in line]
    assert len(mentioned) == 2

    told.clicks("Take it back")
    looks(told.stage)

    assert not any("Maria" in line for line in slack.shown_in("leaders"))
    assert any("taken back" in line for line in slack.shown_in("leaders"))
    assert len(slack.shown_in("leaders")) == 2


@pytest.mark.parametrize("is_shared", [False, True])
def test_what_newer_data_forget_is_said_where_it_stood(*, is_shared: bool, told: Teacher, stage: Stage) -> None:
    """Her message says that it is gone, without its choices; what she shared she can still take back."""
    if is_shared:
        told.clicks("Share with my name")
        told.submits(practice="")

    forgotten(stage)

    message = told.person.has_before_her[-1]
    assert "Newer data no longer show what I wrote to you here about your math classes." in message
    assert not any(words in message for words in (NOTICED, "Not now", "Share with my name"))
    assert ("Take it back" in message) is is_shared
    if is_shared:
        told.clicks("Take it back")
        assert bright.rows(stage)["sharing"][0]["withdrawn_at"] is not None
    edits = len([call for call in stage.play.slack.calls if call.method == "chat.update"])
    forgotten(stage)
    assert len([call for call in stage.play.slack.calls if call.method == "chat.update"]) == edits


def test_left_out_before_the_next_analysis_runs(
    told: Teacher, dana: Teacher, stage: Stage, district: Stored, clock: Clock
) -> None:
    """What was found is forgotten at once, and the next analysis never sees her classes."""
    told.clicks("How this was found")
    told.clicks("Leave me out of the analysis")
    told.closes()
    assert any("You are left out" in line for line in told.person.has_before_her)
    assert bright.rows(stage)["spot"] == []

    clock.passes(hours=2)
    brought_in(stage, district, by=dana.id, key="b" * 64)
    looks(stage)
    assert bright.rows(stage)["spot"] == []
    assert bright.rows(stage)["analysis"][-1]["state"] == "done"

    told.types("/brightspots why")
    told.clicks("Let me take part again")
    clock.passes(hours=2)
    brought_in(stage, district, by=dana.id, key="c" * 64)
    looks(stage)
    assert len(bright.rows(stage)["spot"]) == 1


def test_left_out_by_asking_why_leaves_no_dead_buttons(told: Teacher) -> None:
    """The earlier private message says the same as the answer: she is left out, and may come back."""
    told.types("/brightspots why")
    told.clicks("Leave me out of the analysis")
    assert not any(NOTICED in line for line in told.person.has_before_her)
    assert len([line for line in told.person.has_before_her if "You are left out" in line]) == 2


def test_not_now_can_become_a_yes(told: Teacher, slack: Slack) -> None:
    """A no isn't asked about again, and isn't final."""
    told.clicks("Not now")
    assert "You can change your mind" in told.person.has_before_her[-1]
    assert slack.shown_in("leaders") == []

    told.clicks("Share with my name")
    told.submits(practice="")
    assert "Maria Sol" in slack.shown_in("leaders")[-1]


def test_why_is_answered_to_oneself_only(told: Teacher, noah: Teacher, stage: Stage) -> None:
    """Flagged or not: what was compared, what was left out, how sure; nothing of it is kept."""
    before = bright.rows(stage)
    told.types("/brightspots why")
    assert "about 1 in" in told.last
    assert "other classes of your grade and school" in told.last

    noah.types("/brightspots why")
    assert "Nothing that I would be sure enough to name" in noah.last
    assert "growth percentile" not in noah.last
    after = bright.rows(stage)
    kept = {table for table in before if table != "answered" and after[table] != before[table]}
    assert kept <= {"teacher"}
