"""The JSON Slack sends: people, channels, messages and views as the API and the events describe them."""

from bot.playground.api.inputs import state_of
from bot.playground.grammar.shapes import Json
from bot.playground.world.state import Channel, Message, StoredFile, Team, User, View
from bot.playground.world.world import World


def user_json(team: Team, user: User) -> Json:
    """Describe a person as users.info does."""
    profile = {"real_name": user.real_name, "display_name": user.name, "real_name_normalized": user.real_name}
    return {
        "id": user.id,
        "team_id": user.home or team.id,
        "is_stranger": bool(user.home),
        "name": user.name,
        "real_name": user.real_name,
        "deleted": user.deleted,
        "tz": user.tz,
        "locale": user.locale,
        "is_bot": user.is_bot,
        "is_admin": user.is_admin or user.id == team.installer,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": False,
        "profile": profile,
    }


def channel_json(channel: Channel, bot_id: str) -> Json:
    """Describe a channel as conversations.info does."""
    if channel.kind == "im":
        other = next((member for member in channel.members if member != bot_id), "")
        return {"id": channel.id, "is_im": True, "user": other, "is_archived": channel.archived}
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private",
        "is_mpim": channel.kind == "mpim",
        "is_im": False,
        "is_private": channel.kind != "public",
        "is_archived": channel.archived,
        "is_member": bot_id in channel.members,
        "num_members": len(channel.members),
    }


def message_json(world: World, team: Team, message: Message, *, with_metadata: bool = True) -> Json:
    """Describe a message as chat.postMessage and conversations.history do."""
    shown: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text, "team": team.id}
    if message.from_app:
        shown |= {"bot_id": f"B{team.bot.id[1:]}", "app_id": world.app_id}
    for name in ("blocks", "thread_ts", "files", "reactions"):
        if getattr(message, name):
            shown[name] = getattr(message, name)
    if message.metadata and with_metadata:
        shown["metadata"] = message.metadata
    if message.edited:
        shown["edited"] = {"user": message.user, "ts": message.ts}
    return shown


def view_json(world: World, view: View) -> Json:
    """Describe a view as views.open answers it and as interactions carry it."""
    body = {"private_metadata": "", "callback_id": "", "external_id": "", "close": None, "submit": None, **view.body}
    return {
        **body,
        "id": view.id,
        "team_id": view.team_id,
        "app_id": world.app_id,
        "app_installed_team_id": view.team_id,
        "bot_id": f"B{world.teams[view.team_id].bot.id[1:]}",
        "hash": view.hash,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "clear_on_close": view.body.get("clear_on_close", False),
        "notify_on_close": view.body.get("notify_on_close", False),
        "state": {"values": state_of(view)},
    }


def file_json(world: World, stored: StoredFile) -> Json:
    """Describe a file as files.info and a submitted file input do."""
    extension = stored.name.rpartition(".")[2].lower() if "." in stored.name else ""
    address = f"{world.base_url}/files-pri/{stored.team_id}-{stored.id}/{stored.name}"
    hosted = {
        "id": stored.id,
        "name": stored.name,
        "title": stored.title or stored.name,
        "mimetype": "application/octet-stream",
        "filetype": extension,
        "size": len(stored.content),
        "user": stored.user_id,
        "user_team": stored.team_id,
        "mode": "hosted",
        "is_external": False,
        "channels": stored.channels,
        "url_private": address,
        "url_private_download": address,
    }
    return {name: value for name, value in (hosted | stored.told).items() if value is not None}


def command_form(world: World, team: Team, user: User, channel: Channel, typed: str) -> dict[str, str]:
    """Build the form of a slash command from what a person typed."""
    command, _, text = typed.partition(" ")
    return {
        "token": "deprecated-verification-token",
        "team_id": team.id,
        "team_domain": team.id.lower(),
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.kind == "im" else channel.name,
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text.strip(),
        "api_app_id": world.app_id,
        "is_enterprise_install": "false",
        "response_url": world.response_url(team, user, channel.id),
        "trigger_id": world.trigger(team, user, channel.id),
    }


def interaction(world: World, team: Team, user: User, kind: str, **parts: object) -> Json:
    """Build an interaction's payload around its own parts."""
    who = {"id": user.id, "username": user.name, "name": user.name, "team_id": team.id}
    return {
        "type": kind,
        "team": {"id": team.id, "domain": team.id.lower()},
        "user": who,
        "api_app_id": world.app_id,
        "token": "deprecated-verification-token",
        "enterprise": None,
        "is_enterprise_install": False,
        **parts,
    }


def shortcut_parts(world: World, team: Team, user: User, about: tuple[Channel, Message]) -> Json:
    """Build what a message shortcut says of its message."""
    channel, message = about
    return {
        "trigger_id": world.trigger(team, user, channel.id),
        "response_url": world.response_url(team, user, channel.id),
        "channel": {"id": channel.id, "name": channel.name},
        "message": message_json(world, team, message),
        "message_ts": message.ts,
    }


def event_callback(world: World, team: Team, event: Json) -> Json:
    """Wrap an event as the Events API delivers it."""
    return {
        "token": "deprecated-verification-token",
        "team_id": team.id,
        "api_app_id": world.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": world.fresh("Ev"),
        "event_time": int(world.now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": team.id,
                "user_id": team.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }
