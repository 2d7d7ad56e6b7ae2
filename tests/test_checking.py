"""`python -m bot check` finds what doesn't fit together; on this project it finds nothing."""

import asyncio
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

import handlers
from bot.app import open_brightcycle
from bot.checks import doors, files, form_fields, given_facts, manifest, refusals, screens, templates
from bot.checks.manifest import Manifest, ManifestMistake
from bot.clock import SystemClock
from bot.commands import check
from bot.settings import Settings
from bot.template_loader import TEMPLATES, load_library, load_words
from handlers.delivery.writing import Facts, Letter
from handlers.install import SCOPES
from handlers.screens import blocks as b
from handlers.screens.blocks import Message
from handlers.screens.words import Voice, Words
from handlers.slack.dependencies import Dependencies
from workflows.cycles.facts import Started

WORDS, LIBRARY = load_words(), load_library()


@pytest.fixture(scope="module")
def deps(tmp_path_factory: pytest.TempPathFactory) -> Dependencies:
    """A product in which everything is wired and nothing is connected."""
    folder = tmp_path_factory.mktemp("product")
    settings = Settings.model_validate(
        {"slack_signing_secret": "x", "secret_key": "sixteen characters", "database_url": f"sqlite:///{folder}/no.db"}
    )

    async def build() -> Dependencies:
        async with open_brightcycle(settings, SystemClock()) as brightcycle:
            return brightcycle.deps

    return asyncio.run(build())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of `templates/` to spoil."""
    return Path(shutil.copytree(TEMPLATES, tmp_path / "templates"))


def spoil(path: Path, old: str, new: str) -> None:
    """Change one place in a file."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def unmatched(folder: Path) -> Iterator[str]:
    """What is wrong between the languages of these templates, their facts and the code."""
    return templates.unmatched(templates.written_in(Words(folder / "messages")))


def test_this_project_fits_together() -> None:
    told: list[str] = []

    assert check.run(told.append) == 0, "\n".join(told)
    assert told[-1] == "Everything fits together."
    assert all(line.startswith("ok ") for line in told[:-1])


# Words


def test_spoilt_templates_are_found(folder: Path) -> None:
    """A lost block, a lost fact, a fact nobody tells, an empty text, a mention, an entity."""
    english, spanish = folder / "messages" / "en", folder / "messages" / "es"
    spoil(spanish / "admin" / "waiting.j2", "{% block close %}Cerrar{% endblock %}", "")
    spoil(spanish / "commitments" / "commitment.j2", "Tu compromiso con {{ team }}, para", "Tu compromiso para")
    spoil(
        english / "cycles" / "cycle_closing.j2",
        "Your {{ weeks }} weeks end today",
        "Your {{ weeks + months }} weeks end today",
    )
    spoil(english / "meetings" / "meeting_summary.j2", "Make a commitment", "")
    spoil(english / "admin" / "waiting.j2", "Looking it up…", "<!channel>! R&D is looking it up")

    found = list(templates.problems(Words(folder / "messages")))

    assert [each for each in found if "cycle_closing" not in each] == [
        "commitment.remind doesn't tell the same facts in every language (en: due_on, team; es: due_on).",
        "waiting.close isn't written in es.",
        "en/meeting_summary.commit: says nothing.",
        "en/waiting.body: “<!channel>” would come alive.",
        "en/waiting.body: “&D is lo” is no entity that Slack knows; people would see it.",
    ]
    assert "en/cycle_closing.headline: can't be said: 'months' is undefined." in found


def test_a_fact_that_is_not_escaped_is_found(folder: Path) -> None:
    for language in ("en", "es"):
        spoil(
            folder / "messages" / language / "cycles" / "cycle_prompt.j2",
            "{{ weeks }}: {{ title }}",
            "{{ weeks }}: {{ title | safe }}",
        )

    words = Words(folder / "messages")
    written = {
        language: {name: block for name, block in blocks.items() if name.startswith("cycle_prompt.")}
        for language, blocks in templates.written_in(words).items()
    }

    found = set(templates.unsayable(words, written))

    assert "en/cycle_prompt.summary: “<!channel>” would come alive." in found
    assert "es/cycle_prompt.summary: an unescaped “<” or “>” is in it." in found


