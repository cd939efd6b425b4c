"""The chair's round: who is sent to a board, and what is pinned"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "round_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("poster_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("going_id", sa.Integer(), nullable=True),
        sa.Column("going_name", sa.String(length=120), nullable=False),
        sa.Column("going_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("how", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_round_calls_by_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["going_id"], ["people.id"], name=op.f("fk_round_calls_going_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["poster_id"], ["posters.id"], name=op.f("fk_round_calls_poster_id_posters"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_round_calls_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_calls")),
    )
    op.create_index(op.f("ix_round_calls_poster_id"), "round_calls", ["poster_id"])
    op.create_index(op.f("ix_round_calls_workshop_id_at"), "round_calls", ["workshop_id", "at"])
    op.create_index(
        "ix_round_calls_one_open",
        "round_calls",
        ["poster_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "round_called",
        sa.Column("call_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["round_calls.id"],
            name=op.f("fk_round_called_call_id_round_calls"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_round_called_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("call_id", "person_id", name=op.f("pk_round_called")),
    )
    op.create_index(op.f("ix_round_called_person_id"), "round_called", ["person_id"])
    op.create_table(
        "round_pins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("poster_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unpinned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unpinned_name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_round_pins_by_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["poster_id"], ["posters.id"], name=op.f("fk_round_pins_poster_id_posters"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_round_pins_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_pins")),
    )
    op.create_index(op.f("ix_round_pins_poster_id"), "round_pins", ["poster_id"])
    op.create_index(op.f("ix_round_pins_workshop_id_at"), "round_pins", ["workshop_id", "at"])


def downgrade() -> None:
    for table in ("round_pins", "round_called", "round_calls"):
        op.drop_table(table)
