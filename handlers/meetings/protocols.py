"""The conversation about a school's own protocols: a file is given, reviewed on the screen, and added."""

import tempfile
from pathlib import Path
from typing import Any

from slack_bolt.async_app import AsyncAck

from handlers.screens import meeting_protocols as screens
from handlers.slack import forms
from handlers.slack.commands import in_a_channel
from handlers.slack.request import Visit
from handlers.workers.files import from_slack
from workflows.meetings import own
from workflows.meetings.protocol_files import LONGEST_FILE
from workflows.refusal import Refusal


async def open_form(visit: Visit, trigger: str) -> None:
    """Somebody types /protocol add."""
    channel = in_a_channel(visit.channel)
    voice = await visit.voice()
    await visit.opens(trigger, screens.protocol_form(voice, channel))


async def review(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """A file is given: the same modal shows it as a protocol, or says what to mend."""
    file = forms.answers(view).get("file", "")
    if not file:
        raise Refusal("Please choose a file.", field="file")
    voice = await visit.voice()
    # The file is small, so it is read before we answer: a form of ours could otherwise come before the answer does.
    form = own.AddProtocol(visit.channel, await _text(visit, file))
    shown = await visit.look(own.review, form, visit.deps.library.protocols, by=visit.person)
    await ack(response_action="update", view=screens.protocol_review(voice, visit.channel, file, shown))


async def add(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """The protocol is right as it was shown."""
    channel, file = forms.memo(view)
    form = own.AddProtocol(channel, await _text(visit, file))
    script = await visit.ask(own.add, form, by=visit.person, now=visit.now)
    await ack()
    await visit.whisper((await visit.voice()).say("meeting_protocol.added", key=script.key, version=script.version))


async def _text(visit: Visit, file: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        _name, path = await from_slack(visit.deps, visit.workspace_id, file, Path(folder))
        if path.stat().st_size > LONGEST_FILE * 4:
            raise Refusal("A protocol has at most {most} characters.", field="file", most=LONGEST_FILE)
        try:
            return path.read_text("utf-8")
        except UnicodeDecodeError:
            raise Refusal("This isn't a text file. A protocol is one, as docs/adding-a-protocol.md shows.") from None
