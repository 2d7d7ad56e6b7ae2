"""`python -m bot doctor`: says in plain words what is misconfigured, and what is well. It mends nothing."""

import asyncio
from collections.abc import Callable

from bot.clock import Clock, SystemClock
from bot.commands.terminal import judged
from bot.doctor import database, folder, slack
from bot.doctor.finding import Finding, well, wrong
from bot.settings import BadSettings, Settings, database_url, read_settings
from workflows.store.vault import Vault

Say = Callable[[str], object]


def run(say: Say) -> int:
    """Look at everything; returns 0 when all is well, else 1."""
    findings = _examine_this_machine()
    for finding in sorted(findings, key=lambda each: each.well):
        say(judged("ok" if finding.well else "wrong", finding.sentence))
    troubles = sum(not finding.well for finding in findings)
    say(f"{troubles} {'thing needs' if troubles == 1 else 'things need'} mending." if troubles else "All is well.")
    return 1 if troubles else 0


async def examine(settings: Settings, clock: Clock) -> list[Finding]:
    """What is to be said about settings that can be read."""
    looked = database.look(settings.database_url, Vault(settings.secret_key.get_secret_value()), clock)
    bot = settings.slack_bot_token
    tokens = [("SLACK_BOT_TOKEN", bot.get_secret_value())] if bot else looked.tokens
    asked = await slack.look(tokens, settings.slack_api_url, clock)
    if not tokens:
        asked = [well("No workspace has installed the bot yet. Open /slack/install at the bot's address.")]
    return [well("The settings can be read."), *asked, *looked.findings, folder.look(settings.data_url)]


def _examine_this_machine() -> list[Finding]:
    clock = SystemClock()
    try:
        settings = read_settings()
    except BadSettings as sentence:
        return [wrong(str(sentence)), *_database_alone(clock)]
    return asyncio.run(examine(settings, clock))


def _database_alone(clock: Clock) -> list[Finding]:
    try:
        return database.look(database_url(), None, clock).findings
    except BadSettings:
        return []  # this sentence has been said
