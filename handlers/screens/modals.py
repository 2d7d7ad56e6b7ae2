"""The forms people fill in. Every field is named like the field of the form it fills (`handlers/slack/forms.py`)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from handlers.screens import blocks as b
from handlers.screens.blocks import Block
from handlers.screens.words import Voice
from workflows.cycles.prompts import Prompt
from workflows.meetings import agendas
from workflows.meetings.agendas import Protocol
from workflows.reflections import Asked

ZONES = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico", "America/Mexico_City", "America/Bogota",
    "America/Lima", "America/Santiago", "America/Argentina/Buenos_Aires", "America/Sao_Paulo", "America/Toronto",
    "America/Halifax", "Europe/London", "Europe/Madrid", "Europe/Berlin", "Africa/Lagos", "Africa/Johannesburg",
    "Asia/Dubai", "Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland", "UTC",
)  # fmt: skip
MONDAY = date(2024, 1, 1)
USUAL_WEEKS = 5


def waiting(voice: Voice, memo: str) -> Block:
    """A skeleton, opened at once because a trigger lives three seconds; filled as soon as we know more."""
    return b.modal("waiting", voice.plain("waiting.title"), b.prose(voice.say("waiting.body")),
                   close=voice.plain("waiting.close"), memo=memo)  # fmt: skip


def told(voice: Voice, title: str, body: Sequence[Block]) -> Block:
    """A modal that only says something."""
    return b.modal("told", title, body, close=voice.plain("waiting.close"))


def cycle_form(voice: Voice, channel: str, starts_on: date) -> Block:
    """Start a cycle."""
    t = "cycle_form"
    return b.modal(
        "cycle.start",
        voice.plain(f"{t}.title"),
        [
            b.ask("question", voice.plain(f"{t}.question"), b.lines(), hint=voice.plain(f"{t}.question_hint")),
            b.ask("weeks", voice.plain(f"{t}.weeks"), b.whole_number(USUAL_WEEKS),
                  hint=voice.plain(f"{t}.weeks_hint")),
            b.ask("starts_on", voice.plain(f"{t}.starts_on"), b.day(starts_on)),
        ],
        submit=voice.plain(f"{t}.submit"),
        close=voice.plain(f"{t}.close"),
        memo=channel,
    )  # fmt: skip


def meeting_form(voice: Voice, channel: str, person: str, protocols: Mapping[str, Protocol], starts: datetime) -> Block:
    """Schedule a protocol meeting; ``starts`` is the team's usual next one, in its own wall time."""
    t = "meeting_form"
    options = {}
    for key, protocol in protocols.items():
        title = b.clipped(agendas.in_language(protocol, voice.language).title, b.LABEL_MOST - 12)
        options[key] = voice.plain(f"{t}.option", title=title, minutes=agendas.total_minutes(protocol))
    return b.modal(
        "meeting.schedule",
        voice.plain(f"{t}.title"),
        [
            b.ask("protocol", voice.plain(f"{t}.protocol"), b.choice(options, next(iter(options)))),
            b.ask("on", voice.plain(f"{t}.on"), b.day(starts.date())),
            b.ask("at", voice.plain(f"{t}.at"), b.clock_time(starts.time())),
            b.ask("facilitator", voice.plain(f"{t}.facilitator"), b.person(person)),
            b.ask("recorder", voice.plain(f"{t}.recorder"), b.person(), optional=True),
            b.ask("timekeeper", voice.plain(f"{t}.timekeeper"), b.person(), optional=True),
        ],
        submit=voice.plain(f"{t}.submit"),
        close=voice.plain(f"{t}.close"),
        memo=channel,
    )


def reflection_form(voice: Voice, memo: str, prompt: Prompt, asked: Asked) -> Block:
    """Answer a weekly prompt, or change the answer."""
    t = "reflection_form"
    ways = {way: voice.plain(f"{t}.quote_{way}") for way in asked.ways}
    quoting = [b.ask("quotable", voice.plain(f"{t}.quotable"), b.radio(ways, asked.quotable),
                     hint=voice.plain(f"{t}.quotable_hint"))] if ways else []  # fmt: skip
    names = {"named": voice.plain(f"{t}.named"), "anonymous": voice.plain(f"{t}.anonymous")}
    return b.modal(
        "reflection.send",
        voice.plain(f"{t}.title"),
        [
            b.header(prompt.title),
            *b.prose(prompt.text),
            b.ask("text", voice.plain(f"{t}.text"), b.lines(asked.answer), hint=voice.plain(f"{t}.text_hint")),
            b.ask("signed", voice.plain(f"{t}.signed"), b.radio(names, asked.signed)),
            *quoting,
            b.fine_print(voice.say(f"{t}.who_sees")),
        ],
        submit=voice.plain(f"{t}.submit"),
        close=voice.plain(f"{t}.close"),
        memo=memo,
    )


def quote_form(voice: Voice, memo: str, words: str) -> Block:
    """The cycle is over: what the digest may quote of it can still be taken back."""
    t = "reflection_form"
    return b.modal(
        "reflection.take_back",
        voice.plain(f"{t}.title"),
        [*b.prose(voice.say(f"{t}.quoted")), b.quote(words), *b.prose(voice.say(f"{t}.take_back_text"))],
        submit=voice.plain(f"{t}.take_back"),
        close=voice.plain(f"{t}.leave"),
        memo=memo,
    )


def commitment_form(voice: Voice, channel: str, due_on: date) -> Block:
    """Make a commitment."""
    t = "commitment_form"
    return b.modal(
        "commitment.keep",
        voice.plain(f"{t}.title"),
        [
            b.ask("text", voice.plain(f"{t}.text"), b.lines(most=500), hint=voice.plain(f"{t}.text_hint")),
            b.ask("due_on", voice.plain(f"{t}.due_on"), b.day(due_on)),
            b.fine_print(voice.say(f"{t}.who_sees")),
        ],
        submit=voice.plain(f"{t}.submit"),
        close=voice.plain(f"{t}.close"),
        memo=channel,
    )


def upload_form(voice: Voice, channel: str) -> Block:
    """Give a score file."""
    t = "upload_form"
    return b.modal(
        "upload.send",
        voice.plain(f"{t}.title"),
        [
            *b.prose(voice.say(f"{t}.intro")),
            b.ask("file", voice.plain(f"{t}.file"), b.file("csv", "tsv", "txt", "xlsx", "xls", "zip")),
            b.fine_print(voice.say(f"{t}.private")),
        ],
        submit=voice.plain(f"{t}.submit"),
        close=voice.plain(f"{t}.close"),
        memo=channel,
    )


def zones(zone: str) -> dict[str, str]:
    """The visitor's own zone first."""
    return {each: each.replace("_", " ") for each in dict.fromkeys((zone, *ZONES))}


def weekdays(voice: Voice) -> dict[str, str]:
    """Monday to Friday, in the reader's language."""
    return {str(each): voice.plain("waiting.weekday", on=MONDAY + timedelta(days=each)) for each in range(5)}
