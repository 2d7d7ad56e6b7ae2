"""What can go wrong between an app and Slack, on order: so many calls, or a seeded share of them."""

from dataclasses import dataclass, field
from enum import StrEnum
from random import Random


class Trick(StrEnum):
    """The ways the stand-in misbehaves."""

    RATE_LIMIT = "429"
    ERROR = "500"
    HANG_BEFORE = "hang_before"  # waits, then does the work
    HANG_AFTER = "hang_after"  # does the work, then waits before answering
    DROP = "drop"  # reads the request, does nothing, closes the connection
    LOSE_ANSWER = "lose_answer"  # does the work, then closes the connection
    TWICE = "twice"  # delivers to the app two times


@dataclass
class Order:
    """One order: which trick, on which calls, how often. ``share`` counts when ``times`` is None."""

    trick: Trick
    method: str = ""
    channel: str = ""
    times: int | None = 1
    share: float = 0.0
    seconds: float = 1.0
    played: int = 0

    def covers(self, method: str, channel: str) -> bool:
        """Tell whether a call is one the order is about."""
        return self.method in ("", method) and self.channel in ("", channel)


@dataclass
class Mischief:
    """The standing orders; the same seed and the same calls give the same tricks."""

    seed: int = 0
    orders: list[Order] = field(default_factory=list)
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)

    def order(self, trick: str, method: str = "", *, channel: str = "", times: int = 1, seconds: float = 1.0) -> None:
        """Play a trick on the next ``times`` calls; ``seconds`` is the hang or the Retry-After."""
        self.orders.append(Order(Trick(trick), method, channel, times=times, seconds=seconds))

    def share(self, trick: str, share: float, method: str = "", *, channel: str = "", seconds: float = 1.0) -> None:
        """Play a trick on a share (0–1) of all calls until told to stop."""
        self.orders.append(Order(Trick(trick), method, channel, times=None, share=share, seconds=seconds))

    def reseed(self, seed: int) -> None:
        """Start the shares' dice anew."""
        self.seed, self.random = seed, Random(seed)

    def stop(self) -> None:
        """Behave from now on."""
        self.orders.clear()

    def pick(self, method: str, channel: str = "") -> Order | None:
        """Choose the trick to play on this call, if any, and count it."""
        for order in self.orders:
            if order.covers(method, channel) and self._is_due(order):
                order.played += 1
                return order
        return None

    def _is_due(self, order: Order) -> bool:
        if order.times is None:
            return self.random.random() < order.share
        return order.played < order.times
