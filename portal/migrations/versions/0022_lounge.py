"""The lounge: tables, seats and introductions"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "lounge_meetings",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_id"], ["people.id"], name=op.f("fk_lounge_meetings_first_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["people.id"], name=op.f("fk_lounge_meetings_second_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_lounge_meetings_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", "first_id", "second_id", name=op.f("pk_lounge_meetings")),
    )
    op.create_index(op.f("ix_lounge_meetings_second_id"), "lounge_meetings", ["second_id"])

    op.create_table(
        "lounge_topics",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("tags", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_lounge_topics_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_lounge_topics_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", "person_id", name=op.f("pk_lounge_topics")),
    )
    op.create_table(
        "lounges",
        sa.Column("workshop_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_lounges_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", name=op.f("pk_lounges")),
    )
    op.create_table(
        "lounge_tables",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("topic_tags", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("is_locked", sa.Boolean(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("empty_since", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["people.id"], name=op.f("fk_lounge_tables_owner_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_lounge_tables_thread_id_threads")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_lounge_tables_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lounge_tables")),
        sa.UniqueConstraint("thread_id", name=op.f("uq_lounge_tables_thread_id")),
    )
    op.create_index(op.f("ix_lounge_tables_owner_id"), "lounge_tables", ["owner_id"])
    op.create_index(
        op.f("ix_lounge_tables_workshop_id_is_open_position"),
        "lounge_tables",
        ["workshop_id", "is_open", "position"],
    )

    op.create_table(
        "lounge_introductions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_first_willing", sa.Boolean(), nullable=False),
        sa.Column("is_second_willing", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["people.id"],
            name=op.f("fk_lounge_introductions_first_id_people"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["people.id"],
            name=op.f("fk_lounge_introductions_second_id_people"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["table_id"],
            ["lounge_tables.id"],
            name=op.f("fk_lounge_introductions_table_id_lounge_tables"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_lounge_introductions_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lounge_introductions")),
    )
    op.create_index(op.f("ix_lounge_introductions_first_id"), "lounge_introductions", ["first_id"])
    op.create_index(op.f("ix_lounge_introductions_second_id"), "lounge_introductions", ["second_id"])
    op.create_index(op.f("ix_lounge_introductions_table_id"), "lounge_introductions", ["table_id"])
    op.create_index(op.f("ix_lounge_introductions_workshop_id"), "lounge_introductions", ["workshop_id"])

    op.create_table(
        "lounge_seats",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_lounge_seats_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["table_id"],
            ["lounge_tables.id"],
            name=op.f("fk_lounge_seats_table_id_lounge_tables"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_lounge_seats_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", "person_id", name=op.f("pk_lounge_seats")),
    )
    op.create_index(
        op.f("ix_lounge_seats_table_id_number"), "lounge_seats", ["table_id", "number"], unique=True
    )

    op.create_table(
        "lounge_waits",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["introduction_id"],
            ["lounge_introductions.id"],
            name=op.f("fk_lounge_waits_introduction_id_lounge_introductions"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_lounge_waits_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_lounge_waits_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", "person_id", name=op.f("pk_lounge_waits")),
    )
    op.create_index(op.f("ix_lounge_waits_introduction_id"), "lounge_waits", ["introduction_id"])

    op.add_column(
        "threads",
        sa.Column("member_ids", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
    )


def downgrade() -> None:
    for table in (
        "lounge_waits",
        "lounge_seats",
        "lounge_introductions",
        "lounge_tables",
        "lounges",
        "lounge_topics",
        "lounge_meetings",
    ):
        op.drop_table(table)
    # What was said among a few must not be left where everybody may read.
    for table, key in (("messages", "thread_id"), ("threads", "id")):
        op.execute(
            f"DELETE FROM {table} WHERE {key} IN (SELECT id FROM threads WHERE kind = 'table')"  # noqa: S608
        )
    op.drop_column("threads", "member_ids")
