"""What teachers and their steward see of a roster: counts and classes, never a student."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.screens import blocks as b
from handlers.screens.blocks import Block, Message
from handlers.screens.upload_review import named
from handlers.screens.words import Voice
from workflows.rules.names import words_of

Facts = Mapping[str, Any]
MOST_LINKED = 40  # teachers in one form; the next open form asks for the rest
MOST_CLASSES = 20
TITLES = frozenset(["mr", "mrs", "ms", "dr", "sr", "sra", "srta", "she", "her", "he", "him", "they", "them"])


def ask(voice: Voice, facts: Facts) -> Message:
    """A teacher is asked whether this is who they teach."""
    told = {"school": facts["school"], "students": facts["students"], "classes": classes(facts)}
    buttons = (
        b.button(voice.plain("roster.right"), "roster.right", f"{facts['id']} {facts['stamp']}", style="primary"),
        b.button(voice.plain("roster.wrong"), "roster.wrong", str(facts["id"])),
    )
    blocks = [
        b.header(voice.plain("roster.headline")),
        *b.prose(voice.say("roster.body", **told)),
        b.actions(*buttons),
        b.fine_print(voice.say("roster.why")),
    ]
    return Message(voice.say("roster.summary", **told), blocks)


def corrected(voice: Voice, facts: Facts) -> Message:
    """The steward hears what a teacher says is wrong."""
    told = {"name": facts["name"], **(facts["correction"] or {"missing": 0, "moved": 0, "not_mine": []})}
    text = voice.say("roster.corrected", **told)
    return Message(text, b.prose(text))


def correct_form(voice: Voice, facts: Facts) -> Block:
    """How many are missing or have moved, and which classes aren't theirs."""
    t = "roster_form"
    numbers: Block = {"type": "number_input", "is_decimal_allowed": False, "min_value": "0", "max_value": "500"}
    asked = [b.ask(name, voice.plain(f"{t}.{name}"), dict(numbers), optional=True) for name in ("missing", "moved")]
    sections = sections_of(facts)
    if sections:
        options = [{"text": b.plain(each, b.LABEL_MOST), "value": str(place)} for place, each in enumerate(sections)]
        menu: Block = {"type": "multi_static_select", "options": options}
        asked.append(b.ask("not_mine", voice.plain(f"{t}.not_mine"), menu, optional=True))
    return b.modal(
        "roster.correct",
        voice.plain(f"{t}.title"),
        [*b.prose(voice.say(f"{t}.intro")), *asked],
        submit=voice.plain(f"{t}.submit"),
        close=voice.plain(f"{t}.close"),
        memo=str(facts["id"]),
    )


def link_form(voice: Voice, teachers: Sequence[Facts], guesses: Mapping[int, str]) -> Block:
    """Who is who: one menu of people for every teacher on the roster that nobody is linked to yet."""
    t = "link_form"
    unlinked = waiting_to_be_linked(teachers)
    rows = [
        b.ask(f"teacher_{each['id']}", each["name"], b.person(each["slack_id"] or guesses.get(each["id"])),
              optional=True)
        for each in unlinked[:MOST_LINKED]
    ]  # fmt: skip
    return b.modal(
        "roster.linked",
        voice.plain(f"{t}.title"),
        [*b.prose(voice.say(f"{t}.intro", more=max(0, len(unlinked) - MOST_LINKED))), *rows],
        submit=voice.plain(f"{t}.submit"),
        close=voice.plain(f"{t}.close"),
    )


def waiting_to_be_linked(teachers: Sequence[Facts]) -> list[Facts]:
    """The teachers whom the form asks about, the first of them in its menus; once all are linked, everybody."""
    return [each for each in teachers if not each["slack_id"]] or list(teachers)


def files(voice: Voice, imports: Sequence[Facts], teachers: Sequence[Facts]) -> Message:
    """What somebody imported, with the way back; how far their roster is; and the way to a private upload page."""
    text = voice.say("files.headline", many=len(imports))
    blocks = [*b.prose(text)]
    for each in imports:
        undo = b.button(voice.plain("upload_review.undo"), "upload.undo", str(each["id"]))
        blocks += [*b.prose(voice.say("files.row", **{**each, "title": named(voice, each["title"])})), b.actions(undo)]
    if teachers:
        blocks += _status(voice, teachers)
    page = b.button(voice.plain("files.page"), "upload.page")
    return Message(text, [*blocks, *b.prose(voice.say("files.larger")), b.actions(page)])


def _status(voice: Voice, teachers: Sequence[Facts]) -> list[Block]:
    told = {
        "many": len(teachers),
        "confirmed": sum(each["confirmed"] for each in teachers),
        "corrected": sum(each["correction"] is not None for each in teachers),
        "waiting": [each["slack_id"] for each in teachers if each["waiting"]],
        "unlinked": sum(not each["slack_id"] for each in teachers),
    }
    buttons = [b.button(voice.plain("roster.link"), "roster.link")]
    if told["waiting"]:
        buttons.append(b.button(voice.plain("roster.remind"), "roster.remind"))
    return [*b.prose(voice.say("roster.status", **told)), b.actions(*buttons)]


def classes(facts: Facts) -> list[str]:
    """The classes of ten students and more by name; smaller ones only counted together."""
    named = [f"{each['section']}: {each['students']}" for each in facts["classes"] if each["section"]]
    return named[:MOST_CLASSES]


def sections_of(facts: Facts) -> list[str]:
    """The names of the classes that the form for corrections offers, in its order."""
    return list(dict.fromkeys(each["section"] for each in facts["classes"] if each["section"]))[:MOST_CLASSES]


def guessed(teachers: Sequence[Facts], names: Mapping[str, str]) -> dict[int, str]:
    """Who in Slack is called as whom on the roster; only a guess that the steward sees and changes.

    “Ruiz, A.” is Ana María Ruiz where nobody else can be meant; of two who fit, whoever has just that name.
    """
    people = {person: _words(name) for person, name in names.items()}
    found: dict[int, str] = {}
    for each in waiting_to_be_linked(teachers)[:MOST_LINKED]:  # thousands of names against thousands take seconds
        wanted = _words(each["name"])
        exact = [person for person, words in people.items() if wanted and words == wanted]
        fitting = exact or [person for person, words in people.items() if _fits(wanted, words)]
        if len(fitting) == 1:
            found[each["id"]] = fitting[0]
    return found


def _fits(wanted: frozenset[str], words: frozenset[str]) -> bool:
    whole = {word for word in wanted if len(word) > 1}
    initials = {word[0] for word in words - whole}
    return bool(whole) and whole <= words and wanted - whole <= initials


def _words(name: str) -> frozenset[str]:
    return words_of(name) - TITLES
