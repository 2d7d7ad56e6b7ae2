"""Take a slash command apart, and answer kindly what it can't be."""

from collections.abc import Iterable
from difflib import get_close_matches

from workflows.refusal import Refusal

HELP = "help"
WORD_MOST = 40


def in_a_channel(channel: str) -> str:
    """A team is known by its channel, so most commands mean nothing in a direct message.

    Raises
    ------
    Refusal
        When this isn't a channel.
    """
    if not channel.startswith(("C", "G")):
        raise Refusal("Please do this in your team's channel, so that I know which team you mean.")
    return channel


def subcommand(command: str, text: str, known: Iterable[str], *, usual: str) -> str:
    """The first word of a command's text; ``usual`` when there is none.

    Raises
    ------
    Refusal
        When the word isn't known, with the nearest one that is.
    """
    words = text.split()
    if not words:
        return usual
    word = words[0].lower()
    options = [*known, HELP]
    if word in options:
        return word
    nearest = get_close_matches(word, options, n=1, cutoff=0.5)
    if nearest:
        raise Refusal(
            "I don't know “{word}”. Did you mean {command} {nearest}? {command} help shows everything.",
            word=word[:WORD_MOST],
            command=command,
            nearest=nearest[0],
        )
    raise Refusal("I don't know “{word}”. {command} help shows everything.", word=word[:WORD_MOST], command=command)
