"""One thing the doctor found, and the clocks it compares."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_SKEW = timedelta(seconds=5)


@dataclass(frozen=True)
class Finding:
    """A sentence about one part, and whether that part is well."""

    sentence: str
    well: bool = True


def well(sentence: str) -> Finding:
    """Something is as it should be."""
    return Finding(sentence)


def wrong(sentence: str) -> Finding:
    """Something needs mending; the sentence says how."""
    return Finding(sentence, well=False)


def compare_clocks(ours_at: datetime, theirs_at: datetime, whose: str) -> Finding:
    """Whether two clocks agree within five seconds."""
    apart = ours_at - theirs_at
    if abs(apart) <= MOST_SKEW:
        return well(f"This machine's clock agrees with {whose}.")
    side = "ahead of" if apart > timedelta(0) else "behind"
    return wrong(
        f"This machine's clock is {abs(apart).total_seconds():.0f} s {side} {whose}: messages would come at the wrong "
        "time, and from 5 minutes on Slack's requests are refused. Turn time synchronisation (NTP) on."
    )
