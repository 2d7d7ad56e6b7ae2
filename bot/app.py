"""The composition root: everything is made here once, and handed to whoever needs it."""

import logging
import os
import secrets
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization.async_authorize import AsyncCallableAuthorize
from slack_sdk.web.async_client import AsyncWebClient

import handlers
from bot.clock import Clock
from bot.heartbeat import Heartbeat
from bot.listeners import Listeners
from bot.pandas_process import PandasProcess
from bot.settings import Settings
from bot.template_loader import TEMPLATES, load_library, load_words
from handlers import home, install
from handlers.delivery.loop import LEASE, Delivery
from handlers.delivery.writing import Letters
from handlers.screens.words import LANGUAGES, Words
from handlers.slack import web_client
from handlers.slack.dependencies import Dependencies
from handlers.workers.analyses import Analyst
from handlers.workers.homes import Homes
from handlers.workers.meetings import MeetingKeeper
from handlers.workers.uploads import Intake
from workflows import workspaces
from workflows.store.engine import Database
from workflows.store.vault import Vault

THREADS = 12
FILES_AT_ONCE = 2  # one workspace's large file leaves room for the others' small ones
WHOSE_TOKEN = "Slack, which has not told us yet whose token this is"
ANSWER_SHARE = 1 / 6  # a request leaves in the first half of its lease and is over well before its end


@dataclass
class Readiness:
    """What people can't be answered without; empty when they can."""

    waits_for: str = ""


@dataclass(frozen=True)
class Brightcycle:
    """The running product: its dependencies, its doors, its heartbeat, and whether it is ready for people."""

    deps: Dependencies
    bolt: AsyncApp
    heartbeat: Heartbeat
    listeners: Listeners
    readiness: Readiness


@asynccontextmanager
async def open_brightcycle(settings: Settings, clock: Clock, *, lease: timedelta = LEASE) -> AsyncIterator[Brightcycle]:
    """Make everything, and give it back when the caller is done. A worker holds a post for ``lease`` at most."""
    db = Database(settings.database_url, Vault(settings.secret_key.get_secret_value()), connections=THREADS)
    pandas_process = PandasProcess()
    answer_within_s = lease.total_seconds() * ANSWER_SHARE
    with ThreadPoolExecutor(THREADS, thread_name_prefix="work") as pool:
        async with web_client.open_session(clock.awake_s, settings.slack_api_url, answer_within_s) as session:
            clients = Clients(db, session, settings.slack_api_url)
            deps = Dependencies(
                db=db, pool=pool, clock=clock, words=load_words(), library=load_library(), client_for=clients,
                in_pandas_process=pandas_process, scores_at=Path(settings.data_url), formats_at=TEMPLATES / "formats",
                public_url=settings.public_url, upload_most_mb=settings.upload_most_mb,
                files_in_slack=settings.files_in_slack,
            )  # fmt: skip
            worker = _worker_name()
            delivery = Delivery(
                db=db, pool=pool, clock=clock, worker=worker, client_for=clients.with_sealed, lease=lease,
                letters=Letters(db, deps.words, handlers.letters(deps)),
            )  # fmt: skip
            listeners = Listeners()
            try:
                yield Brightcycle(
                    deps,
                    _doors(settings, deps, session, listeners),
                    Heartbeat(
                        deps,
                        delivery,
                        _intakes(deps, worker),
                        Analyst(deps, worker),
                        Homes(deps, home.publish_again),
                        MeetingKeeper(deps),
                    ),
                    listeners,
                    Readiness(WHOSE_TOKEN if settings.slack_bot_token else ""),
                )
            finally:
                db.close()


class Clients:
    """Slack clients by workspace; each speaks with its workspace's own token."""

    def __init__(self, db: Database, session: aiohttp.ClientSession, base_url: str) -> None:
        self._db, self._session, self._base_url = db, session, base_url
        self._made: dict[str, AsyncWebClient] = {}

    def __call__(self, workspace_id: int) -> AsyncWebClient:
        """The client of a workspace."""
        with self._db.everywhere() as database:
            return self.with_sealed(workspaces.key_of(database, workspace_id))

    def with_sealed(self, key: str) -> AsyncWebClient:
        """The client that speaks with a token as it is sealed in the database; a workspace may get a new one."""
        if key not in self._made:
            self._made[key] = web_client.client(self._session, self._db.vault.open(key), self._base_url)
        return self._made[key]


async def recognise(settings: Settings, brightcycle: Brightcycle) -> None:
    """Sign the one workspace of SLACK_BOT_TOKEN in, as OAuth does for many.

    Raises
    ------
    slack_sdk.errors.SlackApiError
        When Slack doesn't take the token.
    """
    if settings.slack_bot_token is None:
        return
    deps, token = brightcycle.deps, settings.slack_bot_token.get_secret_value()
    bolt_client = brightcycle.bolt.client
    told = await bolt_client.auth_test(token=token)
    scopes = str(told.headers.get("x-oauth-scopes", "")).split(",")
    installation = workspaces.Installation(told["team_id"], told["team"], told["user_id"], token, scopes)
    await deps.in_pool(_install, deps, installation)
    brightcycle.readiness.waits_for = ""


def _install(deps: Dependencies, installation: workspaces.Installation) -> None:
    with deps.db.everywhere() as session:
        workspaces.install(session, installation, now=deps.clock.now())


def _doors(settings: Settings, deps: Dependencies, session: aiohttp.ClientSession, listeners: Listeners) -> AsyncApp:
    secret = settings.slack_client_secret
    recogniser: Any = install.recogniser(deps)
    app = AsyncApp(
        name="brightcycle",  # else Bolt looks through the whole stack for one, longer than all else here takes
        # `handlers/slack/front_door.py` asks before anything of a body is read; Bolt's own check comes when the whole
        # body is understood already, raises on some headers, and logs what it refuses.
        request_verification_enabled=False,
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        client=web_client.client(session, None, settings.slack_api_url),
        user_facing_authorize_error_message=_to_strangers(deps.words, "not_installed" if secret else "starting"),
        # As an object of Bolt's own class it may stand beside OAuth; a bare function may not.
        authorize=cast(Any, AsyncCallableAuthorize(logger=logging.getLogger("slack_bolt"), func=recogniser)),
        oauth_settings=install.oauth_settings(deps, settings.slack_client_id, secret.get_secret_value())
        if settings.slack_client_id and secret
        else None,
    )
    handlers.register(app, deps)
    listeners.watch(app)
    return app


def _intakes(deps: Dependencies, worker: str) -> list[Intake]:
    return [Intake(deps, f"{worker}:{place}") for place in range(FILES_AT_ONCE)]


def _to_strangers(words: Words, why: str) -> str:
    """What somebody reads whose workspace we don't know, nor therefore their language."""
    return "\n".join(words.in_language(language).plain(f"stranger.{why}") for language in LANGUAGES)


def _worker_name() -> str:
    return f"{os.uname().nodename}:{os.getpid()}:{secrets.token_hex(3)}"
