"""A person at her screen: she types, clicks, chooses, fills in, uploads, and sees."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.playground.api.methods_views import close_top
from bot.playground.api.payloads import event_callback, file_json, interaction, message_json, shortcut_parts, view_json
from bot.playground.api.saying import new_message, post
from bot.playground.api.sending import Road
from bot.playground.grammar.shapes import Json, Unchecked
from bot.playground.people import acts
from bot.playground.people.commands import type_command
from bot.playground.people.forms import submit
from bot.playground.people.mrkdwn import Reader
from bot.playground.people.screen import Screen, screen_of
from bot.playground.people.watching import SHOWN, drawn, names_in, seen_by, still_there, until
from bot.playground.world.records import Ack, Seen
from bot.playground.world.state import Channel, Message, StoredFile, Team, User, View
from bot.playground.world.world import World


@dataclass(frozen=True)
class Person:
    """Somebody in a workspace; everything she does goes to the app as Slack would send it."""

    world: World
    team: Team
    user: User
    road: Road

    @property
    def id(self) -> str:
        """Give her user id."""
        return self.user.id

    @property
    def name(self) -> str:
        """Give her real name."""
        return self.user.real_name

    async def types(self, text: str, in_: Channel | str | None = None) -> Ack:
        """Type a slash command; what the acknowledgement says appears only to her."""
        return await type_command(self.world, self.team, self.user, self.road, (self.place(in_), text))

    async def says(
        self, text: str, in_: Channel | str | None = None, *, files: tuple[StoredFile, ...] = (), thread: str = ""
    ) -> Message:
        """Write a message, in a thread if one is named by its first message's ``ts``.

        The app hears of it when it is in a direct message or mentions the bot.
        """
        channel = self.place(in_)
        message = new_message(self.world, self.user.id, text, [])
        message.thread_ts = thread or None
        message.files = [file_json(self.world, each) for each in files]
        post(self.world, self.team, channel, message)
        event: Json = {**message_json(self.world, self.team, message), "channel": channel.id, "event_ts": message.ts}
        if channel.kind == "im":
            await self.tells({**event, "channel_type": "im"})
        elif f"<@{self.team.bot.id}>" in text and self.team.bot.id in channel.members:
            await self.tells({**event, "type": "app_mention"})
        return message

    async def submits(self, **answers: Unchecked) -> dict[str, str]:
        """Fill in the open modal and send it; gives what Slack or the app complains about, by input.

        Inputs are named by action id, block id, or label written as a word. Inputs not named keep what they hold.
        Raises LookupError when nothing is open or an input isn't there within Slack's patience.
        """
        return await submit(self.world, self.team, self.user, self.road, answers)

    async def clicks(self, what: str, *, value: str | None = None) -> Ack:
        """Click a button by its text or action id: in the open modal, else in the newest message that has it.

        Raises LookupError when she sees no such button within Slack's patience.
        """
        return await acts.act(self.world, self.team, self.user, self.road, acts.Wish(what, None, value))

    async def chooses(self, what: str, choice: Unchecked) -> Ack:
        """Choose from a menu, picker or overflow, by action id or placeholder, in what she has before her."""
        return await acts.act(self.world, self.team, self.user, self.road, acts.Wish(what, choice))

    async def uploads(self, content: bytes, name: str, in_: Channel | str | None = None) -> StoredFile:
        """Make a file of hers; shared in a channel when one is named, else for a file input to take."""
        stored = StoredFile(self.world.fresh("F"), name, self.team.id, self.user.id, name, content)
        self.world.files[stored.id] = stored
        self.acted("uploaded", name)
        if in_ is not None:
            channel = self.place(in_)
            stored.channels.append(channel.id)
            await self.says("", channel, files=(stored,))
            shared = {"file_id": stored.id, "file": {"id": stored.id}, "channel_id": channel.id, "user_id": self.id}
            await self.tells({"type": "file_shared", **shared})
        return stored

    async def closes(self) -> Ack | None:
        """Close the open modal by its cross; the app hears of it when it asked to."""
        view = self.team.stacks[self.id][-1]
        payload = view_json(self.world, view)
        close_top(self.world, self.team, self.id)
        if not view.body.get("notify_on_close"):
            return None
        closed = interaction(self.world, self.team, self.user, "view_closed", view=payload, is_cleared=False)
        return await self.road.interaction(closed)

    async def opens_home(self) -> Ack:
        """Open the app's home tab."""
        channel = self.world.direct(self.team, [self.id])
        event: Json = {"type": "app_home_opened", "user": self.id, "channel": channel.id, "tab": "home"}
        if self.id in self.team.homes:
            event["view"] = view_json(self.world, self.team.homes[self.id])
        return await self.tells(event)

    async def shortcut(self, callback_id: str) -> Ack:
        """Use a global shortcut."""
        trigger_id = self.world.trigger(self.team, self.user)
        parts = {"callback_id": callback_id, "trigger_id": trigger_id, "action_ts": self.moment()}
        return await self.road.interaction(interaction(self.world, self.team, self.user, "shortcut", **parts))

    async def message_shortcut(self, callback_id: str, message: Message, in_: Channel | str) -> Ack:
        """Use a shortcut on a message."""
        parts = shortcut_parts(self.world, self.team, self.user, (self.place(in_), message))
        parts |= {"callback_id": callback_id, "action_ts": self.moment()}
        return await self.road.interaction(interaction(self.world, self.team, self.user, "message_action", **parts))

    async def asks_options(self, action_id: str, typed: str = "") -> list[str]:
        """Type into a menu whose options the app gives; lists what it offers."""
        return await acts.options(self.world, self.team, self.user, self.road, (action_id, typed))

    async def joins(self, channel: Channel) -> Ack:
        """Join a channel."""
        channel.members[self.id] = None
        kind = "C" if channel.kind == "public" else "G"
        event = {"type": "member_joined_channel", "user": self.id, "channel": channel.id, "channel_type": kind}
        return await self.tells({**event, "team": self.team.id})

    @property
    def screen(self) -> Screen | None:
        """Give the modal in front of her."""
        stack = self.team.stacks.get(self.id)
        return screen_of(stack[-1], self.reading()) if stack else None

    @property
    def home(self) -> Screen | None:
        """Give her App Home as it now is."""
        view: View | None = self.team.homes.get(self.id)
        return screen_of(view, self.reading()) if view else None

    @property
    def sees(self) -> list[str]:
        """List what others showed her, in order: messages where she is a member, whispers, direct messages."""
        shown = seen_by(self.world, self.team, self.user)
        return [
            drawn(self.team, self.user, each)
            for each in shown
            if each.kind in (*SHOWN, "slackbot") and each.author != self.id
        ]

    @property
    def has_before_her(self) -> list[str]:
        """List what is still on her screen, as it reads after updates and deletions."""
        return [drawn(self.team, self.user, each) for each in still_there(self.world, self.team, self.user)]

    async def waits_for_screen(self, title: str = "") -> Screen:
        """Wait for a modal, of this title if one is named; raises LookupError when none comes."""

        def wanted() -> Screen | None:
            screen = self.screen
            return screen if screen and title in ("", screen.title) else None

        found = await until(self.world, wanted, self.road.patience_seconds)
        if found is None:
            raise LookupError(f"no modal {title!r} opened for {self.name}")
        return found

    def place(self, in_: Channel | str | None) -> Channel:
        """Find the channel she means; none is her direct message with the bot."""
        if in_ is None:
            return self.world.direct(self.team, [self.id])
        if isinstance(in_, Channel):
            return in_
        return self.team.named(in_)

    async def tells(self, event: Json) -> Ack:
        """Have Slack tell the app of something she did."""
        event.setdefault("event_ts", self.moment())
        return await self.road.event(event_callback(self.world, self.team, event))

    def moment(self) -> str:
        """Write the instant as an event does."""
        return f"{self.world.now().timestamp():.6f}"

    def reading(self) -> Reader:
        """Put her before her screen now."""
        return Reader(names_in(self.team), ZoneInfo(self.user.tz), self.world.now())

    def acted(self, kind: str, text: str, channel_id: str = "") -> None:
        """Write down what she did."""
        at, team_id = self.world.now(), self.team.id
        self.world.show(Seen(at, team_id, kind, self.id, channel_id, self.id, "", {"text": text}))
