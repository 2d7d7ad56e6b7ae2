"""What a story left in the database: read as the work reads it, and compared as a whole."""

from typing import Any

from sqlalchemy import select

from tests.people import Slack
from workflows.store.base import Base
from workflows.store.engine import Database
from workflows.store.tables import Commitment, Reflection, Teacher

NOTES = {"answered", "alembic_version"}  # the inbox notes that something was answered, whatever the answer


def database_of(slack: Slack) -> Database:
    """The database of the story."""
    return slack.stage.play.brightcycle.deps.db


def contents(slack: Slack) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, to compare before and after."""
    with database_of(slack).engine.begin() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
            if table.name not in NOTES
        }


def reflections_of(slack: Slack) -> list[tuple[str, str | None]]:
    """Every reflection's text and the Slack id of whoever signed it."""
    db = database_of(slack)
    with db.everywhere() as session:
        rows = session.execute(
            select(Reflection.text_sealed, Teacher.slack_id)
            .outerjoin(Teacher, Teacher.id == Reflection.teacher_id)
            .order_by(Reflection.id)
        )
        return [(db.vault.open(sealed), who) for sealed, who in rows]


def commitments_of(slack: Slack) -> list[tuple[str, str]]:
    """Every commitment's text and state."""
    db = database_of(slack)
    with db.everywhere() as session:
        rows = session.execute(select(Commitment.text_sealed, Commitment.state).order_by(Commitment.id))
        return [(db.vault.open(sealed), state) for sealed, state in rows]
