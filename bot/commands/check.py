"""`python -m bot check`: words, screens, doors, manifest and files, compared with each other and with Slack's rules.

Needs no Slack, no network and no database. One line for each thing checked, and a sentence for each problem.
"""

import asyncio
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import handlers
from bot.app import open_brightcycle
from bot.checks import doors, files, form_fields, given_facts, kinds, manifest, refusals, screens, templates
from bot.clock import SystemClock
from bot.settings import Settings
from bot.template_loader import TEMPLATES, load_library
from handlers.slack.dependencies import Dependencies
from workflows.rules.toml_tables import FileMistake

Say = Callable[[str], object]
Checks = Iterator[tuple[str, Iterable[str]]]


def run(say: Say) -> int:
    """Check everything; returns 1 when something is wrong, else 0."""
    found = 0
    for title, problems in _all():
        sentences = list(dict.fromkeys(problems))
        say(f"{'wrong' if sentences else 'ok   '}  {title}")
        for sentence in sentences:
            say(f"         {sentence}")
        found += len(sentences)
    say(f"{found} {'problem' if found == 1 else 'problems'}." if found else "Everything fits together.")
    return 1 if found else 0


def _all() -> Checks:
    yield "protocol files", files.protocol_problems(TEMPLATES / "protocols")
    yield "prompt files", files.prompt_problems(TEMPLATES / "prompts")
    yield "format files", files.format_problems(TEMPLATES / "formats")
    yield (
        "refusals in every language",
        refusals.problems(TEMPLATES / "messages", files.sentences_of_formats(TEMPLATES / "formats")),
    )
    try:
        load_library()
    except FileMistake:
        return  # said above; without protocols and prompts nothing else can be made
    yield from asyncio.run(_wired())


async def _wired() -> list[tuple[str, list[str]]]:
    """The checks that need everything wired as in `serve`; nothing is connected to."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_brightcycle(_nowhere(Path(folder)), SystemClock()) as brightcycle:
            return [(title, list(problems)) for title, problems in _with(brightcycle.deps)]


def _with(deps: Dependencies) -> Checks:
    letters = handlers.letters(deps)
    register = doors.opened(deps)
    yield "kinds of post and who writes them", kinds.problems(deps)
    yield "templates in every language, with hostile facts", templates.problems(deps.words)
    yield "posted messages against Slack's limits", screens.message_problems(deps.words, deps.library, letters)
    yield "replies against Slack's limits", screens.reply_problems(deps.words, letters)
    yield "modals against Slack's limits", screens.modal_problems(deps.words, deps.library)
    yield "Home against Slack's limits", screens.home_problems(deps.words)
    yield "forms and what they are read into", form_fields.problems(deps.words, deps.library)
    yield "facts that posts are given", given_facts.problems(letters, deps.library)
    shown = screens.actions_shown(deps.words, deps.library, letters)
    yield "buttons and forms have listeners", doors.screen_problems(register, shown)
    yield "every command explains itself", doors.help_problems(register, deps.words)
    try:
        told = manifest.load()
    except (manifest.ManifestMistake, LookupError, TypeError) as mistake:
        yield "manifest.yaml", [f"manifest.yaml can't be read: {mistake}"]
        return
    yield "manifest.yaml and the code agree", doors.manifest_problems(told, register)
    yield "scopes for every method and event", doors.scope_problems(told, register)


def _nowhere(folder: Path) -> Settings:
    return Settings.model_validate(
        {
            "slack_signing_secret": "nobody is listening",
            "slack_api_url": "http://127.0.0.1:9/api/",
            "secret_key": "a secret for checking only",
            "database_url": f"sqlite:///{folder / 'never.db'}",
            "data_url": str(folder / "never"),
        }
    )
