"""What a meeting says by itself."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.rules.strategies import NEW_YORK
from workflows.meetings.agendas import turns
from workflows.meetings.occurrences import meeting_reminder, meeting_steps
from workflows.meetings.protocol_files import read_protocol

FILE = Path(__file__).parents[2] / "templates" / "protocols" / "examining_data.toml"
LATE_IN_UTC = datetime(2026, 11, 25, 0, 30, tzinfo=UTC)  # still the 24th in New York


def test_a_reminder_is_useless_once_the_meeting_has_begun() -> None:
    reminder = meeting_reminder(5, LATE_IN_UTC, NEW_YORK, channel="C1")
    assert reminder.key == "meeting:5:reminder:2026-11-24"
    assert reminder.due_at == LATE_IN_UTC - timedelta(minutes=15)
    assert reminder.useful_until == LATE_IN_UTC


def test_every_step_is_posted_at_its_turn_and_no_later() -> None:
    placed = turns(read_protocol(FILE.read_text(encoding="utf-8")), LATE_IN_UTC)
    steps = meeting_steps(5, placed, NEW_YORK, channel="C1")
    assert [(each.due_at, each.useful_until) for each in steps] == [(turn.starts_at, turn.ends_at) for turn in placed]
    assert len({each.key for each in steps}) == len(placed)
    assert steps[1].key == "meeting:5:step:2026-11-24:facts:1"
    assert steps[1].facts == {"meeting": 5, "step": "facts", "number": 1, "place": 2, "turns": 9}
