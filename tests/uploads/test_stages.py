"""Where an upload stands: the table, and that nothing leaves it."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.rules.strategies import unhurried
from workflows.refusal import Refusal
from workflows.store.upload_claims import FOR_A_WORKER, Stage
from workflows.store.uploads import Upload
from workflows.uploads.stages import MOVES, OPEN, STANDING, Move, diagram, move, move_if_possible


def test_an_upload_lives_through_its_stages() -> None:
    """Read, corrected, read again, confirmed, imported, replaced, restored, undone."""
    upload = Upload(state=Stage.RECEIVED)
    steps = "read correct read confirm import replace restore undo"
    for step in steps.split():
        move(upload, Move(step))
    assert upload.state == Stage.UNDONE


@pytest.mark.parametrize(
    ("stage", "step", "says"),
    [
        (Stage.IMPORTED, Move.DISCARD, "already imported or discarded"),
        (Stage.RECEIVED, Move.CONFIRM, "use the newer message"),
        (Stage.EXPIRED, Move.UNDO, "already undone, or its scores were deleted"),
    ],
)
def test_a_wrong_move_gets_a_kind_sentence(stage: Stage, step: Move, says: str) -> None:
    """What was decided stays decided."""
    with pytest.raises(Refusal, match=says):
        move(Upload(state=stage), step)


@unhurried
@given(some.sampled_from(Stage), some.lists(some.sampled_from(Move), max_size=12))
def test_any_sequence_of_moves_stays_in_the_table(stage: Stage, steps: list[Move]) -> None:
    """A move that the table doesn't have changes nothing, whichever way it is asked for."""
    upload = Upload(state=stage)
    for step in steps:
        before = Stage(upload.state)
        if (before, step) in MOVES:
            move(upload, step)
            assert upload.state == MOVES[before, step]
        else:
            with pytest.raises(Refusal):
                move(upload, step)
            move_if_possible(upload, step)
            assert upload.state == before


def test_what_stands_and_what_is_open_follow_from_the_table() -> None:
    """Scores are there while they can be taken back; a file waits while it can still be refused or discarded."""
    assert set(STANDING) == {Stage.IMPORTED, Stage.REPLACED}
    assert set(OPEN) == {*FOR_A_WORKER, Stage.UNDERSTOOD}


def test_the_diagram_shows_every_move() -> None:
    """As `docs/uploads.md` has it."""
    lines = diagram().splitlines()
    assert "    confirmed --> imported: import" in lines
    assert "    undone --> [*]" in lines
    assert sum(": " in line for line in lines) == len(MOVES)
