"""Clients that speak to Slack and to nobody else, made so that nothing is posted twice.

The SDK's default client posts again when a connection drops, though Slack may have read the first request; ours retries
nothing. And right before a request leaves, the guard looks whether the post's lease is still fresh: a process that was
paused must not wake up and send what somebody else has sent meanwhile.

Every request of the process goes through one session. It reaches Slack's hosts only and follows no redirect, so that
neither a token nor what people wrote can be led elsewhere by whatever an answer or a body says.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from yarl import URL

ANSWER_WITHIN_S = 10.0
CONNECTIONS = 100
# https://docs.slack.dev/interactivity/handling-user-interaction, …/working-with-files, …/governance/govslack
SLACK_HOSTS = (
    "slack.com", "hooks.slack.com", "files.slack.com", "slack-gov.com", "hooks.slack-gov.com", "files.slack-gov.com",
)  # fmt: skip
WAIT_S = 30.0  # when Slack says "slow down" without saying how long

# Slack's own faults: asked again later, it may answer.
_PASSING = {"fatal_error", "internal_error", "request_timeout", "service_unavailable"}
_must_leave_before_s: ContextVar[float | None] = ContextVar("must_leave_before_s", default=None)


class NotSlack(aiohttp.ClientError):
    """An address that isn't Slack's, or an answer that would lead away: nothing was sent there."""


class TooLate(Exception):
    """The lease is no longer fresh, so this request was not sent."""


@dataclass(frozen=True)
class No:
    """How Slack refused a call: by a name of its own, by asking us to wait, or by a fault that says nothing."""

    name: str
    wait_s: float | None = None
    passing: bool = False


def read_no(error: SlackApiError) -> No:
    """Read a refusal. A proxy's error page, or half an answer, is a passing fault: it says nothing about the call."""
    answer = error.response
    if not isinstance(answer, AsyncSlackResponse):
        return No("unreadable answer", passing=True)
    name = str(answer.data.get("error")) if isinstance(answer.data, dict) and "error" in answer.data else ""
    if answer.status_code == 429 or name == "ratelimited":
        return No("ratelimited", _seconds(answer.headers.get("Retry-After")), passing=True)
    return No(name or f"HTTP {answer.status_code}", passing=not name or answer.status_code >= 500 or name in _PASSING)


def open_session(
    awake_s: Callable[[], float], api_url: str, answer_within_s: float = ANSWER_WITHIN_S
) -> aiohttp.ClientSession:
    """The one HTTP session of the process, with the guard on every connection it hands out.

    It reaches where Slack's API is, where Slack takes answers and where it keeps files, and nothing else.
    """
    known = {URL(api_url).origin(), *(URL(f"https://{name}") for name in SLACK_HOSTS)}

    async def only_slack(_session: object, _context: object, params: aiohttp.TraceRequestStartParams) -> None:
        if not params.url.absolute or params.url.origin() not in known:
            raise NotSlack(f"{params.url.host} is none of Slack's hosts")

    async def no_redirect(_session: object, _context: object, params: aiohttp.TraceRequestRedirectParams) -> None:
        params.response.close()
        raise NotSlack(f"{params.url.host} sent us elsewhere")

    async def guard(_session: object, _context: object, _params: object) -> None:
        limit = _must_leave_before_s.get()
        if limit is not None and awake_s() > limit:
            raise TooLate

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(only_slack)
    trace.on_request_redirect.append(no_redirect)
    trace.on_connection_create_end.append(guard)
    trace.on_connection_reuseconn.append(guard)
    # Once more at the write itself: before Python 3.12 aiohttp writes in a task of its own, one round of the loop after
    # the connection was handed out, and a process may be paused just between the two.
    trace.on_request_chunk_sent.append(guard)
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=CONNECTIONS),
        timeout=aiohttp.ClientTimeout(total=answer_within_s),
        trace_configs=[trace],
    )


def client(session: aiohttp.ClientSession, token: str | None, base_url: str) -> AsyncWebClient:
    """A client that asks once: whatever is ambiguous is looked up later, never blindly repeated."""
    return AsyncWebClient(token=token, base_url=base_url, session=session, retry_handlers=[])


@contextmanager
def leaving_before(awake_s: float) -> Iterator[None]:
    """Requests made inside are sent only before this reading of the awake clock."""
    reset = _must_leave_before_s.set(awake_s)
    try:
        yield
    finally:
        _must_leave_before_s.reset(reset)


def _seconds(told: str | None) -> float:
    try:
        return max(float(told or WAIT_S), 1.0)
    except ValueError:
        return WAIT_S
