"""A file that may not go through Slack: a private link, one file, sealed on disk, gone when it was read."""

import contextlib
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from bot.simulation import open_simulation
from tests.coach import EXPORT, Coach, figures, on_disk, uploads
from tests.people import T0, Clock, Loop, Slack, Stage

CHROMIUM = Path("/usr/bin/chromium")


# A browser that talks to nobody but our page.
ALONE = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip


def link(dana: Coach) -> str:
    """Ask for a link in Slack; gives the page's address in the simulation."""
    dana.teacher.types("/brightspots files")
    dana.clicks("Private upload page")
    found = re.findall(r"https://brightcycle\.example(/upload/[\w=-]+)", str([call.args for call in dana.slack.calls]))
    return f"{dana.stage.play.slack.app_url}{found[-1]}"


def get(address: str) -> tuple[int, str]:
    """Open the page."""
    return ask(urllib.request.Request(address))


def post(address: str, content: bytes, name: str = "All%20tests.csv") -> tuple[int, str]:
    """Send a file as the page does."""
    status, body = ask(urllib.request.Request(address, content, {"X-File-Name": name}, method="POST"))
    return status, json.loads(body)["says"]


def ask(request: urllib.request.Request) -> tuple[int, str]:
    """One request of a browser."""
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def test_a_file_goes_through_the_page_and_the_talk_goes_on_in_slack(dana: Coach, stage: Stage) -> None:
    """The page says what happens; the file is read, imported, and no copy is left."""
    address = link(dana)
    status, page = get(address)
    assert (status, "For Lakeside Elementary: one file, up to 200 MB" in page) == (200, True)

    assert post(address, EXPORT) == (
        200, "Thank you. I am reading the file and will write to you in Slack. You can close this page.",
    )  # fmt: skip
    (waiting,) = on_disk(stage)
    assert b"TermName" not in waiting.read_bytes()

    dana.waits()
    assert "450 of 450 rows* of All tests.csv" in dana.last
    dana.clicks("Import")

    assert len(figures(stage)) == 8
    assert [path.suffix for path in on_disk(stage)] == [".parquet"]
    assert [call.method for call in stage.play.slack.calls if call.method.startswith("files.")] == []


def test_a_file_larger_than_slack_takes_goes_all_the_way(dana: Coach, stage: Stage) -> None:
    """Eleven megabytes in many sealed pieces: every row of them is imported."""
    students, goals = 2_000, ",".join(["Number and Operations: Low Average"] * 82)
    header = "TermName,SchoolName,StudentID,Grade,Subject,GrowthMeasureYN,TestStartDate,TestRITScore"
    lines = [
        f"{term},East,{n:06d},5,Mathematics,TRUE,{day},{200 + n % 20 + gain},{goals}"
        for term, day, gain in (("Fall 2026-2027", "9/9/2026", 0), ("Winter 2026-2027", "1/12/2027", 7))
        for n in range(students)
    ]
    goal_names = ",".join(f"Goal{n}Name" for n in range(82))
    content = "\n".join([f"{header},{goal_names}", *lines]).encode()
    assert len(content) > 11 << 20

    assert post(link(dana), content)[0] == 200
    dana.waits()
    assert "4000 of 4000 rows" in dana.last
    dana.clicks("Import")

    fall, winter = sorted(figures(stage), key=lambda each: each.window)
    assert (fall.window, winter.window) == ("fall", "winter")
    assert (winter.compared, winter.median_gain) == (students, 7)
    assert [path.suffix for path in on_disk(stage)] == [".parquet"]


def test_a_link_works_once(dana: Coach, stage: Stage) -> None:
    """A second file needs a second link."""
    address = link(dana)
    post(address, EXPORT)

    assert post(address, EXPORT)[0] == 410
    assert get(address)[0] == 410
    dana.waits()
    assert len(uploads(stage)) == 1


def test_a_link_is_good_for_an_hour(dana: Coach, clock: Clock) -> None:
    """After that it says how to get another."""
    address = link(dana)
    clock.passes(minutes=61)

    assert post(address, EXPORT) == (
        410, "This link was used already or is too old. Type /brightspots files in Slack for another.",
    )  # fmt: skip


def test_a_made_up_link_opens_nothing(dana: Coach, stage: Stage) -> None:
    """A token that we didn't sign, or that was changed by one letter, is refused."""
    address = link(dana)
    changed = address[:-6] + ("A" if address[-6] != "A" else "B") + address[-5:]

    for wrong in (changed, f"{stage.play.slack.app_url}/upload/1"):
        assert get(wrong)[0] == 410
        assert post(wrong, EXPORT)[0] == 410
    assert uploads(stage) == []


def test_a_file_too_large_is_refused_and_the_link_stays_good(loop: Loop, tmp_path: Path) -> None:
    """Nothing of it stays on disk; the right file may follow."""
    with playing(loop, tmp_path, upload_most_mb=2) as stage:
        address = link(Coach.at(Slack(stage)))

        assert post(address, b"x" * (3 << 20)) == (413, "This file is larger than 2 MB.")
        assert on_disk(stage) == []
        assert post(address, b"")[1] == "This file is empty."
        assert post(address, EXPORT)[0] == 200


@contextlib.contextmanager
def playing(loop: Loop, folder: Path, **settings: Any) -> Iterator[Stage]:  # noqa: ANN401 - whatever a setting is
    """A stage on which some settings are otherwise."""
    curtain = AsyncExitStack()
    play = loop.run(curtain.enter_async_context(open_simulation(T0, folder, **settings)))
    try:
        yield Stage(loop, play, curtain)
    finally:
        loop.finishes_later(curtain.aclose())


def test_what_is_discarded_is_gone(dana: Coach, stage: Stage) -> None:
    """The sealed file waits for her word and goes with it."""
    post(link(dana), EXPORT)
    dana.waits()
    dana.clicks("Discard")

    assert on_disk(stage) == []


@pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium isn't installed here; .ci/run installs it")
def test_a_browser_sends_a_file(dana: Coach, stage: Stage, tmp_path: Path) -> None:
    """The page's own script sends the chosen file and says what comes next, under its strict policy."""
    from playwright.sync_api import sync_playwright

    export = tmp_path / "AssessmentResults.csv"
    export.write_bytes(EXPORT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ALONE, timeout=60_000)
        page = browser.new_page()
        wrong: list[str] = []
        page.on("console", lambda message: wrong.append(message.text))
        page.goto(link(dana))
        page.set_input_files("#file", export)
        page.click("#send")
        # A selector, not a function: the page's strict policy forbids evaluating text.
        page.wait_for_selector("#says:has-text('Thank you.')")
        assert "Thank you." in page.inner_text("#says")
        assert page.get_attribute("#bar", "value") == "100"
        assert wrong == []
        browser.close()
    dana.waits()

    assert "450 of 450 rows" in dana.last


def test_a_district_keeps_student_files_off_slack(loop: Loop, tmp_path: Path) -> None:
    """With FILES_IN_SLACK=false the command gives the page instead of a form, and no file in a channel is offered."""
    with playing(loop, tmp_path, files_in_slack=False) as stage:
        dana = Coach.at(Slack(stage))
        dana.teacher.types("/brightspots upload")

        assert "Here is your private upload page." in dana.last
        assert not dana.teacher.has_modal

        dana.slack.does(dana.teacher.person.uploads(EXPORT, "scores.csv", in_=dana.teacher.home))
        assert "Shall I read this file?" not in dana.last
