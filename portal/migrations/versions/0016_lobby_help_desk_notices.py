"""The lobby, the help desk, notices, mentions and reactions"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("threads", sa.Column("asker_id", sa.Integer(), nullable=True))
    op.add_column(
        "messages",
        sa.Column("mentions", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
    )
    # A workshop that is made later gets its lobby with the first visit.
    op.execute(
        "INSERT INTO threads (workshop_id, kind, head, is_open, audience) "
        "SELECT id, 'lobby', 0, true, 'everybody' FROM workshops"
    )
    op.create_table(
        "message_reactions",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_message_reactions_person_id_people"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["threads.id"],
            name=op.f("fk_message_reactions_thread_id_threads"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("thread_id", "seq", "name", "person_id", name=op.f("pk_message_reactions")),
    )
    op.create_table(
        "help_requests",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("done_seq", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["people.id"], name=op.f("fk_help_requests_asker_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_help_requests_thread_id_threads"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_help_requests_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_help_requests")),
    )
    op.create_index(op.f("ix_help_requests_asker_id"), "help_requests", ["asker_id"])
    op.create_index(
        op.f("ix_help_requests_workshop_id_asker_id"),
        "help_requests",
        ["workshop_id", "asker_id"],
        unique=True,
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_notices_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_notices_thread_id_threads"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_notices_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_person_id"), "notices", ["person_id"])
    op.create_index(
        op.f("ix_notices_workshop_id_person_id_read_at"), "notices", ["workshop_id", "person_id", "read_at"]
    )
    op.create_index(
        op.f("ix_notices_thread_id_seq_person_id_kind"),
        "notices",
        ["thread_id", "seq", "person_id", "kind"],
        unique=True,
    )


def downgrade() -> None:
    for table in ("notices", "help_requests", "message_reactions"):
        op.drop_table(table)
    # What was said in confidence must not be left where everybody may read.
    for kind in ("help", "lobby"):
        for table, key in (("messages", "thread_id"), ("threads", "id")):
            op.execute(
                f"DELETE FROM {table} WHERE {key} IN (SELECT id FROM threads WHERE kind = '{kind}')"  # noqa: S608
            )
    # The numbers of a thread have no gap, so an entry that has lost its meaning stays as a notice.
    op.execute(
        "UPDATE messages SET text = 'A reaction was changed.', kind = 'notice' "
        "WHERE kind IN ('reaction', 'unreaction')"
    )
    op.drop_column("messages", "mentions")
    op.drop_column("threads", "asker_id")
