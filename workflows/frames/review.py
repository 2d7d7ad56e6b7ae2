"""Read a file to tell what it is; nothing is written. Runs in another process, where pandas may be loaded.

It takes and returns plain values, so that they can travel between processes. Names, birthdates and free text are not
even loaded.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from workflows.frames import opening, tables
from workflows.frames.opening import Paper, Unknown
from workflows.refusal import Refusal

if TYPE_CHECKING:
    from workflows.formats.understanding import Understanding
    from workflows.formats.uploads import Upload as Opened

Answer = dict[str, Any]
MOST_LEVELS, MOST_COLUMNS = 20, 90


def understand(paper: Paper, said: Answer | None, remembered: Mapping[str, Answer]) -> Answer:
    """What a file is, or ``{"refusal": sentence}``.

    ``said`` are the uploader's corrections; without any, what was ``remembered`` of files with the same headers counts,
    and of a table that nobody knows, a guess.
    """
    from workflows.formats import parquet, reading
    from workflows.formats.tally import Tally

    try:
        opened, used, is_guessed = _opened(paper, said, remembered)
        tally, cells = Tally(), Counter[tuple[Any, ...]]()
        for batch in opening.noted(reading.counted(opened, tally), paper.progress_at):
            cells.update(tables.cells_of(batch) if "score" in batch.columns else {})
        found = reading.finished(opened, tally)
        content = parquet.content_key(opened.source)
        signature = signature_of(opened, used)
    except Refusal as refusal:
        return opening.refused(refusal)
    told = _plain(found) | {
        "cells": tables.listed(cells),
        "offered": _offered(opened),
        "several": _several(opened),
        "notes": list(opened.parts[0].match.recogniser.notes),
        "remembered": bool(used and not said and not is_guessed),
        "guessed": is_guessed or "mapping" in found.needs,
    }
    return {
        "understood": told, "hash": content, "signature": signature, "hints": used,
        "stored_as": stored_as(content, used),
    }  # fmt: skip


def stored_as(content_hash: str, said: Answer) -> str:
    """The name of a file's Parquet: of its bytes and of how they were read."""
    if not said:
        return content_hash
    return hashlib.sha256(f"{content_hash} {json.dumps(said, sort_keys=True)}".encode()).hexdigest()


def signature_of(opened: "Opened", said: Answer) -> str:
    """What files with the same headers in the same format share; in no format, if that is guessed or said."""
    part = opened.parts[0]
    headers = "\x1f".join(sorted(part.table.header))
    known = "" if part.match.recogniser.generic or said.get("format") else part.match.recogniser.format
    return hashlib.sha256(f"{known}\x1e{headers}".encode()).hexdigest()


def _opened(paper: Paper, said: Answer | None, remembered: Mapping[str, Answer]) -> "tuple[Opened, Answer, bool]":
    """A file, what its reading follows, and whether that is only a guess."""
    opened, used, is_guessed = _known_or_guessed(paper, said or {})
    known = {} if said else remembered.get(signature_of(opened, used), {})
    return (opening.opened(paper, known), known, False) if known else (opened, used, is_guessed)


def _known_or_guessed(paper: Paper, said: Answer) -> "tuple[Opened, Answer, bool]":
    try:
        return opening.opened(paper, said), said, False
    except Unknown:
        if said.get("columns"):
            raise
        guess = said | opening.guessed(paper)
        return opening.opened(paper, guess), guess, True


def _offered(opened: "Opened") -> list[str]:
    """The columns an uploader may choose from: none that names a student or holds free text."""
    from workflows.formats.guessing import is_personal, names_somebody

    table, match = opened.parts[0].table, opened.parts[0].match
    read = dict.fromkeys([*match.headers(), *(level for level, _ in match.offers)])
    used = [each for each in read if not is_personal(each)]
    rest = [each for each in table.header if each not in read and not names_somebody(table, each)]
    return [each for each in (*used, *rest) if each.strip()][:MOST_COLUMNS]


def _several(opened: "Opened") -> list[str]:
    """The roles that have a column for each subject or season: one menu can't say which of them is meant."""
    headers: dict[str, set[str]] = {}
    for block in opened.parts[0].match.blocks:
        for role, header in block.columns.items():
            headers.setdefault(role, set()).add(header)
    return sorted(role for role, many in headers.items() if len(many) > 1)


def _plain(found: "Understanding") -> Answer:
    told: Answer = found.summary()
    return told | {
        "title": found.title,
        "kind": found.kind,
        "cut": found.cut,
        "levels": dict(Counter(found.levels).most_common(MOST_LEVELS)),
        "proficient": list(found.proficient),
        "teachers": found.teachers,
        "percentiles": "percentile" in found.columns,
        "studies": list(found.studies),
        "part_year": found.part_year,
        "examples": [dict(each) for each in found.examples],
        "ignored": len(found.ignored),
    }
