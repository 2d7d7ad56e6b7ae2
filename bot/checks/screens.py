"""Checks what people see: every posted message and every modal, with hostile facts, against Slack's limits."""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from bot.checks import facts, marks, pairs, sources
from bot.playground.grammar import limits
from bot.playground.grammar.surfaces import elements_in, is_too_large, message_faults, view_faults
from handlers.delivery.writing import Letter
from handlers.screens import home
from handlers.screens.blocks import Block, Message
from handlers.screens.words import LANGUAGES, Voice, Words
from workflows.meetings.library import Library

Build = Callable[[], Any]


def message_problems(words: Words, library: Library, letters: Mapping[str, Letter]) -> Iterator[str]:
    """What is wrong with posted messages."""
    yield from pairs.differences(
        letters,
        facts.for_letters("x", library),
        lacking="The post {} has no sample facts in bot/checks/facts/.",
        left_over="bot/checks/facts/ has facts for {}, which no door posts.",
    )
    for voice, text in _told(words):
        for kind, samples in facts.for_letters(text, library).items():
            builds = [partial(letters[kind].build, voice, sample) for sample in samples if kind in letters]
            yield from _troubles(f"{voice.language}/{kind}", builds, faults_of_message)


def reply_problems(words: Words, letters: Mapping[str, Letter]) -> Iterator[str]:
    """What is wrong with what people are shown when they ask."""
    posted = {_last(letter.build) for letter in letters.values()}
    yield from pairs.differences(
        set(_makers("Message")) - posted,
        facts.for_replies(words.in_language("en"), "x"),
        lacking="{} makes a message for no kind of post; as a reply it needs sample facts in bot/checks/facts/.",
        left_over="bot/checks/facts/ has facts for {}, which makes no reply.",
    )
    for voice, text in _told(words):
        for name, builds in facts.for_replies(voice, text).items():
            yield from _troubles(f"{voice.language}/{name}", builds, faults_of_message)


def modal_problems(words: Words, library: Library) -> Iterator[str]:
    """What is wrong with modals."""
    yield from pairs.differences(
        _makers_of_modals(),
        facts.for_modals(words.in_language("en"), library, "x"),
        lacking="The modal {} has no sample facts in bot/checks/facts/.",
        left_over="bot/checks/facts/ has facts for {}, which makes no modal.",
    )
    for voice, text in _told(words):
        for name, build in facts.for_modals(voice, library, text).items():
            yield from _troubles(f"{voice.language}/{name}", [build], faults_of_modal)


def home_problems(words: Words) -> Iterator[str]:
    """What is wrong with Home."""
    for voice, text in _told(words):
        builds = [partial(home.desk, voice, each) for each in facts.for_homes(text)]
        yield from _troubles(f"{voice.language}/home", builds, faults_of_home)


def actions_shown(words: Words, library: Library, letters: Mapping[str, Letter]) -> set[str]:
    """The actions of every button that messages and modals show."""
    voice = words.in_language("en")
    samples = facts.for_letters("x", library)
    shown = [letters[kind].build(voice, each).blocks for kind in letters.keys() & samples for each in samples[kind]]
    shown += [build().blocks for builds in facts.for_replies(voice, "x").values() for build in builds]
    shown += [build()["blocks"] for build in facts.for_modals(voice, library, "x").values()]
    shown += [home.desk(voice, each)["blocks"] for each in facts.for_homes("x")]
    elements = (each for blocks in shown for block in blocks if _is_pressed(block) for each in elements_in(block))
    return {each["action_id"] for each in elements if "action_id" in each}


def _is_pressed(block: Block) -> bool:
    """Whether we hear at once of what somebody does in a block; of most inputs we hear when the form is sent."""
    return block["type"] != "input" or bool(block.get("dispatch_action"))


def faults_of_message(message: Message) -> Iterator[str]:
    """What Slack would refuse or misread in a message, and in its plainer version."""
    yield from message_faults(message.blocks)
    yield from marks.alive_in(message.blocks)
    yield from (f"in the summary, {fault}" for fault in marks.alive(message.text))
    if not 0 < len(message.text) <= limits.MESSAGE_TEXT_MAX_LENGTH:
        yield f"its summary has {len(message.text)} characters."
    if message.plainer:
        yield from faults_of_message(message.plainer)


def faults_of_modal(view: Block) -> Iterator[str]:
    """What Slack would refuse or misread in a modal."""
    yield from view_faults(view, "modal")
    yield from marks.alive_in(view)
    if is_too_large(view):
        yield "it is larger than Slack takes."


def faults_of_home(view: Block) -> Iterator[str]:
    """What Slack would refuse or misread on Home."""
    yield from view_faults(view, "home")
    yield from marks.alive_in(view)
    if is_too_large(view):
        yield "it is larger than Slack takes."


def _told(words: Words) -> Iterator[tuple[Voice, str]]:
    return ((words.in_language(language), text) for language in LANGUAGES for text in facts.HOSTILE)


def _troubles(what: str, builds: Iterable[Build], faults: Callable[[Any], Iterable[str]]) -> Iterator[str]:
    seen: set[str] = set()
    for build in builds:
        try:
            seen |= set(faults(build()))
        except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError, RuntimeError) as error:
            seen.add(f"can't be made: {type(error).__name__}: {error}")
    yield from (f"{what}: {fault}" for fault in sorted(seen))


def _last(build: Callable[..., object]) -> str:
    return build.func.__name__ if isinstance(build, partial) else build.__name__


def _makers(returned: str) -> list[str]:
    """The public functions of `handlers/screens/` that return a message."""
    found = (node for _path, module in sources.modules("handlers/screens") for node in module.body)
    return [
        node.name
        for node in found
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and isinstance(node.returns, ast.Name)
        and node.returns.id == returned
    ]


def _makers_of_modals() -> Iterator[str]:
    for call in sources.calls(["modal"], "handlers"):
        if call.inside is not None:
            yield call.inside.name
