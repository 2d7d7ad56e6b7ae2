"""Whoever runs the team sees everything that is planned, moves or skips it, and sees what a change would move."""

from bot.playground.world.state import Channel
from tests.people import Clock, Slack, Teacher


def test_everything_planned_is_listed_and_explained(ana: Teacher, cycle: Channel) -> None:
    """Five questions, three phases' ends, the closing; and why each comes."""
    ana.types("/cycle plan")
    page = ana.screen.text
    assert page.count("Question of week") == 5
    assert [page.count(f"End of {phase}") for phase in ("Analyze", "Design", "Implement")] == [1, 1, 1]
    assert page.count("Last day: the closing") == 1
    assert "Every school week has one question, on the morning of your meeting day." in page


def test_a_message_is_skipped_and_comes_after_all(ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """This once; the next ones come as always."""
    ana.types("/cycle plan")
    ana.chooses("plan.choose", "Skip it this once")
    assert "Question of week 1* · skipped" in ana.screen.text
    ana.chooses("plan.choose", "Let it come after all")
    ana.chooses("plan.choose", "Skip it this once")
    ana.closes()
    clock.passes(until="2026-09-22 08:00")
    assert slack.times_of("#grade-5")[1:] == ["Fri 09-18 15:00", "Tue 09-22 07:45"]


def test_a_message_is_moved(ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Within its week, on a school day, by day; anything else gets a sentence."""
    ana.types("/cycle plan")
    ana.chooses("plan.choose", "Move it")
    assert ana.submits(on="2026-09-22", at="09:00") == {
        "on": "It is about its week. Choose a day until Friday, September 18."
    }
    assert ana.submits(on="2026-09-16", at="21:00") == {"at": "Choose a time from 7:00 AM to 6:00 PM."}
    assert ana.submits(on="2026-09-19", at="09:00")["on"].startswith("School is closed")
    assert ana.submits(on="2026-09-16", at="09:30") == {}
    assert "(moved)" in ana.screen.text
    ana.closes()
    clock.passes(until="2026-09-17 08:00")
    assert slack.times_of("#grade-5")[1:] == ["Wed 09-16 09:30"]


def test_the_team_asks_its_own_question(ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Answered through the same form; no further command."""
    ana.types("/cycle plan")
    ana.chooses("plan.choose", "Ask our own question")
    assert ana.submits(own="Which <!channel> warm-up *worked*?") == {}
    ana.closes()
    clock.passes(until="2026-09-15 08:00")
    assert "> Which <!channel> warm-up *worked*?" in slack.shown_in("#grade-5")[-1]
    ben.clicks("Write a reflection")
    assert "Which <!channel> warm-up *worked*?" in ben.screen.text


def test_a_change_is_previewed_first(ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Question, weeks, how they are shared; nothing changes before the form is sent again."""
    clock.passes(until="2026-09-16 12:00")
    ana.types("/cycle change")
    assert ana.submits(weeks="7") == {"weeks": "A cycle lasts 4 to 6 weeks."}
    assert ana.submits(weeks="6", starts_on="2026-09-21") == {
        "starts_on": "Your cycle has begun, so its first day stays. Change its weeks instead."
    }
    assert ana.submits(weeks="6", starts_on="2026-09-14", question="I wonder more…") == {}
    assert "Your cycle would end on Friday, October 23 instead of Friday, October 16." in ana.screen.text
    assert len(slack.said_in("#grade-5")) == 2
    assert ana.submits() == {}
    clock.passes(minutes=1)
    assert slack.said_in("#grade-5")[-1].startswith("@Ana Ruiz changed the cycle: 6 weeks")
    ana.types("/cycle")
    assert "Week 1 of 6" in ana.last
    assert "I wonder more…" in ana.last

    ana.types("/cycle change")
    assert ana.submits(allotment="1/2/2/1") == {}
    assert ana.submits() == {}
    clock.passes(until="2026-10-02 16:00")
    assert "Design ends" in slack.shown_in("#grade-5")[-1]


def test_a_cycle_across_a_break_keeps_its_weeks(ana: Teacher, team: Channel, clock: Clock) -> None:
    """Six school weeks around Thanksgiving take as many weeks as it needs; the form shows it before anybody starts."""
    clock.passes(until="2026-11-02 08:00")
    ana.types("/cycle start")
    ana.chooses("weeks", "6")
    assert "*Refine*  Monday, December 7 to Friday, December 11" in ana.screen.text
    ana.chooses("starts_on", "2026-11-30")
    assert "*Analyze*  Monday, November 30 to Friday, December 4" in ana.screen.text


def test_it_is_for_whoever_runs_the_team(ana: Teacher, cycle: Channel, slack: Slack) -> None:
    """A guest is told whom it is for."""
    eva = slack.teacher("Eva Lind", cycle)
    for command in ("/cycle plan", "/cycle change"):
        eva.types(command)
        assert "This is for" in eva.screen.text
        eva.closes()
