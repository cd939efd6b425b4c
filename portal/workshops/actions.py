"""Workshops, changed."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import delete, select

from portal.access import Actor, Permission, require
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Conflict
from portal.store.work import Work
from portal.workshops.models import ImportantDate, Member, News, Topic, Workshop
from portal.workshops.rules import DateDraft, MemberDraft, NewsDraft, WorkshopDraft


def create(work: Work, actor: Actor, draft: WorkshopDraft) -> Workshop:
    """A new workshop; raises Conflict when the address is taken. Who creates it still has to be made organizer."""
    require(actor, Permission.CREATE_WORKSHOP)
    _ask_free(work, draft.slug)
    return work.add(Workshop(created_at=now(), **_values(draft)))


def change(work: Work, actor: Actor, workshop: Workshop, draft: WorkshopDraft) -> None:
    """Take new values for everything but the lists; a new address must be free."""
    require(actor, Permission.EDIT_WORKSHOP, workshop)
    _ask_free(work, draft.slug, but=workshop.id)
    for name, value in _values(draft).items():
        setattr(workshop, name, value)
    if workshop.is_rehearsal:
        workshop.is_published, workshop.registration = False, "closed"
    record(work, actor, "workshops.change", "pages and settings")


def set_topics(work: Work, actor: Actor, workshop: Workshop, topics: Sequence[str]) -> None:
    require(actor, Permission.EDIT_WORKSHOP, workshop)
    work.session.execute(delete(Topic).where(Topic.workshop_id == workshop.id))
    work.session.add_all(
        Topic(workshop_id=workshop.id, position=position, text=text) for position, text in enumerate(topics)
    )


def set_dates(work: Work, actor: Actor, workshop: Workshop, dates: Sequence[DateDraft]) -> None:
    require(actor, Permission.EDIT_WORKSHOP, workshop)
    work.session.execute(delete(ImportantDate).where(ImportantDate.workshop_id == workshop.id))
    work.session.add_all(ImportantDate(workshop_id=workshop.id, **asdict(one)) for one in dates)


def set_news(work: Work, actor: Actor, workshop: Workshop, news: Sequence[NewsDraft]) -> None:
    require(actor, Permission.EDIT_WORKSHOP, workshop)
    work.session.execute(delete(News).where(News.workshop_id == workshop.id))
    work.session.add_all(News(workshop_id=workshop.id, **asdict(one)) for one in news)


def set_members(work: Work, actor: Actor, workshop: Workshop, members: Sequence[MemberDraft]) -> None:
    require(actor, Permission.EDIT_WORKSHOP, workshop)
    work.session.execute(delete(Member).where(Member.workshop_id == workshop.id))
    work.session.add_all(
        Member(workshop_id=workshop.id, position=position, **asdict(one))
        for position, one in enumerate(members)
    )
    record(work, actor, "workshops.change_lists", "topics, dates, news and people")


def _ask_free(work: Work, slug: str, but: int | None = None) -> None:
    taken = work.session.scalar(select(Workshop.id).where(Workshop.slug == slug))
    if taken not in {None, but}:
        told = f"There is a workshop at /{slug}/ already; choose another address."
        raise Conflict(told, fields={"slug": told})


def _values(draft: WorkshopDraft) -> dict[str, object]:
    lists = {
        "registered_pages": list(draft.registered_pages),
        "links": [asdict(link) for link in draft.links],
    }
    return {**asdict(draft), **lists}
