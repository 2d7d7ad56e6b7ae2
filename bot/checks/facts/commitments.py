"""Facts about commitments: what is asked about them, their forms, their lists."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from bot.checks.facts.hostile import ANA, BEN, HERE, ON, Builds, Facts
from handlers.screens import blocks as b
from handlers.screens import commitments
from handlers.screens.words import Voice
from workflows.commitments import OBSTACLES, Asking, FollowThrough, Promise, Request, State
from workflows.commitments.asking import MAX_FOLLOW_UPS
from workflows.meetings.library import Library


def posts(text: str, _library: Library) -> dict[str, list[Any]]:
    """Facts for each kind of post."""
    asked = [
        Asking("en", 7, ON, text[:500], text[:80], private, number)
        for private in (True, False)
        for number in range(MAX_FOLLOW_UPS + 1)
    ]
    requests = [Request("en", 7, ANA, text[:500], obstacle, ON) for obstacle in OBSTACLES]
    return {
        "commitment:reminder": asked[:1],
        "commitment:check-in": asked,
        "commitment:follow-up": asked,
        "commitment:help": requests,
        "commitment:offered": requests,
    }


def templates(text: str) -> dict[str, list[Facts]]:
    """Facts for each template."""
    name = text[:80]
    told = {
        "team": name, "due_on": ON, "most": MAX_FOLLOW_UPS, "by": ANA, "due": name, "more": 3, "done": 2, "made": 3,
    }  # fmt: skip
    return {
        "commitment": [
            {**told, "follow_up": number, "state": state, "private": number == 0, "carried": number,
             "helper": BEN if number else "", "on_agenda": number == 1, "obstacle": obstacle}
            for number in range(MAX_FOLLOW_UPS + 1) for state in State for obstacle in OBSTACLES
        ],
        "commitment_form": [{"to": BEN}],
    }  # fmt: skip


def replies(voice: Voice, text: str) -> Mapping[str, Builds]:
    """How to build each reply."""
    promises = [_promise(text, number) for number in range(60)]
    trend = [FollowThrough(ON, 12, 7)] * 4
    states = [replace(promises[0], state=state) for state in State]
    return {
        "made": [partial(commitments.made, voice, promises[0])],
        "promised": [partial(commitments.promised, voice, some, text) for some in ([], promises)],
        "of_team": [partial(commitments.of_team, voice, text[:80], some, trend, ANA) for some in ([], promises)],
        "answered": [partial(commitments.answered, voice, each) for each in states],
    }


def modals(voice: Voice, _library: Library, text: str) -> Mapping[str, Callable[[], b.Block]]:
    """How to build each modal."""
    memo, promise = f"{HERE} 7", _promise(text, 7)
    return {
        "commitment_form": lambda: commitments.commitment_form(voice, HERE, ON, text[:400]),
        "change_form": lambda: commitments.change_form(voice, memo, promise),
        "stuck_form": lambda: commitments.stuck_form(voice, memo, promise),
        "drop_form": lambda: commitments.drop_form(voice, memo, promise),
        "note_form": lambda: commitments.note_form(voice, memo, promise),
        "offer_form": lambda: commitments.offer_form(voice, memo, promise),
    }


def _promise(text: str, number: int) -> Promise:
    return Promise(number, ANA, text[:500], ON, State.STUCK, number % 2 == 0, number % 3, True, text[:500], "time", BEN)  # noqa: FBT003
