"""Facts about bright spots and digests, for their templates, posts, replies and modals."""

from collections.abc import Callable, Mapping
from datetime import date, time
from functools import partial

from bot.checks.facts.hostile import ANA, AT, HERE, ON, Builds, Facts
from handlers.screens import blocks as b
from handlers.screens import consent, ilt
from handlers.screens.words import Voice
from workflows.meetings.library import Library

MOST_ROWS, MOST_SPOTS = 14, 5
YEARS = [[2024, 24], [2025, 26], [2026, 25]]


def shown(text: str) -> Facts:
    """What is shown of a bright spot."""
    return {
        "source": text[:64], "years": [2024, 2025, 2026], "students": YEARS, "median": 63, "low": 57, "high": 69,
        "share": 61, "luck": 12, "of_two": False, "second": None, "proficient": None,
    }  # fmt: skip


def standings(text: str) -> list[Facts]:
    """A teacher's own bright spot, however it stands."""
    proficient = {"students": 75, "observed": 40, "expected": 31, "low": 42, "high": 64, "near_cut": True}
    spot = {
        **shown(text), "spot": 7, "subject": text[:64], "grade": text[:20], "school": text[:80], "tier": "promising",
        "roster_from": text[:80], "roster_on": ON, "choice": "waiting", "silent": False, "answer_by": ON, "sharing": 0,
        "may_be_nameless": True, "has_channel": True, "listed": 80, "counted": 75,
    }  # fmt: skip
    others: list[Facts] = [
        {"silent": True, "counted": 80}, {"choice": "not now"}, {"choice": "named", "sharing": 3}, {"roster_from": ""},
        {"choice": "nameless", "sharing": 3, "tier": "confirmed", "second": text[:64], "proficient": proficient},
    ]  # fmt: skip
    return [spot, *({**spot, **other} for other in others)]


def sharings(text: str) -> list[Facts]:
    """Something shared, with and without a name."""
    known = {"school": text[:80], "sharing": 3, "grade": text[:20], "subject": text[:64], "withdrawn": False}
    nameless = {"named": False, "who": "", "practice": text, "shown": {}}
    return [{**known, "named": True, "who": ANA, "practice": "", "shown": shown(text)}, {**known, **nameless}]


def digest_rows(text: str) -> list[Facts]:
    """Rows with and without figures, of teams and of grades."""
    figures = [
        {"percent": percent, "rated": 31, "gain": gain, "compared": 28, "year_ago": ago}
        for percent, ago in ((None, None), (3, 5), (50, 44), (97, 50))
        for gain in (None, 0.0, 2.54, -3.16)
    ]
    return [
        {
            "team": f"{number} {text}"[:80] if number % 2 else None, "source": "map_growth",
            "grade": str(number or "K"), "year": 2027, "subject": text[:64], "window": text[:64],
            "window_before": text[:64], "schools": 1, **figures[number % len(figures)],
        }
        for number in range(MOST_ROWS)
    ]  # fmt: skip


def groups(text: str) -> list[Facts]:
    """Every group of students, in a grade and in a whole school."""
    years = [[2025, 70], [2026, 72]]
    return [
        {"group": group, "grade": grade, "subject": text[:64], "source": text[:64], "students": years, "median": 58,
         "share": share}
        for group in ("english_learner", "special_education", "low_income")
        for grade, share in (("all", 95), ("4", 57))
    ]  # fmt: skip


def digests(text: str) -> list[Facts]:
    """Digests in every situation."""
    rows = digest_rows(text)
    spots = [{"team": None, "grade": grade, "subject": text[:64], **shown(text)} for grade in ("all", "4")] + [
        {"team": text[:80], "grade": "5", "subject": text[:64], **shown(text)}
    ] * (MOST_SPOTS - 2)
    tried = [
        {"team": text[:80], "question": text, "week": week, "weeks": 5, "why_no_week": why}
        for week, why in ((2, ""), (None, "break"))
    ]
    told: Facts = {
        "school": text[:80], "team": None, "on": ON.isoformat(), "rows": rows, "spots": spots,
        "shared": sharings(text), "waiting": 2, "top": None, "cycles": 2, "kept": 1, "written": 3, "tried": tried,
        "also": [text[:80]] * 57, "over": [text[:80]] * 2, "begun": True, "newly_waiting": True,
        "coming": [{"team": text[:80], "on": ON.isoformat()}] * 2, "verdict": "flagged", "assumed": True,
        "quotes": [], "groups": groups(text),
        "excluded": [[text[:100], 3]], "refusal": None, "refusal_facts": {}, "situation": "new", "issue": 5,
    }  # fmt: skip
    quotes = [{"text": text, "by": by} for by in (ANA, "")]
    empty: Facts = {"rows": [], "spots": [], "groups": [], "shared": [], "waiting": None, "coming": []}
    return [
        told,
        {**told, "rows": rows[6:8], "spots": [], "shared": [], "top": rows[6], "team": text[:80]},
        {**told, "rows": [{**row, "schools": 60} for row in rows[6:8]], "spots": [], "shared": []},
        {**told, **empty, "situation": "quiet", "issue": 0, "quotes": quotes},
        {**told, **empty, "situation": "too small", "tried": [], "cycles": 1, "kept": 0, "written": 1},
        {**told, **empty, "situation": "nothing"},
    ]


