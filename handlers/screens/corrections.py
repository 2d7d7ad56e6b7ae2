"""The form in which an uploader says which column is what, and what the file itself doesn't say."""

from collections.abc import Mapping
from typing import Any

from handlers.screens import blocks as b
from handlers.screens.blocks import Block
from handlers.screens.words import Voice

Facts = Mapping[str, Any]
ROLES = (
    "student", "score", "subject", "grade", "year", "window", "tested_on", "percentile", "level", "school",
    "teacher_name", "section",
)  # fmt: skip
SUBJECTS = ("math", "ela", "language", "science", "social studies")
WINDOWS = ("fall", "winter", "spring", "summer")
MOST_LEVELS = 20


def correction_form(voice: Voice, found: Facts, memo: str) -> Block:
    """One menu for every column that counts, and the few things a file may leave unsaid."""
    t = "correction_form"
    return b.modal(
        "upload.correct",
        voice.plain(f"{t}.title"),
        [
            *b.prose(voice.say(f"{t}.intro")),
            *[_column(voice, found, role) for role in ROLES],
            *_unsaid(voice, found),
            *_levels(voice, found),
            b.fine_print(voice.say(f"{t}.remembered")),
        ],
        submit=voice.plain(f"{t}.submit"),
        close=voice.plain(f"{t}.close"),
        memo=memo,
    )


def said(view: Facts, found: Facts) -> dict[str, Any]:
    """What a submitted form says, as the reader of files takes it: only what differs from how the file was read."""
    values = {name: _value(element[name]) for name, element in view["state"]["values"].items()}
    chosen = {role: found["offered"][int(values[role])] for role in ROLES if values.get(role) is not None}
    columns = {role: header for role, header in chosen.items() if found["columns"].get(role) != header}
    hints: dict[str, Any] = {"columns": {**found["hints"].get("columns", {}), **columns}}
    hints |= {name: values[f"said_{name}"] for name in ("subject", "window") if values.get(f"said_{name}")}
    hints |= {name: int(values[f"said_{name}"]) for name in ("grade", "year") if values.get(f"said_{name}")}
    if "proficient" in values:
        hints["proficient"] = [list(found["levels"])[int(each)] for each in values["proficient"] or ()]
    return hints


def _column(voice: Voice, found: Facts, role: str) -> Block:
    options = {str(place): header for place, header in enumerate(found["offered"])}
    here = found["columns"].get(role)
    initial = str(found["offered"].index(here)) if here in found["offered"] else None
    return b.ask(role, voice.plain(f"correction_form.{role}"), b.choice(options, initial), optional=True)


def _unsaid(voice: Voice, found: Facts) -> list[Block]:
    t, hints = "correction_form", found["hints"]
    subjects = {each: voice.plain(f"{t}.subject_name", subject=each) for each in SUBJECTS}
    windows = {each: voice.plain(f"{t}.window_name", window=each) for each in WINDOWS}
    grades = {str(each): "K" if each == 0 else str(each) for each in range(13)}
    newest = max([int(str(each)[-4:]) for each in found["years"]], default=found["this_year"])
    years = {str(each): f"{each - 1}–{each}" for each in range(newest - 5, newest + 3)}
    asked = {"subject": subjects, "window": windows, "grade": grades, "year": years}
    return [
        b.ask(f"said_{name}", voice.plain(f"{t}.said_{name}"), b.choice(options, _known(hints, name)), optional=True)
        for name, options in asked.items()
    ]


def _known(hints: Facts, name: str) -> str | None:
    return None if hints.get(name) is None else str(hints[name])


def _levels(voice: Voice, found: Facts) -> list[Block]:
    levels = list(found["levels"])[:MOST_LEVELS]
    if not levels:
        return []
    options = [{"text": b.plain(level, b.LABEL_MOST), "value": str(place)} for place, level in enumerate(levels)]
    passing = [each for each, level in zip(options, levels, strict=True) if level in found["proficient"]]
    menu: Block = {"type": "multi_static_select", "options": options}
    menu |= {"initial_options": passing} if passing else {}
    return [b.ask("proficient", voice.plain("correction_form.proficient"), menu, optional=True)]


def _value(element: Facts) -> Any:  # noqa: ANN401 - one option, several, or nothing
    if "selected_options" in element:
        return [each["value"] for each in element["selected_options"]]
    return (element.get("selected_option") or {}).get("value")
