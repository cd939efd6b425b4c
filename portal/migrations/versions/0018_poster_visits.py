"""Visits and stars of posters, and who chose to be seen in the hall"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("people", sa.Column("is_shown", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("posters", sa.Column("award", sa.String(length=60), server_default="", nullable=False))
    op.add_column("posters", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "poster_visits",
        *_whose("poster_visits"),
        _workshop(),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        _of_the_workshop("poster_visits"),
        sa.PrimaryKeyConstraint("poster_id", "person_id", name=op.f("pk_poster_visits")),
    )
    op.create_table(
        "poster_stars",
        *_whose("poster_stars"),
        _workshop(),
        sa.Column("starred_at", sa.DateTime(timezone=True), nullable=False),
        _of_the_workshop("poster_stars"),
        sa.PrimaryKeyConstraint("poster_id", "person_id", name=op.f("pk_poster_stars")),
    )
    op.create_table(
        "poster_downloads",
        *_whose("poster_downloads"),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("poster_id", "person_id", "kind", name=op.f("pk_poster_downloads")),
    )
    for table in ("poster_visits", "poster_stars", "poster_downloads"):
        op.create_index(op.f(f"ix_{table}_person_id"), table, ["person_id"])
    for table in ("poster_visits", "poster_stars"):
        op.create_index(op.f(f"ix_{table}_workshop_id_person_id"), table, ["workshop_id", "person_id"])


def downgrade() -> None:
    for table in ("poster_downloads", "poster_stars", "poster_visits"):
        op.drop_table(table)
    op.drop_column("posters", "changed_at")
    op.drop_column("posters", "award")
    op.drop_column("people", "is_shown")


def _whose(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """A poster and a person; what is theirs goes with them."""
    return (
        sa.Column("poster_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["poster_id"], ["posters.id"], name=op.f(f"fk_{table}_poster_id_posters"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f(f"fk_{table}_person_id_people"), ondelete="CASCADE"
        ),
    )


def _workshop() -> sa.Column[int]:
    return sa.Column("workshop_id", sa.Integer(), nullable=False)


def _of_the_workshop(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workshop_id"],
        ["workshops.id"],
        name=op.f(f"fk_{table}_workshop_id_workshops"),
        ondelete="CASCADE",
    )
