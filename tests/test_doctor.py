"""The doctor says in plain words what is wrong with the surroundings: asked of a stand-in Slack and real databases."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.checks import manifest
from bot.clock import HandClock, SystemClock
from bot.commands import doctor
from bot.migrating import make_ready, migrate, reach
from bot.playground.standin import StandIn
from bot.playground.workspaces import Workspace
from bot.playground.world.mischief import Trick
from bot.settings import BadSettings, Settings
from tests.postgres import Postgres
from workflows import posts, workspaces
from workflows.posts import Kind, Planned
from workflows.store import claims
from workflows.store.engine import Database
from workflows.store.posts import Lane
from workflows.store.vault import Vault

SECRET = "a secret for the tests only"
STOPPED_AT = datetime(2026, 10, 14, 12, 15, tzinfo=UTC)


@dataclass(frozen=True)
class Surgery:
    """A stand-in Slack with one workspace, settings that fit it, and the doctor's clock."""

    slack: StandIn
    workspace: Workspace
    settings: Settings
    clock: HandClock

    async def troubles(self, **other: object) -> list[str]:
        """What the doctor finds wrong, with some settings otherwise."""
        settings = Settings.model_validate({**self.settings.model_dump(), **other})
        return [each.sentence for each in await doctor.examine(settings, self.clock) if not each.well]


@asynccontextmanager
async def surgery(folder: Path) -> AsyncIterator[Surgery]:
    """Open one."""
    clock = HandClock(SystemClock().now())
    slack = StandIn(clock.now)
    await slack.start()
    workspace = slack.workspace("T1", "Lakeside Schools")
    settings = Settings.model_validate(
        {
            "slack_bot_token": workspace.token, "slack_signing_secret": slack.signing_secret,
            "slack_api_url": slack.api_url, "secret_key": SECRET, "database_url": f"sqlite:///{folder / 'bot.db'}",
            "data_url": str(folder / "scores"),
        }
    )  # fmt: skip
    try:
        yield Surgery(slack, workspace, settings, clock)
    finally:
        await slack.stop()


def install(settings: Settings, token: str = "xoxb-1", change: Callable[[Database, int], None] | None = None) -> None:
    """A database in which one workspace is installed; ``change`` does more to it."""
    with reach(settings.database_url) as engine:
        migrate(engine)
    database = Database(settings.database_url, Vault(settings.secret_key.get_secret_value()))
    installed = workspaces.Installation("T1", "Lakeside Schools", "U1", token, [])
    with database.everywhere() as session:
        workspace_id = workspaces.install(session, installed, now=STOPPED_AT)
    if change:
        change(database, workspace_id)
    database.close()


def test_when_all_is_well_it_says_so(tmp_path: Path) -> None:
    async def ask() -> None:
        async with surgery(tmp_path) as room:
            install(room.settings)
            findings = await doctor.examine(room.settings, room.clock)

        assert [each.sentence for each in findings if not each.well] == []
        assert [each.sentence for each in findings] == [
            "The settings can be read.",
            "Slack knows SLACK_BOT_TOKEN: brightcycle in Lakeside Schools.",
            "Every scope is granted in Lakeside Schools.",
            "This machine's clock agrees with Slack's.",
            "The database answers.",
            "This machine's clock agrees with the database's.",
            "Lakeside Schools is installed and not stopped.",
            "The database has this version's shape.",
            f"Score files can be written to {tmp_path / 'scores'}.",
        ]
        assert list((tmp_path / "scores").iterdir()) == []

    asyncio.run(ask())


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("token_revoked", "SLACK_BOT_TOKEN was taken back. Install the app again."),
        (
            "account_inactive",
            "SLACK_BOT_TOKEN belongs to an app that was removed or a workspace that is gone. Install the app again.",
        ),
        ("org_login_required", "Slack refuses SLACK_BOT_TOKEN: org_login_required."),
    ],
)
def test_a_refused_token_is_explained(tmp_path: Path, error: str, sentence: str) -> None:
    async def ask() -> list[str]:
        async with surgery(tmp_path) as room:
            room.workspace.team.token_trouble = error
            return await room.troubles()

    assert asyncio.run(ask()) == [sentence]


def test_an_unknown_token_is_explained(tmp_path: Path) -> None:
    async def ask() -> list[str]:
        async with surgery(tmp_path) as room:
            return await room.troubles(slack_bot_token="xoxb-somebody-else")

    assert asyncio.run(ask()) == [
        "Slack doesn't know SLACK_BOT_TOKEN. "
        "Copy the Bot User OAuth Token again (your app's page, OAuth & Permissions)."
    ]


