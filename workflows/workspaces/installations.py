"""Installing, recognising and losing a Slack workspace; what its admins are told when something is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from workflows import people, posts
from workflows.posts import Kind, NotNeeded, Planned, horizons
from workflows.store import audit, claims
from workflows.store.engine import vault_of, workspace_of
from workflows.store.posts import Lane, Post, State
from workflows.store.tables import School, Teacher, Team, Workspace

REMOVED = ("app_uninstalled", "tokens_revoked")
RETURNS_WITHIN = timedelta(days=30)  # docs/privacy.md says so, too
LEFT = "slack"
MOST_TOLD = 3


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
    lanes = update(Lane).where(Lane.workspace_id == workspace.id, Lane.stopped_at.is_not(None))
    session.execute(lanes.values(next_ok_at=now))  # what Slack refused under the old token may pass now
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
    """Slack no longer takes our token: send nothing more, and tell the admins when it is installed again."""
    workspace_id = workspace_of(session)
    claims.stop_workspace(session.connection(), workspace_id, why=why, now=now)
    _tell(session, key=f"workspace:{workspace_id}:stopped:{now.date()}", facts={"why": why}, now=now)


def stopped_why(session: Session) -> str | None:
    """Why nothing is sent to this workspace at present; None while it is."""
    return session.get_one(Workspace, workspace_of(session)).stopped_why


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
    """A channel takes no messages now: whoever takes care of the bot hears once, and we try again later and later."""
    newly = claims.stop_lanes(session.connection(), [lane_id], why=why, now=now)
    lane = session.get_one(Lane, lane_id, populate_existing=True)
    if newly and lane.channel.startswith(("C", "G")):  # a person who can't be written to is nobody else's trouble
        facts = {"why": why, "channel": lane.channel}
        _tell(session, key=f"lane:{lane_id}:stopped:{now.date()}", facts=facts, now=now)


def notice_post(session: Session, post_id: int, *, state: State, now: datetime) -> None:
    """A post failed, or was perhaps sent and can't be looked up: the admins are told, and decide."""
    post = session.get_one(Post, post_id)
    if post.kind != Kind.ADMIN_NOTICE:
        facts = {"why": post.why, "post": post_id, "state": str(state), "channel": _channel(session, post)}
        _tell(session, key=f"post:{post_id}:{state}:{post.attempts}", facts=facts, now=now)


def notice_facts(session: Session, facts: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What an admin notice is about, as it stands now."""
    known: dict[str, Any] = {"language": _language(session), "channel": None, "post": None, "state": None, **facts}
    if facts.get("post"):
        post = session.get_one(Post, facts["post"])
        if post.state not in (State.IN_DOUBT, State.FAILED):
            raise NotNeeded("somebody decided already")
        known |= {"channel": _channel(session, post), "kind": post.kind, "key": post.key}
    return known


def reopen_channel(session: Session, channel: str, *, now: datetime) -> None:
    """The bot can write to a channel again."""
    posts.reopen(session, channel, now=now)


def pass_on_notices(session: Session, gone: str, *, now: datetime) -> None:
    """Who was told of trouble is gone: whoever takes care now hears of it instead."""
    lane = session.scalar(select(Lane.id).where(Lane.channel == gone))
    for post in session.scalars(
        select(Post).where(Post.lane_id == lane, Post.kind == Kind.ADMIN_NOTICE, Post.state == State.PLANNED)
    ).all():
        post.state, post.why = State.CANCELLED, "its reader is gone"
        _tell(session, key=f"{post.key}:after:{gone}"[:80], facts=post.facts, now=now)


def caretakers(session: Session, channel: str) -> list[str]:
    """Who hears of trouble: the admins; without any, who facilitates the team or leads the school it is about.

    Where a bare token doesn't tell who installed the bot, and nobody else is known, whoever used it first and is there.
    """
    admins = people.holders(session, people.Role.ADMIN)
    return (admins or _nearest(session, channel) or _first_known(session))[:MOST_TOLD]


def _tell(session: Session, *, key: str, facts: dict[str, Any], now: datetime) -> None:
    for person in caretakers(session, str(facts.get("channel") or "")):
        notice = Planned(person, Kind.ADMIN_NOTICE, f"{key}:{person}", about="admin", due_at=now, facts=facts)
        posts.plan(session, notice, now=now)


def _channel(session: Session, post: Post) -> str:
    return session.get_one(Lane, post.lane_id).channel


def _nearest(session: Session, channel: str) -> list[str]:
    team = session.scalar(select(Team).where(Team.channel == channel))
    if team is not None:
        return people.facilitators(session, team) or people.members(session, team)
    school = session.scalar(select(School).where(School.ilt_channel == channel))
    return people.holders(session, people.Role.LEAD, school=school) if school else []


def _first_known(session: Session) -> list[str]:
    met = select(Teacher.slack_id).where(Teacher.kind == people.Kind.PERSON).order_by(Teacher.id)
    return list(session.scalars(met.limit(1)))


def _language(session: Session) -> str:
    return session.scalar(select(School.language).limit(1)) or "en"


def _signed_in(session: Session, workspace: Workspace) -> SignedIn:
    token = vault_of(session).open(workspace.token_sealed)
    return SignedIn(workspace.id, workspace.slack_id, workspace.bot_user, token, workspace.stopped_why)
