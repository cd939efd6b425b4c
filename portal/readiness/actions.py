"""Write down which pages somebody has found, and who steps in."""

from portal.access import Actor, Permission, require
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Invalid
from portal.posters.models import Poster
from portal.programme.models import Talk
from portal.readiness.models import PageOpening, StandIn
from portal.readiness.rules import LONGEST_NAME, Kind, Page
from portal.store.upsert import upsert
from portal.store.work import Work
from portal.workshops.queries import workshop_of


def note_opening(work: Work, workshop_id: int, person_id: int, page: Page) -> None:
    """Keep when somebody first opened a page; later times change nothing."""
    values = {"workshop_id": workshop_id, "person_id": person_id, "page": page.value, "at": now()}
    work.session.execute(upsert(work, PageOpening).values(values).on_conflict_do_nothing())


def set_stand_in(work: Work, actor: Actor, kind: Kind, about_id: int, name: str) -> None:
    """Say who presents if the presenter cannot; an empty name takes it back."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.EDIT_READINESS, workshop)
    clean = " ".join(name.split())
    if len(clean) > LONGEST_NAME:
        told = f"A name has at most {LONGEST_NAME} characters."
        raise Invalid(told, fields={"name": told})
    about: Talk | Poster = (
        work.get_in(workshop.id, Talk, about_id)
        if kind is Kind.TALK
        else work.get_in(workshop.id, Poster, about_id)
    )
    values = {"name": clean, "by_id": actor.known_id, "by_name": actor.name, "at": now()}
    key = {"kind": kind.value, "about_id": about.id}
    made = upsert(work, StandIn).values({**key, **values, "workshop_id": workshop.id})
    work.session.execute(made.on_conflict_do_update(index_elements=list(key), set_=values))
    record(work, actor, "readiness.set_stand_in", about.title, stand_in=clean)
