"""A cycle's page shows everything it remembers; it can be kept as Markdown, and cycles of before are found again."""

from bot.playground.world.state import Channel
from tests.people import Clock, Slack, Teacher
from tests.stories.test_decisions import FOUND, KEPT, PLAN, decides


def files_of(slack: Slack) -> list[str]:
    """What the files we sent say."""
    team = slack.workspace.team
    stored = slack.stage.play.slack.world.files.values()
    return [each.content.decode() for each in stored if each.user_id == team.bot.id]


def saves(teacher: Teacher, slack: Slack, text: str, **answers: str) -> None:
    """Keep a message of one's own as evidence, from its menu."""
    message = slack.does(teacher.person.says(text, teacher.home))
    slack.does(teacher.person.message_shortcut("evidence_from_message", message, teacher.home))
    assert teacher.submits(**answers) == {}


def test_a_message_becomes_evidence(ana: Teacher, ben: Teacher, cycle: Channel, slack: Slack) -> None:
    """With its words, its address and what it shows; a second kind is suggested."""
    message = slack.does(ben.person.says("24 of 30 gave a reason", cycle))
    slack.does(ben.person.message_shortcut("evidence_from_message", message, cycle))
    assert ben.screen.values["note"]["note"]["value"] == "24 of 30 gave a reason"
    assert "/archives/" in ben.screen.values["link"]["link"]["value"]
    assert ben.submits(link="see the shelf") == {
        "link": "This isn't an address that can be opened. It begins with https://"
    }
    assert ben.submits(link="https://example.com/tickets") == {}
    assert "So far all your evidence is of one kind" in ben.last

    ana.types("/cycle")
    assert "1 piece of evidence" in ana.last
    ana.clicks("The whole thread")
    assert "Student work: 24 of 30 gave a reason" in ana.screen.text
    assert "[ Remove ]" not in ana.screen.text

    ben.types("/cycle")
    ben.clicks("The whole thread")
    ben.clicks("Remove")
    assert "24 of 30" not in ben.screen.text


def test_the_whole_thread_on_one_page_and_as_markdown(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Question, decisions with their versions, promises, evidence; nobody's name in the file."""
    decides(ana, "What we found", **FOUND)
    decides(ben, "✓ What we found", priority="Explaining *why* in writing")
    decides(ana, "What we will try", **PLAN)
    saves(ben, slack, "24 of 30 gave a reason", kind="student_work")
    ben.types("/commit")
    assert ben.submits(text="Try it twice.") == {}
    ana.types("/cycle")
    ana.clicks("The whole thread")
    page = ana.screen.text
    assert "To get better at: Explaining *why* in writing" in page
    assert "version 2; the earlier ones are in the Markdown file" in page
    assert "Commitments: 0 of 1 done" in page
    assert "Open, due Tuesday, September 15: Try it twice." in page

    ana.clicks("Keep as Markdown")
    (kept,) = files_of(slack)
    assert "Explaining \\*why\\* in writing" in kept
    assert "Explaining a solution in writing" in kept
    assert kept.index("Version 2") < kept.index("Version 1")
    assert "- **Student work:** 24 of 30 gave a reason (<https://" in kept
    assert "Ana" not in kept


def test_earlier_cycles_are_listed_and_searched(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """By any words of the question, the decisions or the evidence."""
    decides(ana, "What we found", **FOUND)
    decides(ben, "What we will try", **PLAN)
    decides(ana, "What we keep", **KEPT)
    ana.types("/cycle")
    ana.clicks("Close")
    ben.types("/cycle past tickets reason")
    assert "Adapt: Exit tickets" in ben.screen.text
    assert ben.submits(search="fractions") == {}
    assert "No earlier cycle fits." in ben.screen.text
    assert ben.submits(search="") == {}
    ben.clicks("See the whole of it")
    assert "Adapt Exit tickets (It takes too long)" in ben.screen.text


def test_only_the_team_sees_it(cycle: Channel, ana: Teacher, slack: Slack) -> None:
    """A guest in the channel is told how to join."""
    eva = slack.teacher("Eva Lind", cycle)
    eva.types("/cycle past")
    assert "This is for members of Grade 5 Math." in eva.screen.text
