"""Knows whether a door is still at work, so that shutting down waits for it (and so that stories can)."""

import asyncio

from slack_bolt.async_app import AsyncApp
from slack_bolt.listener.async_listener_completion_handler import AsyncListenerCompletionHandler
from slack_bolt.listener.async_listener_start_handler import AsyncListenerStartHandler


class Listeners:
    """Counts the doors that are at work."""

    def __init__(self) -> None:
        self._open = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    def watch(self, app: AsyncApp) -> None:
        """Count this app's listeners."""
        app.listener_runner.listener_start_handler = _Start(self)
        app.listener_runner.listener_completion_handler = _Completion(self)

    async def until_quiet(self) -> None:
        """Wait until every door has finished what it began."""
        await self._quiet.wait()

    def one_more(self) -> None:
        """A door begins."""
        self._open += 1
        self._quiet.clear()

    def one_less(self) -> None:
        """A door has finished."""
        self._open -= 1
        if self._open == 0:
            self._quiet.set()


class _Start(AsyncListenerStartHandler):
    def __init__(self, listeners: Listeners) -> None:
        self._listeners = listeners

    async def handle(self, request: object, response: object) -> None:
        self._listeners.one_more()


class _Completion(AsyncListenerCompletionHandler):
    def __init__(self, listeners: Listeners) -> None:
        self._listeners = listeners

    async def handle(self, request: object, response: object) -> None:
        self._listeners.one_less()
