"""People who meet: profiles, what they show, hellos, cards and conversations"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0030"
down_revision: str | None = "0029"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "away_mails",
        sa.Column("workshop_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_away_mails_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_away_mails_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", "person_id", name=op.f("pk_away_mails")),
    )
    op.create_index(op.f("ix_away_mails_person_id"), "away_mails", ["person_id"])

    op.create_table(
        "blocks",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("blocked_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["blocked_id"], ["people.id"], name=op.f("fk_blocks_blocked_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_blocks_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "blocked_id", name=op.f("pk_blocks")),
    )
    op.create_index(op.f("ix_blocks_blocked_id"), "blocks", ["blocked_id"])

    op.create_table(
        "cards_given",
        sa.Column("workshop_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("giver_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("receiver_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["giver_id"], ["people.id"], name=op.f("fk_cards_given_giver_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["receiver_id"], ["people.id"], name=op.f("fk_cards_given_receiver_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_cards_given_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", "giver_id", "receiver_id", name=op.f("pk_cards_given")),
    )
    op.create_index(op.f("ix_cards_given_giver_id"), "cards_given", ["giver_id"])
    op.create_index(op.f("ix_cards_given_receiver_id"), "cards_given", ["receiver_id"])

    op.create_table(
        "hellos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("sender_id", sa.Integer(), nullable=False),
        sa.Column("receiver_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["receiver_id"], ["people.id"], name=op.f("fk_hellos_receiver_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sender_id"], ["people.id"], name=op.f("fk_hellos_sender_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_hellos_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hellos")),
    )
    op.create_index(op.f("ix_hellos_receiver_id"), "hellos", ["receiver_id"])
    op.create_index(op.f("ix_hellos_sender_id"), "hellos", ["sender_id"])
    op.create_index(
        op.f("ix_hellos_workshop_id_receiver_id_state"), "hellos", ["workshop_id", "receiver_id", "state"]
    )
    op.create_index(
        op.f("ix_hellos_workshop_id_sender_id_receiver_id"),
        "hellos",
        ["workshop_id", "sender_id", "receiver_id"],
    )

    op.create_table(
        "listings",
        sa.Column("workshop_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_listed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("shows_affiliation", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("shows_links", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("shows_picture", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("shows_place", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_invisible", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("topics", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_listings_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_listings_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", "person_id", name=op.f("pk_listings")),
    )
    op.create_index(op.f("ix_listings_person_id"), "listings", ["person_id"])

    op.create_table(
        "portraits",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("small", sa.LargeBinary(), nullable=False),
        sa.Column("large", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_portraits_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_portraits")),
    )
    op.create_table(
        "profiles",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line", sa.String(length=160), nullable=False),
        sa.Column("pronouns", sa.String(length=40), nullable=False),
        sa.Column("orcid", sa.String(length=19), nullable=False),
        sa.Column("links", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("topics", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("is_mailed", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_profiles_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_profiles")),
    )
    op.create_table(
        "pairs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("low_id", sa.Integer(), nullable=False),
        sa.Column("high_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("has_begun", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["high_id"], ["people.id"], name=op.f("fk_pairs_high_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["low_id"], ["people.id"], name=op.f("fk_pairs_low_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_pairs_thread_id_threads"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name=op.f("fk_pairs_workshop_id_workshops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairs")),
        sa.UniqueConstraint("thread_id", name=op.f("uq_pairs_thread_id")),
    )
    op.create_index(op.f("ix_pairs_high_id"), "pairs", ["high_id"])
    op.create_index(op.f("ix_pairs_low_id"), "pairs", ["low_id"])
    op.create_index(
        op.f("ix_pairs_workshop_id_low_id_high_id"),
        "pairs",
        ["workshop_id", "low_id", "high_id"],
        unique=True,
    )

    op.create_index(
        "ix_notices_waiting",
        "notices",
        ["created_at"],
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_notices_waiting", table_name="notices")
    for table in (
        "pairs",
        "profiles",
        "portraits",
        "listings",
        "hellos",
        "cards_given",
        "blocks",
        "away_mails",
    ):
        op.drop_table(table)
