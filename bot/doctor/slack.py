"""Asks Slack whether it knows our token, which scopes the token has, and what time it is."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.checks import manifest
from bot.clock import Clock
from bot.doctor.finding import Finding, compare_clocks, well, wrong
from handlers.slack import web_client

AGAIN = "Install the app again."
COPY = "Copy the Bot User OAuth Token again (your app's page, OAuth & Permissions)."
ERRORS = {
    "invalid_auth": "Slack doesn't know {whose}. " + COPY,
    "not_authed": "Slack got no token. " + COPY,
    "token_revoked": "{Whose} was taken back. " + AGAIN,
    "token_expired": "{Whose} has expired. Turn token rotation off, then install the app again.",
    "account_inactive": "{Whose} belongs to an app that was removed or a workspace that is gone. " + AGAIN,
}


async def look(tokens: Iterable[tuple[str, str]], api_url: str, clock: Clock) -> list[Finding]:
    """What is to be said about each token, with whose it is in words; the clock is compared once."""
    found: list[Finding] = []
    async with web_client.open_session(clock.awake_s, api_url) as session:
        for whose, token in tokens:
            found += await _ask(web_client.client(session, token, api_url), whose, clock)
    return list(dict.fromkeys(found))


def scope_findings(granted: Iterable[str], where: str) -> Iterator[Finding]:
    """The scopes that a workspace didn't grant, each with what it is needed for."""
    try:
        wanted = manifest.load().scopes
    except (OSError, manifest.ManifestMistake, LookupError, TypeError) as mistake:
        yield wrong(f"manifest.yaml can't be read, so I can't compare scopes: {mistake}")
        return
    missing = [scope for scope in wanted if scope not in set(granted)]
    for scope in missing:
        yield wrong(
            f"The scope {scope} is missing in {where}. The bot needs it to {wanted[scope]}. "
            "Add it (your app's page, OAuth & Permissions) and install the app again."
        )
    if not missing:
        yield well(f"Every scope is granted in {where}.")


async def _ask(client: AsyncWebClient, whose: str, clock: Clock) -> list[Finding]:
    try:
        told = await client.auth_test()
    except SlackApiError as error:
        return [_refused(error, whose), *_clocks(error.response, clock)]
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        return [
            wrong(
                f"I can't reach Slack at {client.base_url} ({type(error).__name__}). Check the network and any proxy."
            )
        ]
    except AttributeError:
        # The SDK trips over an answer that is plain text with status 200, as some proxies give.
        return [_no_slack(client.base_url)]
    workspace = told.get("team") or "this workspace"
    granted = [each.strip() for each in str(told.headers.get("x-oauth-scopes", "")).split(",")]
    known = well(f"Slack knows {whose}: {told.get('user') or 'a bot'} in {workspace}.")
    return [known, *scope_findings(granted, workspace), *_clocks(told, clock)]


def _refused(error: SlackApiError, whose: str) -> Finding:
    response = error.response
    told = response.data if isinstance(response, AsyncSlackResponse) else None
    status = getattr(response, "status_code", 0) or getattr(response, "status", 0)
    if status >= 429:
        return wrong(f"Slack is busy or has a fault of its own (HTTP {status}). Please look again in a while.")
    name = told.get("error") if isinstance(told, dict) else None
    if not name:
        return _no_slack(str(getattr(response, "api_url", "SLACK_API_URL")))
    sentence = ERRORS.get(str(name), "Slack refuses {whose}: {name}.")
    return wrong(sentence.format(whose=whose, Whose=whose[0].upper() + whose[1:], name=name))


def _no_slack(address: str) -> Finding:
    return wrong(f"What answers at {address} isn't Slack. Check SLACK_API_URL and any proxy.")


def _clocks(response: Any, clock: Clock) -> Iterator[Finding]:  # noqa: ANN401 - the SDK's response or aiohttp's
    said: str | None = response.headers.get("Date")
    if said and (theirs_at := _parsed(said)):
        yield compare_clocks(clock.now(), theirs_at, "Slack's")


def _parsed(said: str) -> datetime | None:
    try:
        return parsedate_to_datetime(said)
    except ValueError:
        return None
