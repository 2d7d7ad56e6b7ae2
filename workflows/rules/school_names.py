"""Whether two names mean one school: a file and a form may write the same name with other signs."""

import unicodedata

APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´′＇", "'"))
DASHES = str.maketrans(dict.fromkeys("‐‑–—−", "-"))


def same_name(name: str) -> str:
    """What names of one school share: "St. Mary’s " and "ST. MARY'S", "Cañada" in one sign or in two."""
    plain = unicodedata.normalize("NFKC", name).translate(APOSTROPHES).translate(DASHES)
    return " ".join(plain.casefold().split())
