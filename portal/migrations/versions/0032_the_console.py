"""The console, attendance, and who is ready"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0032"
down_revision: str | None = "0031"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "attendance_steps",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("place_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("peak", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_attendance_steps_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "workshop_id", "kind", "place_id", "step_at", name=op.f("pk_attendance_steps")
        ),
    )
    op.create_index(op.f("ix_attendance_steps_looked_at"), "attendance_steps", ["looked_at"])

    op.create_table(
        "device_checks",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("has_camera", sa.Boolean(), nullable=False),
        sa.Column("has_microphone", sa.Boolean(), nullable=False),
        sa.Column("has_way", sa.Boolean(), nullable=True),
        sa.Column("browser", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_device_checks_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_device_checks_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", "person_id", name=op.f("pk_device_checks")),
    )
    op.create_index(op.f("ix_device_checks_person_id"), "device_checks", ["person_id"])

    op.create_table(
        "page_openings",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_page_openings_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_page_openings_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", "person_id", "page", name=op.f("pk_page_openings")),
    )
    op.create_index(op.f("ix_page_openings_person_id"), "page_openings", ["person_id"])

    op.create_table(
        "stand_ins",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("about_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_stand_ins_by_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_stand_ins_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("kind", "about_id", name=op.f("pk_stand_ins")),
    )
    op.create_index(op.f("ix_stand_ins_by_id"), "stand_ins", ["by_id"])
    op.create_index(op.f("ix_stand_ins_workshop_id"), "stand_ins", ["workshop_id"])

    op.create_table(
        "source_sightings",
        sa.Column("source_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("played_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_id", sa.Integer(), nullable=True),
        sa.Column("failed_name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["failed_id"],
            ["people.id"],
            name=op.f("fk_source_sightings_failed_id_people"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["stream_sources.id"],
            name=op.f("fk_source_sightings_source_id_stream_sources"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_source_sightings")),
    )
    op.create_index(op.f("ix_source_sightings_failed_id"), "source_sightings", ["failed_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_source_sightings_failed_id"), table_name="source_sightings")

    op.drop_table("source_sightings")
    op.drop_index(op.f("ix_stand_ins_workshop_id"), table_name="stand_ins")
    op.drop_index(op.f("ix_stand_ins_by_id"), table_name="stand_ins")

    op.drop_table("stand_ins")
    op.drop_index(op.f("ix_page_openings_person_id"), table_name="page_openings")

    op.drop_table("page_openings")
    op.drop_index(op.f("ix_device_checks_person_id"), table_name="device_checks")

    op.drop_table("device_checks")
    op.drop_index(op.f("ix_attendance_steps_looked_at"), table_name="attendance_steps")

    op.drop_table("attendance_steps")
