"""The form in which an uploader says which column is what, and what the file itself doesn't say."""

from collections.abc import Mapping
from typing import Any

from handlers.screens import blocks as b
from handlers.screens.blocks import Block
from handlers.screens.words import Voice
from workflows.refusal import Refusal

Facts = Mapping[str, Any]
SCORES = (
    "student", "score", "subject", "grade", "year", "window", "tested_on", "percentile", "level", "school",
    "teacher_name", "section",
)  # fmt: skip
ROSTER = ("student", "teacher_name", "teacher", "section", "subject", "year", "school", "share")
CROSSWALK = ("student", "student_state", "student_vendor")
SAID = {"scores": ("subject", "window", "grade", "year"), "roster": ("subject", "year"), "crosswalk": ()}
ASKED = {"scores": SCORES, "roster": ROSTER, "crosswalk": CROSSWALK}
NEEDED = ("student", "score")  # without these a file can't be read: another column can be chosen, but not none
NONE, KEPT = "none", "kept"
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
            *_kind(voice, found),
            *[_column(voice, found, role) for role in _roles(found)],
            *_unsaid(voice, found),
            *_levels(voice, found),
            b.fine_print(voice.say(f"{t}.remembered")),
        ],
        submit=voice.plain(f"{t}.submit"),
        close=voice.plain(f"{t}.close"),
        memo=memo,
    )


def said(view: Facts, found: Facts) -> dict[str, Any]:
    """What a submitted form says, as the reader of files takes it: only what differs from how the file was read.

    A role that none of the columns is about becomes ``""``.
    """
    values = {name: _value(element[name]) for name, element in view["state"]["values"].items()}
    chosen = {role: _header(values[_field(role)], role, found) for role in _roles(found) if values.get(_field(role))}
    kind = values.get("kind") or found["kind"]
    if kind != found["kind"]:
        return _another_kind(kind, chosen) | _unsaid_said(values)
    columns = {role: header for role, header in chosen.items() if found["columns"].get(role, "") != header}
    hints: dict[str, Any] = {"columns": {**found["hints"].get("columns", {}), **columns}}
    hints |= {"format": found["hints"]["format"]} if "format" in found["hints"] else {}
    hints |= _unsaid_said(values)
    if "proficient" in values:
        hints["proficient"] = [list(found["levels"])[int(each)] for each in values["proficient"] or ()]
    return hints


def _kind(voice: Voice, found: Facts) -> list[Block]:
    """What a file is that no format knows: scores, as it was guessed, or who teaches whom."""
    if not (found["format"].startswith("generic") or found["hints"].get("format")):
        return []
    kinds = {kind: voice.plain("correction_form.kind_name", kind=kind) for kind in ("scores", "roster")}
    return [b.ask("kind", voice.plain("correction_form.kind"), b.choice(kinds, found["kind"]))]


def _another_kind(kind: str, chosen: Mapping[str, str]) -> dict[str, Any]:
    """A file is something else than was guessed: as a roster it keeps the columns it has in common with scores."""
    if kind != "roster":
        return {"format": "generic"}
    if not (chosen.get("teacher_name") or chosen.get("teacher")):
        raise Refusal("A class roster needs a column that says who teaches.", field="teacher_name")
    return {"format": "roster", "columns": {role: chosen[role] for role in ROSTER if role in chosen}}


def _unsaid_said(values: Facts) -> dict[str, Any]:
    """What the uploader says where the file says nothing."""
    said = {name: values[f"said_{name}"] for name in ("subject", "window", "grade", "year") if _is_said(values, name)}
    return said | {name: int(said[name]) for name in ("grade", "year") if name in said}


def _roles(found: Facts) -> list[str]:
    """What is asked of this kind of file, and whatever else was found, so that it can be switched off."""
    asked = dict.fromkeys([*ASKED[found["kind"]], *found["columns"]])
    return [role for role in asked if not (role in NEEDED and role in found["several"])]


def _header(value: str, role: str, found: Facts) -> str:
    if value in (NONE, KEPT):
        return "" if value == NONE else str(found["columns"][role])
    return str(found["offered"][int(value)])


def _column(voice: Voice, found: Facts, role: str) -> Block:
    options = {} if role in NEEDED else {NONE: voice.plain("correction_form.none")}
    options |= _choices(voice, found, role)
    here = found["columns"].get(role)
    switched_off = found["hints"].get("columns", {}).get(role) == ""
    initial = NONE if switched_off else next((value for value, each in options.items() if each == here), None)
    menu = b.choice(options, KEPT if KEPT in options else initial)
    return b.ask(_field(role), voice.plain("correction_form.role", role=role), menu, optional=True)


def _choices(voice: Voice, found: Facts, role: str) -> dict[str, str]:
    """The columns to choose from; where each subject or season has its own, one menu can only keep them or not."""
    if role in found["several"]:
        return {KEPT: voice.plain("correction_form.several")}
    return {str(place): header for place, header in enumerate(found["offered"])}


def _field(role: str) -> str:
    """A role's name in the form; “proficient” is the one for levels."""
    return "proficient_column" if role == "proficient" else role


def _unsaid(voice: Voice, found: Facts) -> list[Block]:
    t, hints = "correction_form", found["hints"]
    subjects = {each: voice.plain(f"{t}.subject_name", subject=each) for each in SUBJECTS}
    windows = {each: voice.plain(f"{t}.window_name", window=each) for each in WINDOWS}
    grades = {str(each): "K" if each == 0 else str(each) for each in range(13)}
    newest = max([int(str(each)[-4:]) for each in found["years"]], default=found["this_year"])
    years = {str(each): f"{each - 1}–{each}" for each in range(newest - 5, newest + 3)}
    nothing = {NONE: voice.plain(f"{t}.file_says")}
    options = {"subject": subjects, "window": windows, "grade": grades, "year": years}
    return [
        b.ask(f"said_{name}", voice.plain(f"{t}.said_{name}"), b.choice(nothing | options[name], _known(hints, name)),
              optional=True)
        for name in SAID[found["kind"]]
    ]  # fmt: skip


def _known(hints: Facts, name: str) -> str | None:
    return None if hints.get(name) is None else str(hints[name])


def _is_said(values: Facts, name: str) -> bool:
    return values.get(f"said_{name}") not in (None, "", NONE)


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
