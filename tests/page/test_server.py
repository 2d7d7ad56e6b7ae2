"""The page's addresses, asked as a browser asks, and as others might."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.demo.tour import load_tour
from bot.playground.page import Alone, App, Page
from tests.page.orders import MANIFEST
from tests.people import Loop
from tests.playground.world import Stage, stage

HANDLERS = Path(__file__).resolve().parents[2] / "handlers"


@pytest.fixture
def scene(loop: Loop) -> Iterator[Stage]:
    """Slack with another bot, and the page beside them."""
    curtain = AsyncExitStack()
    opened = loop.run(curtain.enter_async_context(stage()))
    Page(opened.slack, Alone(App.of_manifest(MANIFEST))).open()
    yield opened
    loop.run(curtain.aclose())


def ask(scene: Stage, path: str, body: bytes | None = None, **headers: str) -> tuple[int, str, dict[str, str]]:
    """One request; gives status, words and headers."""
    wanted = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(f"{scene.slack.world.base_url}{path}", body, wanted)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode(), dict(refused.headers)


def act(scene: Stage, **deed: object) -> tuple[int, str]:
    """One deed, as the page's script sends it."""
    return ask(scene, "/page/act", json.dumps(deed).encode(), Content_Type="application/json")[:2]


def test_the_policy_allows_nothing_inline_and_nothing_from_outside(scene: Stage) -> None:
    """The document holds no script, style or handler of its own, and may load only what we serve."""
    status, document, headers = ask(scene, "/")
    policy = headers["Content-Security-Policy"]

    assert status == 200
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "<style" not in document
    assert " onclick" not in document
    assert document.count("<script") == 1
    assert "//" not in document.replace("https://", "").split("</head>")[0]


@pytest.mark.parametrize("path", ["/", "/page/parts", "/page/assets/page.js"])
def test_another_site_s_page_hears_nothing(scene: Stage, path: str) -> None:
    """A browser says where a request comes from; from elsewhere nothing is answered."""
    assert ask(scene, path, Sec_Fetch_Site="cross-site")[0] == 403


def test_a_form_of_another_site_does_nothing(scene: Stage) -> None:
    """Deeds are JSON, which no plain form can send."""
    body = json.dumps({"as": scene.ana.id, "kind": "say", "channel": scene.channel.id, "text": "Hi"}).encode()
    assert ask(scene, "/page/act", body, Content_Type="text/plain")[0] == 400
    assert scene.school.said_in("grade-5") == []


def test_nobody_acts_where_she_has_nothing_before_her(scene: Stage) -> None:
    """Other people's channels, forms that aren't there, people who don't exist: a sentence, and nothing happens."""
    other = scene.school.channel("leaders", members=[scene.ben])
    wrong: list[dict[str, object]] = [
        {"as": scene.ana.id, "kind": "say", "channel": other.id, "text": "Hi"},
        {"as": scene.ana.id, "kind": "submit", "view": "V1", "values": {}},
        {"as": scene.ana.id, "kind": "act", "view": "V1", "block": "b", "action": "a"},
        {"as": scene.ana.id, "kind": "act", "channel": scene.channel.id, "ts": "1.0", "block": "b", "action": "a"},
        {"as": "U404", "kind": "home"},
        {"as": scene.ana.id, "kind": "dance"},
        {"kind": "home"},
    ]
    assert [act(scene, **deed)[0] for deed in wrong] == [400] * len(wrong)
    assert ask(scene, f"/page/payload?as={scene.ana.id}&channel={other.id}&ts=1")[0] == 400
    assert scene.school.said_in("leaders") == []


@pytest.mark.parametrize("path", ["/page/assets/..%2Fserver.py", "/page/assets/none.js", "/page/nothing", "/page/act"])
def test_what_isn_t_there_isn_t_given(scene: Stage, path: str) -> None:
    """Nothing beside the page's own files."""
    assert ask(scene, path)[0] == 404


def test_the_tour_is_the_same_in_both_languages() -> None:
    """The same people and places, and every stop ends with something that the doors know."""
    english, spanish = load_tour("en"), load_tour("es")
    doors = "".join(path.read_text("utf-8") for path in HANDLERS.glob("*.py"))

    assert english.roles.keys() == spanish.roles.keys()
    for one, other in zip(english.stops, spanish.stops, strict=True):
        assert (one.person, one.channel, one.types, one.done_by) == (
            other.person, other.channel, other.types, other.done_by,
        )  # fmt: skip
        for name in one.done_by:
            assert f'"{name}"' in doors or f'f"{name.partition(".")[0]}.' in doors
