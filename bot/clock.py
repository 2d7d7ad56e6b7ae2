"""The only place that knows what time it is."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What the heartbeat and the doors ask for the time."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        ...

    def awake_s(self) -> float:
        """Seconds since some fixed moment, counted also while this process or machine was suspended."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Let that much time pass."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return datetime.now(UTC)

    def awake_s(self) -> float:
        """Seconds on CLOCK_BOOTTIME: unlike a monotonic clock on Linux, it goes on while the machine sleeps."""
        return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))

    async def sleep(self, seconds: float) -> None:
        """Wait for real."""
        await asyncio.sleep(seconds)


class HandClock:
    """A clock somebody turns by hand: five weeks in seconds, for the demo and the stories."""

    def __init__(self, starts_at: datetime) -> None:
        self._now = starts_at
        self._awake = time.monotonic

    def now(self) -> datetime:
        """The instant the hands show."""
        return self._now

    def turn_to(self, at: datetime) -> None:
        """Turn the hands forward; they never go back."""
        self._now = max(self._now, at)

    def awake_s(self) -> float:
        """Real seconds: a lease guards against a real pause, whatever the hands show."""
        return self._awake()

    async def sleep(self, seconds: float) -> None:
        """Turn the hands forward by that much, at once."""
        self.turn_to(self._now + timedelta(seconds=seconds))
