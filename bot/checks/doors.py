"""Compares what the code listens to with what Slack is told in `manifest.yaml` and with what the screens offer."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

import handlers
from bot.checks import pairs, sources
from bot.checks.manifest import Manifest
from handlers.install import SCOPES
from handlers.screens.words import LANGUAGES, Words
from handlers.slack.dependencies import Dependencies

Listener = Callable[..., Any]
PATHS = ("/slack/events", "/slack/oauth_redirect")
# The scopes a Web API method needs, by the client's name for it; one per kind of conversation we use it for.
# https://docs.slack.dev/reference/methods
METHOD_SCOPES: dict[str, set[str]] = {
    "auth_test": set(),
    "bookmarks_add": {"bookmarks:write"},
    "chat_delete": {"chat:write"},
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_history": {"channels:history", "groups:history", "im:history"},
    "conversations_replies": {"channels:history", "groups:history", "im:history"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_join": {"channels:join"},
    "conversations_members": {"channels:read", "groups:read"},
    "conversations_open": {"im:write"},
    "files_delete": {"files:write"},
    "files_info": {"files:read"},
    "files_upload_v2": {"files:write"},
    "reactions_add": {"reactions:write"},
    "users_info": {"users:read"},
    "users_list": {"users:read"},
    "views_open": set(),
    "views_publish": set(),
    "views_push": set(),
    "views_update": set(),
}
# https://docs.slack.dev/reference/events
EVENT_SCOPES: dict[str, set[str]] = {
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "message": {"im:history"},
    "app_uninstalled": set(),
    "channel_archive": {"channels:read"},
    "channel_unarchive": {"channels:read"},
    "file_shared": {"files:read"},
    "group_archive": {"groups:read"},
    "group_unarchive": {"groups:read"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "member_left_channel": {"channels:read", "groups:read"},
    "channel_id_changed": {"channels:read", "groups:read"},
    "tokens_revoked": set(),
    "user_change": {"users:read"},
}


@dataclass(frozen=True)
class Register:
    """Stands where Bolt's app stands while the doors are opened, and writes down which they are."""

    commands: set[str] = field(default_factory=set)
    actions: set[str] = field(default_factory=set)
    views: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)
    shortcuts: set[str] = field(default_factory=set)

    def command(self, name: str) -> Callable[[Listener], Listener]:
        """A slash command is listened to."""
        return _noted(self.commands, name)

    def action(self, name: Any) -> Callable[[Listener], Listener]:  # noqa: ANN401 - Bolt takes texts, patterns, dicts
        """A button is listened to."""
        return _noted(self.actions, name)

    def view(self, name: Any) -> Callable[[Listener], Listener]:  # noqa: ANN401
        """A form is listened to."""
        return _noted(self.views, name)

    def event(self, name: Any) -> Callable[[Listener], Listener]:  # noqa: ANN401
        """An event is listened to."""
        return _noted(self.events, name)

    def shortcut(self, name: Any) -> Callable[[Listener], Listener]:  # noqa: ANN401
        """A shortcut is listened to."""
        return _noted(self.shortcuts, name)

    def middleware(self, *_listeners: Listener) -> None:
        """Nothing to compare."""

    def error(self, listener: Listener) -> Listener:
        """Nothing to compare."""
        return listener


def opened(deps: Dependencies) -> Register:
    """The doors that `handlers.register` opens."""
    register = Register()
    handlers.register(cast(AsyncApp, register), deps)
    return register


def manifest_problems(manifest: Manifest, register: Register) -> Iterator[str]:
    """Where `manifest.yaml` and the code disagree, both ways."""
    yield from _both_ways("command", manifest.commands, register.commands)
    yield from _both_ways("event", {each.partition(".")[0] for each in manifest.events}, register.events)
    yield from _both_ways("shortcut", manifest.shortcuts, register.shortcuts)
    yield from _both_ways("scope", manifest.scopes, SCOPES)
    yield from (f"manifest.yaml gives no reason for the scope {s}." for s, why in manifest.scopes.items() if not why)
    yield from (f"manifest.yaml sends Slack to {url}, where nobody listens." for url in _strange(manifest.addresses))
    if manifest.interactive != bool(register.actions | register.views):
        yield "manifest.yaml must say that interactivity is enabled exactly when there are buttons or forms."


