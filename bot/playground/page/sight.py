"""Draws the parts of the page as one person sees them now: the list of channels, a channel, a thread, her forms."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.playground.grammar.answers import initial_state
from bot.playground.grammar.shapes import Json
from bot.playground.page.controls import choices_for
from bot.playground.page.drawing import Drawing, templates
from bot.playground.page.feed import SLACKBOT, Bookmarks, Entry, entries, name_of, places
from bot.playground.page.host import Host
from bot.playground.page.mrkdwn import emoji
from bot.playground.page.words import Words, words_in
from bot.playground.people.mrkdwn import Reader, read
from bot.playground.people.watching import reader_for
from bot.playground.world.state import Channel, Team, User, View
from bot.playground.world.world import World

HUES = 6


@dataclass(frozen=True)
class Where:
    """Where a person is on the page."""

    user: User
    channel: Channel | None
    thread: str = ""
    at_home: bool = False
    language: str = "en"

    def as_query(self) -> dict[str, str]:
        """Write it as the page's address does."""
        return {
            "as": self.user.id, "in": self.channel.id if self.channel else "", "thread": self.thread,
            "view": "home" if self.at_home else "", "lang": self.language,
        }  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """A message ready for its template."""

    entry: Entry
    body: Markup
    author: str
    initials: str
    hue: int
    is_app: bool
    day: str
    time: str
    iso: str