def test_a_new_template_needs_facts_in_every_language(folder: Path) -> None:
    (folder / "messages" / "en" / "admin" / "greeting.j2").write_text("{% block hello %}Hello{% endblock %}")

    assert set(unmatched(folder)) == {
        "greeting.hello isn't written in es.",
        "Template greeting.j2 has no sample facts in bot/checks/facts/.",
    }


def test_words_that_the_code_asks_for_must_be_there(folder: Path) -> None:
    for language in ("en", "es"):
        (folder / "messages" / language / "meetings" / "meeting_summary.j2").unlink()

    found = list(unmatched(folder))

    assert [
        each for each in found if r"meeting_summary\.headline" in each and "handlers/screens/meeting_record.py" in each
    ]
    assert "bot/checks/facts/ has facts for meeting_summary.j2, which isn't there." in found


# Refusals


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"This file is empty." = "Este archivo está vacío."', "",
         "es/refusals.toml doesn't translate “This file is empty.” (workflows/formats/opening.py:"),
        ("Un ciclo dura de {least} a {most} semanas.", "Un ciclo dura {least} semanas.",
         "es/refusals.toml fills other facts into “A cycle lasts {least} to {most} weeks.”: ['least'], the code "),
        ('"a PDF"', '"a sandwich"', "es/refusals.toml translates “a sandwich”, which nobody says any more."),
    ],
)  # fmt: skip
def test_a_spoilt_catalogue_is_found(folder: Path, old: str, new: str, sentence: str) -> None:
    spoil(folder / "messages" / "es" / "refusals.toml", old, new)

    (found,) = refusals.problems(folder / "messages", files.sentences_of_formats(folder / "formats"))

    assert found.startswith(sentence)


def test_a_sentence_of_a_format_file_is_translated_too(folder: Path) -> None:
    (found,) = refusals.problems(
        folder / "messages", [*files.sentences_of_formats(folder / "formats"), "Not this one."]
    )

    assert found == "es/refusals.toml doesn't translate “Not this one.” (templates/formats)."


# Messages and modals


def _no_facts(_session: object, _known: Facts, _now: object) -> Facts:
    return {}


def _too_long(voice: Voice, facts: Facts) -> Message:
    return Message("Hello", [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}])


def _pinging(voice: Voice, facts: Started) -> Message:
    loud = {"type": "rich_text_section", "elements": [{"type": "broadcast", "range": "channel"}]}
    return Message(f"New: {facts.question}", [b.fine_print("Hello"), {"type": "rich_text", "elements": [loud]}])


def _failing(voice: Voice, facts: Started) -> Message:
    return Message({"told": "x"}["nobody told me"], [])


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (_too_long, "en/cycle:started: [ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"),
        (_pinging, "es/cycle:started: a rich text element “broadcast” pings or leads somewhere."),
        (_pinging, "es/cycle:started: in the summary, “<!channel>” would come alive."),
        (_failing, "en/cycle:started: can't be made: KeyError: 'nobody told me'"),
    ],
)
def test_a_spoilt_message_is_found(build: Callable[[Voice, Any], Message], sentence: str) -> None:
    letters = {"cycle:started": Letter(_no_facts, build)}

    assert sentence in list(screens.message_problems(WORDS, LIBRARY, letters))


def test_every_kind_of_post_needs_facts_and_every_builder_a_post(deps: Dependencies) -> None:
    letters = {kind: each for kind, each in handlers.letters(deps).items() if kind != "cycle:closing"}

    found = screens.message_problems(WORDS, LIBRARY, letters | {"cycle:new": letters["cycle:started"]})

    # These come before what is wrong with each message; that nothing is, the first test of this file has found.
    assert list(islice(found, 3)) == [
        "The post cycle:new has no sample facts in bot/checks/facts/.",
        "bot/checks/facts/ has facts for cycle:closing, which no door posts.",
    ]
    assert list(screens.reply_problems(WORDS, letters)) == [
        "cycle_closing makes a message for no kind of post; as a reply it needs sample facts in bot/checks/facts/.",
    ]


