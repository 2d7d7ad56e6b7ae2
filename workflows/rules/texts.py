"""What people type, made fit to keep.

Escaping isn't done here: text is kept as people typed it and made safe where it is shown.
"""

import unicodedata

_SPACES = {"Zs", "Zl", "Zp"}
_UNKEEPABLE = {"Cc", "Cs"}


def readable(text: str) -> str:
    """Trim a text and leave out what no database can keep; empty when nobody could see anything of it."""
    kept = "".join(each for each in text if _is_keepable(each)).strip()
    return kept if any(_is_visible(each) for each in kept) else ""


def _is_keepable(character: str) -> bool:
    # PostgreSQL keeps no NUL, UTF-8 no lone surrogate; other control characters only garble what people read.
    return character in "\n\t" or unicodedata.category(character) not in _UNKEEPABLE


def _is_visible(character: str) -> bool:
    return unicodedata.category(character) not in _SPACES | _UNKEEPABLE | {"Cf"}
