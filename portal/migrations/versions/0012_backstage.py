"""Behind each stage: a thread, a meeting, a signal, and raised hands"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    # Not in a batch: on SQLite that makes the table anew, and dropping the old one takes along what hangs on it.
    op.add_column(
        "threads", sa.Column("audience", sa.String(length=12), server_default="everybody", nullable=False)
    )
    op.create_table(
        "backstages",
        sa.Column("stage_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("meeting_url", sa.String(length=1000), nullable=False),
        sa.Column("head", sa.Integer(), nullable=False),
        sa.Column("signal", sa.String(length=12), nullable=False),
        sa.Column("signal_for", sa.String(length=12), nullable=False),
        sa.Column("signalled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["stages.id"], name=op.f("fk_backstages_stage_id_stages"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_backstages_thread_id_threads")),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_backstages_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("stage_id", name=op.f("pk_backstages")),
    )
    with op.batch_alter_table("backstages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_backstages_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "raised_hands",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("person_role", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_raised_hands_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["stages.id"], name=op.f("fk_raised_hands_stage_id_stages"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_raised_hands_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raised_hands")),
    )
    with op.batch_alter_table("raised_hands", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_raised_hands_stage_id_person_id"), ["stage_id", "person_id"], unique=True
        )
        batch_op.create_index(batch_op.f("ix_raised_hands_workshop_id"), ["workshop_id"], unique=False)
    _give_each_stage_its_backstage()


def _give_each_stage_its_backstage() -> None:
    stages = sa.table("stages", sa.column("id"), sa.column("workshop_id"))
    threads = sa.table(
        "threads",
        sa.column("id"),
        sa.column("workshop_id"),
        sa.column("kind"),
        sa.column("head"),
        sa.column("is_open", sa.Boolean()),
        sa.column("audience"),
    )
    backstages = sa.table(
        "backstages",
        *map(
            sa.column, ("stage_id", "workshop_id", "thread_id", "meeting_url", "head", "signal", "signal_for")
        ),
    )
    connection = op.get_bind()
    for stage in connection.execute(sa.select(stages.c.id, stages.c.workshop_id)).all():
        thread = {"workshop_id": stage.workshop_id, "kind": "backstage", "head": 0, "is_open": True}
        made = sa.insert(threads).values(**thread, audience="backstage").returning(threads.c.id)
        thread_id = connection.execute(made).scalar_one()
        nothing = {"meeting_url": "", "head": 0, "signal": "", "signal_for": ""}
        row = {"stage_id": stage.id, "workshop_id": stage.workshop_id, "thread_id": thread_id}
        connection.execute(sa.insert(backstages).values(**row, **nothing))


def downgrade() -> None:
    op.drop_table("raised_hands")
    op.drop_table("backstages")
    # What was said backstage was for few; without the column it would be for all.
    op.execute("DELETE FROM threads WHERE audience = 'backstage'")
    op.drop_column("threads", "audience")