def test_mrkdwn_must_be_verbatim() -> None:
    plain_words = {"type": "section", "text": {"type": "mrkdwn", "text": "#general"}}

    assert list(screens.faults_of_message(Message("x", [plain_words]))) == [
        "a text without “verbatim”: Slack would make links out of plain words in it."
    ]


def test_a_modal_is_held_to_slack_s_limits() -> None:
    form = b.modal("x", "Title", [b.ask("name", "Name", b.line())], close="Close")

    assert list(screens.faults_of_modal(form)) == ["[ERROR] missing required field: submit [json-pointer:/view]"]


def test_the_summary_of_a_message_is_needed() -> None:
    assert list(screens.faults_of_message(Message("", b.prose("Hello")))) == ["its summary has 0 characters."]
    assert list(screens.faults_of_message(Message("Hi", [], Message("", [])))) == ["its summary has 0 characters."]


# Doors


def test_the_manifest_and_the_doors_are_compared_both_ways() -> None:
    register = doors.Register({"/cycle", "/protocol"}, actions={"go"}, events={"app_uninstalled"}, shortcuts={"note"})
    scopes = {scope: "a reason" for scope in SCOPES if scope != "commands"} | {"admin": ""}
    addresses = ("http://YOUR-ADDRESS/slack/events", "https://YOUR-ADDRESS/slack/events", "https://YOUR-ADDRESS/other")
    told = Manifest(("/cycle", "/dance"), (), ("team_join",), scopes, interactive=False, addresses=addresses)

    assert list(doors.manifest_problems(told, register)) == [
        "The code knows the command /protocol, but manifest.yaml doesn't name it.",
        "manifest.yaml names the command /dance, but the code doesn't know it.",
        "The code knows the event app_uninstalled, but manifest.yaml doesn't name it.",
        "manifest.yaml names the event team_join, but the code doesn't know it.",
        "The code knows the shortcut note, but manifest.yaml doesn't name it.",
        "The code knows the scope commands, but manifest.yaml doesn't name it.",
        "manifest.yaml names the scope admin, but the code doesn't know it.",
        "manifest.yaml gives no reason for the scope admin.",
        "manifest.yaml sends Slack to http://YOUR-ADDRESS/slack/events, where nobody listens.",
        "manifest.yaml sends Slack to https://YOUR-ADDRESS/other, where nobody listens.",
        "manifest.yaml must say that interactivity is enabled exactly when there are buttons or forms.",
    ]


def test_buttons_and_listeners_are_compared_both_ways(deps: Dependencies) -> None:
    register = doors.opened(deps)
    register.actions.remove("commitment.done")
    register.actions.add("commitment.framed")
    register.views.remove("cycle.start")

    shown = screens.actions_shown(WORDS, LIBRARY, handlers.letters(deps)) | {"from.a.screen"}
    found = list(doors.screen_problems(register, sorted(shown)))

    assert [each.split(" (")[0] for each in found] == [
        "Nobody listens to the button commitment.done",
        "Nobody listens to the button from.a.screen",
        "A door listens to the button commitment.framed, which no screen offers.",
        "Nobody listens to the form cycle.start",
    ]


def test_methods_and_events_need_their_scopes() -> None:
    register = doors.Register({"/cycle"}, events={"reaction_added", "channel_unarchive"})
    told = manifest.load()
    scopes = {each: "" for each in told.scopes if each not in ("im:write", "channels:read", "commands")}

    found = list(doors.scope_problems(replace(told, scopes=scopes), register))

    assert "bot/checks/doors.py doesn't know which scopes reaction_added needs." in found
    assert "channel_unarchive needs the scope channels:read, which manifest.yaml doesn't ask for." in found
    assert "a slash command needs the scope commands, which manifest.yaml doesn't ask for." in found
    assert [each for each in found if re.match(r"conversations_open \(handlers/\S+\) needs the scope im:write,", each)]
    assert not [each for each in found if "chat_postMessage" in each]


