"""Imports of lists of people, and what their rows do"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "roster_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("importer_id", sa.Integer(), nullable=True),
        sa.Column("importer_name", sa.String(length=120), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("headings", DOCUMENT, nullable=False),
        sa.Column("notes", DOCUMENT, nullable=False),
        sa.Column("columns", DOCUMENT, nullable=False),
        sa.Column("meanings", DOCUMENT, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("is_told", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("counts", DOCUMENT, nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["importer_id"],
            ["people.id"],
            name=op.f("fk_roster_imports_importer_id_people"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_roster_imports_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_imports")),
    )
    op.create_index(op.f("ix_roster_imports_importer_id"), "roster_imports", ["importer_id"])
    op.create_index(op.f("ix_roster_imports_workshop_id_id"), "roster_imports", ["workshop_id", "id"])
    op.create_table(
        "roster_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.Column("before", DOCUMENT, nullable=False),
        sa.Column("after", DOCUMENT, nullable=False),
        sa.Column("is_let_in", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("is_new_person", sa.Boolean(), nullable=False),
        sa.Column("left", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["roster_imports.id"],
            name=op.f("fk_roster_rows_import_id_roster_imports"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_roster_rows_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_rows")),
    )
    op.create_index(op.f("ix_roster_rows_import_id_kind_id"), "roster_rows", ["import_id", "kind", "id"])
    op.create_index(op.f("ix_roster_rows_person_id"), "roster_rows", ["person_id"])


def downgrade() -> None:
    op.drop_table("roster_rows")
    op.drop_table("roster_imports")
