"""Questions"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "question_boards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=12), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("talk_id", sa.Integer(), nullable=True),
        sa.Column("head", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("allows_anonymous", sa.Boolean(), nullable=False),
        sa.Column("is_moderated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["sessions.id"],
            name=op.f("fk_question_boards_session_id_sessions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["talk_id"], ["talks.id"], name=op.f("fk_question_boards_talk_id_talks"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_question_boards_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_boards")),
        sa.UniqueConstraint("address", name=op.f("uq_question_boards_address")),
    )
    with op.batch_alter_table("question_boards", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_boards_session_id"), ["session_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_boards_talk_id"), ["talk_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_boards_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "question_speakers",
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"],
            ["question_boards.id"],
            name=op.f("fk_question_speakers_board_id_question_boards"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_question_speakers_person_id_people"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("board_id", "person_id", name=op.f("pk_question_speakers")),
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author_name", sa.String(length=120), nullable=False),
        sa.Column("client_id", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(length=120), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_seq", sa.Integer(), nullable=False),
        sa.Column("handed_thread_id", sa.Integer(), nullable=True),
        sa.Column("handed_seq", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_questions_author_id_people")),
        sa.ForeignKeyConstraint(
            ["board_id"],
            ["question_boards.id"],
            name=op.f("fk_questions_board_id_question_boards"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["handed_thread_id"],
            ["threads.id"],
            name=op.f("fk_questions_handed_thread_id_threads"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_questions_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_questions_board_id_author_id_client_id"),
            ["board_id", "author_id", "client_id"],
            unique=True,
        )
        batch_op.create_index(batch_op.f("ix_questions_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "question_votes",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_question_votes_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_question_votes_question_id_questions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", "person_id", name=op.f("pk_question_votes")),
    )


def downgrade() -> None:
    op.drop_table("question_votes")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_questions_workshop_id"))
        batch_op.drop_index(batch_op.f("ix_questions_board_id_author_id_client_id"))

    op.drop_table("questions")
    op.drop_table("question_speakers")
    with op.batch_alter_table("question_boards", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_boards_workshop_id"))
        batch_op.drop_index(batch_op.f("ix_question_boards_talk_id"))
        batch_op.drop_index(batch_op.f("ix_question_boards_session_id"))

    op.drop_table("question_boards")