@dataclass(frozen=True)
class Sight:
    """A person's eyes in a workspace."""

    world: World
    team: Team
    host: Host
    marks: Bookmarks
    where: Where

    @property
    def words(self) -> Words:
        """The page's words in her language."""
        return words_in(self.where.language)

    @property
    def zone(self) -> ZoneInfo:
        """Her zone."""
        return ZoneInfo(self.where.user.tz)

    def page(self, seen: int) -> str:
        """The whole document; ``seen`` is how far in the diary it has come."""
        return self._fill(
            "page.html", people=people_of(self.team), seen=seen, parts=self.parts(), clock=self.clock(),
            host=self.host, tour=self.host.tour(self.where.language),
            commands=[vars(each) for each in self.host.app.commands],
        )  # fmt: skip

    def parts(self) -> dict[str, str]:
        """The parts that change when she goes elsewhere, by the id of their place in the document."""
        return {
            "channels": self.channels(),
            "main": self.main(),
            "thread": self.thread(),
            "forms": self.forms(),
            "role": str(Markup("{}").format(self.host.role_of(self.where.user.id, self.where.language))),
        }

    def channels(self) -> str:
        """The list of channels with what is new in them."""
        mine = list(places(self.team, self.where.user, self.marks))
        rooms = [each for each in mine if each.kind not in ("im", "mpim")]
        directs = [each for each in mine if each.kind in ("im", "mpim")]
        return self._fill("channels.html", rooms=rooms, directs=directs)

    def main(self) -> str:
        """The channel or home she is in."""
        channel, user = self.where.channel, self.where.user
        if self.where.at_home or channel is None:
            return self._fill("main.html", home=self.home(), messages=(), channel=channel, name="", members=0)
        shown = [each for each in entries(self.world, user, channel) if not each.is_reply]
        name, members = name_of(self.team, channel, user), len(channel.members)
        return self._fill(
            "main.html", home="", messages=[self.drawn(each) for each in shown], channel=channel, name=name,
            members=members,
        )  # fmt: skip

    def thread(self) -> str:
        """The thread she has open beside the channel, or nothing."""
        channel, ts = self.where.channel, self.where.thread
        if channel is None or ts not in channel.by_ts:
            return ""
        shown = [each for each in entries(self.world, self.where.user, channel) if ts in (each.ts, each.thread_ts)]
        return self._fill("thread.html", messages=[self.drawn(each) for each in shown], ts=ts)

    def message(self, entry: Entry) -> str:
        """One message."""
        return self._fill("message.html", message=self.drawn(entry))

    def drawn(self, entry: Entry) -> Drawn:
        """A message with everything its template shows."""
        author = "Slackbot" if entry.author == SLACKBOT else self._name(entry.author)
        at = entry.at.astimezone(self.zone)
        drawing = self._drawing(f"m{entry.channel_id}{entry.ts}", self._picked(entry))
        body = drawing.blocks(entry.blocks) if entry.blocks else drawing.mrkdwn(entry.text)
        return Drawn(
            entry, body, author, _initials(author), sum(map(ord, author)) % HUES,
            entry.author in (SLACKBOT, self.team.bot.id), self._day(at), clock_time(at), at.isoformat(),
        )  # fmt: skip

    def home(self) -> Markup:
        """Her home in the app, if it has published one."""
        view = self.team.homes.get(self.where.user.id)
        if view is None:
            return Markup('<p class="empty">{}</p>').format(self.words("no_home"))
        drawn = self._drawing(view.id, _filled(view)).blocks(view.body["blocks"])
        return Markup('<div class="home" data-view="{}">{}</div>').format(view.id, drawn)

    def forms(self) -> str:
        """The modals before her, the lowest first."""
        stack = self.team.stacks.get(self.where.user.id, [])
        return "".join(self._form(each) for each in stack)

    def clock(self) -> dict[str, str]:
        """What her clock shows: for reading, and for an input."""
        at = self.world.now().astimezone(self.zone)
        return {"text": f"{self._weekday(at)}, {self._date(at)}, {clock_time(at)}", "local": f"{at:%Y-%m-%dT%H:%M}"}

    def told(self, at: datetime) -> str:
        """An instant in her words."""
        here = at.astimezone(self.zone)
        return f"{self._weekday(here)}, {self._date(here)}, {clock_time(here)}"

    def plain(self, text: str) -> str:
        """A message's text without its marks."""
        return read(text, self._reader())

    def behind(self, **facts: object) -> str:
        """What stands behind the scenes."""
        return self._fill("behind.html", **facts)

    def _form(self, view: View) -> str:
        body = self._drawing(view.id, _filled(view)).blocks(view.body["blocks"])
        return self._fill("form.html", view=view, body=body)

    def _drawing(self, place: str, state_of: Callable[[Json, Json], Json]) -> Drawing:
        reader = self._reader()
        choices = choices_for(self.team, self.where.user, reader)
        return Drawing(reader, self.words, place, choices, state_of, tuple(self.host.samples))

    def _reader(self) -> Reader:
        return reader_for(self.team, self.where.user, self.world.now())

    def _picked(self, entry: Entry) -> Callable[[Json, Json], Json]:
        def state_of(block: Json, element: Json) -> Json:
            place = (self.where.user.id, entry.ts, str(block.get("block_id")), str(element.get("action_id")))
            return self.team.picked.get(place) or initial_state(element)

        return state_of

    def _name(self, user_id: str) -> str:
        user = self.team.users.get(user_id)
        return user.real_name if user else user_id

    def _day(self, at: datetime) -> str:
        return f"{self._weekday(at)}, {self._date(at)}"

    def _weekday(self, at: datetime) -> str:
        return self.words("weekdays").split()[at.weekday()]

    def _date(self, at: datetime) -> str:
        return self.words("date", month=self.words("months").split()[at.month - 1], day=at.day)

    def _fill(self, template: str, /, **parts: object) -> str:
        return templates().get_template(template).render(
            words=self.words, where=self.where, team=self.team, emoji=emoji,
            shortcuts=[each for each in self.host.app.shortcuts if not each.on_message],
            message_shortcuts=[each for each in self.host.app.shortcuts if each.on_message], **parts,
        )  # fmt: skip


def clock_time(at: datetime) -> str:
    """A time of day as people in the US write it."""
    return f"{at.hour % 12 or 12}:{at:%M %p}"


def _initials(name: str) -> str:
    return "".join(word[0] for word in re.findall(r"\w+", name)[:2]).upper()


def _filled(view: View) -> Callable[[Json, Json], Json]:
    def state_of(block: Json, element: Json) -> Json:
        given = view.filled.get(str(block.get("block_id")), {}).get(str(element.get("action_id")))
        return given or initial_state(element)

    return state_of


def people_of(team: Team) -> Sequence[User]:
    """Everybody a visitor may be."""
    return [each for each in team.users.values() if not each.is_bot and not each.deleted]
