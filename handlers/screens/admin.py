"""What an admin is told when something could not be sent."""

from collections.abc import Mapping
from typing import Any

from handlers.screens.blocks import Message, actions, button, divider, fine_print, prose
from handlers.screens.words import Voice

Facts = Mapping[str, Any]


def admin_notice(voice: Voice, facts: Facts) -> Message:
    """The installer learns that something could not be sent, and decides where there is a choice."""
    blocks = prose(voice.say("admin_notice.body", **facts))
    if facts["state"] == "in_doubt":
        resend = button(voice.plain("admin_notice.resend"), "post.resend", str(facts["post"]), style="primary")
        blocks.append(actions(resend, button(voice.plain("admin_notice.drop"), "post.drop", str(facts["post"]))))
    return Message(voice.say("admin_notice.summary"), [*blocks, divider(), fine_print(voice.say("admin_notice.why"))])
