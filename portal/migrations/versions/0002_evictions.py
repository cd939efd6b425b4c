"""Evictions as rows, so that a revocation reaches every process"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "evictions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("workshop_id", sa.Integer(), nullable=True),
        sa.Column("sign_in_id", sa.Integer(), nullable=True),
        sa.Column("room", sa.String(length=80), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evictions")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("evictions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evictions_at"), ["at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("evictions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evictions_at"))

    op.drop_table("evictions")
