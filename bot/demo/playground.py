"""`python -m bot demo`: the bot, a stand-in Slack and the page on one address, until Ctrl-C."""

import asyncio
import contextlib
import signal
import sys
import tempfile
import time
import webbrowser
from pathlib import Path

from bot.clock import HandClock
from bot.demo import prepared as prepared
from bot.demo.running import Running
from bot.logs import set_up_logs
from bot.playground.page import Page
from bot.settings import BadSettings
from bot.simulation import stand_in


def run_playground(port: int, language: str) -> int:
    """Serve the playground until told to stop."""
    set_up_logs("ERROR")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(port, language))
    return 0


async def _serve(port: int, language: str) -> None:
    stopped = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stopped.set)
    clock = HandClock(prepared.BEGINS_AT)
    slack = stand_in(clock)
    try:
        await slack.start(port)
    except OSError:
        raise BadSettings(f"Port {port} is taken by another program. Choose another PORT.") from None
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="brightcycle-playground-") as folder:
        running = Running(slack, Path(folder), language)
        page = Page(slack, running, language)
        try:
            print("Preparing a school…", flush=True)
            page.open()  # whoever comes early waits
            async with page.beginning:
                await running.start_with("prepared")
            print(
                f"Ready after {time.monotonic() - began:.0f} s: {slack.world.base_url}/   (Ctrl-C ends it)", flush=True
            )
            _show(slack.world.base_url)
            await stopped.wait()
        finally:
            page.close()
            await running.stop()
            await slack.stop()


def _show(address: str) -> None:
    """Open a browser if somebody sits here and has one with windows."""
    if not sys.stdout.isatty():
        return
    with contextlib.suppress(webbrowser.Error):
        if type(webbrowser.get()) is not webbrowser.GenericBrowser:  # those are for the terminal
            webbrowser.open(address)
