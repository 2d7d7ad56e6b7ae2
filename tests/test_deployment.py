"""What is deployed: the image, the composition, and what the outside may see of a running bot."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from ruamel.yaml import YAML

from tests.people import Loop, Slack, Stage

ROOT = Path(__file__).resolve().parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE: Any = YAML(typ="safe").load(ROOT / "compose.yaml")
TOKEN = "a token for those who may see figures"


def packages(lock: str) -> set[str]:
    """The names of the packages that a lock file holds."""
    return {_plain(line) for line in (ROOT / lock).read_text("utf-8").splitlines() if "==" in line}


def _plain(requirement: str) -> str:
    return re.split(r"[\[>=<]", requirement)[0].lower().replace(".", "-").replace("_", "-")


def test_the_image_is_what_was_tried_runs_as_nobody_and_holds_no_tools() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert all(re.fullmatch(r"python:3\.\d+-slim@sha256:[0-9a-f]{64}", base) for base in bases)
    assert re.findall(r"^USER (\w+)", DOCKERFILE, re.MULTILINE)[-1] == "nobody"
    assert "COPY . ." not in DOCKERFILE
    assert "requirements.lock" not in DOCKERFILE


def test_what_runs_is_locked_like_everything_and_without_tools() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    tools = {_plain(each) for each in project["dependency-groups"]["dev"]}
    needed = {_plain(each) for each in project["project"]["dependencies"]}
    running = packages("requirements.run.lock")
    assert needed <= running
    assert not tools & running
    whole = (ROOT / "requirements.lock").read_text("utf-8")
    pinned = re.findall(
        r"^[a-z0-9_.-]+(?:\[[^]]*\])?==[^ ]+", (ROOT / "requirements.run.lock").read_text("utf-8"), re.M
    )
    assert [each for each in pinned if each not in whole] == []


def test_the_composition_asks_for_a_password_and_its_worker_can_be_asked_how_it_is() -> None:
    services = COMPOSE["services"]
    for place in (
        services["database"]["environment"]["POSTGRES_PASSWORD"],
        services["serve"]["environment"]["DATABASE_URL"],
    ):
        assert "${DATABASE_PASSWORD:?" in place
    assert services["worker"]["command"][-2:] == ["--health-port", "3000"]
    assert "127.0.0.1:3000/healthz" in DOCKERFILE


@pytest.fixture
def watched(loop: Loop, tmp_path: Path, empty_database: Path) -> Any:  # noqa: ANN401 - a generator of stages
    """A bot whose figures may be asked for."""
    (tmp_path / "bot.db").write_bytes(empty_database.read_bytes())
    stage = Stage.opened(loop, tmp_path, metrics_token=TOKEN)
    yield stage
    stage.close()


async def _get(stage: Stage, path: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    async with ClientSession() as session, session.get(f"{stage.play.slack.app_url}{path}", headers=headers) as answer:
        return answer.status, await answer.text(), dict(answer.headers)


def test_figures_are_for_who_has_the_token(watched: Stage, slack: Slack) -> None:
    """Where none is set, for nobody."""
    asked = watched.loop.run(_get(watched, "/metrics", Authorization=f"Bearer {TOKEN}"))
    assert (asked[0], "python_info" in asked[1]) == (200, True)
    for wrong in ("", TOKEN, "Bearer ", "Bearer guess"):
        assert watched.loop.run(_get(watched, "/metrics", Authorization=wrong))[0] == 404
        assert slack.stage.loop.run(_get(slack.stage, "/metrics", Authorization=wrong))[0] == 404


@pytest.mark.parametrize(
    "path", ["/healthz", "/readyz", "/metrics", "/slack/install", "/slack/events", "/upload/x", "/no"]
)
def test_every_page_keeps_browsers_careful_and_says_nothing_of_what_runs(slack: Slack, path: str) -> None:
    _, _, headers = slack.stage.loop.run(_get(slack.stage, path))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "Server" not in headers
