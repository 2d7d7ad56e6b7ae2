"""The guided tour's words, from `templates/pages/playground/tour/`."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.playground.page.host import Stop
from bot.template_loader import TEMPLATES


@dataclass(frozen=True)
class Tour:
    """The stops in order, and what people are called."""

    stops: Sequence[Stop]
    roles: Mapping[str, str]


@cache
def load_tour(language: str) -> Tour:
    """The tour in a language."""
    said = tomllib.loads((TEMPLATES / "pages" / "playground" / "tour" / f"{language}.toml").read_text("utf-8"))
    stops = [Stop(**{**each, "done_by": frozenset(each.get("done_by", ()))}) for each in said["stops"]]
    return Tour(stops, said["roles"])
