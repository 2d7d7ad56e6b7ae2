"""Read a file to tell what it is; nothing is written. Names, birthdates and free text are not even loaded."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from workflows.formats import parquet, reading
from workflows.formats.guessing import is_personal, names_somebody
from workflows.formats.tally import Tally
from workflows.formats.understanding import Understanding
from workflows.formats.uploads import Upload as Opened
from workflows.frames import opening, tables
from workflows.frames.comparing import Seen, compared
from workflows.frames.opening import Unknown
from workflows.jobs.files import FileReading, GivenFile, Hints, InForce

Answer = dict[str, Any]
MOST_LEVELS, MOST_COLUMNS = 20, 90


def understand(
    file: GivenFile, said: Hints | None, remembered: Mapping[str, Hints], there: InForce | None = None
) -> FileReading:
    """What a file is. Raises ``Refusal``.

    ``said`` are the uploader's corrections; without any, what was ``remembered`` of files with the same headers counts,
    and of a table that nobody knows, a guess.
    """
    opened, used, is_guessed = _opened(file, said, remembered)
    tally, cells, seen = Tally(), Counter[tuple[Any, ...]](), Seen()
    for batch in opening.noted(reading.counted(opened, tally), file.progress_at):
        cells.update(tables.cells_of(batch) if "score" in batch.columns else {})
        seen.note(batch)
    found = reading.finished(opened, tally)
    content = parquet.content_key(opened.source)
    told = _plain(found) | {
        "cells": tables.listed(cells),
        "offered": _offered(opened),
        "several": _several(opened),
        "compared": asdict(beside) if (beside := compared(seen, there)) else None,
        "score_columns": _scores(opened),
        "by_name": opened.parts[0].match.by_name,
        "notes": list(opened.parts[0].match.recogniser.notes),
        "remembered": bool(used and not said and not is_guessed),
        "guessed": is_guessed or "mapping" in found.needs,
    }
    return FileReading(told, content, signature_of(opened, used), dict(used), stored_as(content, used))


def stored_as(content_hash: str, said: Hints) -> str:
    """The name of a file's Parquet: of its bytes and of how they were read."""
    if not said:
        return content_hash
    return hashlib.sha256(f"{content_hash} {json.dumps(said, sort_keys=True)}".encode()).hexdigest()


def signature_of(opened: Opened, said: Hints) -> str:
    """What files with the same headers in the same format share; in no format, if that is guessed or said."""
    part = opened.parts[0]
    headers = "\x1f".join(sorted(part.table.header))
    known = "" if part.match.recogniser.generic or said.get("format") else part.match.recogniser.format
    return hashlib.sha256(f"{known}\x1e{headers}".encode()).hexdigest()


def _opened(file: GivenFile, said: Hints | None, remembered: Mapping[str, Hints]) -> tuple[Opened, Hints, bool]:
    """A file, what its reading follows, and whether that is only a guess."""
    opened, used, is_guessed = _known_or_guessed(file, said or {})
    known = {} if said else remembered.get(signature_of(opened, used), {})
    return (opening.opened(file, known), known, False) if known else (opened, used, is_guessed)


def _known_or_guessed(file: GivenFile, said: Hints) -> tuple[Opened, Hints, bool]:
    try:
        return opening.opened(file, said), said, False
    except Unknown:
        if said.get("columns"):
            raise
        guess = {**said, **opening.guessed(file)}
        return opening.opened(file, guess), guess, True


def _offered(opened: Opened) -> list[str]:
    """The columns an uploader may choose from: none that names a student or holds free text."""
    table, match = opened.parts[0].table, opened.parts[0].match
    read = dict.fromkeys([*match.headers(), *(level for level, _ in match.offers)])
    student = match.blocks[0].columns.get("student") if match.by_name else None
    used = [each for each in read if not is_personal(each) or each == student]
    rest = [each for each in table.header if each not in read and not names_somebody(table, each)]
    return [each for each in (*used, *rest) if each.strip()][:MOST_COLUMNS]


def _scores(opened: Opened) -> list[str]:
    """The columns that are read as scores, one for each subject and season."""
    blocks = opened.parts[0].match.blocks
    return list(dict.fromkeys(block.columns["score"] for block in blocks if "score" in block.columns))


def _several(opened: Opened) -> list[str]:
    """The roles that have a column for each subject or season: one menu can't say which of them is meant."""
    headers: dict[str, set[str]] = {}
    for block in opened.parts[0].match.blocks:
        for role, header in block.columns.items():
            headers.setdefault(role, set()).add(header)
    return sorted(role for role, many in headers.items() if len(many) > 1)


def _plain(found: Understanding) -> Answer:
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
        "disputes": [asdict(each) for each in found.disputes],
        "voices": [asdict(each) for each in found.voices],
        "strange_levels": list(found.strange_levels),
        "hidden_sheets": list(found.hidden_sheets),
        "hidden_rows": found.hidden_rows,
        "blank_formulas": found.blank_formulas,
        "examples": [dict(each) for each in found.examples],
        "ignored": len(found.ignored),
    }
