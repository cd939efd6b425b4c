"""Mails that are sent after the answer, so that the answer tells nothing about an address."""

from collections.abc import Mapping
from typing import Any

from portal.accounts.actions import addresses, identities, send_link
from portal.accounts.actions.passwords import warn_of_guesses
from portal.accounts.rules import NewPerson
from portal.doors.jobs import Desk, Handler


def send(desk: Desk, email: str, next_path: str) -> None:
    """Mail a link to whoever has this address."""
    settings = desk.settings
    with desk.writing() as work:
        send_link(work, email, base_url=settings.base_url, next_path=next_path, minutes=settings.link_minutes)


def send_claim(desk: Desk, person_id: int, email: str) -> None:
    """Mail the link that adds an address."""
    settings = desk.settings
    with desk.writing() as work:
        addresses.send_claim(
            work, person_id, email, base_url=settings.base_url, minutes=settings.link_minutes
        )


def send_identity_claim(desk: Desk, **asked: Any) -> None:
    """Mail the link that proves the address of somebody who came by a provider."""
    settings = desk.settings
    new = NewPerson(asked.pop("name"), asked.pop("email"))
    with desk.writing() as work:
        identities.send_claim(work, new, base_url=settings.base_url, minutes=settings.link_minutes, **asked)


def warn(desk: Desk, email: str) -> None:
    """Tell the owner of an address that somebody guesses."""
    with desk.writing() as work:
        warn_of_guesses(work, email)


JOBS: Mapping[str, Handler] = {
    "accounts.send_link": send,
    "accounts.send_claim": send_claim,
    "accounts.send_identity_claim": send_identity_claim,
    "accounts.warn": warn,
}
