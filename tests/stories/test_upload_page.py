"""A file that may not go through Slack: a private link, one file, sealed on disk, gone when it was read."""

import asyncio
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
from starlette.requests import Request

from bot.simulation import open_simulation
from handlers import upload_page
from handlers.workers.receiving import Receiving
from tests.coach import EXPORT, Coach, figures, on_disk, uploads
from tests.people import T0, Clock, Loop, Slack, Stage
from workflows.uploads import links


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
        200, "All tests.csv has arrived. I am reading it now and will write to you in Slack in a moment.",
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
    status, page = get(address)
    assert (status, 'data-state="used"' in page) == (200, True)
    dana.waits()
    assert len(uploads(stage)) == 1


def test_the_page_shows_the_first_rows_and_slack_never_does(dana: Coach, stage: Stage) -> None:
    """What came around Slack stays around it: the sample is on the page until it is decided about."""
    address = link(dana)
    assert get(f"{address}/outcome")[0] == 410
    post(address, EXPORT)
    arrived = json.loads(get(f"{address}/outcome")[1])
    assert (arrived["is_over"], arrived["sample"]) == (False, [])

    dana.waits()

    outcome = json.loads(get(f"{address}/outcome")[1])
    assert outcome["says"].startswith("I have read All tests.csv. What I understood is in your messages in Slack;")
    assert dict(outcome["sample"][0])["Student id"] == "••••00"
    assert "••••" not in dana.last
    assert "the page where you uploaded the file" in dana.last
    dana.clicks("Import")
    assert json.loads(get(f"{address}/outcome")[1])["sample"] == []


def test_a_file_that_cannot_be_read_is_told_on_the_page(dana: Coach) -> None:
    """With its reason, and the way to a new link."""
    address = link(dana)
    post(address, b"Dear Dana,\nno scores here.\n", "letter.csv")
    dana.waits()

    says = json.loads(get(f"{address}/outcome")[1])["says"]
    assert says.startswith("I couldn't use letter.csv.")
    assert says.endswith("ask for a new link in Slack: /brightspots files.")


@pytest.mark.parametrize("chunks", [[b""], [b"x"] * 3, [b"x" * 40_000, b""]])
def test_a_dripping_upload_gives_its_link_back(chunks: list[bytes], dana: Coach, stage: Stage) -> None:
    """Nothing, or hardly anything, arrives for a while: nothing is kept, and the link works again at once."""
    address = link(dana)

    status, says = stage.loop.run(_dripped(stage, address, chunks))

    assert status == 413
    assert says == "Your connection has stalled, so I stopped waiting. Nothing was kept; please try again."
    assert on_disk(stage) == []
    assert post(address, EXPORT)[0] == 200


def test_a_link_that_is_receiving_says_so(dana: Coach, stage: Stage, clock: Clock) -> None:
    """Whoever comes second hears that it is busy, not that it is used up; a minute after a crash it works again."""
    address = link(dana)
    with stage.play.brightcycle.deps.db.begin(1) as session:
        links.claim(session, 1, now=clock.now)

    assert post(address, EXPORT) == (
        410, "This link is receiving a file now. If that one has stopped, try again in a minute.",
    )  # fmt: skip
    assert 'data-state="receiving"' in get(address)[1]
    clock.passes(seconds=61)
    assert post(address, EXPORT)[0] == 200


def test_only_so_many_files_arrive_at_once(dana: Coach, stage: Stage) -> None:
    """The one too many is asked to wait, and its link stays good."""
    address = link(dana)

    assert stage.loop.run(_dripped(stage, address, [EXPORT], most_at_once=0)) == (
        413, "Several files are arriving just now. Please try again in a minute.",
    )  # fmt: skip
    assert post(address, EXPORT)[0] == 200


async def _dripped(stage: Stage, address: str, chunks: list[bytes], **limits: Any) -> tuple[int, str]:  # noqa: ANN401
    """Send some chunks and then nothing more; an empty one is a pause."""
    waiting = list(chunks)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0.05 if waiting and waiting[0] else 3600)
        return {"type": "http.request", "body": waiting.pop(0), "more_body": True}

    scope = {
        "type": "http", "method": "POST", "headers": [], "path_params": {"token": address.rpartition("/")[2]},
    }  # fmt: skip
    receiving = Receiving(stage.play.brightcycle.deps, **{"looked_after_every_s": 0.3, **limits})
    answer = await upload_page.take(receiving, Request(scope, receive))
    return answer.status_code, json.loads(bytes(answer.body))["says"]


def test_an_unknown_link_speaks_the_language_of_the_browser(stage: Stage) -> None:
    """The same page, with the way to a new link."""
    address = f"{stage.play.slack.app_url}/upload/1"
    status, page = ask(urllib.request.Request(address, headers={"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}))

    assert status == 410
    assert "Este enlace ya se usó o es demasiado viejo." in page
    assert '<html lang="es">' in page


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


def test_a_district_keeps_student_files_off_slack(loop: Loop, tmp_path: Path) -> None:
    """With FILES_IN_SLACK=false the command gives the page instead of a form, and no file in a channel is offered."""
    with playing(loop, tmp_path, files_in_slack=False) as stage:
        dana = Coach.at(Slack(stage))
        dana.teacher.types("/brightspots upload")

        assert "Here is your private upload page." in dana.last
        assert not dana.teacher.has_modal

        dana.slack.does(dana.teacher.person.uploads(EXPORT, "scores.csv", in_=dana.teacher.home))
        assert "Shall I read this file?" not in dana.last
