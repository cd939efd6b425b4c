"""Reports, measures, and a trail that nobody rewrites"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0031"
down_revision: str | None = "0030"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
AT = sa.DateTime(timezone=True)

FIXED = ("id", "workshop_id", "at", "action")
"""What of an entry never changes; whom it names may be forgotten."""

FORGOTTEN = "%Somebody who left%"
"""The words of an entry change only so that they name nobody where they named somebody."""

SQLITE = (
    """CREATE TRIGGER audit_entries_unchanged BEFORE UPDATE ON audit_entries
    WHEN {changed} BEGIN SELECT RAISE(ABORT, 'the trail is not rewritten'); END""".format(
        changed=" OR ".join(
            [f'NEW."{name}" IS NOT OLD."{name}"' for name in FIXED]
            + [
                f"(NEW.{name} IS NOT OLD.{name} AND NEW.{name} NOT LIKE '{FORGOTTEN}')"
                for name in ("about", "details")
            ]
        )
    ),
    """CREATE TRIGGER audit_entries_kept BEFORE DELETE ON audit_entries
    WHEN (OLD.workshop_id IS NULL OR EXISTS (SELECT 1 FROM workshops WHERE id = OLD.workshop_id))
    AND NOT EXISTS (SELECT 1 FROM audit_sweeps WHERE workshop_id = OLD.workshop_id AND OLD.at < until)
    BEGIN SELECT RAISE(ABORT, 'the trail is kept'); END""",
)
POSTGRESQL = (
    """CREATE FUNCTION audit_entries_unchanged() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF {changed} THEN RAISE EXCEPTION 'the trail is not rewritten'; END IF;
      RETURN NEW;
    END $$""".format(
        changed=" OR ".join(
            [f'NEW."{name}" IS DISTINCT FROM OLD."{name}"' for name in FIXED]
            + [
                f"(NEW.{name} IS DISTINCT FROM OLD.{name} AND NEW.{name}::text NOT LIKE '{FORGOTTEN}')"
                for name in ("about", "details")
            ]
        )
    ),
    """CREATE FUNCTION audit_entries_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (OLD.workshop_id IS NULL OR EXISTS (SELECT 1 FROM workshops WHERE id = OLD.workshop_id))
      AND NOT EXISTS (SELECT 1 FROM audit_sweeps WHERE workshop_id = OLD.workshop_id AND OLD.at < until)
      THEN RAISE EXCEPTION 'the trail is kept'; END IF;
      RETURN OLD;
    END $$""",
    """CREATE TRIGGER audit_entries_unchanged BEFORE UPDATE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION audit_entries_unchanged()""",
    """CREATE TRIGGER audit_entries_kept BEFORE DELETE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION audit_entries_kept()""",
)


def upgrade() -> None:
    op.add_column("threads", sa.Column("is_locked", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("threads", sa.Column("removals", DOCUMENT, nullable=True))
    op.add_column("messages", sa.Column("hidden_at", AT, nullable=True))
    op.add_column(
        "registrations",
        sa.Column("silence_reason", sa.String(length=300), server_default="", nullable=False),
    )
    _cases()
    _measures()
    op.create_table(
        "audit_sweeps",
        sa.Column("workshop_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("until", AT, nullable=False),
        _reference("audit_sweeps", "workshop_id", "workshops", "CASCADE"),
        sa.PrimaryKeyConstraint("workshop_id", name=op.f("pk_audit_sweeps")),
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in ("audit_entries_kept", "audit_entries_unchanged"):
        op.execute(f"DROP TRIGGER {name}" if is_sqlite else f"DROP TRIGGER {name} ON audit_entries")
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("audit_sweeps")
    for table in ("moderation_measures", "moderation_notes", "moderation_voices", "moderation_cases"):
        op.drop_table(table)
    # Not in a batch, which would make the tables anew: others refer to them.
    op.drop_column("registrations", "silence_reason")
    op.drop_column("messages", "hidden_at")
    op.drop_column("threads", "removals")
    op.drop_column("threads", "is_locked")


def _reference(table: str, column: str, other: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)


def _cases() -> None:
    op.create_table(
        "moderation_cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("assignee_name", sa.String(length=120), nullable=False),
        sa.Column("voices", sa.Integer(), nullable=False),
        sa.Column("opened_at", AT, nullable=False),
        sa.Column("changed_at", AT, nullable=False),
        _reference("moderation_cases", "assignee_id", "people", "SET NULL"),
        _reference("moderation_cases", "person_id", "people", "SET NULL"),
        _reference("moderation_cases", "workshop_id", "workshops", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_cases")),
    )
    _index("moderation_cases", "assignee_id")
    _index("moderation_cases", "person_id")
    _index("moderation_cases", "workshop_id", "kind", "thing_id", "seq", unique=True)
    _index("moderation_cases", "workshop_id", "state", "id")
    op.create_table(
        "moderation_voices",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", AT, nullable=False),
        _reference("moderation_voices", "case_id", "moderation_cases", "CASCADE"),
        _reference("moderation_voices", "person_id", "people", "CASCADE"),
        sa.PrimaryKeyConstraint("case_id", "person_id", name=op.f("pk_moderation_voices")),
    )
    _index("moderation_voices", "person_id")
    op.create_table(
        "moderation_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", AT, nullable=False),
        _reference("moderation_notes", "author_id", "people", "SET NULL"),
        _reference("moderation_notes", "case_id", "moderation_cases", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_notes")),
    )
    _index("moderation_notes", "author_id")
    _index("moderation_notes", "case_id")


def _measures() -> None:
    op.create_table(
        "moderation_measures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("until", AT, nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("ended_at", AT, nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_by_name", sa.String(length=120), nullable=False),
        _reference("moderation_measures", "by_id", "people", "SET NULL"),
        _reference("moderation_measures", "case_id", "moderation_cases", "SET NULL"),
        _reference("moderation_measures", "ended_by_id", "people", "SET NULL"),
        _reference("moderation_measures", "person_id", "people", "SET NULL"),
        _reference("moderation_measures", "thread_id", "threads", "CASCADE"),
        _reference("moderation_measures", "workshop_id", "workshops", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_measures")),
    )
    for column in ("by_id", "case_id", "ended_by_id", "person_id"):
        _index("moderation_measures", column)
    _index("moderation_measures", "thread_id", "seq")
    _index("moderation_measures", "workshop_id", "person_id")


def _index(table: str, *columns: str, unique: bool = False) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns, unique=unique)
