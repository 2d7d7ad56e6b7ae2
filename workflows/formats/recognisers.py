"""Recognisers: one small TOML file per format says how its columns look and what its rows mean."""

import itertools
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from workflows.formats import described
from workflows.formats.described import filled, lowered, only, patterns, rows, span, table, texts
from workflows.formats.groups import load as load_groups
from workflows.formats.patterns import Block, GroupColumn, Growth, Levels, Patterns, Recogniser, Rule, Test

KINDS = ("scores", "roster", "students", "gradebook", "crosswalk", "refused")
ROLES = frozenset(
    [
        *("student", "student_state", "student_vendor", "school", "section", "share", "status"),
        *("teacher", "teacher_name", "teacher_first", "teacher_last", "co_teacher", "grade", "subject", "course"),
        *("year", "window", "tested_on", "score", "standard_error", "percentile", "level", "proficient"),
        "full_year",
    ]
)
TOP_KEYS = frozenset(
    [
        *("format", "title", "source", "kind", "need", "avoid", "columns", "fixed", "blocks", "rules", "growth"),
        *("levels", "notes", "refusal", "needs", "file_names", "generic", "range", "subjects", "offers"),
        *("tests", "part_year", "either", "assumed", "yields", "alternate"),
    ]
)
GROUPS_FILE, RULES_FILE = Path("shared", "groups.toml"), Path("shared", "rules.toml")
FIXED = frozenset(["subject", "window", "grade", "year", "source"])


@lru_cache(maxsize=4)
def load(folder: Path) -> tuple[Recogniser, ...]:
    """Every recogniser of a folder, in order of file name; read once, for it takes longer than reading most exports.

    Raises ``ValueError`` naming the file that is wrong.
    """
    groups, rules = load_groups(folder / GROUPS_FILE), _shared_rules(folder / RULES_FILE)
    return tuple(_with_shared(_loaded(path), groups, rules) for path in sorted(folder.glob("*.toml")))


def _shared_rules(path: Path) -> tuple[Rule, ...]:
    """The rules that hold in every format of scores; none where there is no such file."""
    return _rules(tomllib.loads(path.read_text(encoding="utf-8"))["rules"]) if path.exists() else ()


def _with_shared(own: Recogniser, groups: tuple[GroupColumn, ...], rules: tuple[Rule, ...]) -> Recogniser:
    more = () if own.kind != "scores" or own.alternate else rules
    return replace(own, groups=groups, rules=own.rules + more)


def check(folder: Path) -> None:
    """Raise ``ValueError`` naming what is wrong in a folder of formats, and in patterns that no header has met yet."""
    for recogniser in load(folder):
        try:
            described.check(recogniser)
        except ValueError as wrong:
            raise ValueError(f"{recogniser.format}: {wrong}") from wrong


def _loaded(path: Path) -> Recogniser:
    try:
        return parse(tomllib.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError, KeyError) as wrong:
        raise ValueError(f"{path.name}: {wrong}") from wrong


def parse(said: Mapping[str, object]) -> Recogniser:
    """A recogniser from parsed TOML. Raises ``ValueError`` for a key, role or kind that isn't known."""
    only(said, TOP_KEYS)
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
        need=_names_first(patterns(each) for each in rows(said.get("need", []))),
        avoid=patterns(said.get("avoid", [])),
        columns=_columns(said.get("columns", {})),
        fixed=_fixed(said.get("fixed", {})),
        blocks=tuple(_block(each) for each in _each(said.get("blocks", []))),
        rules=_rules(said.get("rules", [])),
        growth=_growth(said.get("growth", [])),
        levels=_levels(said.get("levels", {})),
        notes=patterns(said.get("notes", [])),
        refusal=str(said.get("refusal", "")),
        needs=patterns(said.get("needs", [])),
        file_names=texts(said.get("file_names", {})),
        generic=said.get("generic") is True,
        range=span(said.get("range", [-1e6, 1e6])),
        subjects={key.lower(): value for key, value in texts(said.get("subjects", {})).items()},
        offers=tuple((patterns(each["level"]), patterns(each["name"])) for each in _each(said.get("offers", []))),
        tests=_tests(said.get("tests", [])),
        part_year=lowered(said.get("part_year", [])),
        either=said.get("either") is True,
        alternate=said.get("alternate") is True,
        yields=said.get("yields") is True,
        assumed=lowered(said.get("assumed", [])),
    )


def _names_first(needs: Iterable[Patterns]) -> tuple[Patterns, ...]:
    """What a format needs, in the order in which it is asked: looking up a name refuses most tables at once."""
    return tuple(sorted(needs, key=lambda each: sum(pattern.startswith(("re:", "words:")) for pattern in each)))


def _columns(said: object) -> Mapping[str, Patterns]:
    only(table(said), ROLES)
    return {role: patterns(names) for role, names in table(said).items()}


def _fixed(said: object) -> Mapping[str, str]:
    only(table(said), FIXED)
    return texts(said)


def _rules(said: object) -> tuple[Rule, ...]:
    return tuple(_rule(table(each)) for each in rows(said))


def _rule(said: Mapping[str, object]) -> Rule:
    only(said, frozenset(["column", "when", "unless", "reason"]))
    if ("when" in said) == ("unless" in said):
        raise ValueError("a rule has either when or unless")
    return Rule(
        patterns(said["column"]),
        str(said["reason"]),
        lowered(said.get("when", [])),
        lowered(said.get("unless", [])),
    )


def _tests(said: object) -> tuple[Test, ...]:
    return tuple(_test(table(each)) for each in rows(said))


def _test(said: Mapping[str, object]) -> Test:
    only(said, frozenset(["column", "when", "source", "proficient"]))
    cut = patterns(said["proficient"]) if "proficient" in said else None
    return Test(patterns(said["column"]), lowered(said["when"]), str(said.get("source", "")), cut)


def _growth(said: object) -> tuple[Growth, ...]:
    return tuple(_one_growth(table(each)) for each in rows(said))


def _one_growth(said: Mapping[str, object]) -> Growth:
    only(said, frozenset(["column", "kind", "period"]))
    if said.get("kind") not in ("cgi", "sgp"):
        raise ValueError("growth is of kind cgi or sgp")
    return Growth(patterns(said["column"]), str(said["kind"]), str(said.get("period", "")).lower())


def _levels(said: object) -> Levels:
    told = table(said)
    only(told, frozenset(["order", "proficient", "flags"]))
    order, proficient = patterns(told.get("order", [])), patterns(told.get("proficient", []))
    if not set(proficient) <= set(order):
        raise ValueError("every proficient level must be in the order of levels")
    return Levels(order, proficient, {name: patterns(each) for name, each in table(told.get("flags", {})).items()})


def _each(said: object) -> Iterator[Mapping[str, object]]:
    """The tables of a list, each written once for every combination of the values in its ``each``."""
    for each in rows(said):
        told = dict(table(each))
        names = {key: patterns(values) for key, values in table(told.pop("each", {})).items()}
        for values in itertools.product(*names.values()):
            yield filled(told, dict(zip(names, values, strict=True)))


def _block(said: Mapping[str, object]) -> Block:
    only(said, frozenset(["columns", "fixed", "rules", "growth", "flags", "tests"]))
    flags = {name: patterns(each) for name, each in table(said.get("flags", {})).items()}
    return Block(
        _columns(said.get("columns", {})),
        _fixed(said.get("fixed", {})),
        _rules(said.get("rules", [])),
        _growth(said.get("growth", [])),
        flags,
        _tests(said.get("tests", [])),
    )
