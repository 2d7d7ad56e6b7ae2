"""Whether two names are one person's, however files and Slack write them."""

import re
import unicodedata

LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
APOSTROPHES = re.compile(r"['’‘ʼʻʹ`´′]")
WORD = re.compile(r"\w+")


def spelled(name: str) -> str:
    """A name without capitals, accents, apostrophes and doubled spaces; letters of every script stay letters."""
    plain = unicodedata.normalize("NFKD", APOSTROPHES.sub("", name).casefold())
    bare = "".join(each for each in plain if not unicodedata.combining(each)).translate(LETTERS)
    return " ".join(bare.split())


def same_person(name: str) -> str:
    """What all ways to write one person's name have in common: “Ruiz-Sol, Ana” and “ana  RUIZ SOL” are one.

    Only “Last, First” is turned round; other words keep their order, so that Ana Ruiz isn't Ruiz Ana.
    """
    family, comma, given = name.partition(",")
    whole = f"{given} {family}" if comma else name
    words = WORD.findall(spelled(whole))
    return " ".join(words) or " ".join(whole.split())


def words_of(name: str) -> frozenset[str]:
    """The words of a name, in any order."""
    return frozenset(WORD.findall(spelled(name)))
