"""Names of people in any spelling: the same name whatever its accents, apostrophes, case and spacing."""

import re
import unicodedata

# Letters that Unicode doesn't take apart though people do: Łukasz signs as Lukasz.
_PLAINER = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_APOSTROPHES = re.compile(r"['’‘ʼʻ`´′]")


def same_name(name: str) -> str:
    """What two spellings of one name share. Letters of every script stay, so that no two names become nothing."""
    taken_apart = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name)).casefold()
    plain = "".join(each for each in taken_apart if not unicodedata.combining(each)).translate(_PLAINER)
    return " ".join(unicodedata.normalize("NFC", plain).split())


def words_of(name: str) -> frozenset[str]:
    """The words of a name, in whatever order and with whatever signs between them."""
    return frozenset(re.findall(r"[^\W\d_]+", same_name(name)))
