"""Weekly prompts: the files we ship and the choice for a week."""

from itertools import chain, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.rules.strategies import lengths, unhurried
from workflows.cycles.phases import ALLOTMENT, Allotment, Phase, phase_of, shift
from workflows.cycles.prompts import Prompt, for_audience, in_language, prompt_for, read_prompts
from workflows.refusal import Refusal
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


SHIPPED = shipped()


def shifted(length: int, by_weeks: list[int]) -> Allotment:
    allotment = ALLOTMENT[length]
    for phase, weeks in zip(Phase, by_weeks, strict=False):
        try:
            allotment = shift(allotment, phase, weeks)
        except Refusal:
            continue
    return allotment


@unhurried
@given(lengths, some.lists(some.integers(-2, 2), max_size=3), some.integers(0, 9))
def test_no_prompt_comes_twice_in_a_cycle(length: int, by_weeks: list[int], earlier_cycles: int) -> None:
    teams, allotment = for_audience(SHIPPED, "team"), shifted(length, by_weeks)
    phases = {week: phase_of(week, allotment) for week in range(1, length + 1)}
    chosen = [prompt_for(teams, phase, week, earlier_cycles) for week, phase in phases.items()]
    assert [prompt.phase for prompt in chosen] == list(phases.values())
    assert len({prompt.key for prompt in chosen}) == length


def test_the_next_cycle_asks_something_else() -> None:
    teams = for_audience(shipped(), "team")
    asked = [prompt_for(teams, Phase.ANALYZE, 1, earlier_cycles).key for earlier_cycles in range(4)]
    assert all(one != other for one, other in pairwise(asked))
    assert prompt_for(teams, Phase.ANALYZE, 1).key == asked[0]


def test_the_leadership_team_has_a_quarter_of_a_year_without_repeats() -> None:
    ilt = for_audience(shipped(), "ilt")
    assert len({prompt_for(ilt, None, week).key for week in range(1, 13)}) == 12


def test_no_fitting_prompt_is_an_error() -> None:
    with pytest.raises(ValueError, match="no prompt for refine"):
        prompt_for(read_prompts(SMALL), Phase.REFINE, 1)


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ('phase = "design"', "", "prompts: “phase” belongs to prompts for teams, and only to them."),
        ('audience = "team"', 'audience = "ilt"', "prompts: “phase” belongs to prompts for teams"),
        ('phase = "design"', 'phase = "dream"', "must be one of analyze, design, implement, refine."),
        ('en = "Why this?"', 'en = ""', "prompts, prompts 1 (why), text: “en” must be a text that isn't empty."),
        ('key = "why"', 'key = "why"\nmood = "curious"', "prompts, prompts 1 (why): “mood” isn't a field we know."),
    ],
)
def test_a_mistake_is_told_with_its_place(right: str, wrong: str, sentence: str) -> None:
    with pytest.raises(FileMistake) as told:
        read_prompts(SMALL.replace(right, wrong))
    assert sentence in str(told.value)
