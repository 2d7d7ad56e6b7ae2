"""Values of a format's TOML file, checked: what is misspelt there is said in words, never guessed."""

from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass

from workflows.formats.patterns import Patterns, compiled_pattern


def only(said: Mapping[str, object], known: frozenset[str]) -> None:
    """Raise ``ValueError`` for a key that isn't known."""
    unknown = sorted(set(said) - known)
    if unknown:
        raise ValueError(f"unknown key {', '.join(unknown)}")


def rows(said: object) -> list[object]:
    """A list, or ``ValueError``."""
    if not isinstance(said, list):
        raise ValueError(f"expected a list, not {said!r}")
    return said


def table(said: object) -> Mapping[str, object]:
    """A table, or ``ValueError``."""
    if not isinstance(said, dict):
        raise ValueError(f"expected a table, not {said!r}")
    return said


def patterns(said: object) -> Patterns:
    """One text or a list of them, or ``ValueError``; whether each pattern is a real one, ``check`` says."""
    texts = [said] if isinstance(said, str) else rows(said)
    for text in texts:
        if not isinstance(text, str):
            raise ValueError(f"expected text, not {text!r}")
    return tuple(str(text) for text in texts)


def check(said: object) -> None:
    """Raise ``ValueError`` for a ``re:`` pattern that is none, however deep in a format it stands."""
    if isinstance(said, str) and said.startswith(("re:", "words:")):
        compiled_pattern(said)
    for part in _parts(said):
        check(part)


def _parts(said: object) -> Iterable[object]:
    if is_dataclass(said):
        return vars(said).values()
    if isinstance(said, Mapping):
        return [*said, *said.values()]
    return said if isinstance(said, tuple | frozenset) else ()


def lowered(said: object) -> frozenset[str]:
    """Patterns in lower case, as values are compared with them."""
    return frozenset(text.lower() for text in patterns(said))


def texts(said: object) -> Mapping[str, str]:
    """A table of texts."""
    return {key: str(value) for key, value in table(said).items()}


def span(said: object) -> tuple[float, float]:
    """Two numbers, or ``ValueError``."""
    if len(rows(said)) != 2:
        raise ValueError("a range is two numbers")
    low, high = rows(said)
    return float(str(low)), float(str(high))


def filled(said: Mapping[str, object], names: Mapping[str, str]) -> dict[str, object]:
    """A table in which each ``{name}`` is replaced by its value, in ``re:`` and ``words:`` patterns in lower case."""
    return {key: _with_names(value, names) for key, value in said.items()}


def _with_names(said: object, names: Mapping[str, str]) -> object:
    if isinstance(said, str):
        for name, value in names.items():
            said = said.replace("{" + name + "}", value.lower() if said.startswith(("re:", "words:")) else value)
        return said
    if isinstance(said, list):
        return [_with_names(each, names) for each in said]
    return filled(table(said), names) if isinstance(said, dict) else said
