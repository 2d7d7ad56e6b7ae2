"""Teachers as exports name them: in one column or in two, and several of them in one cell."""

from collections.abc import Mapping

from workflows.formats import coded_columns
from workflows.formats.coded_columns import Coded

APART = "\0"


def names(texts: Mapping[str, Coded], nothing: Coded) -> Coded:
    """The teachers of each row by name: "Ash,Birch" beside "Ann,Bob" are Ann Ash and Bob Birch, who share the class."""
    if "teacher_name" in texts:
        return texts["teacher_name"]
    parts = [texts[role] for role in ("teacher_last", "teacher_first") if role in texts]
    if len(parts) < 2:
        return parts[0] if parts else nothing
    last, first = (coded_columns.filled(part, coded_columns.constant("-", len(part))) for part in parts)
    nobody = parts[0].blank() & parts[1].blank()
    return coded_columns.labels(coded_columns.joined([last, first], APART), _paired).without(nobody)


def ids(texts: Mapping[str, Coded], named: Coded, nothing: Coded) -> Coded:
    """The teachers of each row by id, as many as are named: "T1,T2" beside two names are two ids."""
    known = texts.get("teacher", nothing)
    if named.blank().all() or not any("," in text for text in known.distinct()):
        return known
    return coded_columns.labels(coded_columns.joined([known, named], APART), _as_many).without(known.blank())


def _paired(text: str) -> str:
    lasts, firsts = ([part.strip() for part in side.split(",")] for side in text.split(APART))
    if len(lasts) != len(firsts):
        lasts, firsts = ([side] for side in text.split(APART))
    pairs = (", ".join(part for part in pair if part not in ("", "-")) for pair in zip(lasts, firsts, strict=True))
    return "; ".join(pair for pair in pairs if pair)


def _as_many(text: str) -> str:
    known, _, named = text.partition(APART)
    several = [part.strip() for part in known.split(",")]
    return "; ".join(several) if len(several) == len(named.split(";")) else known
