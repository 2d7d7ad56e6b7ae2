"""Draws blocks and their elements as HTML: one template per block, everything anybody wrote is escaped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Undefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from bot.playground.grammar.shapes import Json
from bot.playground.page import mrkdwn
from bot.playground.page.charts import Chart, chart
from bot.playground.page.controls import Choices, Control, control_of, template_of
from bot.playground.page.words import TEMPLATES, Words
from bot.playground.people.mrkdwn import Reader, read

StateOf = Callable[[Json, Json], Json]


@cache
def templates() -> Environment:
    """The page's templates."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _block_templates() -> Environment:
    """The same for blocks, of which apps leave out most parts."""
    return templates().overlay(undefined=Undefined)


@cache
def blocks_drawn() -> frozenset[str]:
    """The types of blocks that have a template."""
    return frozenset(path.stem for path in (TEMPLATES / "blocks").glob("*.html")) - {"unknown"}


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


@dataclass(frozen=True)
class Drawing:
    """One surface before one person: how ids, dates and choices read there, and what she has put in already.

    ``place`` tells the surfaces of a page apart, so that no two controls share an id.
    """

    reader: Reader
    words: Words
    place: str
    choices: Choices
    state_of: StateOf
    samples: Sequence[str] = ()

    def blocks(self, blocks: Sequence[Json]) -> Markup:
        """Draw blocks, one below the other."""
        return Markup("").join(self.block(each) for each in blocks)

    def block(self, block: Json) -> Markup:
        """Draw one block; one that nobody has drawn yet says so in red."""
        kind = str(block.get("type"))
        name = kind if kind in blocks_drawn() else "unknown"
        return self._fill(f"blocks/{name}.html", block=block)

    def element(self, element: Json, block: Json) -> Markup:
        """Draw one element of a block."""
        control = self.control(element, block)
        name = template_of(element["type"])
        drawn = self._fill(f"elements/{name}.html", el=element, block=block, control=control)
        if element.get("confirm"):
            drawn += self._fill("confirm.html", confirm=element["confirm"])
        return drawn

    def control(self, element: Json, block: Json) -> Control:
        """Say what an element offers and holds."""
        return control_of(element, block, self.place, self.choices, self.state_of)

    def text(self, text: Json) -> Markup:
        """Draw a text object."""
        return mrkdwn.html(text["text"], self.reader) if text["type"] == "mrkdwn" else mrkdwn.plain(text["text"])

    def mrkdwn(self, text: str) -> Markup:
        """Draw a message's own text."""
        return mrkdwn.html(text, self.reader)

    def markdown(self, text: str) -> Markup:
        """Draw standard Markdown; HTML in it stays words."""
        return Markup(_markdown().render(text))

    def link(self, address: str, label: str) -> Markup:
        """Draw a link."""
        return mrkdwn.link(address, label)

    def is_safe(self, address: str) -> bool:
        """Tell whether an address may be opened: it is on the web."""
        return address.startswith(mrkdwn.SAFE_LINKS)

    def picture(self, image: Json) -> Markup:
        """Draw a picture's words: nothing is fetched from outside this machine."""
        address = image.get("image_url") or (image.get("slack_file") or {}).get("url") or ""
        where = urlsplit(address).hostname or ""
        return Markup(
            '<span class="picture" role="img" aria-label="{}"><span>{}</span><small>{}</small></span>'
        ).format(image["alt_text"], image["alt_text"], where)

    def chart(self, wanted: Json) -> Chart:
        """Lay a chart out."""
        return chart(wanted)

    def rich_part(self, part: Json) -> Markup:
        """Draw one part of a rich text, without its style."""
        draw = _RICH.get(part["type"])
        return draw(self, part) if draw else mrkdwn.plain(str(part.get("text", "")))

    def name_of(self, sign: str, some_id: str) -> Markup:
        """Draw a mention by its id."""
        return mrkdwn.mention(sign + self.reader.names.get(some_id, some_id))

    def _fill(self, name: str, **parts: object) -> Markup:
        return Markup(_block_templates().get_template(name).render(d=self, **parts))


def _date(drawing: Drawing, part: Json) -> Markup:
    token = f"<!date^{int(part['timestamp'])}^{part['format']}|{part.get('fallback', '')}>"
    return Markup("<time>{}</time>").format(read(token, drawing.reader))


_RICH: dict[str, Callable[[Drawing, Json], Markup]] = {
    "link": lambda _drawing, part: mrkdwn.link(part["url"], part.get("text", "")),
    "emoji": lambda _drawing, part: mrkdwn.plain(mrkdwn.emoji(part["name"])),
    "user": lambda drawing, part: drawing.name_of("@", part["user_id"]),
    "usergroup": lambda drawing, part: drawing.name_of("@", part["usergroup_id"]),
    "channel": lambda drawing, part: drawing.name_of("#", part["channel_id"]),
    "broadcast": lambda drawing, part: drawing.name_of("@", part["range"]),
    "color": lambda _drawing, part: Markup("<code>{}</code>").format(part["value"]),
    "date": _date,
}
