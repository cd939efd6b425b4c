"""A person's place in a workshop."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.access import Role
from portal.accounts.models import Person
from portal.registrations.rules import Place, State
from portal.store.base import Base
from portal.store.personal import Erasure, Personal


def roles_of(names: Iterable[str]) -> frozenset[Role]:
    """The roles with these stored names."""
    return frozenset(Role(name) for name in names)


class Registration(Base):
    """One person in one workshop: a state, and a set of roles that count only while it is accepted."""

    __tablename__ = "registrations"
    __table_args__ = (Index(None, "workshop_id", "person_id", unique=True),)

    personal: ClassVar[Personal] = Personal(
        "Your registrations, with your note and your roles",
        Erasure.DELETE,
        named=("note",),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(20))
    role_names: Mapped[list[str]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()

    @property
    def roles(self) -> frozenset[Role]:
        return roles_of(self.role_names)

    @property
    def is_accepted(self) -> bool:
        return self.state == State.ACCEPTED

    @property
    def place(self) -> Place:
        """The state, and the roles in the order in which they are shown."""
        return Place(State(self.state), tuple(role.value for role in Role if role in self.role_names))
