"""Agenda"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from portal.clock import now

revision: str = "0007"
down_revision: str | None = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    for table in ("sessions", "talks"):
        # Not in a batch: on SQLite that makes the table anew, and dropping the old one takes along what hangs on it.
        op.add_column(table, sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
        op.add_column(table, sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
        rows = sa.table(table, sa.column("changed_at", sa.DateTime(timezone=True)))
        op.execute(rows.update().values(changed_at=now()))

    op.create_table(
        "stars",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("talk_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_stars_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_stars_session_id_sessions"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["talk_id"], ["talks.id"], name=op.f("fk_stars_talk_id_talks"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name=op.f("fk_stars_workshop_id_workshops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stars")),
    )
    with op.batch_alter_table("stars", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stars_person_id_session_id"), ["person_id", "session_id"], unique=True
        )
        batch_op.create_index(batch_op.f("ix_stars_person_id_talk_id"), ["person_id", "talk_id"], unique=True)
        batch_op.create_index(batch_op.f("ix_stars_session_id"), ["session_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stars_talk_id"), ["talk_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stars_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "calendar_feeds",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_calendar_feeds_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_calendar_feeds_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", "person_id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feeds_token_hash")),
    )
    with op.batch_alter_table("calendar_feeds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_feeds_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("calendar_feeds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_feeds_person_id"))
    op.drop_table("calendar_feeds")

    with op.batch_alter_table("stars", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stars_workshop_id"))
        batch_op.drop_index(batch_op.f("ix_stars_talk_id"))
        batch_op.drop_index(batch_op.f("ix_stars_session_id"))
        batch_op.drop_index(batch_op.f("ix_stars_person_id_talk_id"))
        batch_op.drop_index(batch_op.f("ix_stars_person_id_session_id"))
    op.drop_table("stars")

    for table in ("talks", "sessions"):
        op.drop_column(table, "changed_at")
        op.drop_column(table, "revision")
