"""The weekly digest quotes a reflection only when its writer said so, and only as long as they say so."""

from collections.abc import Callable

import pytest

from bot.playground.world.state import Channel
from tests import bright
from tests.people import Clock, Slack, Stage, Teacher
from workflows.privacy import deletion

PROMPT_AT, DIGEST_AT, NEXT_DIGEST_AT = "2026-09-15 07:45", "2026-09-18 13:05", "2026-09-25 13:05"
WORDS = "Exit tickets showed me who was lost."
DANGER = "<!channel> see <https://evil.example|this> " + "and so on " * 300


@pytest.fixture
def dana(leads: Callable[..., Teacher]) -> Teacher:
    """She leads, and has set the digest up for Fridays at one."""
    return leads(school="Lakeside")


@pytest.fixture
def carla(ana: Teacher, clock: Clock, slack: Slack, cycle: Channel) -> Teacher:
    """The third of the team, so that a quote without a name could be anybody's."""
    carla = slack.teacher("Carla Neri", cycle)
    carla.types("/cycle join")
    clock.passes(seconds=2)
    ana.clicks("Take them in")
    return carla


def test_nothing_is_quoted_unless_asked_for(
    dana: Teacher, ben: Teacher, carla: Teacher, slack: Slack, clock: Clock
) -> None:
    """The form says No from the start, and the digest keeps to it."""
    clock.passes(PROMPT_AT)
    ben.clicks("Write a reflection")
    assert "Everybody in that channel can read it" in ben.screen.text
    assert ben.submits(text=WORDS) == {}
    clock.passes(DIGEST_AT)
    assert "1 reflection" in slack.shown_in("leaders")[-1]
    assert "lost" not in slack.shown_in("leaders")[-1]


@pytest.mark.parametrize(
    ("quotable", "by"), [("named", "@Ben Cho, in a reflection"), ("nameless", "A teacher, in a reflection")]
)
def test_a_quote_stands_in_the_digest_once_and_can_be_taken_back(
    dana: Teacher, ben: Teacher, carla: Teacher, slack: Slack, clock: Clock, quotable: str, by: str
) -> None:
    """Never before the team has read it; taken back, the posted digest loses it; next week it is gone."""
    clock.passes(PROMPT_AT)
    ben.clicks("Write a reflection")
    assert ben.submits(text=WORDS, quotable=quotable) == {}
    assert "The weekly digest may quote it once your team has read it" in ben.last
    clock.passes(DIGEST_AT)
    assert not any(WORDS in line for line in slack.shown_in("leaders"))
    clock.passes(NEXT_DIGEST_AT)
    assert any(WORDS in line for line in slack.shown_in("grade-5"))
    posted = slack.shown_in("leaders")[-1]
    assert f"> {WORDS}\n{by}" in posted
    assert ("Ben" in posted) is (quotable == "named")

    clock.passes("2026-10-02 13:05")
    assert [WORDS in line for line in slack.shown_in("leaders")] == [False, True, False]

    ben.clicks("reflection.write", value="1 2026-09-15")
    assert "You let the weekly digest quote these words" in str(ben.screen)
    assert ben.submits() == {}
    bright.looks(ben.stage)
    assert not any(WORDS in line for line in slack.shown_in("leaders"))
    assert len(slack.shown_in("leaders")) == 3
    assert bright.rows(ben.stage)["quotation"] == []


def test_an_unsigned_answer_is_quoted_only_where_its_own_team_could_read_it(
    dana: Teacher, ana: Teacher, ben: Teacher, carla: Teacher, slack: Slack, clock: Clock
) -> None:
    """One alone is kept back from everybody; of three, the one that may be quoted is."""
    clock.passes(PROMPT_AT)
    for teacher, quotable in ((ben, "nameless"), (ana, "no"), (carla, "no")):
        teacher.clicks("Write a reflection")
        assert teacher.submits(text=f"{WORDS} {quotable}", signed="anonymous", quotable=quotable) == {}
        teacher.closes()
    clock.passes("2026-09-22 08:00")
    carla.clicks("Write a reflection")
    assert carla.submits(text="Alone with it.", signed="anonymous", quotable="nameless") == {}
    clock.passes("2026-10-02 13:05")
    quoted = "\n".join(slack.shown_in("leaders"))
    assert f"> {WORDS} nameless\nA teacher, in a reflection" in quoted
    assert "Alone with it." not in quoted


