"""Stars, and the calendar feed that shows them elsewhere."""

from collections.abc import Collection
from itertools import chain
from typing import Any

from sqlalchemy import delete, func, select, update

from portal.access import Actor
from portal.accounts.models import Person
from portal.accounts.rules import hash_of, new_token
from portal.clock import now
from portal.programme.models import CalendarFeed, ProgrammeSession, Star, Talk
from portal.programme.queries import entry_to_star, own_feed
from portal.programme.rules import MOST_STARS, Key, too_many
from portal.store.work import Work
from portal.workshops.queries import page_to_see


def set_star(work: Work, actor: Actor, key: Key, *, is_on: bool) -> None:
    """Star a session or a talk, or take the star away; doing it twice is the same as once."""
    entry = entry_to_star(work, actor, key)
    person_id = _alone(work, actor.known_id)
    if is_on == _has(work, person_id, key):
        return
    if is_on:
        starred = select(func.count()).where(
            Star.person_id == person_id, Star.workshop_id == entry.workshop_id
        )
        if (work.session.scalar(starred) or 0) >= MOST_STARS:
            raise too_many()
        work.add(_star(entry.workshop_id, person_id, key))
    else:
        work.session.execute(delete(Star).where(Star.person_id == person_id, _column(key) == key.id))
    touch_feeds(work, entry.workshop_id, person_id)


def keep(work: Work, person_id: int, keys: Collection[Key]) -> None:
    """Take over what a browser kept until its person signed in; what is gone meanwhile is left out."""
    if not keys:
        return
    _alone(work, person_id)
    places: set[int] = set()
    for key, workshop_id in chain(_known(work, keys, is_talk=False), _known(work, keys, is_talk=True)):
        if not _has(work, person_id, key):
            work.add(_star(workshop_id, person_id, key))
            places.add(workshop_id)
    for workshop_id in places:
        touch_feeds(work, workshop_id, person_id)


def make_feed(work: Work, actor: Actor) -> str:
    """The token of a new calendar feed; an older address of the same person stops working."""
    workshop = page_to_see(work, actor, "schedule")
    _alone(work, actor.known_id)
    token, at = new_token(), now()
    feed = own_feed(work, actor)
    if feed is None:
        feed = CalendarFeed(workshop_id=workshop.id, person_id=actor.known_id)
        work.session.add(feed)
    feed.token_hash, feed.created_at, feed.changed_at = hash_of(token), at, at
    work.session.flush()
    return token


def end_feed(work: Work, actor: Actor) -> None:
    """From now on nobody reads the feed; without one there is nothing to do."""
    feed = own_feed(work, actor)
    if feed is not None:
        work.session.delete(feed)


def touch_feeds(work: Work, workshop_id: int, person_id: int | None = None) -> None:
    """Something left an agenda or came into it, which the entries themselves do not tell."""
    changed = update(CalendarFeed).where(CalendarFeed.workshop_id == workshop_id)
    if person_id is not None:
        changed = changed.where(CalendarFeed.person_id == person_id)
    work.session.execute(changed.values(changed_at=now()))


def _alone(work: Work, person_id: int) -> int:
    """Two devices of one person take turns, so that no star is written twice."""
    work.lock(work.get(Person, person_id))
    return person_id


def _has(work: Work, person_id: int, key: Key) -> bool:
    found = select(Star.id).where(Star.person_id == person_id, _column(key) == key.id)
    return work.session.scalar(found) is not None


def _column(key: Key) -> Any:
    return Star.talk_id if key.is_talk else Star.session_id


def _star(workshop_id: int, person_id: int, key: Key) -> Star:
    column = "talk_id" if key.is_talk else "session_id"
    return Star(workshop_id=workshop_id, person_id=person_id, **{column: key.id})


def _known(work: Work, keys: Collection[Key], *, is_talk: bool) -> list[tuple[Key, int]]:
    """Those of the keys that exist, with their workshop."""
    model: Any = Talk if is_talk else ProgrammeSession
    ids = [key.id for key in keys if key.is_talk is is_talk]
    rows = work.session.execute(select(model.id, model.workshop_id).where(model.id.in_(ids)))
    return [(Key(is_talk, row.id), row.workshop_id) for row in rows]
