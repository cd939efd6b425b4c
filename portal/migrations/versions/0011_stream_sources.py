"""Stream sources"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    # Not in a batch: on SQLite that makes the table anew, and dropping the old one takes along what hangs on it.
    op.add_column("stages", sa.Column("stream_head", sa.Integer(), server_default="0", nullable=False))
    op.add_column(
        "stream_sources", sa.Column("captions", sa.String(length=1000), server_default="", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("stream_sources", "captions")
    op.drop_column("stages", "stream_head")