def test_the_last_words_count_and_slack_being_busy_only_delays_the_edit(
    dana: Teacher, ben: Teacher, cycle: Channel, slack: Slack, clock: Clock
) -> None:
    """Who thinks better of a word isn't held to it."""
    clock.passes(PROMPT_AT)
    ben.clicks("Write a reflection")
    ben.submits(text=WORDS, quotable="named")
    ben.clicks("Write a reflection")
    assert ben.submits(text="Exit tickets helped.") == {}
    clock.passes(NEXT_DIGEST_AT)
    slack.mischief.order("500", "chat.update", times=1)
    ben.clicks("reflection.write", value="1 2026-09-15")
    assert ben.submits() == {}
    clock.passes(minutes=1)
    bright.looks(ben.stage)
    assert not any("lost" in posted or "helped" in posted for posted in slack.shown_in("leaders"))


def test_taken_back_after_the_cycle_is_closed(
    dana: Teacher, ana: Teacher, ben: Teacher, cycle: Channel, slack: Slack, clock: Clock
) -> None:
    """The question's button still opens, and shows what can be taken back and nothing else."""
    clock.passes(PROMPT_AT)
    ben.clicks("Write a reflection")
    ben.submits(text=WORDS, quotable="named")
    clock.passes(NEXT_DIGEST_AT)
    ana.types("/cycle")
    ana.clicks("Close")
    ben.clicks("reflection.write", value="1 2026-09-15")
    assert WORDS in str(ben.screen)
    assert ben.submits() == {}
    assert "Taken back" in ben.last
    bright.looks(ben.stage)
    assert not any(WORDS in line for line in slack.shown_in("leaders"))

    ben.clicks("reflection.write", value="1 2026-09-15")
    assert "This cycle is closed" in str(ben.screen)


def test_what_cant_be_quoted_is_said_at_the_question(dana: Teacher, ben: Teacher, cycle: Channel, clock: Clock) -> None:
    """Anonymous and with a name don't go together; of two people, one without a name is still known."""
    clock.passes(PROMPT_AT)
    ben.clicks("Write a reflection")
    complaint = ben.submits(text=WORDS, signed="anonymous", quotable="named")
    assert complaint == {"quotable": "You want to stay anonymous, so you can be quoted without your name only."}
    assert ben.screen.text.count("without my name") == 0


def test_hostile_words_are_only_words(dana: Teacher, ben: Teacher, cycle: Channel, slack: Slack, clock: Clock) -> None:
    """Three thousand characters and a ping: shown as typed, and short."""
    clock.passes(PROMPT_AT)
    ben.clicks("Write a reflection")
    assert ben.submits(text=DANGER[:3000], quotable="named") == {}
    clock.passes(NEXT_DIGEST_AT)
    posted = slack.shown_in("leaders")[-1]
    assert "> <!channel> see <https://evil.example|this> and so on" in posted
    assert len(posted) < 900


def test_who_is_deleted_is_quoted_no_more(
    dana: Teacher, ben: Teacher, cycle: Channel, stage: Stage, slack: Slack, clock: Clock
) -> None:
    """A district deletes a teacher: the heartbeat edits what quotes them by name."""
    clock.passes(PROMPT_AT)
    ben.clicks("Write a reflection")
    ben.submits(text=WORDS, quotable="named")
    clock.passes(NEXT_DIGEST_AT)
    deps = stage.play.brightcycle.deps
    with deps.db.begin(1) as session:
        deletion.forget_teacher(session, deps.scores_at, ben.id, by="test", now=clock.now)
    bright.looks(stage)
    assert not any(WORDS in line for line in slack.shown_in("leaders"))
