"""Limits for connections: a client that sends half a request, slowly or never, holds nothing up.

uvicorn has none for these: a connection that never says anything stays for ever, and a thousand of them leave no room.
"""

import asyncio
import resource
from collections.abc import Callable
from functools import partial
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_WITHIN_S = 10.0
MOST_WAITING = 256  # beyond these the one that has waited longest goes: a request that comes whole always finds room
MOST_OF_A_HEAD = 16 * 1024  # an upload link and an OAuth state are the longest things in ours


def protocol(most_waiting: int = MOST_WAITING, head_within_s: float = HEAD_WITHIN_S) -> Callable[..., asyncio.Protocol]:
    """The protocol for one server, as `uvicorn.Config(http=…)` takes it."""
    return partial(LimitedProtocol, waiting=Waiting(most_waiting), head_within_s=head_within_s)


def allow_many_files() -> None:
    """Let the process have as many connections as the system lets it ask for."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class Waiting:
    """The connections that wait for their client, the longest first; too many, and those without a request go first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._for_head: dict[LimitedProtocol, None] = {}
        self._for_body: dict[LimitedProtocol, None] = {}

    def for_head(self, connection: "LimitedProtocol") -> bool:
        """A connection waits for a request's head; whether it has only begun to."""
        self._for_body.pop(connection, None)
        return self._add(connection, self._for_head)

    def for_body(self, connection: "LimitedProtocol") -> None:
        """A connection waits for the rest of a request that is being answered."""
        self._for_head.pop(connection, None)
        self._add(connection, self._for_body)

    def no_more(self, connection: "LimitedProtocol") -> None:
        """A connection has its whole request, or is gone."""
        self._for_head.pop(connection, None)
        self._for_body.pop(connection, None)

    def _add(self, connection: "LimitedProtocol", queue: dict["LimitedProtocol", None]) -> bool:
        if connection in queue:
            return False
        queue[connection] = None
        if len(self._for_head) + len(self._for_body) > self._most:
            longest = next(iter(self._for_head or self._for_body))
            self.no_more(longest)
            longest.transport.abort()
        return True


class LimitedProtocol(H11Protocol):
    """uvicorn's own, which also looks at the clock: a head comes within seconds or the connection ends.

    How long a body may take is said where it is read, because a command and a large upload differ.
    """

    def __init__(self, *args: Any, waiting: Waiting, head_within_s: float, **more: Any) -> None:  # noqa: ANN401 - as uvicorn makes it
        super().__init__(*args, **more)
        self._waiting, self._head_within_s = waiting, head_within_s
        self._head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody connects."""
        super().connection_made(transport)
        self._look()

    def data_received(self, data: bytes) -> None:
        """A piece of a request."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """The answer is written; the next request may come."""
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Somebody is gone."""
        self._stop_timer()
        self._waiting.no_more(self)
        super().connection_lost(exc)

    def _look(self) -> None:
        under_way = self.cycle is not None and not self.cycle.response_complete
        if self.transport.is_closing():
            return
        if not under_way:
            if self._waiting.for_head(self):
                self._stop_timer()
                self._head_timer = self.loop.call_later(self._head_within_s, self.transport.abort)
            return
        self._stop_timer()
        if self.cycle.more_body:
            self._waiting.for_body(self)
        else:
            self._waiting.no_more(self)

    def _stop_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None
