"""What the transcript says: each reader's names, words and local time."""

from zoneinfo import ZoneInfo

import pytest

from bot.playground.people.mrkdwn import Reader, read
from tests.playground.bricks import actions, bars, button, section, table
from tests.playground.test_conversation import listen
from tests.playground.world import T0, Stage, play

EPOCH = int(T0.timestamp())
READER = Reader({"U1": "Ana Ruiz", "C1": "grade-5"}, ZoneInfo("America/Los_Angeles"), T0)


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("&lt;!channel&gt; &amp;amp;", "<!channel> &amp;"),
        ("<@U1> in <#C1>", "@Ana Ruiz in #grade-5"),
        ("<!channel> <!here>", "@channel @here"),
        ("<https://x.example|the plan> <https://y.example>", "the plan https://y.example"),
        (f"<!date^{EPOCH}^{{date_short}} at {{time}}|later>", "Sep 14, 2026 at 5:00 AM"),
        (f"<!date^{EPOCH + 86400}^{{date_long_pretty}}|later>", "tomorrow"),
        (f"<!date^{EPOCH}^{{date_long}}|later>", "Monday, September 14th, 2026"),
        ("<!date^soon^{date}|later>", "later"),
    ],
)
def test_mrkdwn_is_read_as_a_person_reads_it(written: str, seen: str) -> None:
    """Escapes, mentions, links and dates are decoded, and nothing else."""
    assert read(written, READER) == seen


def test_the_transcript_tells_who_saw_what_and_when() -> None:
    """Each line has its reader's time, place and audience; blocks are drawn as lines."""

    async def scenario(scene: Stage) -> None:
        when = f"<!date^{EPOCH}^{{time}}|8>"
        await scene.client.chat_postMessage(
            channel=scene.channel.id, text="x", blocks=[section(f"At {when}"), actions(button("Go")), table(2), bars()]
        )
        scene.clock.turn(hours=1)
        await scene.client.chat_postEphemeral(channel=scene.channel.id, user=scene.ben.id, text=f"psst {when}")
        lines = scene.slack.transcript()
        assert [(each.local, each.where, each.who_sees, each.author) for each in lines] == [
            ("Mon 2026-09-14 08:00 EDT", "#grade-5", "everyone", "Brightcycle"),
            ("Mon 2026-09-14 06:00 PDT", "#grade-5", "only Ben O'Neil", "Brightcycle"),
        ]
        assert lines[0].text.split("\n") == [
            "At 8:00 AM",
            "[ Go ]",
            "Scores",
            "x | x",
            "x | x",
            "(bar chart: Growth)",
            "s0: c0 1.5, c1 1.5",
        ]
        assert lines[1].text == "psst 5:00 AM"
        assert len(scene.slack.transcript(scene.ana.id)) == 1

    play(scenario)


def test_the_transcript_tells_what_people_did() -> None:
    """A command, the modal it opens, what was filled in, a complaint: each is a line of its kind."""

    async def scenario(scene: Stage) -> None:
        listen(scene)
        await scene.ana.types("/cycle <start>", in_=scene.channel)
        await scene.ana.submits(question="Why?", weeks="7")
        lines = scene.slack.transcript()
        assert [(each.kind, each.who_sees) for each in lines] == [
            (kind, "only Ana Ruiz") for kind in ("typed", "modal", "submitted", "error")
        ]
        assert [each.text for each in lines] == [
            "/cycle <start>",
            "« Start a cycle »\nYour question: [ … ]\nHow many weeks?: [ 5 ]\n[ Start ]",
            "« Start a cycle »\nYour question: Why?\nHow many weeks?: 7",
            "A cycle lasts 4 to 6 weeks.",
        ]

    play(scenario)