def test_missing_scopes_are_named_with_what_they_are_for(tmp_path: Path) -> None:
    async def ask() -> list[str]:
        async with surgery(tmp_path) as room:
            room.workspace.team.scopes[:] = [
                each for each in manifest.load().scopes if each not in ("im:write", "commands")
            ]
            return await room.troubles()

    assert asyncio.run(ask()) == [
        "The scope commands is missing in Lakeside Schools. The bot needs it to answer its slash commands. "
        "Add it (your app's page, OAuth & Permissions) and install the app again.",
        "The scope im:write is missing in Lakeside Schools. The bot needs it to open the direct message that a "
        "reminder goes to. Add it (your app's page, OAuth & Permissions) and install the app again.",
    ]


@pytest.mark.parametrize(("minutes", "side"), [(3, "ahead of"), (-2, "behind")])
def test_a_wrong_clock_is_told(tmp_path: Path, minutes: int, side: str) -> None:
    async def ask() -> list[str]:
        async with surgery(tmp_path) as room:
            install(room.settings)
            return await Surgery(
                room.slack, room.workspace, room.settings, HandClock(SystemClock().now() + timedelta(minutes=minutes))
            ).troubles()

    found = asyncio.run(ask())

    seconds = [int(each.split("clock is ")[1].split(" s ")[0]) for each in found]
    assert [each.split(":")[0].split(" s ")[1] for each in found] == [f"{side} Slack's", f"{side} the database's"]
    assert all(abs(each - abs(minutes) * 60) <= 3 for each in seconds)


def test_a_slack_that_is_away_is_told(tmp_path: Path) -> None:
    async def ask() -> list[str]:
        async with surgery(tmp_path) as room:
            await room.slack.stop()
            return await room.troubles()

    (sentence,) = asyncio.run(ask())

    assert sentence.startswith("I can't reach Slack at http://127.0.0.1:")
    assert sentence.endswith("(ClientConnectorError). Check the network and any proxy.")


@pytest.mark.parametrize(
    ("trick", "sentence"),
    [
        (Trick.ERROR, "Slack is busy or has a fault of its own (HTTP 500). Please look again in a while."),
        (Trick.RATE_LIMIT, "Slack is busy or has a fault of its own (HTTP 429). Please look again in a while."),
    ],
)
def test_a_slack_that_is_ill_is_told(tmp_path: Path, trick: Trick, sentence: str) -> None:
    async def ask() -> list[str]:
        async with surgery(tmp_path) as room:
            room.slack.mischief.order(trick, method="auth.test")
            return await room.troubles()

    assert asyncio.run(ask()) == [sentence]


@pytest.mark.parametrize(
    ("body", "kind"),
    [("<html>Please sign in</html>", "text/html"), ("Please sign in", "text/plain"), ("{broken", "application/json")],
)
def test_somebody_else_in_slack_s_place_is_told(tmp_path: Path, body: str, kind: str) -> None:
    async def ask() -> list[str]:
        async with surgery(tmp_path) as room, _web_server(body, kind) as address:
            return await room.troubles(slack_api_url=f"{address}/api/")

    (sentence,) = asyncio.run(ask())

    assert sentence.startswith("What answers at ")
    assert sentence.endswith("isn't Slack. Check SLACK_API_URL and any proxy.")


def test_a_lost_secret_is_told(tmp_path: Path) -> None:
    async def ask() -> tuple[list[str], list[str]]:
        async with surgery(tmp_path) as room:
            install(room.settings)
            other = "another secret, newer".replace(",", "")
            return await room.troubles(secret_key=other), await room.troubles(secret_key=f"{other},{SECRET}")

    lost, rotated = asyncio.run(ask())

    assert lost == [
        "SECRET_KEY doesn't open what is stored for Lakeside Schools. "
        "Put the former key behind the new one, after a comma."
    ]
    assert rotated == []


