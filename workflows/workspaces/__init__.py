"""The Slack workspaces that have installed the bot."""

from workflows.workspaces.installations import (
    Installation,
    SignedIn,
    departed,
    install,
    key_of,
    leave,
    notice_facts,
    notice_post,
    pass_on_notices,
    reopen_channel,
    sign_in,
    stop,
    stop_lane,
    stopped_why,
)
from workflows.workspaces.states import use_state

__all__ = [
    "Installation",
    "SignedIn",
    "departed",
    "install",
    "key_of",
    "leave",
    "notice_facts",
    "notice_post",
    "pass_on_notices",
    "reopen_channel",
    "sign_in",
    "stop",
    "stop_lane",
    "stopped_why",
    "use_state",
]