def screen_problems(register: Register, shown: Iterable[str]) -> Iterator[str]:
    """Buttons and forms that nobody listens to, and listeners that nothing leads to."""
    actions = _named("button", 1, "action") | {name: "a screen" for name in map(re.escape, shown)}
    yield from _unheard("button", actions, register.actions)
    yield from _unheard("form", _named("modal", 0, "callback", only_with="submit"), register.views)
    yield from _unfollowed()


def help_problems(register: Register, words: Words) -> Iterator[str]:
    """Commands whose `help` has no words."""
    for language in LANGUAGES:
        environment = words.in_language(language).environment
        explained = set(environment.get_template("help.j2").blocks)
        # A subject's own template may explain its command, in a block called help.
        own = (Path(file) for file in environment.list_templates(extensions=["j2"]))
        explained |= {file.stem for file in own if "help" in environment.get_template(str(file)).blocks}
        for command in sorted(register.commands):
            if command.removeprefix("/") not in explained:
                yield f"{language}/help.j2 doesn't explain {command}."


def scope_problems(manifest: Manifest, register: Register) -> Iterator[str]:
    """Web API methods and events whose scopes we don't ask for."""
    needed: dict[str, set[str] | None] = {event: EVENT_SCOPES.get(event) for event in register.events}
    needed |= {f"{name} ({place})": METHOD_SCOPES.get(name) for name, place in _methods_called().items()}
    if register.commands:
        needed["a slash command"] = {"commands"}
    for what, scopes in needed.items():
        if scopes is None:
            yield f"bot/checks/doors.py doesn't know which scopes {what} needs."
        for scope in sorted((scopes or set()) - set(manifest.scopes)):
            yield f"{what} needs the scope {scope}, which manifest.yaml doesn't ask for."


def _methods_called() -> dict[str, str]:
    """The Web API methods the doors call, and where first."""
    called: dict[str, str] = {}
    for place, name in sources.attributes("handlers"):
        if "_" in name and not name.startswith("_") and callable(getattr(AsyncWebClient, name, None)):
            called.setdefault(name, str(place))
    return called


def _both_ways(what: str, told: Iterable[str], meant: Iterable[str]) -> Iterator[str]:
    return pairs.differences(
        meant,
        told,
        lacking=f"The code knows the {what} {{}}, but manifest.yaml doesn't name it.",
        left_over=f"manifest.yaml names the {what} {{}}, but the code doesn't know it.",
    )


def _strange(addresses: Iterable[str]) -> list[str]:
    return sorted({url for url in addresses if not url.startswith("https://") or not url.endswith(PATHS)})


def _named(function: str, position: int, keyword: str, *, only_with: str = "") -> dict[str, str]:
    """The names that calls of a builder give, as patterns, and where."""
    found: dict[str, str] = {}
    for call in sources.calls([function], "handlers"):
        pattern = sources.pattern_of(call, call.argument(position, keyword))
        if pattern and (not only_with or call.has(only_with)):
            found[pattern.pattern] = str(call.place)
    return found


def _unfollowed() -> Iterator[str]:
    for function, position, keyword in (("button", 1, "action"), ("modal", 0, "callback")):
        for call in sources.calls([function], "handlers"):
            if sources.pattern_of(call, call.argument(position, keyword)) is None:
                yield f"{call.place}: name what this {function} does in the call itself, so that it can be compared."


def _unheard(what: str, offered: dict[str, str], heard: set[str]) -> Iterator[str]:
    for pattern, place in offered.items():
        if not any(re.fullmatch(pattern, name) for name in heard):
            yield f"Nobody listens to the {what} {pattern.replace(chr(92), '')} ({place})."
    for name in sorted(heard):
        if not any(re.fullmatch(pattern, name) for pattern in offered):
            yield f"A door listens to the {what} {name}, which no screen offers."


def _noted(names: set[str], name: object) -> Callable[[Listener], Listener]:
    if isinstance(name, dict):
        name = name.get("action_id") or name.get("callback_id") or name.get("type")
    names.add(name.pattern if isinstance(name, re.Pattern) else str(name))
    return lambda listener: listener
