"""A workspace from outside: its people and channels, and what happens to the app in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.playground.api.payloads import event_callback, user_json
from bot.playground.api.sending import Road
from bot.playground.grammar.shapes import Json
from bot.playground.people.mrkdwn import Reader, read
from bot.playground.people.person import Person
from bot.playground.people.rendering import body_text
from bot.playground.people.watching import reader_for
from bot.playground.world.records import Ack
from bot.playground.world.state import ALL_SCOPES, Channel, Message, Team, User
from bot.playground.world.world import World


def found_team(world: World, team_id: str, name: str) -> Team:
    """Start a workspace with the app installed and all of its scopes granted."""
    bot = User(world.fresh("U"), "brightcycle", "Brightcycle", is_bot=True)
    team = Team(team_id, name, f"xoxb-{team_id}-{world.fresh('')}", bot, list(ALL_SCOPES), users={bot.id: bot})
    world.teams[team_id] = world.by_token[team.token] = team
    return team


def add_user(world: World, team: Team, real_name: str, user_id: str = "") -> User:
    """Add a person; the first one installed the app."""
    user = User(user_id or world.fresh("U"), real_name.lower().replace(" ", "."), real_name)
    team.users[user.id] = user
    team.installer = team.installer or user.id
    return user


def add_channel(world: World, team: Team, name: str, member_ids: Iterable[str], channel_id: str = "") -> Channel:
    """Add a channel with these members."""
    channel = Channel(channel_id or world.fresh("C"), name, team.id, members=dict.fromkeys(member_ids))
    team.channels[channel.id] = channel
    return channel


@dataclass(frozen=True)
class Workspace:
    """A workspace in which the app is installed."""

    world: World
    team: Team
    road: Road

    @property
    def id(self) -> str:
        """Give its team id."""
        return self.team.id

    @property
    def token(self) -> str:
        """Give the bot's token."""
        return self.team.token

    @property
    def bot_id(self) -> str:
        """Give the bot's user id."""
        return self.team.bot.id

    def person(self, real_name: str, *, tz: str = "America/New_York", locale: str = "en-US") -> Person:
        """Add somebody."""
        user = add_user(self.world, self.team, real_name)
        user.tz, user.locale = tz, locale
        return Person(self.world, self.team, user, self.road)

    def channel(self, name: str, *, members: Iterable[Person] = (), bot: bool = True, private: bool = False) -> Channel:
        """Add a channel, with the bot in it unless told otherwise."""
        ids = [*([self.bot_id] if bot else []), *(each.id for each in members)]
        channel = add_channel(self.world, self.team, name.lstrip("#"), ids)
        channel.kind = "private" if private else "public"
        return channel

    def find(self, name: str) -> Channel:
        """Find a channel by its name."""
        return self.team.named(name)

    def messages_in(self, name: str) -> list[Message]:
        """List the messages that stand in a channel."""
        return list(self.find(name).top_level)

    def said_in(self, name: str) -> list[str]:
        """List what was said in a channel, in plain words: each message's text, without its blocks."""
        return [read(each.text, self._reader()) for each in self.messages_in(name)]

    def shown_in(self, name: str) -> list[str]:
        """List how a channel's messages look: blocks, buttons and all."""
        return [_draw(each, self._reader()) for each in self.messages_in(name)]

    def drawn(self, message: Message) -> str:
        """Draw one message: blocks, buttons and all."""
        return _draw(message, self._reader())

    def lacks(self, *kinds: str) -> None:
        """Be an older workspace, one that Slack's roll-out of these types of blocks hasn't reached yet."""
        self.team.lacks.update(kinds)

    async def archives(self, channel: Channel) -> Ack:
        """Archive a channel and tell the app."""
        channel.archived = True
        return await self.tells({"type": "channel_archive", "channel": channel.id, "user": self.team.installer})

    async def removes_bot(self, channel: Channel) -> Ack:
        """Take the bot out of a channel and tell the app."""
        channel.members.pop(self.bot_id, None)
        return await self.tells({"type": "channel_left", "channel": channel.id})

    async def invites_bot(self, channel: Channel) -> Ack:
        """Bring the bot into a channel and tell the app."""
        channel.members[self.bot_id] = None
        kind = "C" if channel.kind == "public" else "G"
        event = {"type": "member_joined_channel", "user": self.bot_id, "channel": channel.id, "channel_type": kind}
        return await self.tells({**event, "team": self.id, "inviter": self.team.installer})

    async def changes(self, person: Person, **what: object) -> Ack:
        """Change what Slack knows about somebody (``tz``, ``locale``, ``deleted``), and tell the app."""
        for name, value in what.items():
            setattr(person.user, name, value)
        return await self.tells({"type": "user_change", "user": user_json(self.team, person.user)})

    async def leaves(self, person: Person, channel: Channel) -> Ack:
        """Somebody leaves a channel, and the app hears of it."""
        channel.members.pop(person.id, None)
        kind = "C" if channel.kind == "public" else "G"
        told = {"type": "member_left_channel", "user": person.id, "channel": channel.id, "channel_type": kind}
        return await self.tells({**told, "team": self.id})

    async def renumbers(self, channel: Channel) -> Ack:
        """A channel gets another id, as when it is shared, and the app hears of it."""
        old, channel.id = channel.id, self.world.fresh("C")
        del self.team.channels[old]
        self.team.channels[channel.id] = channel
        return await self.tells({"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": channel.id})

    async def revokes_token(self) -> Ack:
        """Revoke the bot's token and tell the app."""
        self.team.token_trouble = "token_revoked"
        return await self.tells({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.bot_id]}})

    async def uninstalls(self) -> Ack:
        """Remove the app: its token is revoked, and it hears of both."""
        await self.revokes_token()
        return await self.tells({"type": "app_uninstalled"})

    def consents(self) -> str:
        """Install the app: gives the code that oauth.v2.access changes for the token."""
        code = self.world.fresh("code.")
        self.world.codes[code] = self.id
        self.team.token_trouble = ""
        return code

    async def tells(self, event: Json) -> Ack:
        """Have Slack tell the app of an event."""
        event.setdefault("event_ts", f"{self.world.now().timestamp():.6f}")
        return await self.road.event(event_callback(self.world, self.team, event))

    def _reader(self) -> Reader:
        installer = self.team.users.get(self.team.installer, self.team.bot)
        return reader_for(self.team, installer, self.world.now())


def _draw(message: Message, reader: Reader) -> str:
    return body_text({"text": message.text, "blocks": message.blocks, "files": message.files}, reader)
