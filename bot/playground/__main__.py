"""Runs the stand-in Slack by itself: ``python -m bot.playground --port 4000``."""

import argparse
import asyncio
import signal
from datetime import UTC, datetime
from pathlib import Path

from ruamel.yaml import YAML

from bot.playground.control import control_page
from bot.playground.grammar.shapes import Json
from bot.playground.page import Alone, App, Page
from bot.playground.standin import SIGNING_SECRET, StandIn


def _wall_clock() -> datetime:
    return datetime.now(UTC)


async def serve(port: int, app_url: str, signing_secret: str, manifest: Path | None = None) -> None:
    """Serve until told to stop, and say first where; with the page of a small school when there is a manifest."""
    stand_in = StandIn(_wall_clock, signing_secret=signing_secret)
    stand_in.pages["control"] = control_page(stand_in)
    stand_in.app_url = app_url
    await stand_in.start(port)
    print(f"Stand-in Slack: {stand_in.api_url}", flush=True)
    if manifest is not None:
        _open_page(stand_in, YAML(typ="safe").load(manifest.read_text("utf-8")))
    stopped = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stopped.set)
    await stopped.wait()
    await stand_in.stop()


def _open_page(stand_in: StandIn, manifest: Json) -> None:
    school = stand_in.workspace("T0SCHOOL", "A school")
    people = [school.person(name) for name in ("Ana Ruiz", "Ben Cho", "Dana Lee")]
    school.channel("grade-5", members=people)
    school.channel("leaders", members=people[::2])
    app = App.of_manifest(manifest)
    school.team.bot.real_name = app.name
    Page(stand_in, Alone(app)).open()
    print(f"Bot token: {school.token}\nSigning secret: {stand_in.signing_secret}", flush=True)
    print(f"Page: {stand_in.world.base_url}/", flush=True)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bot.playground", description=__doc__)
    parser.add_argument("--port", type=int, default=4000, help="0 takes a free one and prints it")
    parser.add_argument("--app-url", default="http://127.0.0.1:3000", help="the app, without /slack/events")
    parser.add_argument("--signing-secret", default=SIGNING_SECRET)
    parser.add_argument("--page", action="store_true", help="serve the page, too, with a small school in it")
    parser.add_argument("--manifest", type=Path, default=Path("manifest.yaml"), help="the app's, for the page")
    chosen = parser.parse_args()
    manifest = chosen.manifest if chosen.page else None
    asyncio.run(serve(chosen.port, chosen.app_url, chosen.signing_secret, manifest))


if __name__ == "__main__":
    main()
