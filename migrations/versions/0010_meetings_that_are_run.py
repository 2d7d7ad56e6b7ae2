"""Meetings that are run.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "script",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("added_by", sa.String(length=32), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_script_school_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_script_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_script")),
    )
    with op.batch_alter_table("script", schema=None) as batch_op:
        batch_op.create_index("ix_script_digest", ["workspace_id", "digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_script_school_id"), ["school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_script_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "meeting_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=8), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_act_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_meeting_act_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_act")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_meeting_act_meeting_id_number")),
    )
    with op.batch_alter_table("meeting_act", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_act_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "meeting_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_answer_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_meeting_answer_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_answer")),
        sa.UniqueConstraint(
            "meeting_id", "person", "question", name=op.f("uq_meeting_answer_meeting_id_person_question")
        ),
    )
    with op.batch_alter_table("meeting_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_answer_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "meeting_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=32), nullable=False),
        sa.Column("room", sa.String(length=16), nullable=True),
        sa.Column("text_sealed", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_note_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_meeting_note_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_note")),
    )
    with op.batch_alter_table("meeting_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_note_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_note_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "note_vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["note_id"], ["meeting_note.id"], name=op.f("fk_note_vote_note_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_note_vote_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_vote")),
        sa.UniqueConstraint("note_id", "person", name=op.f("uq_note_vote_note_id_person")),
    )
    with op.batch_alter_table("note_vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_vote_workspace_id"), ["workspace_id"], unique=False)

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("school_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("team_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("script_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("agenda", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("subjects", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("minutes", sa.Integer(), server_default="60", nullable=False))
        batch_op.add_column(sa.Column("by_itself", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("brief", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("bring_sealed", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("first_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("sitting", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("sittings", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("sequence", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("created_by", sa.String(length=32), server_default="", nullable=False))
        batch_op.add_column(sa.Column("started_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("wakes_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("shown", sa.Integer(), server_default="0", nullable=False))
        batch_op.alter_column("cycle_id", existing_type=sa.INTEGER(), nullable=True)

    # A meeting belonged to its cycle's team; its steps came by themselves, and now wait for somebody to press Start.
    op.execute(
        "UPDATE meeting SET minutes = 70, "
        "team_id = (SELECT cycle.team_id FROM cycle WHERE cycle.id = meeting.cycle_id), "
        "school_id = (SELECT team.school_id FROM team JOIN cycle ON cycle.team_id = team.id "
        "WHERE cycle.id = meeting.cycle_id)"
    )
    op.execute(
        "UPDATE post SET state = 'cancelled', why = 'its meeting waits for Start' "
        "WHERE kind IN ('meeting:step', 'meeting:summary') AND state = 'planned'"
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.alter_column("school_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_constraint(batch_op.f("uq_meeting_cycle_id_meets_on_meets_at"), type_="unique")
        batch_op.create_index(batch_op.f("ix_meeting_school_id"), ["school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_team_id"), ["team_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_wakes_at"), ["wakes_at"], unique=False)
        batch_op.create_index(
            "uq_meeting_team_hour",
            ["team_id", "meets_on", "meets_at"],
            unique=True,
            sqlite_where=sa.text("cancelled_at IS NULL"),
            postgresql_where=sa.text("cancelled_at IS NULL"),
        )
        batch_op.create_index(
            "uq_meeting_leaders_hour",
            ["school_id", "meets_on", "meets_at"],
            unique=True,
            sqlite_where=sa.text("cancelled_at IS NULL AND team_id IS NULL"),
            postgresql_where=sa.text("cancelled_at IS NULL AND team_id IS NULL"),
        )
        batch_op.create_foreign_key(batch_op.f("fk_meeting_team_id"), "team", ["team_id"], ["id"], ondelete="CASCADE")
        batch_op.create_foreign_key(
            batch_op.f("fk_meeting_script_id"), "script", ["script_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_meeting_school_id"), "school", ["school_id"], ["id"], ondelete="CASCADE"
        )


def downgrade() -> None:
    op.execute("DELETE FROM meeting WHERE cycle_id IS NULL OR cancelled_at IS NOT NULL")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index("uq_meeting_leaders_hour")
        batch_op.drop_index("uq_meeting_team_hour")
        batch_op.drop_constraint(batch_op.f("fk_meeting_school_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_meeting_script_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_meeting_team_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_meeting_wakes_at"))
        batch_op.drop_index(batch_op.f("ix_meeting_team_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_school_id"))
        batch_op.create_unique_constraint(
            batch_op.f("uq_meeting_cycle_id_meets_on_meets_at"), ["cycle_id", "meets_on", "meets_at"]
        )
        batch_op.alter_column("cycle_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("shown")
        batch_op.drop_column("wakes_at")
        batch_op.drop_column("ended_at")
        batch_op.drop_column("started_at")
        batch_op.drop_column("created_by")
        batch_op.drop_column("sequence")
        batch_op.drop_column("sittings")
        batch_op.drop_column("sitting")
        batch_op.drop_column("first_id")
        batch_op.drop_column("bring_sealed")
        batch_op.drop_column("brief")
        batch_op.drop_column("by_itself")
        batch_op.drop_column("minutes")
        batch_op.drop_column("subjects")
        batch_op.drop_column("agenda")
        batch_op.drop_column("script_id")
        batch_op.drop_column("team_id")
        batch_op.drop_column("school_id")

    with op.batch_alter_table("note_vote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_vote_workspace_id"))

    op.drop_table("note_vote")
    with op.batch_alter_table("meeting_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_note_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_note_meeting_id"))

    op.drop_table("meeting_note")
    with op.batch_alter_table("meeting_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_answer_workspace_id"))

    op.drop_table("meeting_answer")
    with op.batch_alter_table("meeting_act", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_act_workspace_id"))

    op.drop_table("meeting_act")
    with op.batch_alter_table("script", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_script_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_script_school_id"))
        batch_op.drop_index("ix_script_digest")

    op.drop_table("script")
