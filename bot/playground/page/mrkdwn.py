"""Turns mrkdwn into HTML that can hold nothing but our own few tags: whatever a person or an app wrote is escaped."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

from bot.playground.people.mrkdwn import Reader, read

_HIDDEN = re.compile(r"```\n?(.+?)\n?```|`([^`\n]+)`|<([^<>\n]+)>", re.DOTALL)
_PLACE = re.compile("\ue000(\\d+)\ue001")
_PRIVATE = str.maketrans("", "", "\ue000\ue001")
_EMOJI = re.compile(r":([a-z0-9_+'-]+):")
_STYLES = tuple(
    (re.compile(rf"(?<![\w{mark}])\{mark}(?=\S)([^{mark}\n]+?)(?<=\S)\{mark}(?![\w{mark}])"), tag)
    for mark, tag in (("*", "strong"), ("_", "em"), ("~", "s"))
)
_QUOTED = re.compile(r"(?:^&gt; ?[^\n]*(?:\n|$))+", re.MULTILINE)
SAFE_LINKS = ("http://", "https://", "mailto:")


@cache
def emoji_names() -> Mapping[str, str]:
    """The names people type between colons, and their characters."""
    return tomllib.loads((Path(__file__).parent / "emoji.toml").read_text("utf-8"))


def html(text: str, reader: Reader) -> Markup:
    """Draw mrkdwn as its reader sees it.

    Code, links, mentions and dates are taken out first and put back last, so that no mark inside them is one.
    """
    hidden: list[Markup] = []

    def hide(match: re.Match[str]) -> str:
        hidden.append(_hidden(match, reader))
        return f"\ue000{len(hidden) - 1}\ue001"

    marked = _styled(str(escape(_plain(_HIDDEN.sub(hide, text.translate(_PRIVATE))))))
    return Markup(_PLACE.sub(lambda match: str(hidden[int(match[1])]), _broken(marked)))


def plain(text: str) -> Markup:
    """Draw plain text: emoji names become emoji, everything else stays as typed."""
    return Markup(_emoji(str(escape(text))).replace("\n", "<br>"))


def link(address: str, label: str = "") -> Markup:
    """Draw a link that opens beside the page; an address that isn't on the web stays words."""
    words = label or address.removeprefix("mailto:")
    if not address.startswith(SAFE_LINKS):
        return escape(words)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(address, words)


def mention(words: str) -> Markup:
    """Draw the name of a person or channel that is spoken to."""
    return Markup('<span class="mention">{}</span>').format(words)


def emoji(name: str) -> str:
    """The character of a name, or the name between its colons."""
    return emoji_names().get(name, f":{name}:")


def _hidden(match: re.Match[str], reader: Reader) -> Markup:
    block, inline, token = match.groups()
    if block is not None:
        return Markup("<pre>{}</pre>").format(_plain(block))
    if inline is not None:
        return Markup("<code>{}</code>").format(_plain(inline))
    words = _plain(read(f"<{token}>", reader))
    if token.startswith("!date^"):
        return Markup("<time>{}</time>").format(words)
    if token[0] in "@#!":
        return mention(words)
    return link(_plain(token.partition("|")[0]), words)


def _plain(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _styled(text: str) -> str:
    for expression, tag in _STYLES:
        text = expression.sub(rf"<{tag}>\1</{tag}>", text)
    return _emoji(text)


def _emoji(text: str) -> str:
    return _EMOJI.sub(lambda match: emoji_names().get(match[1], match[0]), text)


def _broken(text: str) -> str:
    """Lines and quotations."""
    return "".join(_pieces(text))


def _pieces(text: str) -> Iterator[str]:
    lines: Callable[[str], str] = lambda part: part.strip("\n").replace("\n", "<br>")  # noqa: E731 - said three times
    end = 0
    for match in _QUOTED.finditer(text):
        yield lines(text[end : match.start()])
        quoted = "\n".join(line.removeprefix("&gt;").removeprefix(" ") for line in match[0].rstrip("\n").split("\n"))
        yield f"<blockquote>{lines(quoted)}</blockquote>"
        end = match.end()
    yield lines(text[end:])
