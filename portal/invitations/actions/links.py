"""Personal links, made and put into mails."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import insert

from portal.accounts.rules import new_token
from portal.clock import now
from portal.invitations.models import Invitation
from portal.invitations.rules import invitation_address, invitation_markdown, stored_form
from portal.mail.actions import write_all
from portal.mail.rules import Letter
from portal.registrations.models import Registration
from portal.registrations.rules import State
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.rules.letters import html_letter, text_letter


@dataclass(frozen=True)
class Way:
    """Where links begin, and for how many days they work; both are settings."""

    base_url: str
    days: int


@dataclass(frozen=True)
class Link:
    """A personal link before it is kept: for whom, at which address they get it, and its secret."""

    person_id: int
    email: str
    token: str

    def address(self, workshop: Workshop, way: Way) -> str:
        return invitation_address(way.base_url, workshop.slug, self.token)


def new_link(person_id: int, email: str) -> Link:
    """A link that works once it is kept."""
    return Link(person_id, email, new_token())


def keep_links(
    work: Work, workshop_id: int, links: Sequence[Link], way: Way, *, by: str, is_reminder: bool = False
) -> None:
    """Let these links work from now on."""
    at = now()
    rows = [
        {
            "workshop_id": workshop_id,
            "person_id": link.person_id,
            "email": link.email,
            "token_hash": stored_form(link.token),
            "by_name": by[:120],
            "is_reminder": is_reminder,
            "created_at": at,
            "expires_at": at + timedelta(days=way.days),
        }
        for link in links
    ]
    if rows:
        work.session.execute(insert(Invitation), rows)


def mail_invitations(
    work: Work,
    workshop: Workshop,
    registrations: Collection[Registration],
    way: Way,
    *,
    by: str = "",
    is_reminder: bool = False,
) -> int:
    """Write to each of these people with a new personal link; how many have an address."""
    reached = [one for one in registrations if one.person.email]
    links = [new_link(one.person_id, one.person.email) for one in reached]
    keep_links(work, workshop.id, links, way, by=by, is_reminder=is_reminder)
    until = (now() + timedelta(days=way.days)).astimezone(workshop.zone)
    letters = []
    for one, link in zip(reached, links, strict=True):
        is_invited = one.state == State.INVITED
        one.invited_at = now() if is_invited else one.invited_at
        markdown = invitation_markdown(
            name=one.person.name,
            by=by,
            title=workshop.title,
            roles=one.place.roles,
            link=link.address(workshop, way),
            until=f"{until.day} {until:%B %Y}",
            is_again=is_reminder,
        )
        subject = f"{'Reminder: your' if is_reminder else 'Your'} invitation to {workshop.name}"
        letters.append(
            Letter(
                one.person.email,
                subject,
                text_letter(markdown),
                html_letter(markdown),
                workshop_id=workshop.id,
                person_id=one.person_id,
            )
        )
    write_all(work, letters)
    return len(letters)
