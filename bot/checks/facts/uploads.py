"""Facts about files, rosters and the upload page, with a file's own words wherever they can stand."""

from collections.abc import Callable, Mapping
from functools import partial

from bot.checks.facts.hostile import ANA, BEN, HERE, ON, Builds, Facts
from handlers.screens import blocks as b
from handlers.screens import rosters, upload_correction, upload_review
from handlers.screens import uploads as screen
from handlers.screens.words import Voice
from workflows.meetings.library import Library
from workflows.store.upload_claims import Stage
from workflows.uploads.imports import MOST_SHOWN

UNREADABLE = "None of the {rows} rows of this file can be used: {reasons}."
BESIDE = {
    "students": 400, "known": 380, "gone": 3, "has_scores": True, "on_roster": 0, "has_roster": True,
    "with_other_zeros": 390, "same_as_year": 2026, "teachers_known": 2, "teachers_gone": 1,
}  # fmt: skip
KINDS = ("scores", "roster", "crosswalk")


def read_files(text: str) -> list[Facts]:
    """Files as they were understood, of each kind; known and guessed, with and without something to replace."""
    change = {
        "source": "MAP Growth", "grade": "0", "subject": text[:64], "year": 2027, "window": text[:64],
        "on": "2026-09-14", "before": 3, "after": 80,
    }  # fmt: skip
    found = {
        **_understood(text), "columns": {"student": text[:200], "score": text[:64]}, "years": ["2026-2027"],
        "cells": [], "offered": [f"{number} {text}"[:200] for number in range(90)], "notes": [text],
        "several": ["level"], "format": "generic", "compared": BESIDE,
    }  # fmt: skip
    guessed = {
        "needs": ["mapping", "subject", "grade", "year", "window", "confirm cut", "crosswalk"],
        "studies": [text[:64]] * 10,
        "part_year": 3,
        "by_name": True,
        "disputes": [
            {"about": about, "says": text[:200], "against": text[:200], "rows": 3, "compared": 40}
            for about in ("window", "year", "subject")
        ],
        "hidden_sheets": [text[:64]] * 9,
        "hidden_rows": 3,
        "blank_formulas": 30,
        "strange_levels": [text[:64]] * 9,
        "score_columns": [text[:200]] * 9,
        "guessed": True,
        "remembered": True,
        "changes": [change] * 9,
        "levels": {text[:64]: 3},
    }
    return [
        {**found, "remembered": True, "changes": []},
        {**found, **guessed},
        {**found, **guessed, "proficient": [], "refused": {}, "percentiles": False},
    ]


def posts(text: str, _library: Library) -> dict[str, list[Facts]]:
    """Facts for each kind of post about files and rosters."""
    known = {"upload": 3, "round": 2, "name": text[:80], "kept_until_on": ON}
    reviews_ = [
        {**known, "kind": kind, "in_slack": slack, "understood": found}
        for kind in KINDS
        for slack in (True, False)
        for found in read_files(text)
    ]
    refusals: list[tuple[str, Facts]] = [
        ("This file is empty.", {}),
        (UNREADABLE, {"facts": {"rows": 5, "reasons": text[:240]}}),
    ]
    return {
        "upload:understood": reviews_,
        "upload:imported": reviews_,
        "upload:refused": [
            {**known, "kind": "", "in_slack": slack, "understood": told, "refusal": sentence}
            for slack in (True, False)
            for sentence, told in refusals
        ],
        "roster:ask": _teachers(text),
        "roster:corrected": _teachers(text),
    }