def test_every_command_explains_itself() -> None:
    register = doors.Register({"/cycle", "/dance"})

    assert list(doors.help_problems(register, WORDS)) == [
        "en/help.j2 doesn't explain /dance.",
        "es/help.j2 doesn't explain /dance.",
    ]


def test_what_a_door_listens_to_can_be_a_pattern_or_a_dictionary() -> None:
    register = doors.Register()
    register.action(re.compile(r"cycle\..+"))
    register.action({"block_id": "x", "action_id": "post.drop"})

    assert register.actions == {r"cycle\..+", "post.drop"}


# The manifest's YAML


def test_the_manifest_is_read_with_the_reasons_behind_its_scopes() -> None:
    read = manifest.load()

    assert read.scopes["commands"] == "answer its slash commands"
    assert "/cycle" in read.commands
    assert read.interactive


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: 1\na: 2", "line 2: found duplicate key"),
        ("a: [1, 2", "line 1: expected ',' or ']'"),
        ("a:\n    b: 1\n  c: 1", "line 3: expected <block end>"),
        ("a: \t- b\n\tc", "line 1: found character"),
        ("- a", "it must be a map of settings"),
        ("", "it must be a map of settings"),
    ],
)
def test_yaml_that_can_t_be_read_is_a_mistake_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(ManifestMistake, match=re.escape(sentence)):
        manifest.read(text)


# Files


def test_spoilt_files_are_found(folder: Path) -> None:
    shutil.copy(folder / "protocols" / "examining_data.toml", folder / "protocols" / "second.toml")
    (folder / "protocols" / "third.toml").write_text("key = ")
    spoil(folder / "prompts" / "implement.toml", 'phase = "implement"', 'phase = "rest"')
    (folder / "formats" / "zzz.toml").write_text("kind = 'dream'")

    taken, unreadable = files.protocol_problems(folder / "protocols")
    assert taken == "second.toml: the key “examining_data” is taken by examining_data.toml."
    assert unreadable.startswith("third.toml: protocol: This isn't TOML")
    assert list(files.prompt_problems(folder / "prompts")) == [
        "implement.toml: prompts: “phase” must be one of analyze, design, implement, refine.",
        "The phase implement lasts up to 3 weeks, but teams have 0 prompts for it.",
    ]
    assert next(files.format_problems(folder / "formats")).startswith("zzz.toml: ")


def test_without_a_protocol_nobody_can_meet(tmp_path: Path) -> None:
    (tmp_path / "protocols").mkdir()

    assert list(files.protocol_problems(tmp_path / "protocols")) == [
        "There is no protocol that can be read in protocols/."
    ]


# Forms and facts


@dataclass(frozen=True)
class _GiveThanks:
    channel: str
    to: str
    why: str = ""


def test_a_form_and_its_dataclass_are_compared_both_ways() -> None:
    read = {"thanks.give": form_fields.Read(_GiveThanks, frozenset({"channel"}))}

    assert list(form_fields.compared({"thanks.give": {"to", "why"}}, read)) == []
    assert list(form_fields.compared({"thanks.give": {"too"}}, read)) == [
        "The form thanks.give asks for too, which _GiveThanks doesn't have.",
        "_GiveThanks wants to, which the form thanks.give doesn't ask for.",
    ]
    assert {"cycle.start", "team.set_up", "spot.share"} <= form_fields.read_by_doors().keys()


def test_a_fact_that_no_verb_gives_is_found(deps: Dependencies) -> None:
    letter = handlers.letters(deps)["team:changed"]

    assert list(given_facts.lacking("team:changed", letter, [{"team": "x", "by": "U1"}])) == []
    assert list(given_facts.lacking("team:changed", letter, [{"team": "x", "cake": 1}])) == [
        "The post team:changed has a sample fact cake, which facts never gives.",
    ]
