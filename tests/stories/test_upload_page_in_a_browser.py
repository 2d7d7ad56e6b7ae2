"""The private page as people have it before them: in a real browser, light and dark, on a desk and on a phone."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.coach import EXPORT, Coach
from tests.people import Clock, Stage
from tests.stories.test_upload_page import link
from workflows.uploads import links

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium isn't installed here; .ci/run installs it")
# A browser that talks to nobody but our page.
ALONE = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
Browser = Any
Page = Any  # of Playwright, which is imported only where a browser is there


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for these stories."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ALONE, timeout=60_000)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page on a phone; nothing may go wrong in its console."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    yield page
    context.close()
    assert [each for each in wrong if "status of 4" not in each] == []


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """An ordinary export."""
    path = tmp_path / "AssessmentResults.csv"
    path.write_bytes(EXPORT)
    return path


def chooses(page: Page, file: Path) -> None:
    """Choose a file and send it."""
    page.set_input_files("#file", file)
    page.click("#send")


def says(page: Page, text: str) -> None:
    """Wait until the page says something; a selector, not a function: its strict policy forbids evaluating text."""
    page.wait_for_selector(f'#says:has-text("{text}")')


def test_a_file_is_sent_followed_and_shown(page: Page, dana: Coach, stage: Stage, export: Path) -> None:
    """How far it is, that it arrived, what was understood; and on Slack's side the review."""
    page.goto(link(dana))
    chooses(page, export)

    says(page, "AssessmentResults.csv has arrived.")
    assert page.is_hidden("#form")
    assert page.get_attribute("#bar", "value") == "100"
    dana.waits()
    says(page, "I have read AssessmentResults.csv.")
    assert "Student id" in page.inner_text("#sample thead")
    assert page.locator("#sample tbody tr").count() == 5
    assert "450 of 450 rows" in dana.last


def test_what_cannot_be_taken_is_said_before_it_is_sent(page: Page, dana: Coach, tmp_path: Path) -> None:
    """A picture; then the right file, which clears what was said, and a keyboard is enough for it."""
    page.goto(link(dana))
    (tmp_path / "cake.png").write_bytes(b"\x89PNG")
    chooses(page, tmp_path / "cake.png")

    says(page, "This isn't a table that I can read.")
    assert page.get_attribute("#says", "role") == "alert"
    (tmp_path / "empty.csv").write_bytes(b"")
    page.set_input_files("#file", tmp_path / "empty.csv")
    assert page.inner_text("#says") == ""
    page.focus("#send")
    page.keyboard.press("Enter")
    says(page, "This file is empty.")
    assert page.is_hidden("#bar")
    assert page.evaluate_handle("document.activeElement").get_property("id").json_value() == "send"


def test_an_upload_can_be_cancelled(page: Page, dana: Coach, tmp_path: Path) -> None:
    """On a slow line there is time to change one's mind; the link stays good."""
    page.goto(link(dana))
    page.context.new_cdp_session(page).send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 200_000},
    )
    large = tmp_path / "large.csv"
    large.write_bytes(EXPORT * 60)
    chooses(page, large)
    page.wait_for_selector("#sent:has-text('MB sent')")
    page.click("#cancel")

    says(page, "You cancelled the upload.")
    assert page.is_enabled("#send")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", ["ready", "wrong", "sample", "receiving", "over"])
def test_everybody_can_use_it(
    state: str,
    scheme: str,
    browser: Browser,
    dana: Coach,
    stage: Stage,
    clock: Clock,
    export: Path,
) -> None:
    """No finding of axe, nothing wider than a phone, in either scheme; in every state of the page."""
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport=PHONE, color_scheme=scheme, bypass_csp=True)  # axe is a script of its own
    page = context.new_page()
    address = link(dana)
    if state == "receiving":
        with stage.play.brightcycle.deps.db.begin(1) as session:
            links.claim(session, 1, now=clock.now)
    if state == "over":
        clock.passes(minutes=61)
    page.goto(address)
    if state == "wrong":
        chooses(page, export.rename(export.with_suffix(".pdf")))
        says(page, "This isn't a table")
    if state == "sample":
        chooses(page, export)
        says(page, "has arrived")
        dana.waits()
        page.wait_for_selector("#sample tbody tr")

    found = Axe().run(page)
    if folder := os.environ.get("PICTURES"):  # noqa: TID251 - to look at them
        page.screenshot(path=f"{folder}/{state}-{scheme}-phone.png", full_page=True)
        page.set_viewport_size(DESK)
        page.screenshot(path=f"{folder}/{state}-{scheme}-desk.png")
        page.set_viewport_size(PHONE)

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    context.close()
