"""Workspaces install by OAuth, are recognised from then on, and leave."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import uvicorn
from sqlalchemy import select

from bot.app import Brightcycle, open_brightcycle, recognise
from bot.clock import SystemClock
from bot.migrating import migrate
from bot.playground.standin import StandIn
from bot.server import configured
from bot.settings import GivenSettings, Settings
from bot.web import web
from handlers.install import States
from workflows.store.tables import Workspace

# The SDK's own OAuth call passes its secret in a way that newer aiohttp calls old-fashioned.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:slack_sdk", "ignore:.*BasicAuth:DeprecationWarning")
SINGLE = {"slack_signing_secret": "x", "secret_key": "a secret for tests only"}
Play = Callable[[StandIn, Brightcycle], Awaitable[None]]


async def install(slack: StandIn, address: str, code: str, *, state: str = "", cookie: str = "") -> int:
    """Follow a browser through the installation; gives the last page's status."""
    async with slack.browser() as browser:
        async with browser.get(f"{address}/slack/install", allow_redirects=False) as page:
            text, cookies = await page.text(), page.headers.getall("Set-Cookie")
        ours = re.findall(r"state=([^&\"]+)", text)[0]
        jar = {"Cookie": "; ".join(each.split(";")[0] for each in cookies)}
        if cookie:  # a forger's own browser holds whatever the forger likes
            jar = {"Cookie": f"slack-app-oauth-state={cookie}"}
        back = f"{address}/slack/oauth_redirect?code={code}&state={state or ours}"
        async with browser.get(back, headers=jar) as page:
            return page.status


async def scene(folder: Path, play: Play, **others: str | None) -> None:
    """Run a story with a bot that any workspace may install."""
    slack = StandIn(SystemClock().now)
    await slack.start()
    settings = Settings.model_validate(
        {"slack_signing_secret": slack.signing_secret,
         "slack_client_id": slack.world.client_id, "slack_client_secret": slack.world.client_secret,
         "slack_api_url": slack.api_url, "secret_key": "a secret for tests only",
         "database_url": f"sqlite:///{folder / 'bot.db'}", "data_url": str(folder), **others}
    )  # fmt: skip
    async with open_brightcycle(settings, SystemClock()) as brightcycle:
        migrate(brightcycle.deps.db.engine)
        config = configured(web(settings, brightcycle), "127.0.0.1", 0)
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        slack.app_url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        try:
            await play(slack, brightcycle)
        finally:
            server.should_exit = True
            await running
            await slack.stop()


def tokens(brightcycle: Brightcycle) -> dict[str, str]:
    """Workspaces and their tokens, opened."""
    with brightcycle.deps.db.everywhere() as session:
        rows = session.scalars(select(Workspace)).all()
        return {row.slack_id: brightcycle.deps.db.vault.open(row.token_sealed) for row in rows}


def test_two_workspaces_install_and_each_is_answered_with_its_own_token(tmp_path: Path) -> None:
    """OAuth brings a token; it is stored sealed, and the next request is recognised."""

    async def play(slack: StandIn, brightcycle: Brightcycle) -> None:
        for team_id in ("T1", "T2"):
            school = slack.workspace(team_id)
            ana = school.person("Ana Ruiz")
            assert await install(slack, slack.app_url, school.consents()) == 200
            assert (await ana.types("/commit list", in_=school.channel("grade-5", members=[ana]))).ok
            await brightcycle.listeners.until_quiet()
            assert ana.sees[-1].startswith("You have no open commitments.")
        assert tokens(brightcycle) == {team.id: team.token for team in slack.world.teams.values()}
        sealed = (tmp_path / "bot.db").read_bytes() + (tmp_path / "bot.db-wal").read_bytes()
        assert not [token for token in tokens(brightcycle).values() if token.encode() in sealed]

    asyncio.run(scene(tmp_path, play))


