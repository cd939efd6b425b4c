"""Invitations, mailings, and what became of each mail"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0028"
down_revision: str | None = "0027"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("is_reminder", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_invitations_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_invitations_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_index(op.f("ix_invitations_person_id"), "invitations", ["person_id"])
    op.create_index(op.f("ix_invitations_workshop_id_person_id"), "invitations", ["workshop_id", "person_id"])
    op.create_table(
        "invitation_reminders",
        sa.Column("workshop_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_invitation_reminders_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", name=op.f("pk_invitation_reminders")),
    )
    op.create_table(
        "mailings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("picked", DOCUMENT, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("send_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_mailings_by_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_mailings_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailings")),
    )
    op.create_index(op.f("ix_mailings_by_id"), "mailings", ["by_id"])
    op.create_index(op.f("ix_mailings_workshop_id_id"), "mailings", ["workshop_id", "id"])
    op.create_table(
        "mail_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_mail_templates_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_templates")),
    )
    op.create_index(
        op.f("ix_mail_templates_workshop_id_name"), "mail_templates", ["workshop_id", "name"], unique=True
    )
    op.create_table(
        "unsubscriptions",
        sa.Column("workshop_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_unsubscriptions_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_unsubscriptions_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", "person_id", name=op.f("pk_unsubscriptions")),
    )
    op.create_index(op.f("ix_unsubscriptions_person_id"), "unsubscriptions", ["person_id"])
    op.create_table(
        "bounces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_bounces_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bounces")),
        sa.UniqueConstraint("email", name=op.f("uq_bounces_email")),
    )
    op.create_index(op.f("ix_bounces_person_id"), "bounces", ["person_id"])
    op.create_table(
        "mail_holds",
        sa.Column("workshop_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_mail_holds_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", name=op.f("pk_mail_holds")),
    )
    with op.batch_alter_table("mails") as mails:
        mails.add_column(sa.Column("html", sa.Text(), nullable=False, server_default=""))
        mails.add_column(
            sa.Column("unsubscribe_url", sa.String(length=300), nullable=False, server_default="")
        )
        mails.add_column(sa.Column("workshop_id", sa.Integer(), nullable=True))
        mails.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        mails.add_column(sa.Column("mailing_id", sa.Integer(), nullable=True))
        mails.add_column(sa.Column("held", sa.String(length=20), nullable=False, server_default=""))
        mails.add_column(sa.Column("taken_until", sa.DateTime(timezone=True), nullable=True))
        mails.add_column(sa.Column("bounce_token", sa.String(length=40), nullable=True))
        mails.add_column(sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True))
        mails.add_column(sa.Column("bounce", sa.Text(), nullable=True))
        mails.create_unique_constraint(op.f("uq_mails_bounce_token"), ["bounce_token"])
        mails.create_foreign_key(
            op.f("fk_mails_workshop_id_workshops"), "workshops", ["workshop_id"], ["id"], ondelete="CASCADE"
        )
        mails.create_foreign_key(
            op.f("fk_mails_person_id_people"), "people", ["person_id"], ["id"], ondelete="CASCADE"
        )
        mails.create_foreign_key(
            op.f("fk_mails_mailing_id_mailings"), "mailings", ["mailing_id"], ["id"], ondelete="SET NULL"
        )
        mails.create_index(op.f("ix_mails_workshop_id_id"), ["workshop_id", "id"])
        mails.create_index(op.f("ix_mails_sent_at"), ["sent_at"])
        mails.create_index(op.f("ix_mails_person_id"), ["person_id"])
        mails.create_index(op.f("ix_mails_mailing_id"), ["mailing_id"])
    op.create_table(
        "mailing_recipients",
        sa.Column("mailing_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.Column("skipped", sa.String(length=20), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["mails.id"], name=op.f("fk_mailing_recipients_mail_id_mails"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["mailing_id"],
            ["mailings.id"],
            name=op.f("fk_mailing_recipients_mailing_id_mailings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_mailing_recipients_person_id_people"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("mailing_id", "person_id", name=op.f("pk_mailing_recipients")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_mailing_recipients_token_hash")),
    )
    op.create_index(op.f("ix_mailing_recipients_mail_id"), "mailing_recipients", ["mail_id"])
    op.create_index(op.f("ix_mailing_recipients_person_id"), "mailing_recipients", ["person_id"])


def downgrade() -> None:
    op.drop_table("mailing_recipients")
    with op.batch_alter_table("mails") as mails:
        for name in ("mailing_id", "person_id", "sent_at", "workshop_id_id"):
            mails.drop_index(op.f(f"ix_mails_{name}"))
        mails.drop_constraint(op.f("fk_mails_mailing_id_mailings"), type_="foreignkey")
        mails.drop_constraint(op.f("fk_mails_person_id_people"), type_="foreignkey")
        mails.drop_constraint(op.f("fk_mails_workshop_id_workshops"), type_="foreignkey")
        mails.drop_constraint(op.f("uq_mails_bounce_token"), type_="unique")
        for name in (
            "bounce",
            "bounced_at",
            "bounce_token",
            "taken_until",
            "held",
            "mailing_id",
            "person_id",
            "workshop_id",
            "unsubscribe_url",
            "html",
        ):
            mails.drop_column(name)
    for table in (
        "mail_holds",
        "bounces",
        "unsubscriptions",
        "mail_templates",
        "mailings",
        "invitation_reminders",
        "invitations",
    ):
        op.drop_table(table)
