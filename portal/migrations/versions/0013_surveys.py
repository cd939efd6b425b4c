"""Surveys"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    _surveys()
    op.create_table(
        "survey_consents",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _of("surveys", "survey_consents", "survey_id"),
        sa.PrimaryKeyConstraint("survey_id", "version", name=op.f("pk_survey_consents")),
    )
    _questions()
    op.create_table(
        "survey_participations",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("consent_version", sa.Integer(), nullable=False),
        _of("people", "survey_participations", "person_id"),
        _of("surveys", "survey_participations", "survey_id"),
        sa.PrimaryKeyConstraint("survey_id", "person_id", name=op.f("pk_survey_participations")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_answers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("of_group", sa.String(length=60), nullable=False),
        sa.Column("choice", DOCUMENT, nullable=False),
        _of("survey_questions", "survey_answers", "question_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answers")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_survey_answers_question_id"), "survey_answers", ["question_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_survey_answers_question_id"), "survey_answers")
    op.drop_table("survey_answers")
    op.drop_table("survey_participations")
    for column in ("survey_id", "workshop_id"):
        op.drop_index(op.f(f"ix_survey_questions_{column}"), "survey_questions")
    op.drop_table("survey_questions")
    op.drop_table("survey_consents")
    op.drop_index(op.f("ix_surveys_workshop_id"), "surveys")
    op.drop_table("surveys")


def _surveys() -> None:
    op.create_table(
        "surveys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("grouping", sa.String(length=12), nullable=False),
        sa.Column("groups", DOCUMENT, nullable=False),
        sa.Column("smallest", sa.Integer(), nullable=False),
        sa.Column("release", sa.String(length=12), nullable=False),
        sa.Column("is_published", sa.Boolean(), nullable=False),
        sa.Column("shows_texts", sa.Boolean(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("consent_version", sa.Integer(), nullable=False),
        _of("workshops", "surveys", "workshop_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
    )
    op.create_index(op.f("ix_surveys_workshop_id"), "surveys", ["workshop_id"], unique=False)


def _questions() -> None:
    op.create_table(
        "survey_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("options", DOCUMENT, nullable=False),
        _of("surveys", "survey_questions", "survey_id"),
        _of("workshops", "survey_questions", "workshop_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_questions")),
    )
    for column in ("survey_id", "workshop_id"):
        op.create_index(op.f(f"ix_survey_questions_{column}"), "survey_questions", [column], unique=False)


def _of(parent: str, table: str, column: str) -> sa.ForeignKeyConstraint:
    """What is gone when its parent goes."""
    return sa.ForeignKeyConstraint(
        [column], [f"{parent}.id"], name=op.f(f"fk_{table}_{column}_{parent}"), ondelete="CASCADE"
    )
