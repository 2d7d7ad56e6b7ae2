"""How a story plans a meeting and sits in it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.people import ZONE, Clock, Slack, Teacher


def plans(teacher: Teacher, protocol: str = "examining_data", **how: Any) -> dict[str, str]:  # noqa: ANN401
    """Fill in both forms of “Plan a meeting”; gives the complaints of the one that was refused."""
    first = {"on": how.pop("on", "2026-09-15"), "at": how.pop("at", "08:15"), "minutes": how.pop("minutes", "70")}
    teacher.types("/protocol schedule")
    refused = teacher.submits(protocol=protocol, **first)
    return refused or teacher.submits(facilitator=how.pop("facilitator", teacher.id), **how)


@dataclass(frozen=True)
class Room:
    """A meeting as its channel shows it, and what people do in it.

    A channel takes a message a second, so whatever follows from a press is there two seconds later.
    """

    slack: Slack
    clock: Clock
    channel: str = "#grade-5"

    def starts(self, teacher: Teacher, at: str = "2026-09-15 08:15") -> None:
        """Wait for the hour and press Start."""
        self.clock.passes(until=at)
        self.presses(teacher, "Start")

    def presses(self, teacher: Teacher, *buttons: str) -> None:
        """Press some buttons, one after the other."""
        for button in buttons:
            teacher.clicks(button)
            self.clock.passes(seconds=2)

    def writes(self, teacher: Teacher, **lines: str) -> dict[str, str]:
        """Write something into the fields of the step that is on."""
        teacher.clicks("Write it down")
        refused = teacher.submits(**lines)
        self.clock.passes(seconds=2)
        return refused

    @property
    def message(self) -> str:
        """The running meeting's one message as it reads now."""
        shown = [each for each in self.shown if "[ Write it down ]" in each or "The meeting is over." in each]
        return shown[-1]

    @property
    def shown(self) -> list[str]:
        """How the channel's own messages look, the thread's left out."""
        return self.slack.shown_in(self.channel)

    @property
    def details(self) -> list[str]:
        """How what stands in threads looks, blocks and all."""
        workspace = self.slack.workspace
        channel = workspace.team.named(self.channel)
        replies = sorted((each for each in channel.by_ts.values() if each.thread_ts), key=lambda each: each.stamp)
        return [workspace.drawn(each) for each in replies]

    @property
    def thread(self) -> list[str]:
        """What stands in threads, with the time at which it was said."""
        channel = self.slack.workspace.team.named(self.channel)
        replies = [each for each in channel.by_ts.values() if each.thread_ts]
        names = {f"<@{user.id}>": f"@{user.real_name}" for user in self.slack.workspace.team.users.values()}
        lines = [f"{_clock(each.stamp)} {each.text}" for each in sorted(replies, key=lambda each: each.stamp)]
        for mention, name in names.items():
            lines = [line.replace(mention, name) for line in lines]
        return [line.replace("*", "") for line in lines]


def _clock(stamp: int) -> str:
    return f"{datetime.fromtimestamp(stamp // 1_000_000, UTC).astimezone(ZONE):%H:%M}"
