"""The stand-in's front door: one HTTP handler for the Web API, files, response URLs and the control plane."""

import asyncio
import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.playground.api import (
    methods_chat,
    methods_conversations,
    methods_files,
    methods_marks,
    methods_users,
    methods_views,
)
from bot.playground.api.calls import ApiError, Call, Method, OlderWorkspace, check_args, need_scope, read_args
from bot.playground.api.files_http import download, receive
from bot.playground.api.responses import answer_reply
from bot.playground.grammar.shapes import Json
from bot.playground.world.mischief import Order, Trick
from bot.playground.world.records import ApiCall
from bot.playground.world.sockets import link
from bot.playground.world.state import Team
from bot.playground.world.world import World

METHODS: dict[str, Method] = {
    **methods_chat.METHODS,
    **methods_conversations.METHODS,
    **methods_files.METHODS,
    **methods_marks.METHODS,
    **methods_users.METHODS,
    **methods_views.METHODS,
}
# Refusals that tell how the world is, not that the app broke a rule.
STATES = frozenset(
    {
        "is_archived",
        "not_in_channel",
        "channel_not_found",
        "user_not_found",
        "message_not_found",
        "cant_update_message",
        "token_revoked",
        "account_inactive",
        "hash_conflict",
        "user_not_in_channel",
        "cannot_dm_bot",
        "cannot_dm_deactivated_user",
        "file_not_found",
        "cant_delete_file",
        "not_found",
        "invalid_code",
        "already_reacted",
    }
)
_AFTER = (Trick.HANG_AFTER, Trick.LOSE_ANSWER)
Page = Callable[[World, web.BaseRequest], Awaitable[web.StreamResponse]]


def handler(world: World, pages: dict[str, Page]) -> Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]:
    """Make the HTTP handler; ``pages`` are further first path parts, such as the control plane."""
    routes: dict[str, Page] = {
        "api": answer_api,
        "upload": receive,
        "files-pri": download,
        "responses": answer_reply,
        "link": lambda world, request: link(world.sockets, request),
    }

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        first = request.path.split("/", 2)[1]
        page = routes.get(first) or pages.get(first)
        return await page(world, request) if page else web.Response(status=404, text="not found")

    return answer


async def answer_api(world: World, request: web.BaseRequest) -> web.StreamResponse:
    """Answer one Web API call, with the mischief that was ordered for it."""
    method, body = request.path[5:], await request.read()
    try:
        args = read_args(request.content_type, request.query_string, body)
    except ApiError as refusal:
        return _refuse(world, ApiCall(world.now(), "", method, {}, 200, refusal.error), refusal)
    order = world.mischief.pick(method, str(args.get("channel", ""))) if world.mischief.orders else None
    if order is not None:
        spoiled = await _spoil(world, request, order, method, args)
        if spoiled is not None:
            return spoiled
    response = _run(world, request, method, args)
    if order is not None and order.trick in _AFTER:
        await _after(request, order)
    return response


async def _spoil(world: World, request: web.BaseRequest, order: Order, method: str, args: Json) -> web.Response | None:
    if order.trick is Trick.HANG_BEFORE:
        await asyncio.sleep(order.seconds)
    if order.trick in (Trick.HANG_BEFORE, *_AFTER, Trick.TWICE):
        return None
    status = {Trick.RATE_LIMIT: 429, Trick.ERROR: 500}.get(order.trick, 0)
    error = "ratelimited" if status == 429 else order.trick.value
    world.calls.append(ApiCall(world.now(), "", method, args, status, error, mischief=order.trick.value))
    if order.trick is Trick.DROP:
        return hang_up(request)
    if status == 500:
        return web.Response(status=500, text="Internal Server Error")
    return _json({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(int(order.seconds))})


async def _after(request: web.BaseRequest, order: Order) -> None:
    if order.trick is Trick.HANG_AFTER:
        await asyncio.sleep(order.seconds)
    else:
        hang_up(request)


def hang_up(request: web.BaseRequest) -> web.Response:
    """Close the connection without an answer; what is returned is never sent."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


def _run(world: World, request: web.BaseRequest, method: str, args: Json) -> web.Response:
    authorization = request.headers.get("Authorization", "")
    team_id, headers = "", {}
    try:
        if method == "oauth.v2.access":
            answer = methods_users.access(world, args, authorization)
        elif method == "apps.connections.open":
            answer = methods_users.open_connection(world, authorization)
        else:
            team = _team(world, authorization, args)
            team_id = team.id
            headers = {"x-oauth-scopes": ",".join(team.scopes)}
            answer = _call(world, team, method, args)
    except ApiError as refusal:
        status = 429 if refusal.error == "ratelimited" else 200
        call = ApiCall(world.now(), team_id, method, args, status, refusal.error, refusal.messages)
        return _refuse(world, call, refusal)
    world.calls.append(ApiCall(world.now(), team_id, method, args, 200))
    return _json({"ok": True, **answer}, 200, headers)


def _call(world: World, team: Team, name: str, args: Json) -> Json:
    method = METHODS.get(name)
    if method is None:
        raise ApiError("unknown_method", req_method=name)
    if method.scope:
        need_scope(team, method.scope)
    check_args(method, args)
    return method.run(Call(world, team, args))


def _team(world: World, authorization: str, args: Json) -> Team:
    token = authorization.removeprefix("Bearer ").strip() or str(args.get("token", ""))
    if not token:
        raise ApiError("not_authed")
    team = world.by_token.get(token)
    if team is None:
        raise ApiError("invalid_auth")
    if team.token_trouble:
        raise ApiError(team.token_trouble)
    return team


def _refuse(world: World, call: ApiCall, refusal: ApiError) -> web.Response:
    world.calls.append(call)
    if call.error not in STATES and not isinstance(refusal, OlderWorkspace):
        world.refused.append(call)
    extra = dict(refusal.extra)
    wait = extra.pop("retry_after", None)
    body: Json = {"ok": False, "error": refusal.error, **extra}
    if refusal.messages:
        body["response_metadata"] = {"messages": list(refusal.messages)}
    return _json(body, call.status, {"Retry-After": str(wait)} if wait else {})


def _json(body: Json, status: int, headers: dict[str, str]) -> web.Response:
    text = json.dumps(body, ensure_ascii=False).encode()
    return web.Response(body=text, status=status, headers=headers, content_type="application/json", charset="utf-8")
