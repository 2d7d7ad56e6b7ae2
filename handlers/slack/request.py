"""One request from Slack, as its door sees it: who, where, in which language, and how to ask for work.

A door takes ``visit`` as an argument; the middleware ``introduce`` puts it into Bolt's context.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

import aiohttp
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.orm import Session

from handlers.screens.words import Voice
from handlers.slack import profiles
from handlers.slack.dependencies import Dependencies
from handlers.slack.modal_answers import ModalAnswer, replaces
from handlers.slack.responder import Responder
from handlers.slack.web_client import read_no
from workflows import membership, people, posts, teams, workspaces
from workflows.store.tables import Teacher

Result = TypeVar("Result")
Params = ParamSpec("Params")


class AnsweredBefore(Exception):
    """This event, command or form was acted on already: Slack delivered it twice, or somebody clicked twice."""


@dataclass
class Progress:
    """How far a visit has come, so that what goes wrong is told in the right place and truthfully."""

    saved: bool = False
    modal: dict[str, Any] | None = None


@dataclass(frozen=True)
class Visit:
    """Somebody did something in Slack."""

    deps: Dependencies
    workspace_id: int
    person: str
    channel: str
    key: str
    client: AsyncWebClient = field(repr=False)
    progress: Progress = field(default_factory=Progress, repr=False)

    @property
    def now(self) -> datetime:
        """The present instant."""
        return self.deps.clock.now()

    async def ask(
        self, verb: Callable[Concatenate[Session, Params], Result], *args: Params.args, **kwargs: Params.kwargs
    ) -> Result:
        """Run a verb in one transaction on a worker thread, once for this request however often Slack delivers it.

        Raises
        ------
        AnsweredBefore
            When this request's work is done already.
        """
        done: Result = await self.deps.in_transaction(self.workspace_id, self._once, verb, *args, **kwargs)
        self.progress.saved = True
        return done

    async def look(
        self, query: Callable[Concatenate[Session, Params], Result], *args: Params.args, **kwargs: Params.kwargs
    ) -> Result:
        """Read something from the database on a worker thread."""
        return await self.deps.in_transaction(self.workspace_id, query, *args, **kwargs)

    async def teacher(self) -> Teacher:
        """The person who visits, with their zone and language; that they do shows that they can be written to."""
        await self.look(posts.reopen, self.channel, self.person, now=self.now)
        return await self._meet(self.person)

    async def zone(self) -> str:
        """The visitor's zone, to propose it; empty until Slack has told it."""
        teacher = await self.teacher()
        return teacher.zone if teacher.looked_at else ""

    async def voice(self) -> Voice:
        """The words in the visitor's language."""
        return self.deps.words.in_language((await self.teacher()).language)

    async def meet(self, people: Sequence[str]) -> None:
        """Learn zone and language of people who were named, so that they are written to at their own hours."""
        await asyncio.gather(*(self._meet(person) for person in people))

    async def may_write_here(self) -> bool:
        """Whether the bot has been invited to the channel of this visit."""
        try:
            known = await self.client.conversations_info(channel=self.channel)
        except SlackApiError:
            return False
        return bool(known["channel"].get("is_member"))

    async def opens(self, trigger: str, view: dict[str, Any]) -> dict[str, Any]:
        """Open a modal at once, because a trigger lives three seconds; ``fills`` completes it.

        From here on, whatever goes wrong in this visit is told inside the modal (`errors.py`).

        Raises
        ------
        AnsweredBefore
            When this click or command has opened its modal already.
        """
        if not await self.look(posts.answer_once, f"{self.key}:opens"[:255], now=self.now):
            raise AnsweredBefore
        opened: dict[str, Any] = (await self.client.views_open(trigger_id=trigger, view=view))["view"]
        self.progress.modal = opened
        return opened

    async def fills(self, shown: dict[str, Any], view: dict[str, Any]) -> None:
        """Put the real form where the skeleton was; nobody can have typed into that, so ours may replace it."""
        try:
            await self.client.views_update(view_id=shown["id"], hash=shown["hash"], view=view)
        except aiohttp.ClientError:
            await self.client.views_update(view_id=shown["id"], view=view)
        except SlackApiError as error:
            refused = read_no(error).name
            if refused == "hash_conflict":
                await self.client.views_update(view_id=shown["id"], view=view)
            elif refused != "not_found":  # they have closed it: nothing to fill any more
                raise

    async def whisper(self, text: str, **more: Any) -> None:  # noqa: ANN401 - blocks, as Slack takes them
        """Tell only this person, in the channel they are in; in a direct message where that can't be."""
        if not self.channel.startswith(("C", "G")):
            await self.client.chat_postMessage(channel=self.person, text=text, **more)
            return
        try:
            await self.client.chat_postEphemeral(channel=self.channel, user=self.person, text=text, **more)
        except SlackApiError:
            await self.client.chat_postMessage(channel=self.person, text=text, **more)

    def _once(self, session: Session, verb: Callable[..., Result], *args: object, **kwargs: object) -> Result:
        if not posts.answer_once(session, f"{self.key}:{verb.__qualname__}"[:255], now=self.now):
            raise AnsweredBefore
        if act := people.act_of(verb):
            people.admit(session, act, self.person)
        return verb(session, *args, **kwargs)

    async def _meet(self, person: str) -> Teacher:
        """Somebody as we know them; Slack is asked when that is long ago, or when it couldn't tell the last time."""
        known = await self.look(people.known, person)
        if known is not None and people.is_fresh(known, self.now):
            return known
        try:
            user = (await self.client.users_info(user=person, include_locale=True))["user"]
        except (SlackApiError, aiohttp.ClientError, TimeoutError):
            return known if known is not None else await self.look(self._expect, person)
        return await self.look(membership.learn, profiles.read(user), now=self.now)

    def _expect(self, session: Session, person: str) -> Teacher:
        """Somebody of whom Slack can't tell now: until it does, they live where the team of this channel does."""
        team = teams.in_channel(session, self.channel)
        return people.expect(session, person, zone=team.zone if team else "", language=team.language if team else "")


