"""A cycle's stages and moves."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.rules.strategies import unhurried
from workflows.cycles.stages import MOVES, Move, Stage, after, diagram, moves_from
from workflows.refusal import Refusal


def test_a_cycle_lives_through_its_stages() -> None:
    stage = Stage.PLANNED
    for move in (Move.START, Move.PAUSE, Move.RESUME, Move.CLOSE):
        stage = after(stage, move)
    assert stage is Stage.CLOSED


def test_a_wrong_move_gets_a_kind_sentence() -> None:
    with pytest.raises(Refusal, match=r"This cycle is closed\. Start a new one to go on\."):
        after(Stage.CLOSED, Move.START)


@pytest.mark.parametrize("stage", list(Stage))
def test_a_refusal_names_exactly_the_moves_that_are_open(stage: Stage) -> None:
    closed = next(move for move in Move if (stage, move) not in MOVES)
    with pytest.raises(Refusal) as no:
        after(stage, closed)
    advice = no.value.sentence.partition("You can ")[2]
    assert {move for move in Move if move in advice} == set(moves_from(stage))


@unhurried
@given(some.lists(some.sampled_from(Move), max_size=12))
def test_any_sequence_of_moves_stays_in_the_table(moves: list[Move]) -> None:
    stage = Stage.PLANNED
    for move in moves:
        if move in moves_from(stage):
            stage = after(stage, move)
        else:
            with pytest.raises(Refusal):
                after(stage, move)
    assert stage in Stage
    assert stage is not Stage.PLANNED or not {Move.START, Move.CANCEL} & set(moves)


def test_the_diagram_shows_every_move_and_both_ends() -> None:
    lines = diagram().splitlines()
    assert lines[0] == "stateDiagram-v2"
    assert "    running --> paused: pause" in lines
    assert "    cancelled --> [*]" in lines
    assert sum(": " in line for line in lines) == len(MOVES)
