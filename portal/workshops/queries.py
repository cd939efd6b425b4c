"""Workshops, read."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import select

from portal.access import Actor, PageAccess, Permission, may, require
from portal.errors import NotAllowed, NotFound
from portal.store.work import Work
from portal.workshops.models import ImportantDate, Member, News, Topic, Workshop
from portal.workshops.rules import heading_of, moment_of, parts_in

Line = TypeVar("Line", Topic, ImportantDate, News, Member)


def workshop_at(work: Work, slug: str) -> Workshop:
    """The workshop under /<slug>/; raises NotFound."""
    workshop = work.session.scalars(select(Workshop).where(Workshop.slug == slug)).one_or_none()
    if workshop is None:
        raise NotFound("There is no workshop with this address.")
    return work.hold(workshop)


def slug_is_free(work: Work, slug: str) -> bool:
    """Whether no workshop has this address."""
    return work.session.scalar(select(Workshop.id).where(Workshop.slug == slug)) is None


def workshop_of(work: Work, actor: Actor) -> Workshop:
    """The workshop that the request is about."""
    if actor.workshop_id is None:
        raise NotFound
    return work.get(Workshop, actor.workshop_id)


def workshop_to_see(work: Work, actor: Actor) -> Workshop:
    """The workshop that the request is about; an unpublished one is NotFound for those who may not know of it."""
    workshop = workshop_of(work, actor)
    if not may(actor, Permission.SEE_WORKSHOP, workshop):
        raise NotFound
    return workshop


def page_to_see(work: Work, actor: Actor, page: str) -> Workshop:
    """The workshop, if this person may see this page of it."""
    workshop = workshop_to_see(work, actor)
    if actor.is_signed_in and not may(actor, Permission.SEE_PAGE, access_to(workshop, page)):
        raise NotAllowed(
            f"This page is for people who are registered for {workshop.name}. Register, or wait until an organizer "
            "has accepted your registration; then it opens for you."
        )
    require(actor, Permission.SEE_PAGE, access_to(workshop, page))
    return workshop


def workshop_to_edit(work: Work, actor: Actor) -> Workshop:
    """The workshop that the request is about, for those who may change it."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.EDIT_WORKSHOP, workshop)
    return workshop


def workshop_around(work: Work, actor: Actor) -> Workshop | None:
    """The workshop whose furniture stands around the page; none outside one, or where it may not be known."""
    workshop = work.session.get(Workshop, actor.workshop_id) if actor.workshop_id else None
    return workshop if workshop is not None and may(actor, Permission.SEE_WORKSHOP, workshop) else None


def access_to(workshop: Workshop, page: str) -> PageAccess:
    """Whether a page is public, as portal.access wants to know it."""
    return PageAccess(workshop.id, is_public=page not in workshop.registered_pages)


def workshops_to_see(work: Work, actor_in: Callable[[Workshop], Actor]) -> list[Workshop]:
    """The workshops of this portal that a visitor may know of, the latest first.

    `actor_in` says who the visitor is in each of them.
    """
    order = (Workshop.starts_on.is_(None), Workshop.starts_on.desc(), Workshop.id.desc())
    found = work.session.scalars(select(Workshop).order_by(*order))
    return [workshop for workshop in found if may(actor_in(workshop), Permission.SEE_WORKSHOP, workshop)]


def lines_of(work: Work, workshop_id: int, model: type[Line]) -> list[Line]:
    """The topics, dates, news or people of a workshop, in their order."""
    order = {
        Topic: (Topic.position,),
        ImportantDate: (ImportantDate.id,),
        News: (News.on.is_(None), News.on.desc(), News.id),
        Member: (Member.position,),
    }[model]
    return list(work.session.scalars(select(model).where(model.workshop_id == workshop_id).order_by(*order)))


def dates_of(work: Work, workshop: Workshop) -> list[ImportantDate]:
    """The important dates by time; those that nobody has dated yet come last."""
    found = lines_of(work, workshop.id, ImportantDate)
    never = datetime.max.replace(tzinfo=UTC)
    return sorted(found, key=lambda one: moment_of(one, workshop.zone) or never)


def members_by_part(work: Work, workshop_id: int) -> list[tuple[str, list[Member]]]:
    """The people whom the workshop names, under the headings of the page."""
    members = lines_of(work, workshop_id, Member)
    return [
        (heading_of(part), [member for member in members if member.part == part])
        for part in parts_in(member.part for member in members)
    ]
