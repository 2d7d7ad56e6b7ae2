"""Weekly prompts: the files we ship and the choice for a week."""

from collections import Counter
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.rules.strategies import lengths, unhurried
from workflows.cycles.phases import ALLOTMENT, Allotment, Phase, allotments, phase_of
from workflows.cycles.prompts import AREAS, Prompt, for_audience, in_language, prompt_for, read_prompts
from workflows.rules.toml_tables import FileMistake

FOLDER = Path(__file__).parents[2] / "templates" / "prompts"
SMALL = """\
languages = ["en", "es"]
audience = "team"
phase = "design"

[[prompts]]
key = "why"
title = {en = "Why", es = "Por qué"}
text = {en = "Why this?", es = "¿Por qué esto?"}
"""


def shipped() -> tuple[Prompt, ...]:
    files = [read_prompts(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.toml"))]
    return tuple(chain.from_iterable(files))


def test_every_phase_and_the_leadership_team_have_enough_in_two_languages() -> None:
    prompts = shipped()
    teams = for_audience(prompts, "team")
    assert all(sum(prompt.phase is phase for prompt in teams) >= 4 for phase in Phase)
    assert len(for_audience(prompts, "ilt")) >= 12
    assert len({prompt.key for prompt in prompts}) == len(prompts)
    assert all(in_language(prompt, "es").text != prompt.text for prompt in prompts)


TEAMS = for_audience(shipped(), "team")


def asked(*lengths_lived: int) -> list[list[Prompt]]:
    """The prompts of a team's cycles, one after the other, each of so many weeks."""
    before: Counter[Phase] = Counter()
    cycles = []
    for length in lengths_lived:
        phases = [phase_of(week, ALLOTMENT[length]) for week in range(1, length + 1)]
        cycle = []
        for phase in phases:
            cycle.append(prompt_for(TEAMS, phase, before[phase]))
            before[phase] += 1
        cycles.append(cycle)
    return cycles


@pytest.mark.parametrize("length", [4, 5, 6])
def test_the_first_two_cycles_miss_nothing(length: int) -> None:
    """What a team must not miss in its first cycle, every area in each, and nothing twice; run with -s to read them."""
    first, second = asked(length, length)
    for number, cycle in enumerate((first, second), start=1):
        print(f"\n{length} weeks, cycle {number}:", *(f"{each.phase}: {each.title}" for each in cycle), sep="\n  ")  # noqa: T201 - to be read
    assert {"theory", "first_try", "keep_adapt_drop"} <= {each.key for each in first}
    assert all({area for each in cycle for area in each.areas} == set(AREAS) for cycle in (first, second))
    assert len({each.key for each in first + second}) == 2 * length


@unhurried
@given(some.lists(lengths, min_size=1, max_size=12))
def test_none_comes_again_before_all_were_asked_and_every_cycle_covers_every_area(lived: list[int]) -> None:
    cycles = asked(*lived)
    for phase in Phase:
        keys = [each.key for cycle in cycles for each in cycle if each.phase is phase]
        many = sum(each.phase is phase for each in TEAMS)
        assert all(
            len(set(keys[start : start + many])) == len(keys[start : start + many]) for start in range(len(keys))
        )
    assert all({area for each in cycle for area in each.areas} == set(AREAS) for cycle in cycles)


@unhurried
@given(lengths.flatmap(lambda weeks: some.sampled_from(allotments(weeks))))
def test_no_prompt_comes_twice_in_a_cycle(allotment: Allotment) -> None:
    phases = [phase_of(week, allotment) for week in range(1, sum(allotment) + 1)]
    chosen = [prompt_for(TEAMS, phase, phases[:place].count(phase)) for place, phase in enumerate(phases)]
    assert [prompt.phase for prompt in chosen] == phases
    assert len({prompt.key for prompt in chosen}) == len(phases)


def test_the_leadership_team_has_a_quarter_of_a_year_without_repeats() -> None:
    ilt = for_audience(shipped(), "ilt")
    assert len({prompt_for(ilt, None, week).key for week in range(1, 13)}) == 12


def test_no_fitting_prompt_is_an_error() -> None:
    with pytest.raises(ValueError, match="no prompt for refine"):
        prompt_for(read_prompts(SMALL), Phase.REFINE, 0)


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ('phase = "design"', "", "prompts: “phase” belongs to prompts for teams, and only to them."),
        ('audience = "team"', 'audience = "ilt"', "prompts: “phase” belongs to prompts for teams"),
        ('phase = "design"', 'phase = "dream"', "must be one of analyze, design, implement, refine."),
        ('en = "Why this?"', 'en = ""', "prompts, prompts 1 (why), text: “en” must be a text that isn't empty."),
        ('key = "why"', 'key = "why"\nareas = ["mood"]', "“areas” must list some of improvement,"),
        ('key = "why"', 'key = "why"\nmood = "curious"', "prompts, prompts 1 (why): “mood” isn't a field we know."),
    ],
)
def test_a_mistake_is_told_with_its_place(right: str, wrong: str, sentence: str) -> None:
    with pytest.raises(FileMistake) as told:
        read_prompts(SMALL.replace(right, wrong))
    assert sentence in str(told.value)
