"""users.info, users.list, auth.test, oauth.v2.access, apps.connections.open: who somebody is, and who the app is."""

import base64

from bot.playground.api.calls import ApiError, Call, Method, find_user
from bot.playground.api.methods_conversations import page
from bot.playground.api.payloads import user_json
from bot.playground.grammar.shapes import Json
from bot.playground.world.state import Team
from bot.playground.world.world import World


def describe(call: Call) -> Json:
    """Answer users.info."""
    shown = user_json(call.team, find_user(call))
    if not call.is_set("include_locale"):
        del shown["locale"]
    return {"user": shown}


def everybody(call: Call) -> Json:
    """Answer users.list."""
    people, onward = page(call, list(call.team.users.values()), 1000)
    return {"members": [user_json(call.team, each) for each in people], "response_metadata": onward}


def whoami(call: Call) -> Json:
    """Answer auth.test."""
    return {
        "url": f"https://{call.team.id.lower()}.slack.com/",
        "team": call.team.name,
        "team_id": call.team.id,
        "user": call.team.bot.name,
        "user_id": call.team.bot.id,
        "bot_id": f"B{call.team.bot.id[1:]}",
        "is_enterprise_install": False,
    }


def access(world: World, args: Json, authorization: str) -> Json:
    """Answer oauth.v2.access: change a consent's code, once, for the workspace's token."""
    client_id, client_secret = _client(args, authorization)
    if client_id != world.client_id:
        raise ApiError("invalid_client_id")
    if client_secret != world.client_secret:
        raise ApiError("bad_client_secret")
    team_id = world.codes.pop(str(args.get("code", "")), None)
    if team_id is None:
        raise ApiError("invalid_code")
    return installation(world, world.teams[team_id])


def installation(world: World, team: Team) -> Json:
    """Describe a finished installation."""
    return {
        "access_token": team.token,
        "token_type": "bot",
        "scope": ",".join(team.scopes),
        "bot_user_id": team.bot.id,
        "app_id": world.app_id,
        "team": {"id": team.id, "name": team.name},
        "enterprise": None,
        "authed_user": {"id": team.installer},
        "is_enterprise_install": False,
    }


def open_connection(world: World, authorization: str) -> Json:
    """Answer apps.connections.open, to the app's own token: an address that is good for one connection."""
    if authorization.removeprefix("Bearer ").strip() != world.app_token:
        raise ApiError("invalid_auth")
    return {"url": f"{world.base_url.replace('http', 'ws', 1)}/link/?ticket={world.sockets.ticket()}"}


def _client(args: Json, authorization: str) -> tuple[str, str]:
    if authorization.startswith("Basic "):
        client_id, _, client_secret = base64.b64decode(authorization[6:]).decode().partition(":")
        return client_id, client_secret
    return str(args.get("client_id", "")), str(args.get("client_secret", ""))


METHODS = {
    "users.list": Method(everybody, "users:read", (), ("cursor", "limit")),
    "users.info": Method(describe, "users:read", ("user",), ("include_locale",)),
    "auth.test": Method(whoami),
}
