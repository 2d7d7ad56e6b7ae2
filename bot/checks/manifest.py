"""Read `manifest.yaml`: what we tell Slack about commands, events and scopes, and why we need each scope.

The reasons are the comments behind the scopes, so the YAML is read by a library that keeps them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

MANIFEST = Path(__file__).resolve().parents[2] / "manifest.yaml"


class ManifestMistake(Exception):
    """The manifest can't be read; the sentence says where."""


@dataclass(frozen=True)
class Manifest:
    """What the manifest says, as far as the code must agree with it."""

    commands: tuple[str, ...]
    shortcuts: tuple[str, ...]
    events: tuple[str, ...]
    scopes: Mapping[str, str]
    """Each bot scope and the reason given behind it."""
    interactive: bool
    addresses: tuple[str, ...]


def load(path: Path = MANIFEST) -> Manifest:
    """Read a manifest file; raises ManifestMistake, or KeyError for a part that is missing."""
    said = read(path.read_text("utf-8"))
    features, settings = said["features"], said["settings"]
    commands = features.get("slash_commands", [])
    subscribed, interactivity = settings["event_subscriptions"], settings["interactivity"]
    asked = said["oauth_config"]["scopes"]["bot"]
    return Manifest(
        commands=tuple(each["command"] for each in commands),
        shortcuts=tuple(each["callback_id"] for each in features.get("shortcuts", [])),
        events=tuple(subscribed["bot_events"]),
        scopes={scope: _comment(asked, place) for place, scope in enumerate(asked)},
        interactive=interactivity["is_enabled"],
        addresses=(
            *(each["url"] for each in commands), subscribed["request_url"], interactivity["request_url"],
            *said["oauth_config"]["redirect_urls"],
        ),
    )  # fmt: skip


def read(text: str) -> dict[str, Any]:
    """Read the YAML of a manifest, comments included; raises ManifestMistake."""
    try:
        said = YAML().load(text)
    except MarkedYAMLError as mistake:
        line = mistake.problem_mark.line + 1 if mistake.problem_mark else "?"
        raise ManifestMistake(f"line {line}: {mistake.problem}") from None
    except YAMLError as mistake:
        raise ManifestMistake(str(mistake)) from None
    if not isinstance(said, dict):
        raise ManifestMistake("it must be a map of settings")
    return said


def _comment(listed: Any, place: int) -> str:  # noqa: ANN401 - a list as the library gives it
    """The comment behind an entry of a list."""
    behind = listed.ca.items.get(place)
    return str(behind[0].value).strip().removeprefix("#").strip() if behind else ""
