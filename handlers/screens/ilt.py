"""The form of a leadership team: its school, and when and how its weekly digest comes."""

from datetime import time

from handlers.screens import blocks as b
from handlers.screens import modals
from handlers.screens.blocks import Block, prose
from handlers.screens.words import Voice
from workflows.schools import LINE, SILENCE

USUAL_DAY, USUAL_AT, USUAL_DAYS = "4", time(13), "10"
CONSENT_DAYS = ("5", "10", "15", "20")


def ilt_form(voice: Voice, memo: str, zone: str, school: str) -> Block:
    """Make a channel the leadership team's, and choose when and how its digest comes."""
    t = "ilt_form"
    nothing = {LINE: voice.plain(f"{t}.line"), SILENCE: voice.plain(f"{t}.silence")}
    teams = {"yes": voice.plain(f"{t}.yes"), "no": voice.plain(f"{t}.no")}
    return b.modal(
        "ilt.set_up",
        voice.plain(f"{t}.title"),
        [
            *prose(voice.say(f"{t}.intro")),
            b.ask("school", voice.plain("team_form.school"), b.line(school)),
            b.ask("weekday", voice.plain(f"{t}.weekday"), b.choice(modals.weekdays(voice), USUAL_DAY)),
            b.ask("at", voice.plain(f"{t}.at"), b.clock_time(USUAL_AT)),
            b.ask("zone", voice.plain("team_form.zone"), b.choice(modals.zones(zone), zone)),
            b.ask("to_teams", voice.plain(f"{t}.to_teams"), b.radio(teams, "yes")),
            b.ask("when_nothing", voice.plain(f"{t}.when_nothing"), b.radio(nothing, LINE)),
            b.ask("consent_days", voice.plain(f"{t}.consent_days"),
                  b.choice({each: each for each in CONSENT_DAYS}, USUAL_DAYS)),
        ],
        submit=voice.plain(f"{t}.submit"),
        close=voice.plain(f"{t}.close"),
        memo=memo,
    )  # fmt: skip
