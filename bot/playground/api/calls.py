"""How a Web API call is read, refused and described to the server."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from bot.playground.grammar.shapes import Json, Unchecked, fault
from bot.playground.world.state import Channel, Team, User
from bot.playground.world.world import World

# These may arrive as JSON text, and must in a form or a query.
_NESTED = ("blocks", "attachments", "view", "metadata", "files", "filter")


class ApiError(Exception):
    """Slack says no: the error's name, and what its ``response_metadata`` or body add."""

    def __init__(self, error: str, *messages: str, **extra: Unchecked) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages
        self.extra = extra


class OlderWorkspace(ApiError):
    """Slack says no to something that hasn't reached this workspace yet: that is how the world is, not a mistake."""


@dataclass(frozen=True)
class Call:
    """One call under way: the world, whose token, and the arguments."""

    world: World
    team: Team
    args: Json

    def text(self, name: str) -> str:
        """Read an argument as a string; empty when it is missing."""
        value = self.args.get(name)
        return "" if value is None else str(value)

    def is_set(self, name: str) -> bool:
        """Read an argument as a truth, in JSON's or a form's spelling."""
        return self.args.get(name) in (True, 1, "1", "true", "True")

    def whole(self, name: str, otherwise: int) -> int:
        """Read an argument as an integer."""
        try:
            return int(self.args.get(name) or otherwise)
        except (TypeError, ValueError) as failure:
            raise ApiError("invalid_arguments", fault("must be an integer", f"/{name}")) from failure


@dataclass(frozen=True)
class Method:
    """A Web API method: what runs it, the scope it needs, the arguments it must and may have."""

    run: Callable[[Call], Json]
    scope: str = ""
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


def read_args(content_type: str, query: str, body: bytes) -> Json:
    """Read a call's arguments from JSON, a form and the query string alike."""
    args: Json = dict(parse_qsl(query, keep_blank_values=True)) if query else {}
    if content_type.startswith("application/json"):
        decoded = _json(body)
        if not isinstance(decoded, dict):
            raise ApiError("json_not_object" if body else "invalid_json")
        args.update(decoded)
    else:
        args.update(parse_qsl(body.decode(), keep_blank_values=True))
    for name in _NESTED:
        if isinstance(args.get(name), str):
            args[name] = _json(args[name], "invalid_arguments")
    return args


def _json(body: bytes | str, error: str = "invalid_json") -> Unchecked:
    try:
        return json.loads(body) if body else {}
    except ValueError as failure:
        raise ApiError(error) from failure


def check_args(method: Method, args: Json) -> None:
    """Refuse a call that lacks an argument or brings one the method doesn't know."""
    faults = [fault(f"missing required field: {name}", "") for name in method.required if args.get(name) in (None, "")]
    known = {*method.required, *method.optional, "token", "team_id"}
    faults += [fault(f"invalid additional property: {name}", "") for name in args if name not in known]
    if faults:
        raise ApiError("invalid_arguments", *faults)


def need_scope(team: Team, *either: str) -> None:
    """Refuse a call whose token has none of these scopes."""
    if not any(scope in team.scopes for scope in either):
        raise ApiError("missing_scope", needed=either[0], provided=",".join(team.scopes))


def find_channel(call: Call, name: str = "channel") -> Channel:
    """Find the call's channel by id or by #name."""
    wanted = call.text(name)
    channel = call.team.channels.get(wanted)
    if channel is None and wanted.startswith("#"):
        channel = next((each for each in call.team.channels.values() if f"#{each.name}" == wanted), None)
    if channel is None or (channel.kind == "private" and call.team.bot.id not in channel.members):
        raise ApiError("channel_not_found")
    return channel


def find_place(call: Call) -> Channel:
    """Find where a new message goes: a channel, or the direct message of a user id."""
    user = call.team.users.get(call.text("channel"))
    if user is None:
        return find_channel(call)
    if user.is_bot:
        raise ApiError("cannot_dm_bot")
    return call.world.direct(call.team, [user.id])


def find_user(call: Call, name: str = "user") -> User:
    """Find the call's person in the token's workspace."""
    user = call.team.users.get(call.text(name))
    if user is None:
        raise ApiError("user_not_found")
    return user


def scope_for(channel: Channel, verb: str) -> str:
    """Name the scope that reading or asking for the history of this kind of channel takes."""
    family = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}[channel.kind]
    return f"{family}:{verb}"
