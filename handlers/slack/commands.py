"""Take a slash command apart, and answer kindly what it can't be."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from workflows.refusal import Refusal

HELP = "help"
WORD_MOST = 40
# Every verb that can be typed: the nearest of all of them is offered, whichever command it was typed behind.
VERBS: Mapping[str, tuple[str, ...]] = {
    "/cycle": ("start", "status", "plan", "change", "past", "team", "join"),
    "/protocol": ("schedule", "list"),
    "/commit": ("new", "list", "team"),
    "/brightspots": ("setup", "upload", "files", "preview", "why"),
}
SPANISH: Mapping[str, str] = {
    "ayuda": HELP, "empezar": "start", "iniciar": "start", "comenzar": "start", "estado": "status", "equipo": "team",
    "unirme": "join", "unirse": "join", "entrar": "join", "programar": "schedule", "planear": "schedule",
    "lista": "list", "ver": "list", "nuevo": "new", "nueva": "new", "configurar": "setup", "subir": "upload",
    "archivos": "files", "cambiar": "change", "anteriores": "past",
    "adelanto": "preview", "porqué": "why", "porque": "why",
}  # fmt: skip


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


def rest(text: str) -> str:
    """What stands behind a command's first word."""
    return text.strip().partition(" ")[2].strip()


def subcommand(command: str, text: str, known: Iterable[str], *, usual: str) -> str:
    """The first word of a command's text, in English or Spanish; ``usual`` when there is none.

    Raises
    ------
    Refusal
        When the word isn't known, with the nearest one that is.
    """
    words = text.split()
    if not words:
        return usual
    word = words[0].lower()
    own = [*known, HELP]
    meant = SPANISH.get(word, word)
    if meant in own:
        return meant
    nearest = _nearest(command, word, own)
    if nearest:
        raise Refusal(
            "I don't know “{word}”. Did you mean {nearest}? {command} help shows everything.",
            word=word[:WORD_MOST],
            command=command,
            nearest=nearest,
            instead=nearest,
        )
    raise Refusal("I don't know “{word}”. {command} help shows everything.", word=word[:WORD_MOST], command=command)


def _nearest(command: str, word: str, own: Sequence[str]) -> str | None:
    """The verb that looks most like a word: of this command first, then of all, the Spanish ones among them."""
    typed = {**{verb: f"{command} {verb}" for verb in own}}
    typed |= {spanish: f"{command} {verb}" for spanish, verb in SPANISH.items() if verb in own}
    found = get_close_matches(word, typed, n=1, cutoff=0.6)
    everywhere = {verb: f"{name} {verb}" for name, verbs in VERBS.items() if name != command for verb in verbs}
    everywhere |= {
        spanish: everywhere[verb] for spanish, verb in SPANISH.items() if verb in everywhere and verb not in own
    }
    found = found or get_close_matches(word, everywhere, n=1, cutoff=0.6) or get_close_matches(word, typed, 1, 0.5)
    return {**everywhere, **typed}[found[0]] if found else None