def previews(text: str) -> list[Facts]:
    """A first digest before it is posted."""
    first, *_ = digests(text)
    states = ((False, AT), (True, None), (False, None))
    return [{**first, "school_id": 1, "may_hold": True, "held": held, "next_at": at} for held, at in states]


def templates(text: str) -> dict[str, list[Facts]]:
    """Facts for the templates."""
    digest = [
        {**told, **row, **shown(text), **shared, "name": text[:80], "more": 3, "results": 1, "found": 2,
         "action": action, "whom": text[:80], "week": week, "weeks": 5, "question": text, "reason": text[:200],
         "verdict": verdict, "meetings": [(text[:80], date(2026, 10, 14))], "proficient": "61 %", "growth": "+3.0",
         "held": False, "next_at": AT, "practice": text, "test": text[:80], "by": by,
         "told": [(text[:80], text[:80])], "teams": [text[:24]] * 5, "why_no_week": "break", **group}
        for told, row, shared in zip(digests(text), digest_rows(text), sharings(text) * 3, strict=False)
        for action in ("shared", "ask", "small", "team", "begin")
        for by, group in zip((ANA, "", ANA), groups(text)[::2], strict=True)
        for week, verdict in ((2, "flagged"), (None, "nothing lasting"), (1, "not enough data"))
    ]  # fmt: skip
    return {
        "digest": digest,
        "ilt_form": [{"school": text[:80], "weekday": ON, "at": time(13)}],
        "spot": standings(text),
        "share_form": [{**standings(text)[0], "how": how} for how in ("named", "nameless")],
        "shared": sharings(text),
        "why": [{**each, "more": 2, "missing": 4} for each in whys(text)],
    }  # fmt: skip


def whys(text: str) -> list[Facts]:
    """What was compared for a teacher: something, very much, or nothing."""
    classes = [
        {"year": 2026, "grade": "4", "subject": text[:64], "source": text[:64], "counted": 20, "listed": 24,
         "others": others, "there": there, "why": why}
        for others, there, why in ((0, 0, ""), (0, 3, ""), (0, 3, text[:80]), (1, 1, ""), (3, 3, ""))
    ]  # fmt: skip
    return [
        {"classes": some, "spots": spots}
        for some in ([], classes, classes * 20)
        for spots in ([], [(text[:64], 12)])
    ]  # fmt: skip


def posts(text: str, _library: Library) -> dict[str, list[Facts]]:
    """Facts for the kinds of post."""
    return {
        "digest:weekly": digests(text), "digest:team": digests(text), "digest:preview": previews(text),
        "spot:found": standings(text), "spot:shared": sharings(text),
    }  # fmt: skip


def replies(voice: Voice, text: str) -> Mapping[str, Builds]:
    """How to build each reply."""
    return {
        "left": [partial(consent.left, voice)],
        "gone": [partial(consent.gone, voice, each) for each in standings(text)],
        "why": [partial(consent.why, voice, each) for each in whys(text)],
    }


def modals(voice: Voice, _library: Library, text: str) -> Mapping[str, Callable[[], b.Block]]:
    """How to build each modal."""
    home = f"{HERE} 1789.000100 7 named"
    return {
        "ilt_form": lambda: ilt.ilt_form(voice, f"{HERE} upload", "America/Argentina/ComodRivadavia", text[:80]),
        "more": lambda: consent.more(voice, standings(text)[-1]),
        "share_form": lambda: consent.share_form(voice, standings(text)[0] | {"who": ANA}, "named", home),
    }
