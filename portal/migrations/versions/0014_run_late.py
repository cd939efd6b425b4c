"""Run late"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "delays",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author_name", sa.String(length=120), nullable=False),
        sa.Column("client_id", sa.String(length=40), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("before", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("left", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_delays_author_id_people")),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["stages.id"], name=op.f("fk_delays_stage_id_stages"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_delays_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delays")),
    )
    with op.batch_alter_table("delays", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_delays_workshop_id_author_id_client_id"),
            ["workshop_id", "author_id", "client_id"],
            unique=True,
        )
        batch_op.create_index(batch_op.f("ix_delays_workshop_id_on"), ["workshop_id", "on"], unique=False)

    op.add_column("sessions", sa.Column("planned_starts_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("sessions", sa.Column("planned_ends_at", sa.DateTime(timezone=True), nullable=True))

    op.add_column("talks", sa.Column("planned_starts_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("talks", sa.Column("planned_ends_at", sa.DateTime(timezone=True), nullable=True))

    op.add_column("workshops", sa.Column("programme_head", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("workshops", "programme_head")

    op.drop_column("talks", "planned_ends_at")
    op.drop_column("talks", "planned_starts_at")

    op.drop_column("sessions", "planned_ends_at")
    op.drop_column("sessions", "planned_starts_at")

    with op.batch_alter_table("delays", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delays_workshop_id_on"))
        batch_op.drop_index(batch_op.f("ix_delays_workshop_id_author_id_client_id"))

    op.drop_table("delays")
