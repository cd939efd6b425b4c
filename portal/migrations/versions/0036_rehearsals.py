"""Rehearsals: copies of a workshop whose day is moved to now"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0036"
down_revision: str | None = "0035"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "workshops", sa.Column("is_rehearsal", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_table(
        "rehearsals",
        sa.Column("workshop_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_rehearsals_by_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["workshops.id"],
            name=op.f("fk_rehearsals_source_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_rehearsals_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", name=op.f("pk_rehearsals")),
    )
    op.create_index(op.f("ix_rehearsals_source_id"), "rehearsals", ["source_id"])
    op.create_index(op.f("ix_rehearsals_by_id"), "rehearsals", ["by_id"])


def downgrade() -> None:
    op.drop_table("rehearsals")
    op.drop_column("workshops", "is_rehearsal")
