"""A team's forms, and what its channel hears when its week changes."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from handlers.screens import blocks as b
from handlers.screens.blocks import Block, Message
from handlers.screens.modals import weekdays, zones
from handlers.screens.words import Voice
from workflows.teams.setup import ChangeTeam

T = "team_form"
USUAL_MEETING = time(8, 15)
MOST_DAYS_OFF = 8  # the next ones; a whole year's would bury the news


def team_form(voice: Voice, channel: str, person: str, zone: str) -> Block:
    """Set a team up, once."""
    name, *rest = _asks(voice, ChangeTeam(channel, "", "", "", [person], zone, -1, USUAL_MEETING))
    school = b.ask("school", voice.plain(f"{T}.school"), b.line())
    asks = [*b.prose(voice.say(f"{T}.intro")), name, school, *rest]
    return b.modal("team.set_up", voice.plain(f"{T}.title"), asks,
                   submit=voice.plain(f"{T}.submit"), close=voice.plain(f"{T}.close"), memo=channel)  # fmt: skip


def change_form(voice: Voice, team: ChangeTeam) -> Block:
    """Change a team: its form, filled in as it stands."""
    asks = [*b.prose(voice.say(f"{T}.change_intro")), *_asks(voice, team)]
    return b.modal("team.change", voice.plain(f"{T}.change_title"), asks,
                   submit=voice.plain(f"{T}.save"), close=voice.plain(f"{T}.close"), memo=team.channel)  # fmt: skip


def team_changed(voice: Voice, facts: Mapping[str, Any]) -> Message:
    """The channel hears who changed its week, and what that means."""
    said = voice.say("team_changed.summary", **facts)
    coming = {**facts, "days_off": facts["days_off"][:MOST_DAYS_OFF], "more": len(facts["days_off"]) - MOST_DAYS_OFF}
    more = [voice.say("team_changed.called_off", **facts)] if facts["called_off"] else []
    more += [voice.say("team_changed.days_off", **coming)] if facts["days_off"] else []
    return Message(said, [block for text in (said, *more) for block in b.prose(text)])


def _asks(voice: Voice, team: ChangeTeam) -> list[Block]:
    """The questions about a team, the name first."""
    return [
        b.ask("name", voice.plain(f"{T}.name"), b.line(team.name), hint=voice.plain(f"{T}.name_hint")),
        b.ask("grade", voice.plain(f"{T}.grade"), b.line(team.grade, most=20)),
        b.ask("subject", voice.plain(f"{T}.subject"), b.line(team.subject, most=40)),
        b.ask("members", voice.plain(f"{T}.members"), b.people(team.members)),
        b.ask("weekday", voice.plain(f"{T}.weekday"), b.choice(weekdays(voice), str(team.weekday))),
        b.ask("at", voice.plain(f"{T}.at"), b.clock_time(team.at)),
        b.ask("zone", voice.plain(f"{T}.zone"), b.choice(zones(team.zone), team.zone)),
        b.ask("days_off", voice.plain(f"{T}.days_off"), b.lines(team.days_off), optional=True,
              hint=voice.plain(f"{T}.days_off_hint")),
    ]  # fmt: skip
