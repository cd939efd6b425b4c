"""Knocks, read."""

from collections.abc import Iterable, Sequence

from sqlalchemy import and_, exists, func, or_, select

from portal.access import Actor, Permission, may, require
from portal.clock import now
from portal.errors import NotFound
from portal.knocks.events import KnockSeen, OwnSeen
from portal.knocks.models import Knock
from portal.knocks.rules import SHOWN_FOR, State, Waiting, Wish, ended_words, mark_of, waiting_words, words_of
from portal.posters.models import Poster
from portal.posters.queries import poster_to_enter
from portal.store.work import Work
from portal.threads.models import Message


def poster_to_knock_at(work: Work, actor: Actor, poster_id: int) -> Poster:
    """The poster, for somebody who may stand in front of it."""
    poster = poster_to_enter(work, actor, poster_id)
    require(actor, Permission.KNOCK, poster)
    return poster


def knock_to_answer(work: Work, actor: Actor, knock_id: int) -> tuple[Knock, Poster]:
    """A knock with its poster, for those who answer there."""
    knock = work.get_in(actor.workshop_id, Knock, knock_id)
    poster = work.get_in(actor.workshop_id, Poster, knock.poster_id)
    require(actor, Permission.ANSWER_KNOCK, poster)
    return knock, poster


def may_answer(actor: Actor, poster: Poster) -> bool:
    """Whether this person sees who waits at the poster."""
    return may(actor, Permission.ANSWER_KNOCK, poster)


MOST_MARKED = 200
DELETED = exists().where(
    Message.thread_id == Poster.thread_id,
    Poster.id == Knock.poster_id,
    Message.seq == Knock.seq,
    or_(Message.deleted_at.is_not(None), Message.hidden_at.is_not(None)),
)
IS_WAITING = and_(Knock.state == State.WAITING, ~and_(Knock.wish == Wish.QUESTION, DELETED))
"""A question whose message was deleted, by its author or by who keeps order, waits for nobody any more."""


def workshop_of(work: Work, knock_id: int) -> int:
    """The workshop that a knock belongs to; raises NotFound."""

    def read() -> int:
        found = work.session.scalar(select(Knock.workshop_id).where(Knock.id == knock_id))
        if found is None:
            raise NotFound
        return found

    return work.known(("knock", knock_id), read)


def waiting_at(work: Work, poster_ids: Iterable[int]) -> dict[int, Waiting]:
    """How many wait at each of these posters; one where nobody waits is left out. One statement for any number."""
    ids = tuple(poster_ids)
    if not ids:
        return {}
    found = (
        select(Knock.poster_id, Knock.wish, func.count().label("many"), func.min(Knock.at).label("oldest"))
        .where(Knock.poster_id.in_(ids), IS_WAITING)
        .group_by(Knock.poster_id, Knock.wish)
    )
    waiting: dict[int, Waiting] = {}
    for row in work.session.execute(found):
        known = waiting.get(row.poster_id, Waiting())
        is_talk = row.wish == Wish.TALK
        waiting[row.poster_id] = Waiting(
            known.talks + (row.many if is_talk else 0),
            known.questions + (0 if is_talk else row.many),
            min(known.oldest_at or row.oldest, row.oldest),
        )
    return waiting


def open_knock(work: Work, poster_id: int, person_id: int) -> Knock | None:
    """The knock with which this person waits here."""
    found = select(Knock).where(
        Knock.poster_id == poster_id, Knock.person_id == person_id, Knock.state == State.WAITING
    )
    return work.session.scalars(found).one_or_none()


def is_deleted(work: Work, knock: Knock) -> bool:
    """Whether it was a question whose message is gone."""
    return knock.wish == Wish.QUESTION and bool(
        work.session.scalar(select(Knock.id).where(Knock.id == knock.id, DELETED))
    )


