"""A new workshop from an old one."""

from collections.abc import Callable, Mapping

from portal.access import Actor, Role
from portal.accounts.queries import own_person
from portal.audit.actions import record
from portal.clock import now
from portal.clones.actions.rows import Copy
from portal.clones.queries import workshop_to_copy
from portal.clones.rules import Move, Order, by_weeks, day_moved
from portal.errors import Conflict
from portal.lounge.models import LoungeTable
from portal.programme.models import ProgrammeSession
from portal.registrations.actions import make_organizer
from portal.registrations.models import Registration
from portal.stage.models import Stage
from portal.store.work import Work
from portal.threads.actions import open_thread
from portal.workshops.models import ImportantDate, Member, Topic, Workshop
from portal.workshops.queries import slug_is_free

SAID = ("subtitle", "about", "place", "contact", "links", "registered_pages")
"""Columns of a workshop that its pages show."""

FORM_TABLES = ("registration_forms", "registration_questions", "workshop_terms")
MAIL_TABLES = ("mail_templates",)
"""Tables of features above and below that belong to a part; where there is none, nothing is copied."""

TEAM = frozenset({Role.ORGANIZER, Role.MODERATOR, Role.VOLUNTEER})


def copy(work: Work, actor: Actor, order: Order) -> Workshop:
    """A new workshop that nobody sees yet but its team; nobody is registered, and nothing that was said comes along.

    Raises Conflict when the address is taken.
    """
    source = workshop_to_copy(work, actor)
    if source.is_rehearsal:
        raise Conflict("A rehearsal is not copied; copy its workshop.")
    if not slug_is_free(work, order.slug):
        told = f"There is a workshop at /{order.slug}/ already; choose another address."
        raise Conflict(told, fields={"slug": told})
    move = by_weeks(order.weeks, source.zone)
    made = begin(work, source, slug=order.slug, title=order.title, move=move, parts=order.parts)
    copy_parts(made, order.parts)
    if actor.is_signed_in:
        make_organizer(work, made.target.id, own_person(work, actor))
    record(
        work,
        actor,
        "clones.copy",
        f"{source.title} → /{order.slug}/",
        weeks=order.weeks,
        parts=sorted(order.parts),
    )
    return made.target


def begin(work: Work, source: Workshop, *, slug: str, title: str, move: Move, parts: frozenset[str]) -> Copy:
    """The workshop itself, unpublished, with what its pages say where that is chosen."""
    target = Workshop(
        slug=slug,
        title=title,
        short_title=source.short_title if "pages" in parts else "",
        time_zone=source.time_zone,
        accent=source.accent,
        starts_on=day_moved(source.starts_on, move, source.zone),
        ends_on=day_moved(source.ends_on, move, source.zone),
        is_published=False,
        registration=source.registration if "form" in parts else "approval",
        created_at=now(),
        links=[],
        registered_pages=[],
    )
    if "pages" in parts:
        for name in SAID:
            setattr(target, name, getattr(source, name))
    return Copy(work, source, work.add(target), move)


def copy_parts(made: Copy, parts: frozenset[str]) -> None:
    """What was chosen, each with its times moved; the stages before the sessions that take place on them."""
    for name, copy_part in STEPS.items():
        if name in parts:
            copy_part(made)


def copy_pages(made: Copy) -> None:
    """The lists of the pages; news belong to the year in which they were new."""
    made.rows(Topic)
    made.rows(Member)
    for old in made.old(ImportantDate):
        made.row(old, on=day_moved(old.on, made.move, made.source.zone))


def copy_stages(made: Copy) -> None:
    """The stages with a thread of their own and the same sources; the meeting of the speakers stays behind."""
    for old in made.old(Stage):
        thread = open_thread(made.work, made.target.id, "stage")
        new = made.row(old, thread_id=thread.id, stream_head=0)
        for source in old.sources:
            made.row(source, stage_id=new.id)


def copy_sessions(made: Copy) -> None:
    """The sessions where and when they are planned, as if the day had never run late."""
    for old in made.old(ProgrammeSession):
        made.planned(old, stage_id=made.new_id("stages", old.stage_id))


def copy_team(made: Copy) -> None:
    """Who organizes, moderates and helps, in these roles alone."""
    for old in made.old(Registration):
        roles = [role.value for role in Role if role in old.roles & TEAM]
        if old.is_accepted and roles:
            made.row(old, role_names=roles, note="", created_at=now(), decided_at=now())


def copy_tables(made: Copy) -> None:
    """The tables that the organizers set up, empty."""
    for table in made.old(LoungeTable):
        if table.owner_id is None:
            thread = open_thread(made.work, made.target.id, "table")
            made.row(table, thread_id=thread.id, revision=0, empty_since=now(), is_locked=False)


STEPS: Mapping[str, Callable[[Copy], None]] = {
    "pages": copy_pages,
    "form": lambda made: made.tables(FORM_TABLES),
    "stages": copy_stages,
    "sessions": copy_sessions,
    "tables": copy_tables,
    "mail": lambda made: made.tables(MAIL_TABLES),
    "team": copy_team,
}
