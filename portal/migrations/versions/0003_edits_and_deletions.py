"""Edits and deletions of messages are entries of the same log"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

CHANGES = sa.text("target IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("target", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        op.f("ix_messages_thread_id_target"),
        "messages",
        ["thread_id", "target"],
        sqlite_where=CHANGES,
        postgresql_where=CHANGES,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_messages_thread_id_target"), "messages")
    # The numbers of a thread have no gap, so an entry that has lost its meaning stays as a notice.
    op.execute(
        "UPDATE messages SET text = CASE kind WHEN 'edit' THEN 'A message was edited.' "
        "ELSE 'A message was deleted.' END, kind = 'notice' WHERE kind IN ('edit', 'deletion')"
    )
    for column in ("deleted_at", "edited_at", "target"):
        op.drop_column("messages", column)