def open_knocks(work: Work, poster_id: int) -> list[Knock]:
    """Everybody who waits here: wishes to talk first, then questions, each in the order in which they came."""
    found = select(Knock).where(Knock.poster_id == poster_id, IS_WAITING)
    rows = work.session.scalars(found).all()
    return sorted((work.hold(one) for one in rows), key=lambda one: (one.wish != Wish.TALK, one.at, one.id))


def talks_waiting(work: Work) -> list[tuple[int, int, int]]:
    """Everybody who waits to talk, anywhere: the knock, the person, and the thread of the poster."""
    found = (
        select(Knock.id, Knock.person_id, Poster.thread_id)
        .join(Poster, Poster.id == Knock.poster_id)
        .where(Knock.state == State.WAITING, Knock.wish == Wish.TALK)
    )
    return [(row.id, row.person_id, row.thread_id) for row in work.session.execute(found)]


def queue_of(work: Work, poster: Poster, knocks: Sequence[Knock] | None = None) -> list[KnockSeen]:
    """Who waits, as those see it who answer."""
    waiting = open_knocks(work, poster.id) if knocks is None else knocks
    texts = texts_of(work, poster.thread_id, waiting)
    return [
        KnockSeen(
            id=one.id,
            wish=one.wish,
            person={"id": one.person_id, "name": one.person_name},
            words=words_of(one.wish, texts[one.id]),
            later=one.later_name,
            seq=one.seq,
            at=one.at.isoformat(),
        )
        for one in waiting
    ]


def texts_of(work: Work, thread_id: int, knocks: Sequence[Knock]) -> dict[int, str]:
    """What each of them wrote, as it stands now: of a deleted message nothing is left."""
    seqs = [one.seq for one in knocks if one.seq is not None]
    said: dict[int, str] = {}
    if seqs:
        found = select(Message.seq, Message.text).where(Message.thread_id == thread_id, Message.seq.in_(seqs))
        said = {row.seq: row.text for row in work.session.execute(found)}
    return {one.id: said.get(one.seq, "") if one.seq is not None else one.note for one in knocks}


def marks_at(work: Work, poster_id: int) -> dict[int, str]:
    """Which messages of the chat are questions, the newest MOST_MARKED, by number: open or answered."""
    found = (
        select(Knock.seq, Knock.state)
        .where(Knock.poster_id == poster_id, Knock.seq.is_not(None))
        .where(Knock.state.in_([State.WAITING.value, State.ANSWERED.value]))
        .order_by(Knock.id.desc())
        .limit(MOST_MARKED)
    )
    return {row.seq: mark_of(row.state) for row in work.session.execute(found) if row.seq is not None}


def own_of(work: Work, poster: Poster, person_id: int) -> OwnSeen | None:
    """This person's knock here: the open one, or what became of the last one a short while ago."""
    ended = and_(
        Knock.state.in_([State.ANSWERED.value, State.MISSED.value]), Knock.answered_at > now() - SHOWN_FOR
    )
    found = (
        select(Knock)
        .where(
            Knock.poster_id == poster.id,
            Knock.person_id == person_id,
            or_(IS_WAITING, ended),
        )
        .order_by(Knock.id.desc())
        .limit(1)
    )
    knock = work.session.scalars(found).one_or_none()
    return None if knock is None else own_seen(work, poster, knock, open_knocks(work, poster.id))


def own_seen(work: Work, poster: Poster, knock: Knock, waiting: Sequence[Knock]) -> OwnSeen:
    """A knock as its visitor sees it; `waiting` is everybody who waits there."""
    same = [one.id for one in waiting if one.wish == knock.wish]
    before = same.index(knock.id) if knock.id in same else 0
    told = (
        waiting_words(knock.wish, knock.reached, before, knock.later_name)
        if knock.is_open
        else ended_words(knock.state, knock.how, knock.answered_name)
    )
    return OwnSeen(
        id=knock.id,
        wish=knock.wish,
        state=knock.state,
        how=knock.how,
        note=texts_of(work, poster.thread_id, [knock])[knock.id],
        told=told,
        before=before,
        at=knock.at.isoformat(),
    )
