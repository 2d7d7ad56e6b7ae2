"""Reads Slack's mrkdwn as a person sees it: names for mentions, her own time for dates, no escapes."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_TOKEN = re.compile(r"<([^<>]+)>")
_PART = re.compile(r"\{(\w+)\}")
_ENDINGS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


@dataclass(frozen=True)
class Reader:
    """Who reads: what ids are called in her workspace, her zone, and when she reads."""

    names: Mapping[str, str]
    zone: ZoneInfo
    at: datetime


def read(text: str, reader: Reader) -> str:
    """Turn mrkdwn into what the reader sees."""
    seen = _TOKEN.sub(lambda match: _token(match.group(1), reader), text)
    return seen.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _token(token: str, reader: Reader) -> str:
    target, _, label = token.partition("|")
    if target.startswith("!date^"):
        return _date(target, label, reader)
    if target[0] in "@#":
        return target[0] + (label or reader.names.get(target[1:], target[1:])).lstrip("@#")
    if target.startswith("!"):
        return label or "@" + target[1:].partition("^")[0]
    return label or target.removeprefix("mailto:")


def _date(target: str, fallback: str, reader: Reader) -> str:
    _, epoch, layout, *_link = [*target.split("^"), ""]
    if not epoch.isdigit():
        return fallback
    at = datetime.fromtimestamp(int(epoch), reader.zone)
    return _PART.sub(lambda match: _date_part(match.group(1), at, reader), layout)


def _date_part(name: str, at: datetime, reader: Reader) -> str:
    plain = name.removesuffix("_pretty")
    if plain != name and (near := _near(at, reader)):
        return near
    part = _PARTS.get(plain)
    return part(at) if part else "{" + name + "}"


def _near(at: datetime, reader: Reader) -> str:
    today = reader.at.astimezone(reader.zone).date()
    days = {today - timedelta(days=1): "yesterday", today: "today", today + timedelta(days=1): "tomorrow"}
    return days.get(at.date(), "")


def _long(at: datetime) -> str:
    return f"{at:%B} {at.day}{_ENDINGS.get(at.day, 'th')}, {at.year}"


_PARTS: dict[str, Callable[[datetime], str]] = {
    "date_num": lambda at: f"{at:%Y-%m-%d}",
    "date_slash": lambda at: f"{at:%m/%d/%Y}",
    "date": _long,
    "date_short": lambda at: f"{at:%b} {at.day}, {at.year}",
    "date_long": lambda at: f"{at:%A}, {_long(at)}",
    "day_divider": lambda at: f"{at:%A}, {_long(at)}",
    "time": lambda at: f"{at.hour % 12 or 12}:{at:%M %p}",
    "time_secs": lambda at: f"{at.hour % 12 or 12}:{at:%M:%S %p}",
}
