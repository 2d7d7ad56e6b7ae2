"""What one person is shown when they ask: where the team stands, what is scheduled, what they promised.

``said`` is what they have just done in the list that was shown before; the new one takes its place.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.screens import blocks as b
from handlers.screens import messages
from handlers.screens.blocks import Block, Message
from handlers.screens.words import Voice
from workflows.cycles.stages import Move, Stage, moves_from

Facts = Mapping[str, Any]
MOST_PROMISES = 10


def status(voice: Voice, facts: Facts, said: str = "") -> Message:
    """Where a team's cycle stands, with the moves that its members may make."""
    where = voice.say("cycle_status.where", **facts)
    blocks = [
        *b.prose(said),
        b.header(voice.plain("cycle_status.headline", **facts)),
        b.quote(facts["question"]),
        *b.prose(where),
        b.fine_print(voice.say("cycle_status.next", **facts)),
    ]
    if facts["is_theirs"]:
        blocks.append(b.actions(*_moves(voice, facts["cycle"], Stage(facts["stage"]))))
    else:
        blocks.append(b.fine_print(voice.say("cycle_status.guest", **facts)))
    return Message(b.escaped(said or where), blocks)


def no_cycle(voice: Voice, team: str, said: str = "") -> Message:
    """No cycle is under way here, or no team lives here yet."""
    text = voice.say("cycle_status.nothing", team=team)
    begin = b.button(voice.plain("cycle_status.begin"), "cycle.begin", style="primary")
    return Message(text, [*b.prose(said), *b.prose(text), b.actions(begin)])


def scheduled(voice: Voice, meetings: Sequence[Facts], said: str = "") -> Message:
    """The meetings to come, each with a button that calls it off."""
    text = voice.say("meeting_form.list") if meetings else voice.say("meeting_form.none")
    blocks = [*b.prose(said), *b.prose(text)]
    for each in meetings:
        call_off = b.button(voice.plain("meeting_form.call_off"), "meeting.call_off", str(each["meeting"]))
        blocks.append(b.prose(voice.say("meeting_form.row", **each))[0] | {"accessory": call_off})
    return Message(b.escaped(said or text), blocks)


def promised(voice: Voice, commitments: Sequence[Facts], said: str = "") -> Message:
    """What a teacher has promised, each with three ways to answer for it."""
    text = voice.say("commitment.list") if commitments else voice.say("commitment.none")
    blocks = [*b.prose(said), *b.prose(text)]
    for each in commitments[:MOST_PROMISES]:
        due = b.fine_print(voice.say("commitment.due", **each))
        blocks += [b.quote(each["text"]), due, messages.check_in_buttons(voice, each["commitment"])]
    return Message(b.escaped(said or text), blocks)


def answered(voice: Voice, words: str, state: str) -> Message:
    """A teacher has said how a commitment went."""
    text = voice.say("commitment.answered", state=state)
    return Message(text, [b.quote(words), *b.prose(text)])


def upload_link(voice: Voice, address: str) -> Message:
    """The way to a private upload page."""
    text = voice.say("upload_page.link")
    button = b.button(voice.plain("upload_page.open"), "upload.open", style="primary") | {"url": address}
    return Message(text, [*b.prose(text), b.actions(button)])


def _moves(voice: Voice, cycle: int, stage: Stage) -> list[Block]:
    sure = {
        "title": b.plain(voice.plain("cycle_status.sure")),
        "text": b.plain(voice.plain("cycle_status.sure_text")),
        "confirm": b.plain(voice.plain("cycle_status.yes")),
        "deny": b.plain(voice.plain("cycle_status.no")),
    }
    final = {"confirm": sure}
    return [
        b.button(voice.plain(f"cycle_status.{move}"), f"cycle.{move}", str(cycle))
        | (final if move in (Move.CLOSE, Move.CANCEL) else {})
        for move in moves_from(stage)
        if move is not Move.START
    ]