class LastingAck(AsyncAck):
    """An acknowledgement that stays given: Bolt takes it back when its listener fails afterwards, and Slack waits."""

    _given: BoltResponse | None = None

    @property
    def response(self) -> BoltResponse | None:
        """What Slack is answered, once that is known."""
        return self._given

    @response.setter
    def response(self, response: BoltResponse | None) -> None:
        self._given = self._given or response


def introduce(deps: Dependencies) -> Callable[..., Awaitable[BoltResponse | None]]:
    """The middleware that gives every listener its ``visit``."""

    async def middleware(
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        next: Callable[[], Awaitable[None]],
    ) -> BoltResponse | None:
        # Bolt asks nobody whose token it is when Slack tells that the token is gone.
        workspace_id = context.get("workspace_id") or await deps.in_pool(_known, deps, context.team_id)
        if workspace_id is None:
            return BoltResponse(status=200, body="")
        context["visit"] = Visit(deps, workspace_id, context.user_id or "", _channel(body, context), _key(body), client)
        context["respond"] = Responder(context.response_url, client.session)
        context["ack"] = LastingAck()  # type: ignore[no-untyped-call]
        if replaces(body):
            context["respond"] = ModalAnswer(context["visit"], body)
        await next()
        return None

    return middleware


def _known(deps: Dependencies, team_id: str | None) -> int | None:
    with deps.db.everywhere() as session:
        workspace = workspaces.sign_in(session, team_id or "")
    return workspace.id if workspace else None


def _channel(body: dict[str, Any], context: AsyncBoltContext) -> str:
    memo = str(body.get("view", {}).get("private_metadata", ""))
    return context.channel_id or memo.partition(" ")[0] or context.user_id or ""


def _key(body: dict[str, Any]) -> str:
    """What makes this request the same one again: the event, the form, or the click."""
    if body.get("type") == "view_submission":
        return f"form:{body['view']['id']}"
    return str(body.get("event_id") or body.get("trigger_id") or "")
