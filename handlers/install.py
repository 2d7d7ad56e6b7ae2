"""Workspaces come and go: recognised at every request, installed by OAuth, told goodbye."""

import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from handlers.slack.dependencies import Dependencies
from handlers.slack.request import Visit
from workflows import workspaces
from workflows.workspaces import SignedIn

log = structlog.get_logger()
STATE_LIVES_S = 600
PURPOSE = "install"
SCOPES = (
    "app_mentions:read",
    "chat:write", "commands", "users:read", "channels:read", "groups:read", "channels:history", "groups:history",
    "im:write", "im:history", "files:read", "files:write",
)  # fmt: skip


def register(app: AsyncApp, deps: Dependencies) -> None:
    """Hear of an uninstall or a revoked token."""
    app.event("app_uninstalled")(gone)
    app.event("tokens_revoked")(gone)


async def gone(event: dict[str, Any], visit: Visit) -> None:
    """The workspace took our access away: send nothing more, forget the token; a person's own token is not ours."""
    if event["type"] == "tokens_revoked" and not event.get("tokens", {}).get("bot"):
        return
    await visit.ask(workspaces.leave, why=event["type"], now=visit.now)


def recogniser(deps: Dependencies) -> Callable[..., Awaitable[AuthorizeResult | None]]:
    """Bolt's question at every request: which token speaks here? Asked of the database, so that a new one counts."""

    async def authorize(
        context: AsyncBoltContext, team_id: str | None, enterprise_id: str | None
    ) -> AuthorizeResult | None:
        workspace = await deps.in_pool(_look, deps, team_id or "")
        if workspace is None:
            return None
        context["workspace_id"] = workspace.id
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_user_id=workspace.bot_user, bot_token=workspace.token
        )

    return authorize


def _look(deps: Dependencies, team_id: str) -> SignedIn | None:
    with deps.db.everywhere() as session:
        return workspaces.sign_in(session, team_id)


class Installations(AsyncInstallationStore):
    """Keeps what OAuth brings; the token is sealed (the SDK's own SQL store keeps it in the clear)."""

    def __init__(self, deps: Dependencies) -> None:
        self._deps = deps

    async def async_save(self, installation: Installation) -> None:
        """Store a new installation."""
        await self._deps.in_pool(self._save, installation)

    async def async_save_bot(self, bot: Bot) -> None:
        """Nothing more to store: the installation holds the bot."""

    def _save(self, installation: Installation) -> None:
        told = workspaces.Installation(
            slack_id=installation.team_id or "",
            name=installation.team_name or "",
            bot_user=installation.bot_user_id or "",
            token=installation.bot_token or "",
            scopes=list(installation.bot_scopes or []),
            installer=installation.user_id,
        )
        with self._deps.db.everywhere() as session:
            workspaces.install(session, told, now=self._deps.clock.now())


class States(AsyncOAuthStateStore):
    """OAuth states: sealed, dated, bound to the browser by Bolt's cookie, and good for one installation."""

    def __init__(self, deps: Dependencies) -> None:
        self._deps = deps

    async def async_issue(self, *_args: object, **_kwargs: object) -> str:
        """A state that is good for ten minutes."""
        issued = int(self._deps.clock.now().timestamp())
        return self._deps.db.vault.seal(f"{PURPOSE} {issued} {secrets.token_hex(16)}")

    async def async_consume(self, state: str) -> bool:
        """Whether a state is ours, fresh, and used for the first time; nothing else that we have sealed is one."""
        words = self._deps.db.vault.open(state).split(" ") if self._deps.db.vault.opens(state) else []
        if len(words) != 3 or words[0] != PURPOSE:
            return False
        age_s = self._deps.clock.now().timestamp() - float(words[1])
        return 0 <= age_s < STATE_LIVES_S and await self._deps.in_pool(self._use, words[2])

    def _use(self, nonce: str) -> bool:
        now = self._deps.clock.now()
        with self._deps.db.everywhere() as session:
            return workspaces.use_state(session, nonce, now=now, lives=timedelta(seconds=STATE_LIVES_S))


def oauth_settings(deps: Dependencies, client_id: str, client_secret: str) -> AsyncOAuthSettings:
    """How many workspaces install the bot by themselves."""
    return AsyncOAuthSettings(
        client_id=client_id,
        client_secret=client_secret,
        scopes=SCOPES,
        install_path="/slack/install",
        redirect_uri_path="/slack/oauth_redirect",
        installation_store=Installations(deps),
        state_store=States(deps),
    )
