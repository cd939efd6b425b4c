"""Slides that are turned for everybody"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from portal.clock import now

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("slide_decks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("page", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("drawn", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("failure", sa.String(length=300), server_default="", nullable=False))

    op.create_table(
        "slide_pages",
        sa.Column("deck_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["deck_id"],
            ["slide_decks.id"],
            name=op.f("fk_slide_pages_deck_id_slide_decks"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("deck_id", "number", name=op.f("pk_slide_pages")),
    )
    op.create_table(
        "slide_shows",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("deck_id", sa.Integer(), nullable=True),
        sa.Column("head", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deck_id"],
            ["slide_decks.id"],
            name=op.f("fk_slide_shows_deck_id_slide_decks"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["sessions.id"],
            name=op.f("fk_slide_shows_session_id_sessions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_slide_shows")),
    )
    with op.batch_alter_table("slide_shows", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slide_shows_deck_id"), ["deck_id"], unique=False)
    _draw_what_is_there()


def downgrade() -> None:
    with op.batch_alter_table("slide_shows", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_slide_shows_deck_id"))

    op.drop_table("slide_shows")
    op.drop_table("slide_pages")
    with op.batch_alter_table("slide_decks", schema=None) as batch_op:
        batch_op.drop_column("failure")
        batch_op.drop_column("drawn")
        batch_op.drop_column("page")


def _draw_what_is_there() -> None:
    """Slides that were uploaded before get their pictures from the same background work as new ones."""
    decks = sa.table("slide_decks", sa.column("id", sa.Integer), sa.column("file_id", sa.Integer))
    jobs = sa.table(
        "jobs",
        sa.column("name", sa.String),
        sa.column("arguments", sa.JSON),
        sa.column("due_at", sa.DateTime(timezone=True)),
        sa.column("attempts", sa.Integer),
    )
    connection = op.get_bind()
    due_at = now().replace(tzinfo=None) if connection.dialect.name == "sqlite" else now()
    rows = [
        {
            "name": "slides.draw",
            "arguments": {"deck_id": deck.id, "file_id": deck.file_id},
            "due_at": due_at,
            "attempts": 0,
        }
        for deck in connection.execute(sa.select(decks.c.id, decks.c.file_id))
    ]
    if rows:
        op.bulk_insert(jobs, rows)
