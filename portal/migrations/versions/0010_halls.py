"""Screens of halls, their codes and guests"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "screen_links",
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["stages.id"], name=op.f("fk_screen_links_stage_id_stages"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_screen_links_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("stage_id", name=op.f("pk_screen_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_screen_links_token_hash")),
    )
    with op.batch_alter_table("screen_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_screen_links_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "hall_codes",
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("lets_guests_in", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["stages.id"], name=op.f("fk_hall_codes_stage_id_stages"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_hall_codes_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("stage_id", name=op.f("pk_hall_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_hall_codes_code")),
    )
    with op.batch_alter_table("hall_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hall_codes_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "hall_guests",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_hall_guests_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["stages.id"], name=op.f("fk_hall_guests_stage_id_stages"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_hall_guests_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_hall_guests")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_hall_guests_token_hash")),
    )
    with op.batch_alter_table("hall_guests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hall_guests_stage_id"), ["stage_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hall_guests_workshop_id"), ["workshop_id"], unique=False)


def downgrade() -> None:
    op.drop_table("hall_guests")
    op.drop_table("hall_codes")
    op.drop_table("screen_links")