def templates(text: str) -> dict[str, list[Facts]]:
    """Facts for each template about files and rosters."""
    known = {"subject": "math", "window": "fall", "role": "student", "kind": "scores"}
    endings: list[Facts] = [
        {"in_slack": yes, "reason": text, "cut": 50, "kept_until_on": ON, "asks_cut": yes, "passing": []}
        for yes in (True, False)
    ]
    told = [
        {**upload_review.words({"kind": kind, "name": text[:80], "understood": found}), **more}
        for kind in KINDS
        for found in read_files(text)
        for more in endings
    ]
    row = {"name": text[:80], "title": text[:80], "usable": 3, "imported_on": ON, "kept_until_on": ON}
    status = {"confirmed": 1, "corrected": 1, "waiting": [ANA, BEN], "unlinked": 2}
    roster: Facts = {"school": text[:80], "students": 24, "name": text[:80], "missing": 1, "moved": 2, **status}
    return {
        "upload_review": told,
        "upload_form": [{"rows": "1,000"}],
        "correction_form": [known],
        "files": [{**row, "many": many, "replaced": bool(many)} for many in (0, 2)],
        "roster": [{**roster, "many": many, "classes": [text] * many, "not_mine": [text] * many} for many in (0, 1, 2)],
        "roster_form": [{}],
        "link_form": [{"more": 0}, {"more": 3}],
        "upload_page": [
            {"school": text[:80], "most": 200, "name": text[:80], "stage": stage, "reason": text} for stage in Stage
        ],
    }


def replies(voice: Voice, text: str) -> Mapping[str, Builds]:
    """How to build each reply about files: none imported and as many as are shown, with and without a roster."""
    row = {
        "id": 3, "title": text[:80], "usable": 3, "name": text[:80], "kind": "scores", "imported_on": ON,
        "kept_until_on": ON, "replaced": True,
    }  # fmt: skip
    unlinked = {**_teachers(text)[0], "slack_id": None, "correction": None, "waiting": False}
    rosters_: list[list[Facts]] = [[], [unlinked], [unlinked, *_teachers(text)]]
    return {
        "files": [partial(rosters.files, voice, [row] * many, each) for many in (0, MOST_SHOWN) for each in rosters_],
        "offered": [partial(upload_review.offered, voice, "F0FILE")],
        "upload_link": [partial(screen.upload_link, voice, f"https://brightcycle.example/upload/{'x' * 240}")],
    }


def modals(voice: Voice, _library: Library, text: str) -> Mapping[str, Callable[[], b.Block]]:
    """How to build each modal about files and rosters."""
    found = {**read_files(text)[1], "kind": "scores", "hints": {"columns": {"school": ""}}, "this_year": 2026}
    teachers = [{**each, "id": number, "slack_id": None} for number, each in enumerate(_teachers(text) * 30)]
    return {
        "upload_form": lambda: screen.upload_form(voice, HERE),
        "correction_form": lambda: upload_correction.correction_form(voice, found, f"{HERE} 3 1"),
        "correct_form": lambda: rosters.correct_form(voice, _teachers(text)[0]),
        "link_form": lambda: rosters.link_form(voice, teachers, {0: ANA}),
    }


def _teachers(text: str) -> list[Facts]:
    classes = [{"section": f"{number} {text}"[:80], "subject": "math", "students": 20} for number in range(30)]
    told = {
        "id": 7, "name": text[:80] or "-", "slack_id": ANA, "school": text[:80], "students": 24, "waiting": True,
        "confirmed": False, "stamp": "0" * 12, "correction": {"missing": 1, "moved": 2, "not_mine": [text[:80]]},
    }  # fmt: skip
    return [{**told, "classes": classes}, {**told, "classes": [{"section": "", "subject": "", "students": 3}]}]


def _understood(text: str) -> Facts:
    """What was read from a score file, with the file's own words in it."""
    return {
        "title": text[:150], "rows": 400, "usable_rows": 380, "name": text[:255], "subjects": [text[:64], "Reading"],
        "grades": [0, 5], "windows": [text[:64]], "years": [2026, 2027], "refused": {text[:200]: 12, "no score": 8},
        "cut": None, "proficient": [text[:64]], "teachers": 4, "needs": ["roster"], "levels": {}, "percentiles": True,
        "columns": [text[:64]], "examples": [{"grade": "5", "score": text[:64]}] * 5,
    }  # fmt: skip
