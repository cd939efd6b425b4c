"""Posters for tests, hung up by an organizer as the pages do it."""

import io
from dataclasses import dataclass
from pathlib import Path

from portal.access import Actor, Role
from portal.files.actions import stash
from portal.files.rules import Stashed
from portal.posters.actions import add
from portal.posters.rules import Place, PosterDraft
from portal.store.work import Store, Work
from portal.workshops.models import Workshop
from tests.files.samples import pdf
from tests.made import committed, make_actor, make_workshop


@dataclass(frozen=True)
class Scene:
    """A workshop with one poster, the people around it, and a stranger from another workshop."""

    workshop_id: int
    poster_id: int
    thread_id: int
    organizer: Actor
    presenter: Actor
    attendee: Actor
    stranger: Actor


def make_scene(store: Store, slug: str = "tides", stashed: Stashed | None = None) -> Scene:
    with committed(store) as work:
        workshop = make_workshop(work, slug)
        organizer = make_actor(work, workshop, Role.ORGANIZER)
        presenter, attendee = make_actor(work, workshop), make_actor(work, workshop)
        stranger = make_actor(work, make_workshop(work, f"{slug}-next"), Role.ORGANIZER)
        place = Place("P1", 1, (presenter.known_id,))
        draft = PosterDraft("Tides and time", tags=("ice",))
        poster = add(work, organizer, draft, place=place, stashed=stashed)
        return Scene(workshop.id, poster.id, poster.thread_id, organizer, presenter, attendee, stranger)


def hang_many(work: Work, organizer: Actor, workshop: Workshop, count: int) -> None:
    """So many posters more, each with two authors, two tags and the organizer as its presenter."""
    for number in range(count):
        draft = PosterDraft(
            f"Poster number {number}",
            authors=({"name": "Ada"}, {"name": "Ben"}),
            tags=("ice", f"tag {number % 5}"),
        )
        add(work, organizer, draft, place=Place(f"A{number}", number, (organizer.known_id,)))


def stashed_pdf(data_dir: Path, text: str = "A poster", pages: int = 1) -> Stashed:
    return stash(data_dir, io.BytesIO(pdf(pages, text=text)), "poster.pdf")
