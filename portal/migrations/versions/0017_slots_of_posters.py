"""Slots of posters, their slides and clips, and the zone that a person chose"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    # Not in a batch: on SQLite that makes the table anew, and the triggers of the search hang on it.
    op.add_column("posters", sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("people", sa.Column("time_zone", sa.String(length=60), server_default="", nullable=False))
    op.create_index(op.f("ix_poster_presenters_person_id"), "poster_presenters", ["person_id"])
    op.create_table(
        "poster_parts",
        sa.Column("poster_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_poster_parts_file_id_files")),
        sa.ForeignKeyConstraint(
            ["poster_id"], ["posters.id"], name=op.f("fk_poster_parts_poster_id_posters"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("poster_id", "part", name=op.f("pk_poster_parts")),
    )
    op.create_table(
        "poster_slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("poster_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("half", sa.String(length=10), nullable=False),
        sa.Column("board", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["poster_id"], ["posters.id"], name=op.f("fk_poster_slots_poster_id_posters"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["sessions.id"],
            name=op.f("fk_poster_slots_session_id_sessions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_poster_slots_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poster_slots")),
    )
    for column in ("workshop_id", "poster_id", "session_id"):
        op.create_index(op.f(f"ix_poster_slots_{column}"), "poster_slots", [column])
    op.create_table(
        "poster_slot_presenters",
        sa.Column("slot_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_poster_slot_presenters_person_id_people"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"],
            ["poster_slots.id"],
            name=op.f("fk_poster_slot_presenters_slot_id_poster_slots"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("slot_id", "person_id", name=op.f("pk_poster_slot_presenters")),
    )


def downgrade() -> None:
    for table in ("poster_slot_presenters", "poster_slots", "poster_parts"):
        op.drop_table(table)
    op.drop_index(op.f("ix_poster_presenters_person_id"), "poster_presenters")
    op.drop_column("people", "time_zone")
    op.drop_column("posters", "replaced_at")
