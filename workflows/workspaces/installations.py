"""Installing, recognising and losing a Slack workspace; what its installer is told when something is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import posts
from workflows.posts import Kind, NotNeeded, Planned, horizons
from workflows.store import audit, claims
from workflows.store.engine import vault_of, workspace_of
from workflows.store.posts import Lane, Post, State
from workflows.store.tables import School, Teacher, Workspace

REMOVED = ("app_uninstalled", "tokens_revoked")
RETURNS_WITHIN = timedelta(days=30)  # docs/privacy.md says so, too
LEFT = "slack"


@dataclass(frozen=True)
class Installation:
    """What Slack tells when a workspace installs the bot."""

    slack_id: str
    name: str
    bot_user: str
    token: str
    scopes: Sequence[str]
    installer: str | None = None


@dataclass(frozen=True)
class SignedIn:
    """A workspace as the doors need it; the token is in the clear, so this never leaves memory."""

    id: int
    slack_id: str
    bot_user: str
    token: str
    stopped_why: str | None


def install(session: Session, installation: Installation, *, now: datetime) -> int:
    """Welcome a workspace, new or again; posts that waited for its return go out by their lateness rules."""
    known = session.scalar(select(Workspace).where(Workspace.slack_id == installation.slack_id))
    workspace = known or Workspace(
        slack_id=installation.slack_id, pupil_key_sealed=vault_of(session).new_pupil_key(), installed_at=now
    )
    workspace.name = installation.name
    workspace.bot_user = installation.bot_user
    workspace.scopes = list(installation.scopes)
    workspace.token_sealed = vault_of(session).seal(installation.token)
    workspace.installer = installation.installer or workspace.installer
    workspace.stopped_at = workspace.stopped_why = None
    session.add(workspace)
    session.flush()
    horizons.ask_all_at_once(session, workspace.id)
    return workspace.id


def sign_in(session: Session, slack_id: str) -> SignedIn | None:
    """Recognise a workspace by its Slack id; None when it never installed the bot."""
    workspace = session.scalar(select(Workspace).where(Workspace.slack_id == slack_id))
    return _signed_in(session, workspace) if workspace else None


def key_of(session: Session, workspace_id: int) -> str:
    """A workspace's token as it is sealed in the database."""
    return session.get_one(Workspace, workspace_id).token_sealed


def stop(session: Session, *, why: str, now: datetime) -> None:
    """Slack no longer takes our token: send nothing more, and tell the installer when they install again."""
    workspace_id = workspace_of(session)
    claims.stop_workspace(session.connection(), workspace_id, why=why, now=now)
    _tell_installer(session, key=f"workspace:{workspace_id}:stopped:{now.date()}", facts={"why": why}, now=now)


def leave(session: Session, *, why: str, now: datetime) -> None:
    """The workspace removed the app: our token goes at once, everything else when nobody returns in time."""
    stop(session, why=why, now=now)
    workspace = session.get_one(Workspace, workspace_of(session), populate_existing=True)
    workspace.token_sealed = vault_of(session).seal("")
    audit.note(session, LEFT, "app removed: token deleted", f"workspace {workspace.id}", now)


def departed(session: Session, *, now: datetime) -> list[int]:
    """The workspaces that removed the app so long ago that everything of theirs has to go."""
    gone = (Workspace.stopped_why.in_(REMOVED), Workspace.stopped_at < now - RETURNS_WITHIN)
    return list(session.scalars(select(Workspace.id).where(*gone).order_by(Workspace.id)))


def stop_lane(session: Session, lane_id: int, *, why: str, now: datetime) -> None:
    """A channel takes no messages any more: stop its lane and tell the installer once."""
    claims.stop_lanes(session.connection(), [lane_id], why=why, now=now)
    lane = session.get_one(Lane, lane_id)
    if lane.channel != _installer(session):
        facts = {"why": why, "channel": lane.channel}
        _tell_installer(session, key=f"lane:{lane_id}:stopped:{now.date()}", facts=facts, now=now)


def notice_post(session: Session, post_id: int, *, state: State, now: datetime) -> None:
    """A post failed, or was perhaps sent and can't be looked up: the installer is told, and decides."""
    post = session.get_one(Post, post_id)
    if post.kind != Kind.ADMIN_NOTICE:
        facts = {"why": post.why, "post": post_id, "state": str(state)}
        _tell_installer(session, key=f"post:{post_id}:{state}:{post.attempts}", facts=facts, now=now)


def notice_facts(session: Session, facts: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What an admin notice is about, as it stands now."""
    known: dict[str, Any] = {"language": _language(session), "channel": None, "post": None, "state": None, **facts}
    if facts.get("post"):
        post = session.get_one(Post, facts["post"])
        if post.state not in (State.IN_DOUBT, State.FAILED):
            raise NotNeeded("somebody decided already")
        known |= {"channel": session.get_one(Lane, post.lane_id).channel, "kind": post.kind, "key": post.key}
    return known


def reopen_channel(session: Session, channel: str) -> None:
    """The bot can write to a channel again."""
    posts.reopen(session, channel)


def _tell_installer(session: Session, *, key: str, facts: dict[str, Any], now: datetime) -> None:
    installer = _installer(session)
    if installer:
        notice = Planned(installer, Kind.ADMIN_NOTICE, key, about="admin", due_at=now, facts=facts)
        posts.plan(session, notice, now=now)


def _installer(session: Session) -> str | None:
    """Who hears of trouble: who installed the bot or, where a bare token doesn't tell, who used it first."""
    known = session.get_one(Workspace, workspace_of(session)).installer
    return known or session.scalar(select(Teacher.slack_id).order_by(Teacher.id).limit(1))


def _language(session: Session) -> str:
    return session.scalar(select(School.language).limit(1)) or "en"


def _signed_in(session: Session, workspace: Workspace) -> SignedIn:
    token = vault_of(session).open(workspace.token_sealed)
    return SignedIn(workspace.id, workspace.slack_id, workspace.bot_user, token, workspace.stopped_why)
