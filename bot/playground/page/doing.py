"""What a person does on the page, done in the stand-in exactly as a test's person does it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.playground.api.inputs import fill, inputs_of
from bot.playground.api.payloads import file_json, interaction, message_json, view_json
from bot.playground.grammar.answers import EMPTY, answer
from bot.playground.grammar.elements import options_of
from bot.playground.grammar.shapes import Json, Unchecked
from bot.playground.page.host import App
from bot.playground.people.acts import Wish, use
from bot.playground.people.forms import send
from bot.playground.people.person import Person
from bot.playground.people.watching import Control, controls_in, still_there
from bot.playground.world.records import Ack, Seen
from bot.playground.world.state import Channel, View


@dataclass(frozen=True)
class Outcome:
    """What the page hears at once: complaints by block, options, and a trouble if the app didn't take it."""

    errors: Mapping[str, str] = field(default_factory=dict)
    options: list[Json] = field(default_factory=list)
    trouble: str = ""
    done: str = ""
    """What was done: a command, an action id, or a callback id of a form that was taken."""


@dataclass
class Hand:
    """One person's hand on the page. ``offered`` remembers what the app offered for a menu that asks it."""

    person: Person
    app: App
    offered: dict[tuple[str, str], list[Json]]

    async def say(self, wanted: Json) -> Outcome:
        """Send what is in the composer: a command, or a message with mentions."""
        text, channel, thread = str(wanted["text"]).strip(), self._channel(wanted), str(wanted.get("thread") or "")
        word = text.partition(" ")[0]
        if word.startswith("/"):
            return await self._command(channel, text, thread)
        await self.person.says(self._written(text), channel, thread=thread)
        return Outcome(done="message")

    async def _command(self, channel: Channel, text: str, thread: str) -> Outcome:
        word = text.partition(" ")[0]
        if word not in {each.name for each in self.app.commands}:
            return self._whisper(channel, f"`{word}` is not a valid command.")
        if thread:
            return self._whisper(channel, f"`{word}` is not supported in threads. Sorry!")
        await self.person.types(text, channel)
        return Outcome(done=text)

    async def act(self, wanted: Json) -> Outcome:
        """Use a button, menu or picker."""
        control = self._control(wanted)
        element, value = control.element, wanted.get("value")
        choice = None if element["type"] == "button" else self._choice(element, control.block["block_id"], value)
        ack = await use(
            self.person.world, self.person.team, self.person.user, self.person.road,
            (control, Wish(element["action_id"], choice)),
        )  # fmt: skip
        return self._heard(ack, element["action_id"])

    async def submit(self, wanted: Json) -> Outcome:
        """Send the modal in front."""
        view = self._view(wanted)
        for each in inputs_of(view):
            self._fill(view, each.block_id, each.action_id, wanted["values"])
        calls = {each.block_id: each.block_id for each in inputs_of(view)}
        callback = str(view.body.get("callback_id", ""))
        world, team, user, road = self.person.world, self.person.team, self.person.user, self.person.road
        errors = await send(world, team, user, road, (view, calls))
        return Outcome(errors=errors, done="" if errors else callback)

    async def close(self, wanted: Json) -> Outcome:
        """Close the modal in front."""
        self._view(wanted)
        await self.person.closes()
        return Outcome(done="close")

    async def suggest(self, wanted: Json) -> Outcome:
        """Ask the app what a menu offers for what was typed."""
        control = self._control(wanted)
        world, team, user = self.person.world, self.person.team, self.person.user
        where = {"action_id": control.element["action_id"], "block_id": control.block["block_id"]}
        parts: Json = {**where, "value": str(wanted.get("value") or "")}
        if control.view_id:
            parts |= {"view": view_json(world, world.views[control.view_id])}
        ack = await self.person.road.interaction(interaction(world, team, user, "block_suggestion", **parts))
        offered = options_of(ack.json)
        self.offered[where["block_id"], where["action_id"]] = offered
        return Outcome(options=offered, trouble="" if ack.ok else self._trouble(ack))

    async def home(self, _wanted: Json) -> Outcome:
        """Open the app's home."""
        await self.person.opens_home()
        return Outcome(done="home")

    async def shortcut(self, wanted: Json) -> Outcome:
        """Use a shortcut, on a message when one is named."""
        name = str(wanted["callback_id"])
        if not wanted.get("ts"):
            return self._heard(await self.person.shortcut(name), name)
        channel = self._channel(wanted)
        message = channel.by_ts[str(wanted["ts"])]
        return self._heard(await self.person.message_shortcut(name, message, channel), name)

    def payload(self, wanted: Json) -> Json:
        """The message behind what a person sees, as Slack's API gives it."""
        channel, ts = self._channel(wanted), str(wanted["ts"])
        message = channel.by_ts.get(ts)
        if message is not None:
            return message_json(self.person.world, self.person.team, message)
        return {"type": "message", "ts": ts, "is_ephemeral": True, **self._before(channel, ts).body}

    def _written(self, text: str) -> str:
        """A message as Slack keeps it: escaped, with names as mentions."""
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        team = self.person.team
        names = {f"@{each.real_name}": f"<@{each.id}>" for each in team.users.values()}
        names |= {f"#{each.name}": f"<#{each.id}>" for each in team.channels.values() if each.name}
        for name in sorted(names, key=len, reverse=True):
            text = text.replace(name, names[name])
        return text

    def _whisper(self, channel: Channel, text: str) -> Outcome:
        at, team = self.person.world.now(), self.person.team
        seen = Seen(at, team.id, "slackbot", "USLACKBOT", channel.id, self.person.id, "", {"text": text})
        self.person.world.show(seen)
        return Outcome()

    def _channel(self, wanted: Json) -> Channel:
        channel = self.person.team.channels[str(wanted["channel"])]
        if self.person.id not in channel.members:
            raise LookupError("she isn't in this channel")
        return channel

    def _view(self, wanted: Json) -> View:
        stack = self.person.team.stacks.get(self.person.id)
        if not stack or stack[-1].id != wanted["view"]:
            raise LookupError("this form isn't in front any more")
        return stack[-1]

    def _control(self, wanted: Json) -> Control:
        place, seen, view = (wanted["block"], wanted["action"]), None, None
        if wanted.get("view"):
            view = self._own_view(str(wanted["view"]))
            blocks = view.body["blocks"]
        else:
            seen = self._before(self._channel(wanted), str(wanted["ts"]))
            blocks = seen.body.get("blocks") or []
        for block, element in controls_in(blocks):
            if (block["block_id"], element["action_id"]) == place:
                return Control(element, block, seen, view.id if view else "")
        raise LookupError("this isn't there any more")

    def _own_view(self, view_id: str) -> View:
        view = self.person.world.views.get(view_id)
        if view is None or view.user_id != self.person.id:
            raise LookupError("this isn't before her")
        return view

    def _before(self, channel: Channel, ts: str) -> Seen:
        message = channel.by_ts.get(ts)
        if message is not None:
            body: Json = {"text": message.text, "blocks": message.blocks, "files": message.files}
            at, team_id = self.person.world.now(), self.person.team.id
            return Seen(at, team_id, "message", message.user, channel.id, "", ts, body)
        standing = still_there(self.person.world, self.person.team, self.person.user)
        for seen in standing:
            if (seen.channel_id, seen.ts) == (channel.id, ts):
                return seen
        raise LookupError("this message isn't there any more")

    def _fill(self, view: View, block_id: str, action_id: str, values: Json) -> None:
        given = values.get(block_id, {})
        if action_id not in given:
            return
        element = next(element for block, element in controls_in(view.body["blocks"]) if block["block_id"] == block_id)
        choice = self._choice(element, block_id, given[action_id])
        fill(view, block_id, action_id, answer(element, choice))

    def _choice(self, element: Json, block_id: str, value: Unchecked) -> Unchecked:
        kind = element["type"]
        if value in (None, "", []):
            return None
        if kind == "datetimepicker":
            return datetime.fromisoformat(value).replace(tzinfo=ZoneInfo(self.person.user.tz))
        if kind == "file_input":
            return [file_json(self.person.world, self.person.world.files[each]) for each in value]
        if "external_select" in kind:
            known = self._offered(element, block_id)
            return [known[each] for each in value] if isinstance(value, list) else known[value]
        return value

    def _offered(self, element: Json, block_id: str) -> dict[str, Json]:
        first = element.get("initial_options") or [element.get("initial_option")]
        key = EMPTY[element["type"]][0]
        held = [
            each
            for view in self.person.team.stacks.get(self.person.id, [])
            for state in [view.filled.get(block_id, {}).get(element["action_id"], {}).get(key)]
            for each in (state if isinstance(state, list) else [state])
        ]
        known = [*first, *held, *self.offered.get((block_id, element["action_id"]), [])]
        return {each["value"]: each for each in known if each}

    def _heard(self, ack: Ack, done: str) -> Outcome:
        return Outcome(done=done) if ack.ok else Outcome(trouble=self._trouble(ack))

    def _trouble(self, ack: Ack) -> str:
        return f"{ack.kind} {ack.status} {ack.text[:200]}"


Deed = Callable[[Hand, Json], Awaitable[Outcome]]
DEEDS: dict[str, Deed] = {
    "say": Hand.say,
    "act": Hand.act,
    "submit": Hand.submit,
    "close": Hand.close,
    "suggest": Hand.suggest,
    "home": Hand.home,
    "shortcut": Hand.shortcut,
}