def test_a_forged_state_installs_nothing(tmp_path: Path) -> None:
    """A link that somebody else made doesn't connect a workspace."""

    async def play(slack: StandIn, brightcycle: Brightcycle) -> None:
        code = slack.workspace("T1").consents()
        assert await install(slack, slack.app_url, code, state="made-up") >= 400
        assert tokens(brightcycle) == {}

    asyncio.run(scene(tmp_path, play))


def test_a_workspace_that_never_installed_is_told_so(tmp_path: Path) -> None:
    """Its people get a sentence, and nothing is stored."""

    async def play(slack: StandIn, brightcycle: Brightcycle) -> None:
        school = slack.workspace("T9")
        ana = school.person("Ana Ruiz")
        assert (await ana.types("/cycle", in_=school.channel("grade-5", members=[ana]))).ok
        assert ana.sees != []
        assert tokens(brightcycle) == {}

    asyncio.run(scene(tmp_path, play))


def test_a_state_is_good_for_one_installation_and_nothing_else_is_one(tmp_path: Path) -> None:
    """Used before, an upload link, something sealed of another kind: 400, and nothing is installed."""

    async def play(slack: StandIn, brightcycle: Brightcycle) -> None:
        vault, states = brightcycle.deps.db.vault, States(brightcycle.deps)
        for forged in ("", "x", vault.seal("upload 1 2"), vault.seal("1789387200.5 abcdef"), vault.seal("install 1")):
            code = slack.workspace("T1").consents()
            assert await install(slack, slack.app_url, code, state=forged or "?", cookie=forged or "?") == 400
        state = await states.async_issue()
        assert await states.async_consume(state)
        assert not await states.async_consume(state)
        assert not await States(brightcycle.deps).async_consume(state)
        assert tokens(brightcycle) == {}

    asyncio.run(scene(tmp_path, play))


def test_a_new_token_counts_at_once(tmp_path: Path) -> None:
    """Installed again, the very next answer goes out with it."""

    async def play(slack: StandIn, brightcycle: Brightcycle) -> None:
        school = slack.workspace("T1")
        ana = school.person("Ana Ruiz")
        channel = school.channel("grade-5", members=[ana])
        assert await install(slack, slack.app_url, school.consents()) == 200
        await ana.types("/commit list", in_=channel)
        await brightcycle.listeners.until_quiet()

        school.team.token = "xoxb-anew"
        slack.world.by_token = {school.team.token: school.team}
        assert await install(slack, slack.app_url, school.consents()) == 200
        await ana.types("/cycle start", in_=channel)
        await brightcycle.listeners.until_quiet()
        assert ana.screen is not None
        assert ana.screen.title == "Set up your team"
        assert [call for call in slack.calls if call.error == "invalid_auth"] == []

    asyncio.run(scene(tmp_path, play))


def test_until_slack_knows_us_nobody_is_sent_away(tmp_path: Path) -> None:
    """People get our sentence, and `/readyz` says what it waits for; neither asks anybody to install again."""

    async def play(slack: StandIn, brightcycle: Brightcycle) -> None:
        school = slack.workspace("T1")
        ana = school.person("Ana Ruiz")
        await ana.types("/cycle", in_=school.channel("grade-5", members=[ana]))
        assert ana.sees[-1].startswith("I have just started and Slack hasn't told me yet which workspace this is.")
        assert "Acabo de arrancar" in ana.sees[-1]
        status, text = await readiness(slack)
        assert (status, text) == (503, "waiting for Slack, which has not told us yet whose token this is\n")

        await recognise(GivenSettings.model_validate({**SINGLE, "slack_bot_token": school.token}), brightcycle)
        assert await readiness(slack) == (200, "ready\n")

    asyncio.run(scene(tmp_path, play, slack_bot_token="xoxb-1", slack_client_id=None, slack_client_secret=None))


async def readiness(slack: StandIn) -> tuple[int, str]:
    """What a supervisor hears."""
    async with slack.browser() as browser, browser.get(f"{slack.app_url}/readyz") as page:
        return page.status, await page.text()
