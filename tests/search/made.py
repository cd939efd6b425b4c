"""A workshop with talks, papers and people that can be told apart by their words."""

from dataclasses import dataclass

from portal.access import Actor, Role
from portal.posters.models import Poster
from portal.programme.models import ProgrammeSession, Talk
from portal.search.queries import find
from portal.search.rules import GROUPS, Group, Hit, Results, wanted_in
from portal.store.work import Store, Work
from portal.threads.actions import open_thread
from portal.workshops.models import Member, Workshop
from tests.made import committed, make_actor, make_workshop


@dataclass(frozen=True)
class Scene:
    """The session "Ocean models" with the talk "Spectral tides" of Łukasz Ångström, a paper of his, and an organizer."""

    store: Store
    slug: str
    workshop_id: int
    session_id: int
    talk_id: int
    poster_id: int
    attendee: Actor
    organizer: Actor

    def find(self, typed: str, by: Actor | None = None, most: int = 10) -> Results:
        with self.store.reading() as work:
            return find(work, by or self.attendee, wanted_in(typed), tuple(GROUPS), most)

    def titles(self, typed: str, group: Group = Group.TALKS, by: Actor | None = None) -> list[str]:
        return [hit.plain_title for hit in self.find(typed, by).hits.get(group, ())]

    def names(self, typed: str, by: Actor | None = None) -> list[str]:
        return ["".join(piece.text for piece in one.name) for one in self.find(typed, by).people]

    def talk(self, title: str, abstract: str = "", *names: str) -> int:
        """One more talk in the session; returns its id."""
        with committed(self.store) as work:
            speakers = [{"name": name} for name in names]
            talk = Talk(session_id=self.session_id, title=title, abstract=abstract, speakers=speakers)
            talk.workshop_id = self.workshop_id
            return work.add(talk).id

    def close_pages(self, *pages: str) -> None:
        """Keep these pages for registered people."""
        with committed(self.store) as work:
            work.get(Workshop, self.workshop_id).registered_pages = list(pages)


def make_scene(store: Store, slug: str = "tides") -> Scene:
    with committed(store) as work:
        workshop = make_workshop(work, slug)
        author = {"name": "Łukasz Ångström", "affiliation": "Institute of Côtes"}
        session = work.add(ProgrammeSession(workshop_id=workshop.id, title="Ocean models", speakers=[]))
        talk = Talk(workshop_id=workshop.id, session_id=session.id, title="Spectral tides", speakers=[author])
        talk.abstract = "How a *graph* of buoys hears the Moon."
        work.add(talk)
        poster = make_poster(work, workshop, "Moonlit graphs", author)
        work.add(Member(workshop_id=workshop.id, position=1, part="organizer", name="Zoë Ocean"))
        return Scene(
            store,
            slug,
            workshop.id,
            session.id,
            talk.id,
            poster.id,
            make_actor(work, workshop),
            make_actor(work, workshop, Role.ORGANIZER),
        )


def make_poster(work: Work, workshop: Workshop, title: str, *authors: dict[str, str]) -> Poster:
    """A paper about harmonics that hangs in the hall."""
    thread = open_thread(work, workshop.id, "poster")
    poster = Poster(workshop_id=workshop.id, thread_id=thread.id, title=title, authors=list(authors))
    poster.summary, poster.abstract, poster.tags = "A summary of it.", "Long words.", ["harmonics"]
    return work.add(poster)


def shown(hit: Hit) -> str:
    """A hit's title with its marks in brackets."""
    return "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in hit.title)
