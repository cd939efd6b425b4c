"""A poster with two presenters, visitors, a chair, and who of them is where."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from portal.access import Actor, Role
from portal.events import Event
from portal.knocks import actions
from portal.knocks.models import Knock
from portal.knocks.rules import Answer, Draft, How, Reply, Whereabouts, Wish
from portal.mail.models import Mail
from portal.notices.models import Notice
from portal.posters.actions import add
from portal.posters.rules import Place, PosterDraft
from portal.store.work import Store
from portal.threads.models import Message
from tests.made import committed, make_actor, make_workshop


@dataclass
class Knocks:
    """What visitors and presenters do at one poster, each in a transaction of its own; `heard` is what it told."""

    store: Store
    workshop_id: int
    poster_id: int
    thread_id: int
    slug: str
    organizer: Actor
    presenter: Actor
    other_presenter: Actor
    ben: Actor
    cleo: Actor
    chair: Actor
    stranger: Actor
    here: set[int] = field(default_factory=set)
    elsewhere: set[int] = field(default_factory=set)
    heard: list[Any] = field(default_factory=list)

    @property
    def where(self) -> Whereabouts:
        return Whereabouts(frozenset(self.here), lambda person: person in self.here | self.elsewhere)

    def knock(self, by: Actor | None = None, wish: Wish = Wish.TALK, note: str = "") -> int:
        with committed(self.store) as work:
            knock = actions.knock(work, by or self.ben, Draft(self.poster_id, wish, note), self.where).id
        self.heard = list(work.announced)
        return knock

    def withdraw(self, by: Actor | None = None) -> None:
        with committed(self.store) as work:
            actions.withdraw(work, by or self.ben, self.poster_id)
        self.heard = list(work.announced)

    def answer(self, knock_id: int, how: How = How.COME_IN, by: Actor | None = None) -> None:
        with committed(self.store) as work:
            actions.answer(work, by or self.presenter, Answer(knock_id, how))
        self.heard = list(work.announced)

    def reply(self, knock_id: int, text: str, by: Actor | None = None, client_id: str = "c-1") -> int:
        with committed(self.store) as work:
            seq = actions.reply(work, by or self.presenter, Reply(knock_id, client_id, text), self.where)
        self.heard = list(work.announced)
        return seq

    def row(self, knock_id: int) -> Knock:
        with self.store.reading() as work:
            found = work.get(Knock, knock_id)
            work.session.expunge(found)
            return found

    def told(self, kind: type[Event]) -> list[Any]:
        """What was announced last, of one kind."""
        return [event for event in self.heard if isinstance(event, kind)]


def make_knocks(store: Store, slug: str = "tides", *, is_present: bool = False) -> Knocks:
    with committed(store) as work:
        workshop = make_workshop(work, slug)
        presenter, other_presenter = make_actor(work, workshop), make_actor(work, workshop)
        ben, cleo = make_actor(work, workshop), make_actor(work, workshop)
        organizer = make_actor(work, workshop, Role.ORGANIZER)
        chair = make_actor(work, workshop, Role.CHAIR)
        stranger = make_actor(work, make_workshop(work, f"{slug}-next"), Role.ORGANIZER)
        hosts = (presenter.known_id, other_presenter.known_id)
        poster = add(work, organizer, PosterDraft("Tides and time"), place=Place("P1", 1, hosts))
        return Knocks(
            store,
            workshop.id,
            poster.id,
            poster.thread_id,
            workshop.slug,
            organizer,
            presenter,
            other_presenter,
            ben,
            cleo,
            chair,
            stranger,
            here={presenter.known_id} if is_present else set(),
        )


def said_at(knocks: Knocks) -> list[tuple[str, str]]:
    """Who said what at the poster."""
    found = select(Message).where(Message.thread_id == knocks.thread_id, Message.target.is_(None))
    with knocks.store.reading() as work:
        return [(one.author_name, one.text) for one in work.session.scalars(found.order_by(Message.seq))]


def noticed(knocks: Knocks, person: Actor) -> list[tuple[str, str]]:
    """What a person was told that is still there: the kind, and the words."""
    found = select(Notice).where(Notice.person_id == person.known_id).order_by(Notice.id)
    with knocks.store.reading() as work:
        return [(one.kind, one.text) for one in work.session.scalars(found)]


def mails(knocks: Knocks) -> list[tuple[str, str, str]]:
    """Every mail: to whom, about what, and its text."""
    with knocks.store.reading() as work:
        found = select(Mail).order_by(Mail.id)
        return [(one.recipient, one.subject, one.text) for one in work.session.scalars(found)]