def test_what_is_stopped_is_told(tmp_path: Path) -> None:
    def stop(database: Database, workspace_id: int) -> None:
        with database.begin(workspace_id) as session:
            for channel in ("C0GRADE5", "U0ANA"):
                plan = Planned(channel, Kind.ADMIN_NOTICE, f"key:{channel}", "admin", STOPPED_AT)
                posts.plan(session, plan, now=STOPPED_AT)
            session.flush()
            lanes = [each.id for each in session.query(Lane)]
            claims.stop_lanes(session.connection(), lanes, why="is_archived", now=STOPPED_AT)
            claims.stop_workspace(session.connection(), workspace_id, why="token_revoked", now=STOPPED_AT)

    async def ask() -> list[str]:
        async with surgery(tmp_path) as room:
            install(room.settings, change=stop)
            return await room.troubles()

    assert asyncio.run(ask()) == [
        "Nothing is sent to Lakeside Schools since 2026-10-14 12:15 UTC (token_revoked). Install the app there again.",
        "Nothing is sent to C0GRADE5 in Lakeside Schools since 2026-10-14 12:15 UTC (is_archived). "
        "I try again by myself; if I was taken out there, invite me.",
        "Nothing is sent to U0ANA in Lakeside Schools since 2026-10-14 12:15 UTC (is_archived). "
        "I try again by myself, in case it was only for a while.",
    ]


def test_with_oauth_every_installed_workspace_is_asked(tmp_path: Path) -> None:
    oauth = {"slack_bot_token": None, "slack_client_id": "1.2", "slack_client_secret": "s"}

    async def ask() -> tuple[list[str], list[str]]:
        async with surgery(tmp_path) as room:
            nobody = await room.troubles(**oauth)
            install(room.settings, room.workspace.token)
            room.workspace.team.token_trouble = "token_revoked"
            return nobody, await room.troubles(**oauth)

    nobody, one = asyncio.run(ask())

    assert nobody == []
    assert one == ["The token of Lakeside Schools was taken back. Install the app again."]


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"database_url": "the cupboard"}, "DATABASE_URL is no address of a database. "
         "It looks like postgresql://user:password@host/name or sqlite:///data/bot.db."),
        ({"database_url": "sqlite:///{folder}/notes.txt"},
         "I can't use the database of DATABASE_URL: file is not a database."),
        ({"database_url": "sqlite:///{folder}/notes.txt/bot.db"},
         "The database can't be made in {folder}/notes.txt: {folder}/notes.txt is no folder."),
        ({"data_url": "{folder}/notes.txt/scores"},
         "Score files can't be written to DATA_URL: Not a directory."),
        ({"data_url": "cupboard://scores"},
         "DATA_URL must be a folder that every process can reach; an address of a store isn't read yet."),
    ],
)  # fmt: skip
def test_a_place_that_can_t_be_used_is_told(tmp_path: Path, other: dict[str, str], sentence: str) -> None:
    (tmp_path / "notes.txt").write_text("These are notes and no database, though there is quite a lot of them. " * 20)

    async def ask() -> list[str]:
        async with surgery(tmp_path) as room:
            return await room.troubles(**{name: value.format(folder=tmp_path) for name, value in other.items()})

    assert asyncio.run(ask()) == [sentence.format(folder=tmp_path)]


def test_a_server_s_database_is_migrated_by_hand_only(tmp_path: Path, postgres: Postgres) -> None:
    """`serve` and `worker` refuse to begin, the doctor says what to type, and then all is well."""
    sentence = "The database is not up to date. Please run: python -m bot migrate"

    async def ask(url: str) -> tuple[list[str], list[str]]:
        async with surgery(tmp_path) as room:
            before = await room.troubles(database_url=url)
            with reach(url) as engine, pytest.raises(BadSettings, match=sentence):
                make_ready(engine)
            install(Settings.model_validate({**room.settings.model_dump(), "database_url": url}))
            return before, await room.troubles(database_url=url)

    before, after = asyncio.run(ask(postgres.empty()))

    assert before == [sentence]
    assert after == []


def test_looking_makes_no_database(tmp_path: Path) -> None:
    async def ask() -> list[str]:
        async with surgery(tmp_path) as room:
            return await room.troubles()

    assert asyncio.run(ask()) == []
    assert not (tmp_path / "bot.db").exists()


def test_settings_that_can_t_be_read_are_told_beside_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 1, and no traceback."""
    monkeypatch.chdir(tmp_path)
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///bot.db")

    told: list[str] = []

    assert doctor.run(told.append) == 1
    assert told == [
        "wrong  Please check the settings: set SECRET_KEY and SLACK_SIGNING_SECRET.",
        "ok     There is no database yet; `python -m bot serve` makes it in bot.db.",
        "1 thing needs mending.",
    ]


@asynccontextmanager
async def _web_server(body: str, kind: str) -> AsyncIterator[str]:
    async def answer(_request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(text=body, content_type=kind)

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
