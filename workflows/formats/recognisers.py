"""Recognisers: one small TOML file per format says how its columns look and what its rows mean."""

import itertools
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from workflows.formats.patterns import Block, Growth, Levels, Patterns, Recogniser, Rule

KINDS = ("scores", "roster", "students", "gradebook", "crosswalk", "refused")
ROLES = frozenset(
    [
        *("student", "student_state", "student_vendor", "school", "section", "share", "status"),
        *("teacher", "teacher_name", "teacher_first", "teacher_last", "grade", "subject", "course"),
        *("year", "window", "tested_on", "score", "standard_error", "percentile", "level", "proficient"),
        *("english_learner", "special_education", "low_income", "race", "gender"),
    ]
)
TOP_KEYS = frozenset(
    [
        *("format", "title", "source", "kind", "need", "avoid", "columns", "fixed", "blocks", "rules", "growth"),
        *("levels", "notes", "refusal", "needs", "file_names", "generic", "range", "subjects", "offers"),
    ]
)
FIXED = frozenset(["subject", "window", "grade", "year"])


def load(folder: Path) -> tuple[Recogniser, ...]:
    """Every recogniser of a folder, in order of file name. Raises ``ValueError`` naming the file that is wrong."""
    return tuple(_loaded(path) for path in sorted(folder.glob("*.toml")))


def _loaded(path: Path) -> Recogniser:
    try:
        return parse(tomllib.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError, KeyError) as wrong:
        raise ValueError(f"{path.name}: {wrong}") from wrong


def parse(said: Mapping[str, object]) -> Recogniser:
    """A recogniser from parsed TOML. Raises ``ValueError`` for a key, role or kind that isn't known."""
    _only(said, TOP_KEYS)
    kind = str(said.get("kind", "scores"))
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, not {kind}")
    if kind == "refused" and not said.get("refusal"):
        raise ValueError("a refused format needs its sentence in refusal")
    return Recogniser(
        format=str(said["format"]),
        title=str(said["title"]),
        source=str(said.get("source", said["title"])),
        kind=kind,
        need=tuple(_patterns(each) for each in _list(said.get("need", []))),
        avoid=_patterns(said.get("avoid", [])),
        columns=_columns(said.get("columns", {})),
        fixed=_fixed(said.get("fixed", {})),
        blocks=tuple(_block(each) for each in _each(said.get("blocks", []))),
        rules=_rules(said.get("rules", [])),
        growth=_growth(said.get("growth", [])),
        levels=_levels(said.get("levels", {})),
        notes=_patterns(said.get("notes", [])),
        refusal=str(said.get("refusal", "")),
        needs=_patterns(said.get("needs", [])),
        file_names=_texts(said.get("file_names", {})),
        generic=said.get("generic") is True,
        range=_range(said.get("range", [-1e6, 1e6])),
        subjects={key.lower(): value for key, value in _texts(said.get("subjects", {})).items()},
        offers=tuple((_patterns(each["level"]), _patterns(each["name"])) for each in _each(said.get("offers", []))),
    )


def _only(said: Mapping[str, object], known: frozenset[str]) -> None:
    unknown = sorted(set(said) - known)
    if unknown:
        raise ValueError(f"unknown key {', '.join(unknown)}")


def _list(said: object) -> list[object]:
    if not isinstance(said, list):
        raise ValueError(f"expected a list, not {said!r}")
    return said


def _table(said: object) -> Mapping[str, object]:
    if not isinstance(said, dict):
        raise ValueError(f"expected a table, not {said!r}")
    return said


def _patterns(said: object) -> Patterns:
    texts = [said] if isinstance(said, str) else _list(said)
    for text in texts:
        if not isinstance(text, str):
            raise ValueError(f"expected text, not {text!r}")
        if text.startswith("re:"):
            _compiled(text)
    return tuple(str(text) for text in texts)


def _compiled(pattern: str) -> None:
    try:
        re.compile(pattern[3:])
    except re.error as wrong:
        raise ValueError(f"{pattern} is no pattern: {wrong}") from wrong


def _columns(said: object) -> Mapping[str, Patterns]:
    _only(_table(said), ROLES)
    return {role: _patterns(names) for role, names in _table(said).items()}


def _texts(said: object) -> Mapping[str, str]:
    return {key: str(value) for key, value in _table(said).items()}


def _range(said: object) -> tuple[float, float]:
    if len(_list(said)) != 2:
        raise ValueError("a range is two numbers")
    low, high = _list(said)
    return float(str(low)), float(str(high))


def _fixed(said: object) -> Mapping[str, str]:
    _only(_table(said), FIXED)
    return _texts(said)


def _rules(said: object) -> tuple[Rule, ...]:
    return tuple(_rule(_table(each)) for each in _list(said))


def _rule(said: Mapping[str, object]) -> Rule:
    _only(said, frozenset(["column", "when", "unless", "reason"]))
    if ("when" in said) == ("unless" in said):
        raise ValueError("a rule has either when or unless")
    when = frozenset(text.lower() for text in _patterns(said.get("when", [])))
    unless = frozenset(text.lower() for text in _patterns(said.get("unless", [])))
    return Rule(_patterns(said["column"]), str(said["reason"]), when, unless)


def _growth(said: object) -> tuple[Growth, ...]:
    return tuple(_one_growth(_table(each)) for each in _list(said))


def _one_growth(said: Mapping[str, object]) -> Growth:
    _only(said, frozenset(["column", "kind", "period"]))
    if said.get("kind") not in ("cgi", "sgp"):
        raise ValueError("growth is of kind cgi or sgp")
    return Growth(_patterns(said["column"]), str(said["kind"]), str(said.get("period", "")).lower())


def _levels(said: object) -> Levels:
    table = _table(said)
    _only(table, frozenset(["order", "proficient", "flags"]))
    order, proficient = _patterns(table.get("order", [])), _patterns(table.get("proficient", []))
    if not set(proficient) <= set(order):
        raise ValueError("every proficient level must be in the order of levels")
    return Levels(order, proficient, {name: _patterns(each) for name, each in _table(table.get("flags", {})).items()})


def _each(said: object) -> Iterator[Mapping[str, object]]:
    """The tables of a list, each written once for every combination of the values in its ``each``."""
    for one in _list(said):
        table = dict(_table(one))
        names = {key: _patterns(values) for key, values in _table(table.pop("each", {})).items()}
        for values in itertools.product(*names.values()):
            yield _filled(table, dict(zip(names, values, strict=True)))


def _block(said: Mapping[str, object]) -> Block:
    _only(said, frozenset(["columns", "fixed", "rules", "growth", "flags"]))
    flags = {name: _patterns(each) for name, each in _table(said.get("flags", {})).items()}
    return Block(
        _columns(said.get("columns", {})),
        _fixed(said.get("fixed", {})),
        _rules(said.get("rules", [])),
        _growth(said.get("growth", [])),
        flags,
    )


def _filled(said: Mapping[str, object], names: Mapping[str, str]) -> dict[str, object]:
    return {key: _with_names(value, names) for key, value in said.items()}


def _with_names(said: object, names: Mapping[str, str]) -> object:
    if isinstance(said, str):
        for name, value in names.items():
            said = said.replace("{" + name + "}", value.lower() if said.startswith("re:") else value)
        return said
    if isinstance(said, list):
        return [_with_names(each, names) for each in said]
    return _filled(_table(said), names) if isinstance(said, dict) else said
