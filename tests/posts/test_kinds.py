"""The registry of kinds of post."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.checks.kinds import compared
from workflows.posts import Kind, Planned
from workflows.posts.kinds import Hours

NOON = datetime(2026, 9, 14, 16, tzinfo=UTC)


def planned(kind: Kind, until: datetime | None = None) -> Planned:
    """A post of a kind, due at noon."""
    return Planned("C1", kind, "key", "about", NOON, zone="America/New_York", useful_until=until)


def test_every_kind_has_a_rule_and_an_unknown_one_is_an_error() -> None:
    assert all(kind.rule.written_by for kind in Kind)
    assert all(kind.rule.late is None or kind.rule.late > timedelta(0) for kind in Kind)
    with pytest.raises(ValueError, match="cycle:gossip"):
        Kind("cycle:gossip")


def test_records_never_spoil() -> None:
    assert planned(Kind.MEETING_SUMMARY).spoils_at is None
    assert planned(Kind.ADMIN_NOTICE).spoils_at is None


def test_a_call_to_act_spoils_with_what_it_is_about_or_by_its_rule() -> None:
    until = NOON + timedelta(minutes=10)
    assert planned(Kind.MEETING_STEP, until).spoils_at == until
    assert planned(Kind.COMMITMENT_CHECK_IN).spoils_at == NOON + timedelta(days=7)
    assert planned(Kind.DIGEST_TEAM).spoils_at == NOON + timedelta(days=3)


@pytest.mark.parametrize("kind", [each for each in Kind if each.rule.hours is Hours.SCHOOL])
def test_what_keeps_school_hours_cannot_be_planned_without_a_zone(kind: Kind) -> None:
    with pytest.raises(ValueError, match="zone"):
        Planned("C1", kind, "key", "about", NOON)


def test_a_kind_without_a_letter_and_a_letter_without_a_kind_are_found() -> None:
    written: dict[str, dict[str, object]] = {}
    for kind in Kind:
        written.setdefault(kind.rule.written_by, {})[str(kind)] = None
    assert list(compared(written)) == []

    del written["admin"]
    written["teams"]["cycle:gossip"] = None
    assert list(compared(written)) == [
        "No letter answers the kind admin:notice in handlers/admin.py, though workflows/posts/kinds.py says so.",
        "There is a letter for cycle:gossip in handlers/teams.py, which workflows/posts/kinds.py doesn't say.",
    ]
