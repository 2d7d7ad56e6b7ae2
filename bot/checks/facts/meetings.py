"""Facts about meetings: each step of each protocol, the form, the list."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from functools import partial

from bot.checks.facts.hostile import ANA, AT, BEN, HERE, ON, ZONE, Builds, Facts
from handlers.screens import blocks as b
from handlers.screens import meetings
from handlers.screens.words import Voice
from workflows.meetings.library import Library

STARTS = datetime.combine(ON, time(8, 15))


def posts(text: str, library: Library) -> dict[str, list[Facts]]:
    """Facts for each kind of post."""
    steps = [
        {
            "meeting": 3, "protocol": key, "place": place, "roles": {"facilitator": ANA, "recorder": BEN, text: ANA},
            "starts_at": AT, "question": text, "promised": promised, "kept": 0, "zone": ZONE,
        }
        for key, protocol in library.protocols.items()
        for place in range(1, len(protocol.steps) + 1)
        for promised in (0, 4)
    ]  # fmt: skip
    first = [each for each in steps if each["place"] == 1]
    return {"meeting:reminder": first, "meeting:step": steps, "meeting:summary": steps[:1]}


def templates(text: str) -> dict[str, list[Facts]]:
    """Facts for each template."""
    return {
        "meeting_form": [{"title": text, "minutes": 70, "starts_at": AT}],
        "meeting_reminder": [
            {"title": text, "starts_at": AT, "minutes": 70, "roles": roles, "kept": 1, "promised": 3}
            for roles in ([(text, ANA)], [(text, ANA), (text, BEN)])
        ],
        "meeting_step": [
            {
                "number": 2,
                "steps": 9,
                "title": text,
                "minutes": 10,
                "until": time(8, 30),
                "who_speaks": text,
                "silent": silent,
                "prompts": (text, text),
                "captures": [text, text],
            }
            for silent in ("none", "first", "all")
        ],
        "meeting_summary": [{}],
    }


def replies(voice: Voice, text: str) -> Mapping[str, Builds]:
    """How to build each reply."""
    meeting = {"meeting": 3, "title": text[:150], "starts_at": AT}
    return {"scheduled": [partial(meetings.scheduled, voice, some, text) for some in ([], [meeting] * 20)]}


def modals(voice: Voice, library: Library, _text: str) -> Mapping[str, Callable[[], b.Block]]:
    """How to build each modal."""
    return {"meeting_form": lambda: meetings.meeting_form(voice, HERE, ANA, library.protocols, STARTS)}
