"""Tours of the posters: who waits, the groups and their stops"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def _json() -> sa.JSON:
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "tour_desks",
        sa.Column("workshop_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _key("tour_desks", "workshop_id", "workshops"),
        sa.PrimaryKeyConstraint("workshop_id", name=op.f("pk_tour_desks")),
    )
    op.create_table(
        "tour_waits",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("topics", _json(), nullable=False),
        _key("tour_waits", "workshop_id", "workshops"),
        _key("tour_waits", "person_id", "people"),
        sa.PrimaryKeyConstraint("workshop_id", "person_id", name=op.f("pk_tour_waits")),
    )
    op.create_index(op.f("ix_tour_waits_person_id"), "tour_waits", ["person_id"])
    op.create_table(
        "tours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("topics", _json(), nullable=False),
        sa.Column("goes_alone", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        _key("tours", "workshop_id", "workshops"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tours")),
    )
    op.create_index(op.f("ix_tours_workshop_id"), "tours", ["workshop_id"])
    op.create_table(
        "tour_stops",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tour_id", sa.Integer(), nullable=False),
        sa.Column("poster_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("pitch_seconds", sa.Double(), nullable=False),
        sa.Column("question_seconds", sa.Double(), nullable=False),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        _key("tour_stops", "tour_id", "tours"),
        _key("tour_stops", "poster_id", "posters"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tour_stops")),
    )
    op.create_index(op.f("ix_tour_stops_poster_id"), "tour_stops", ["poster_id"])
    op.create_index(
        op.f("ix_tour_stops_tour_id_position"), "tour_stops", ["tour_id", "position"], unique=True
    )
    op.create_table(
        "tour_members",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("tour_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_led", sa.Boolean(), nullable=False),
        _key("tour_members", "workshop_id", "workshops"),
        _key("tour_members", "person_id", "people"),
        _key("tour_members", "tour_id", "tours"),
        sa.PrimaryKeyConstraint("workshop_id", "person_id", name=op.f("pk_tour_members")),
    )
    op.create_index(op.f("ix_tour_members_person_id"), "tour_members", ["person_id"])
    op.create_index(op.f("ix_tour_members_tour_id"), "tour_members", ["tour_id"])
    op.create_table(
        "tour_skips",
        sa.Column("stop_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        _key("tour_skips", "stop_id", "tour_stops"),
        _key("tour_skips", "person_id", "people"),
        sa.PrimaryKeyConstraint("stop_id", "person_id", name=op.f("pk_tour_skips")),
    )
    op.create_index(op.f("ix_tour_skips_person_id"), "tour_skips", ["person_id"])


def downgrade() -> None:
    for table in ("tour_skips", "tour_members", "tour_stops", "tours", "tour_waits", "tour_desks"):
        op.drop_table(table)
    # A notice of a kind that nobody knows any more cannot be put into words.
    op.execute("DELETE FROM notices WHERE kind IN ('tour', 'group')")
