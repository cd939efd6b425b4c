"""People, their addresses, their sign-ins, and what leads to one: links, providers, second factors."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, false
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
    addresses: Mapped[list["Address"]] = relationship(
        order_by="Address.is_primary.desc(), Address.id", cascade="all, delete-orphan"
    )

    @property
    def email(self) -> str:
        """The primary address, else the first; the one that mail goes to."""
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
    is_primary: Mapped[bool] = mapped_column(default=False, server_default=false())


class AddressClaim(Base):
    """An address that somebody says is theirs, until the link that was mailed to it proves it.

    Somebody who came by a provider has no `person_id` yet: then it also says who they are there, and `browser_hash`
    which browser began. `proven_at` is set where the address has an account of its own, which may be merged then.
    """

    __tablename__ = "address_claims"
    personal: ClassVar[Personal] = Personal(
        "Addresses that you began to add to your account",
        hidden=("token_hash", "browser_hash"),
        is_of_workshop=False,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    browser_hash: Mapped[str] = mapped_column(String(64), default="")
    issuer: Mapped[str] = mapped_column(String(200), default="")
    subject: Mapped[str] = mapped_column(String(255), default="")
    name: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    proven_at: Mapped[datetime | None]


class Identity(Base):
    """Who somebody is at a provider, such as ORCID or an institution; `label` is what they see of it."""

    __tablename__ = "identities"
    __table_args__ = (Index(None, "issuer", "subject", unique=True),)
    personal: ClassVar[Personal] = Personal("Accounts elsewhere with which you sign in", is_of_workshop=False)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    issuer: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(255))
    label: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SecondFactor(Base):
    """The secret that a person's authenticator app shares with the portal; it counts once it is confirmed.

    `last_step` is the newest time step whose code was used: no code works twice.
    """

    __tablename__ = "second_factors"
    personal: ClassVar[Personal] = Personal(
        "Your second factor", hidden=("secret", "last_step"), is_of_workshop=False
    )

    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    secret: Mapped[str] = mapped_column(String(64))
    last_step: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code that works once in place of the second factor; only its hash is kept."""

    __tablename__ = "recovery_codes"
    personal: ClassVar[Personal] = Personal(
        "Your recovery codes, as hashes", hidden=("code_hash",), is_of_workshop=False
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class SignIn(Base):
    """One browser that is signed in; the cookie holds the token of which only the hash is kept here.

    `how` says by what: a link, a password or a provider's name. One that `is_half` still waits for the second factor
    and lets nobody in.
    """

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
    how: Mapped[str] = mapped_column(String(60), default="link", server_default="link")
    is_half: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
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


class LeftAddress(Base):
    """Somebody with this address asked to be erased; only a keyed hash is kept, to tell it from a list."""

    __tablename__ = "left_addresses"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    left_at: Mapped[datetime]
