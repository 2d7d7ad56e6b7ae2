"""The two addresses of a file: where its bytes are sent, and where they are read with a token."""

import asyncio

from aiohttp import BodyPartReader, web

from bot.playground.world.world import World

LOOKS_EVERY_S = 0.05


async def receive(world: World, request: web.BaseRequest) -> web.StreamResponse:
    """Take the bytes of an upload, raw or as a form with one file."""
    stored = world.files.get(request.path.rpartition("/")[2])
    if stored is None or stored.user_id:
        return web.Response(status=404, text="no such upload")
    if request.content_type == "multipart/form-data":
        part = await (await request.multipart()).next()
        stored.content = bytes(await part.read()) if isinstance(part, BodyPartReader) else b""
    else:
        stored.content = await request.content.read()  # unlike read(), without aiohttp's limit of 1 MB
    return web.Response(text=f"OK - {len(stored.content)}")


async def download(world: World, request: web.BaseRequest) -> web.StreamResponse:
    """Give a file's bytes to a token that may read files; anybody else gets a sign-in page, as from Slack."""
    team_id, _, file_id = request.path.split("/")[2].partition("-")
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    team, stored = world.by_token.get(token), world.files.get(file_id)
    if team is None or team.id != team_id or team.token_trouble or "files:read" not in team.scopes:
        return web.Response(text="<!DOCTYPE html><html><title>Sign in | Slack</title></html>", content_type="text/html")
    if stored is None:
        return web.Response(status=404, text="file_not_found")
    if stored.never_ends:
        return await _drip(request, stored.content)
    return web.Response(body=stored.content, content_type="application/octet-stream")


async def _drip(request: web.BaseRequest, content: bytes) -> web.StreamResponse:
    """Begin to send a file, and never come to its end."""
    answer = web.StreamResponse()
    answer.content_length = len(content) + 1
    await answer.prepare(request)
    await answer.write(content)
    while request.transport is not None and not request.transport.is_closing():
        await asyncio.sleep(LOOKS_EVERY_S)
    return answer
