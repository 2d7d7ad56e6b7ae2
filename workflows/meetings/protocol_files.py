"""Read a protocol file.

A school adds a protocol by adding a file; whatever is wrong in it is said in a sentence that names the place.
The limits are Slack's: 150 characters in a header, and prompts short enough to read aloud in one breath.
"""

from dataclasses import replace
from functools import lru_cache

from workflows.meetings.protocols import (
    Capture,
    CaptureKind,
    Minutes,
    Norm,
    Part,
    Protocol,
    Role,
    Silence,
    Step,
)
from workflows.rules.toml_tables import FALLBACK, Table, read_in, unique

LONGEST_TITLE = 150
LONGEST_PROMPT = 300
LONGEST_PURPOSE = 600
MOST_ROLES = 6
MOST_STEPS = 20
MOST_PROMPTS = 5
MOST_PARTS = 6
LONGEST_FILE = 100_000
PHASES = ("analyze", "design", "implement", "refine")


@lru_cache(256)  # a meeting keeps its text, and every look at it reads that
def read_protocol(text: str) -> Protocol:
    """Read a protocol in English, its other languages in ``translations``; raises FileMistake."""
    spoken = read_in(text, "protocol", _protocol)
    return replace(spoken.pop(FALLBACK), translations=spoken, text=text)


def _protocol(table: Table) -> Protocol:
    table.only(["key", "languages", "title", "purpose", "roles", "steps"], ["phase", "careful", "forgets", "leaders"])
    roles, steps = table.tables("roles", MOST_ROLES), table.tables("steps", MOST_STEPS)
    protocol = Protocol(
        key=table.key(),
        title=table.words("title", LONGEST_TITLE),
        purpose=table.words("purpose", LONGEST_PURPOSE),
        roles=tuple(_role(each) for each in roles),
        steps=tuple(_step(each) for each in steps),
        phase=table.choice("phase", PHASES) if "phase" in table.fields else "",
        careful=table.yes("careful"),
        forgets=table.yes("forgets"),
        leaders=table.yes("leaders"),
    )
    unique(roles)
    unique(steps)
    return protocol


def _role(table: Table) -> Role:
    table.only(["key", "title", "duty"])
    return Role(table.key(), table.words("title", LONGEST_TITLE), table.words("duty", LONGEST_PROMPT))


def _step(table: Table) -> Step:
    table.only(
        ["key", "title", "minutes", "who_speaks", "silent", "prompts"],
        ["captures", "guidance", "repeats", "between", "optional", "listens", "agree", "parts"],
    )
    step = Step(
        key=table.key(),
        title=table.words("title", LONGEST_TITLE),
        minutes=Minutes(*table.minutes("minutes")),
        who_speaks=table.words("who_speaks", LONGEST_TITLE),
        silent=Silence(table.choice("silent", Silence)),
        prompts=_prompts(table),
        captures=_captures(table),
        guidance=table.words("guidance", LONGEST_PURPOSE) if "guidance" in table.fields else "",
        repeats=table.key("repeats") if "repeats" in table.fields else "",
        between=table.yes("between"),
        optional=table.yes("optional"),
        listens=table.yes("listens"),
        agree=_norms(table),
        parts=_parts(table),
    )
    return _makes_sense(table, step)


def _makes_sense(table: Table, step: Step) -> Step:
    """What each field allows by itself and the fields together don't."""
    if step.between and not step.repeats:
        raise table.mistake("“between” needs “repeats”: between which repeats?")
    if step.minutes.least < len(step.parts):
        raise table.mistake(f"{len(step.parts)} parts can't share {step.minutes.least} minutes.")
    keys = [capture.key for capture in step.all_fields()]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice:
        raise table.mistake(f"“{twice}” is used twice.")
    return step


def _prompts(table: Table) -> tuple[str, ...]:
    return tuple(each.spoken(LONGEST_PROMPT) for each in table.tables("prompts", MOST_PROMPTS))


def _captures(table: Table) -> tuple[Capture, ...]:
    if "captures" not in table.fields:
        return ()
    captures = table.tables("captures", MOST_PROMPTS)
    unique(captures)
    return tuple(_capture(each) for each in captures)


def _capture(table: Table) -> Capture:
    table.only(["key", "title"], ["kind", "stem", "most", "private", "by_room", "votes"])
    return Capture(
        key=table.key(),
        title=table.words("title", LONGEST_TITLE),
        kind=CaptureKind(table.choice("kind", CaptureKind)) if "kind" in table.fields else CaptureKind.LINES,
        stem=table.words("stem", LONGEST_TITLE) if "stem" in table.fields else "",
        most=table.minutes("most")[1] if "most" in table.fields else 0,
        private=table.yes("private"),
        by_room=table.yes("by_room"),
        votes=table.yes("votes"),
    )


def _norms(table: Table) -> tuple[Norm, ...]:
    if "agree" not in table.fields:
        return ()
    norms = table.tables("agree", MOST_PROMPTS)
    for each in norms:
        each.only(["key", "title"])
    unique(norms)
    return tuple(Norm(each.key(), each.words("title", LONGEST_TITLE)) for each in norms)


def _parts(table: Table) -> tuple[Part, ...]:
    if "parts" not in table.fields:
        return ()
    parts = table.tables("parts", MOST_PARTS)
    for each in parts:
        each.only(["key", "title", "prompts"], ["captures"])
    unique(parts)
    return tuple(
        Part(each.key(), each.words("title", LONGEST_TITLE), _prompts(each), _captures(each)) for each in parts
    )
