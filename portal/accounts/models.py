"""People, their addresses, their sign-ins and the one-time links that lead to one."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.store.base import Base
from portal.store.personal import Erasure, Personal


class Person(Base):
    """Somebody who can sign in; what they are in a workshop stands in their registration.

    `time_zone` is the one in which they chose to see times, "" until they chose; nobody else is told it.
    `is_shown`: they chose that others see their name and face in the hall, and not only a head more.
    """

    __tablename__ = "people"

    personal: ClassVar[Personal] = Personal(
        "Your name, affiliation, time zone and choices",
        Erasure.FORGET,
        named=("name", "affiliation", "time_zone"),
        hidden=("password_hash",),
        is_of_workshop=False,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    affiliation: Mapped[str] = mapped_column(String(160), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_operator: Mapped[bool] = mapped_column(default=False)
    is_shown: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]
    time_zone: Mapped[str] = mapped_column(String(60), default="", server_default="")
    addresses: Mapped[list["Address"]] = relationship(order_by="Address.id", cascade="all, delete-orphan")

    @property
    def email(self) -> str:
        """The first address; the one that mail goes to."""
        return self.addresses[0].email if self.addresses else ""


class Address(Base):
    """A mail address in its normal form; it belongs to one person at most."""

    __tablename__ = "addresses"

    personal: ClassVar[Personal] = Personal(
        "Your mail addresses",
        Erasure.DELETE,
        is_of_workshop=False,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)


class SignIn(Base):
    """One browser that is signed in; the cookie holds the token of which only the hash is kept here."""

    __tablename__ = "sign_ins"

    personal: ClassVar[Personal] = Personal(
        "The browsers in which you are or were signed in",
        Erasure.DELETE,
        hidden=("token_hash",),
        is_of_workshop=False,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    agent: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()


class SignInLink(Base):
    """A link that signs in once: opened by GET, used by POST; only the hash of its token is kept."""

    __tablename__ = "sign_in_links"

    personal: ClassVar[Personal] = Personal(
        "Links to sign in that were sent to you",
        Erasure.DELETE,
        hidden=("token_hash",),
        is_of_workshop=False,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()
