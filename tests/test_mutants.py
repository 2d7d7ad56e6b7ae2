"""The list of equivalent mutants speaks of lines that are there, each with a reason."""

from pathlib import Path

from tests.mutants.equivalents import known_equivalents
from tests.mutants.mutating import mutants_of, mutated
from tests.mutants.subjects import ROOT, SUBJECTS, existing, modules_of


def test_every_equivalent_mutant_can_still_be_made() -> None:
    """Else the line has changed, and somebody must look again."""
    known = known_equivalents()
    modules = {Path(key.split(": ", 1)[0]) for key in known}
    made = {mutant.key for module in modules for mutant in mutants_of(module, (ROOT / module).read_text("utf-8"))}
    assert known.keys() <= made
    assert all(reason.strip() for reason in known.values())


def test_every_subject_has_modules_and_tests() -> None:
    """A module or a test that moved takes its mutants along."""
    assert [each.name for each in SUBJECTS if not modules_of(each) or not existing(each.fast)] == []


def test_a_mutant_is_one_changed_line() -> None:
    """Types are left alone; a number, a comparison and a condition are not."""
    source = "def late(days: int | None) -> bool:\n    return days is not None and days > 3\n"
    every = list(mutants_of(Path("late.py"), source))
    assert {each.line for each in every} == {2}
    assert any("days > 4" in each.after for each in every)
    assert any("days < 3" in each.after for each in every)
    assert mutated(source, every[0]) != source
