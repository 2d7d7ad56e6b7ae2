"""Answers to where a request came from, sent by our own session: to Slack's hosts, without redirects, asked once.

Bolt's own opens a session for each answer, goes wherever a body says and follows wherever that leads.
"""

from collections.abc import Sequence
from typing import Any

from aiohttp import ClientSession
from slack_bolt.async_app import AsyncRespond
from slack_sdk.webhook import WebhookResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient


class Responder(AsyncRespond):
    """What a door calls to answer a command or a click."""

    def __init__(self, response_url: str | None, session: ClientSession | None) -> None:
        super().__init__(response_url=response_url)
        self._session = session

    # Our doors name everything but the text.
    async def __call__(self, text: str = "", *, blocks: Sequence[Any] | None = None, **more: Any) -> WebhookResponse:  # type: ignore[override]  # noqa: ANN401
        """Send an answer.

        Raises
        ------
        aiohttp.ClientError
            When the address isn't Slack's, or Slack is away.
        """
        if self.response_url is None:
            raise ValueError("There is no address to respond to.")
        webhook = AsyncWebhookClient(self.response_url, session=self._session, retry_handlers=[])
        return await webhook.send(text=text, blocks=blocks or None, **more)
