"""Meetings in people's calendars, read by a second library: added, moved, called off, subscribed to."""

import asyncio
import urllib.error
import urllib.request

import ics

from bot.playground.world.state import Channel
from tests.meeting_room import Room, plans
from tests.people import Clock, Slack, Teacher, at

ADDRESS = "https://brightcycle.example"


def linked(slack: Slack, words: str) -> str:
    """The latest link behind a button with these words, as its path on our side."""
    bodies = [seen.body for seen in slack.stage.play.slack.world.log if seen.body]
    elements = [
        element for body in bodies for block in body.get("blocks") or [] for element in block.get("elements", [])
    ]
    links = [each["url"] for each in elements if each.get("url") and each["text"]["text"] == words]
    return str(links[-1]).removeprefix(ADDRESS)


def fetched(slack: Slack, path: str) -> tuple[int, str]:
    """What our web side answers to a calendar program."""

    def fetch() -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"{slack.stage.play.slack.app_url}{path}") as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    return slack.does(asyncio.to_thread(fetch))


def event_in(text: str) -> tuple[ics.Event, dict[str, str]]:
    """The only event of a calendar as the second library reads it, and the lines it keeps aside."""
    (event,) = ics.Calendar(text).events
    return event, {line.name: line.value for line in event.extra}


def test_a_meeting_is_added_updated_and_cancelled(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """One UID, a rising SEQUENCE, and at the end a cancellation."""
    plans(ana, bring="The fall results")
    clock.passes(seconds=2)
    path = linked(slack, "Add to my calendar")
    first, more = event_in(fetched(slack, path)[1])
    assert (first.name, first.begin.datetime, first.duration.seconds) == (
        "Grade 5 Math: Examining data", at("2026-09-15 08:15"), 70 * 60,
    )  # fmt: skip
    assert (first.status, more["SEQUENCE"]) == ("CONFIRMED", "0")

    ben.clicks("Move")
    ben.submits(on="2026-09-17", at="10:00")
    moved, more = event_in(fetched(slack, path)[1])
    assert (moved.uid, moved.begin.datetime, more["SEQUENCE"]) == (first.uid, at("2026-09-17 10:00"), "1")

    ben.clicks("Call off")
    text = fetched(slack, path)[1]
    gone, more = event_in(text)
    assert (gone.uid, gone.status, more["SEQUENCE"]) == (first.uid, "CANCELLED", "2")
    assert "METHOD:CANCEL" in text
    assert "fall results" not in text
    assert ana.id not in text


def test_a_feed_hears_of_every_change(ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """For the team and for oneself; sittings are events of their own."""
    plans(ana, "determining_student_learning_needs", minutes="90")
    ana.types("/protocol list")
    for words in ("This team's meetings", "All my meetings"):
        status, text = fetched(slack, linked(slack, words))
        days = sorted(str(event.begin.date()) for event in ics.Calendar(text).events)
        assert (status, days) == (200, ["2026-09-15", "2026-09-22", "2026-09-29"])


def test_a_link_that_we_did_not_sign_opens_nothing(ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Nor does a true one that was changed, nor one of another kind."""
    plans(ana)
    clock.passes(seconds=2)
    path = linked(slack, "Add to my calendar")
    vault = slack.stage.play.brightcycle.deps.db.vault
    for wrong in (
        "/calendar/made-up.ics", path[:-6] + "xx.ics", f"/calendar/{vault.seal('upload 1 1')}.ics",
        f"/calendar/{vault.seal('calendar 1 meeting 999')}.ics", f"/calendar/{vault.seal('calendar 1 secrets 1')}.ics",
        f"/calendar/{vault.seal('calendar 2 meeting 1')}.ics", f"/calendar/{vault.seal('calendar 1 meeting x')}.ics",
    ):  # fmt: skip
        assert fetched(slack, wrong) == (404, "There is no such calendar.\n")


def test_without_an_address_the_file_comes_as_a_message(
    ana: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Where handing out files is granted; the invitation has the date and the time in words all the same."""
    deps = slack.stage.play.brightcycle.deps
    object.__setattr__(deps, "public_url", None)
    plans(ana)
    clock.passes(seconds=2)
    ana.clicks("Add to my calendar")
    files = [file for file in slack.stage.play.slack.world.files.values() if file.name.endswith(".ics")]
    event, _more = event_in(files[0].content.decode())
    assert event.begin.datetime == at("2026-09-15 08:15")
    assert "Sent: the file is in your messages from me." in ana.sees[-1]
    assert Room(slack, clock).shown
