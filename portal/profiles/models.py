"""What people say of themselves, their pictures, what they show in a workshop, and whom they have blocked."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String, false, true
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base
from portal.store.personal import Personal


class Profile(Base):
    """What somebody says of themselves everywhere; the name and the affiliation stand with the account.

    `is_mailed`: they want a mail when somebody writes to them while they are away.
    """

    __tablename__ = "profiles"
    personal: ClassVar[Personal] = Personal(
        "What you say of yourself: a line, links, topics", is_of_workshop=False
    )

    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    line: Mapped[str] = mapped_column(String(160), default="")
    pronouns: Mapped[str] = mapped_column(String(40), default="")
    orcid: Mapped[str] = mapped_column(String(19), default="")
    links: Mapped[list[str]] = mapped_column(default=list)
    topics: Mapped[list[str]] = mapped_column(default=list)
    is_mailed: Mapped[bool] = mapped_column(default=True, server_default=true())


class Portrait(Base):
    """A person's picture as two square WebP files, drawn anew from what was uploaded; `etag` changes with it."""

    __tablename__ = "portraits"
    personal: ClassVar[Personal] = Personal(
        "Your picture", hidden=("small", "large", "etag"), is_of_workshop=False
    )

    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    etag: Mapped[str] = mapped_column(String(16))
    small: Mapped[bytes]
    large: Mapped[bytes]


class Listing(Base):
    """What somebody shows of themselves in one workshop. Without a row they are hidden and show nothing.

    `is_invisible`: nobody is told that they are here, whatever else they show.
    """

    __tablename__ = "listings"
    personal: ClassVar[Personal] = Personal("What you chose to show in the list of people")

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    is_listed: Mapped[bool] = mapped_column(default=False, server_default=false())
    shows_affiliation: Mapped[bool] = mapped_column(default=False, server_default=false())
    shows_links: Mapped[bool] = mapped_column(default=False, server_default=false())
    shows_picture: Mapped[bool] = mapped_column(default=False, server_default=false())
    shows_place: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_invisible: Mapped[bool] = mapped_column(default=False, server_default=false())
    topics: Mapped[list[str]] = mapped_column(default=list)


class Block(Base):
    """`person_id` wants to have nothing to do with `blocked_id`, who is not told; in every workshop."""

    __tablename__ = "blocks"
    personal: ClassVar[Personal] = Personal("Whom you blocked", hidden=("blocked_id",), is_of_workshop=False)

    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    blocked_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    at: Mapped[datetime]
