"""A person's place in a workshop, and the form by which one asks for it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, false, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.access import Role
from portal.accounts.models import Person
from portal.registrations.rules import Place, State
from portal.store.base import Base


def roles_of(names: Iterable[str]) -> frozenset[Role]:
    """The roles with these stored names."""
    return frozenset(Role(name) for name in names)


class Registration(Base):
    """One person in one workshop: a state, and a set of roles that count only while it is accepted.

    `answers` are keyed by the id of the question, as text; `attendance` is "" where nobody was asked. `state_before` is
    where an undo of the last decision goes back to, "" where there is none. `invited_at` is when the last invitation
    went out, `opened_at` when the person first opened one.
    """

    __tablename__ = "registrations"
    __table_args__ = (Index(None, "workshop_id", "person_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(20))
    role_names: Mapped[list[str]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    attendance: Mapped[str] = mapped_column(String(10), default="", server_default="")
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    consented_at: Mapped[datetime | None]
    code: Mapped[str] = mapped_column(String(60), default="", server_default="")
    state_before: Mapped[str] = mapped_column(String(20), default="", server_default="")
    invited_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    silenced_until: Mapped[datetime | None]
    person: Mapped[Person] = relationship()

    @property
    def roles(self) -> frozenset[Role]:
        return roles_of(self.role_names)

    @property
    def is_accepted(self) -> bool:
        return self.state == State.ACCEPTED

    @property
    def is_invited(self) -> bool:
        """Whether an organizer has asked the person to come; that holds also after they said no."""
        return self.state == State.INVITED or (self.state == State.WITHDRAWN and self.invited_at is not None)

    @property
    def place(self) -> Place:
        """The state, and the roles in the order in which they are shown."""
        return Place(State(self.state), tuple(role.value for role in Role if role in self.role_names))


class RegistrationForm(Base):
    """What a workshop asks of those who register, and when, and how many it lets in; without a row, the plain form.

    The way itself (open, by approval, by invitation, by code, by domain, closed) is `Workshop.registration`.
    """

    __tablename__ = "registration_forms"

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    capacity: Mapped[int | None]
    onsite_capacity: Mapped[int | None]
    is_onsite_offered: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_waitlist_on: Mapped[bool] = mapped_column(default=True, server_default=true())
    intro: Mapped[str] = mapped_column(Text, default="", server_default="")
    consent: Mapped[str] = mapped_column(Text, default="", server_default="")
    domains: Mapped[list[str]] = mapped_column(default=list, server_default=text("'[]'"))


class RegistrationQuestion(Base):
    """One more thing that a form asks; a removed one is kept, so that its answers can still be read."""

    __tablename__ = "registration_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(300))
    help: Mapped[str] = mapped_column(String(500), default="")
    options: Mapped[list[str]] = mapped_column(default=list)
    is_required: Mapped[bool] = mapped_column(default=False)
    removed_at: Mapped[datetime | None]


class RegistrationCode(Base):
    """A word that lets in whoever knows it, as often as `uses_left` says; None is without end."""

    __tablename__ = "registration_codes"
    __table_args__ = (Index(None, "workshop_id", "code", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(60))
    uses_left: Mapped[int | None]
    role_names: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[datetime]
