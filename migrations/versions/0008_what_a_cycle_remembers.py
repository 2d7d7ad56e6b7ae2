"""Decisions, evidence and own questions of a cycle; promises among the team.

Revision ID: 0008
Revises: 0007
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("record_sealed", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(length=32), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_decision_cycle_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_decision_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("cycle_id", "phase", "version", name=op.f("uq_decision_cycle_id_phase_version")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("note_sealed", sa.String(), nullable=False),
        sa.Column("link_sealed", sa.String(), nullable=True),
        sa.Column("practice", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.String(length=32), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_evidence_cycle_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_evidence_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_cycle_id"), ["cycle_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "own_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("text_sealed", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_own_question_cycle_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_own_question_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_question")),
        sa.UniqueConstraint("cycle_id", "week", name=op.f("uq_own_question_cycle_id_week")),
    )
    with op.batch_alter_table("own_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_question_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "card_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("practice", sa.Integer(), nullable=False),
        sa.Column("card_sealed", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_card_draft_cycle_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_card_draft_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_draft")),
        sa.UniqueConstraint("cycle_id", "practice", name=op.f("uq_card_draft_cycle_id_practice")),
    )
    with op.batch_alter_table("card_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_card_draft_workspace_id"), ["workspace_id"], unique=False)

    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("private", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("obstacle", sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column("helper", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("on_agenda", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("note_sealed", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("offered_to", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("carried", sa.Integer(), server_default="0", nullable=False))

    with op.batch_alter_table("cycle", schema=None) as batch_op:
        batch_op.add_column(sa.Column("allotment", sa.String(length=8), server_default="", nullable=False))
        batch_op.add_column(sa.Column("ready_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("ready_why_sealed", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("ready_by", sa.String(length=32), nullable=True))

    _forget_whose_unsigned_answers_are()


def _forget_whose_unsigned_answers_are() -> None:
    """Until now a keyed hash could still have told whose an unsigned answer was."""
    reflection = sa.table("reflection", sa.column("id"), sa.column("author_mark"), sa.column("teacher_id"))
    connection = op.get_bind()
    unsigned = connection.execute(sa.select(reflection.c.id).where(reflection.c.teacher_id.is_(None))).scalars().all()
    for each in unsigned:
        mark = secrets.token_hex(32)
        connection.execute(reflection.update().where(reflection.c.id == each).values(author_mark=mark))


def downgrade() -> None:
    with op.batch_alter_table("cycle", schema=None) as batch_op:
        batch_op.drop_column("ready_by")
        batch_op.drop_column("ready_why_sealed")
        batch_op.drop_column("ready_on")
        batch_op.drop_column("allotment")

    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.drop_column("carried")
        batch_op.drop_column("offered_to")
        batch_op.drop_column("note_sealed")
        batch_op.drop_column("on_agenda")
        batch_op.drop_column("helper")
        batch_op.drop_column("obstacle")
        batch_op.drop_column("private")

    with op.batch_alter_table("card_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_card_draft_workspace_id"))

    op.drop_table("card_draft")
    with op.batch_alter_table("own_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_own_question_workspace_id"))

    op.drop_table("own_question")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_cycle_id"))

    op.drop_table("evidence")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_workspace_id"))

    op.drop_table("decision")
