"""Read a protocol file.

A school adds a protocol by adding a file; whatever is wrong in it is said in a sentence that names the place.
The limits are Slack's: 150 characters in a header, and prompts short enough to read aloud in one breath.
"""

from dataclasses import replace

from workflows.meetings.agendas import Capture, Minutes, Protocol, Role, Silence, Step
from workflows.rules.toml_tables import FALLBACK, Table, read_in, unique

LONGEST_TITLE = 150
LONGEST_PROMPT = 300
LONGEST_PURPOSE = 600
MOST_ROLES = 6
MOST_STEPS = 20
MOST_PROMPTS = 5


def read_protocol(text: str) -> Protocol:
    """Read a protocol in English, its other languages in ``translations``; raises FileMistake."""
    spoken = read_in(text, "protocol", _protocol)
    return replace(spoken.pop(FALLBACK), translations=spoken)


def _protocol(table: Table) -> Protocol:
    table.only(["key", "languages", "title", "purpose", "roles", "steps"])
    roles, steps = table.tables("roles", MOST_ROLES), table.tables("steps", MOST_STEPS)
    protocol = Protocol(
        key=table.key(),
        title=table.words("title", LONGEST_TITLE),
        purpose=table.words("purpose", LONGEST_PURPOSE),
        roles=tuple(_role(each) for each in roles),
        steps=tuple(_step(each) for each in steps),
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
        ["captures", "guidance", "repeats", "optional"],
    )
    return Step(
        key=table.key(),
        title=table.words("title", LONGEST_TITLE),
        minutes=Minutes(*table.minutes("minutes")),
        who_speaks=table.words("who_speaks", LONGEST_TITLE),
        silent=Silence(table.choice("silent", Silence)),
        prompts=tuple(each.spoken(LONGEST_PROMPT) for each in table.tables("prompts", MOST_PROMPTS)),
        captures=_captures(table),
        guidance=table.words("guidance", LONGEST_PURPOSE) if "guidance" in table.fields else "",
        repeats=table.key("repeats") if "repeats" in table.fields else "",
        optional=table.yes("optional"),
    )


def _captures(table: Table) -> tuple[Capture, ...]:
    if "captures" not in table.fields:
        return ()
    captures = table.tables("captures", MOST_PROMPTS)
    for each in captures:
        each.only(["key", "title"])
    unique(captures)
    return tuple(Capture(each.key(), each.words("title", LONGEST_TITLE)) for each in captures)
