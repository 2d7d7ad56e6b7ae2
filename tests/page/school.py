"""The playground and its visitors, so that a test reads like a visit."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from bot.clock import HandClock
from bot.demo import prepared as prepared
from bot.demo.running import Running
from bot.playground import StandIn
from bot.playground.page import Page as PlaygroundPage
from bot.simulation import stand_in
from tests.people import Loop

CHROMIUM = Path("/usr/bin/chromium")
# A browser that talks to nobody but our page.
ALONE = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
PATIENCE_MS = 60_000
DESK, PHONE = (1360, 850), (390, 800)
expect.set_options(timeout=PATIENCE_MS)


@dataclass
class School:
    """The playground in a loop of its own thread."""

    loop: Loop
    slack: StandIn
    running: Running
    page: PlaygroundPage

    @classmethod
    def opened(cls, loop: Loop, folder: Path, language: str = "en") -> "School":
        """Open the playground; nothing has begun."""
        slack = stand_in(HandClock(prepared.BEGINS_AT))
        loop.run(slack.start())
        running = Running(slack, folder, language)
        page = PlaygroundPage(slack, running, language)
        page.open()
        return cls(loop, slack, running, page)

    @property
    def address(self) -> str:
        """Where the page is."""
        return self.slack.world.base_url

    def begins(self, key: str) -> None:
        """Begin again."""
        self.loop.run(self.running.start_with(key))
        self.page.begin_again()

    def close(self) -> None:
        """End it all; nothing of it may have been against Slack's rules."""
        refused = list(self.slack.refused)
        self.loop.run(self._hangs_up())
        self.loop.run(self.running.stop())
        self.loop.run(self.slack.stop())
        assert refused == []

    async def _hangs_up(self) -> None:
        self.page.close()


@dataclass
class Visitor:
    """Somebody at the page, in a browser of her own."""

    tab: Page
    context: BrowserContext
    wrong: list[str] = field(default_factory=list)

    @classmethod
    def comes(cls, browser: Browser, address: str, size: tuple[int, int] = DESK, **how: Any) -> "Visitor":  # noqa: ANN401 - what Playwright takes
        """Open the page."""
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **how)
        context.set_default_timeout(PATIENCE_MS)
        came = cls(context.new_page(), context)
        came.tab.on("console", lambda each: came.wrong.append(each.text) if each.type in ("error", "warning") else None)
        came.tab.on("pageerror", lambda each: came.wrong.append(str(each)))
        came.tab.goto(address)
        return came

    def leaves(self) -> None:
        """Close the browser; nothing may have gone wrong in it."""
        self.context.close()
        assert self.wrong == []

    def is_now(self, name: str, channel: str = "") -> None:
        """Be somebody, in a channel if one is named."""
        self.tab.get_by_role("combobox", name="You are").select_option(label=name)
        if channel:
            self.goes_to(channel)

    def goes_to(self, channel: str) -> None:
        """Go to a channel or direct message."""
        self.tab.get_by_role("navigation", name="Channels").get_by_role("link", name=channel).click()
        self.tab.get_by_role("heading", name=channel, level=2).first.wait_for()

    def sends(self, text: str) -> None:
        """Write in the composer and send it."""
        self.composer.fill(text)
        self.composer.press("Enter")

    def presses(self, name: str) -> None:
        """Press a button of the page, and wait until what it does is done."""
        self.tab.get_by_role("button", name=name, exact=True).click()
        self.tab.wait_for_selector("[data-travel]:not([aria-disabled])")

    def clicks(self, name: str) -> None:
        """Click the newest button with these words in the messages."""
        self.log.get_by_role("button", name=name, exact=True).last.click()

    def sees(self, text: str) -> None:
        """Wait until this stands in the messages."""
        self.log.get_by_text(text).last.wait_for()

    def dialog(self, title: str) -> Locator:
        """The form with this title."""
        found = self.tab.get_by_role("dialog", name=title, exact=True)
        found.wait_for()
        return found

    @property
    def composer(self) -> Locator:
        """Where messages are written."""
        return self.tab.get_by_role("textbox", name="Message", exact=True)

    @property
    def log(self) -> Locator:
        """The messages of the channel."""
        return self.tab.get_by_role("log", name="Messages")

    def barriers(self) -> Sequence[str]:
        """What axe-core calls serious or critical on the page as it is."""
        found = Axe().run(self.tab).response["violations"]
        return [
            f"{each['id']}: {node['html'][:160]}"
            for each in found
            if each["impact"] in ("serious", "critical")
            for node in each["nodes"]
        ]
