"""Runs the stand-in Slack by itself: ``python -m bot.playground --port 4000``."""

import argparse
import asyncio
import signal
from datetime import UTC, datetime

from bot.playground.control import control_page
from bot.playground.standin import SIGNING_SECRET, StandIn


def _wall_clock() -> datetime:
    return datetime.now(UTC)


async def serve(port: int, app_url: str, signing_secret: str) -> None:
    """Serve until told to stop, and say first where."""
    stand_in = StandIn(_wall_clock, signing_secret=signing_secret)
    stand_in.pages["control"] = control_page(stand_in)
    stand_in.app_url = app_url
    await stand_in.start(port)
    print(f"Stand-in Slack: {stand_in.api_url}", flush=True)
    stopped = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stopped.set)
    await stopped.wait()
    await stand_in.stop()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bot.playground", description=__doc__)
    parser.add_argument("--port", type=int, default=4000, help="0 takes a free one and prints it")
    parser.add_argument("--app-url", default="http://127.0.0.1:3000", help="the app, without /slack/events")
    parser.add_argument("--signing-secret", default=SIGNING_SECRET)
    chosen = parser.parse_args()
    asyncio.run(serve(chosen.port, chosen.app_url, chosen.signing_secret))


if __name__ == "__main__":
    main()
