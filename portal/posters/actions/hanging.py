"""Posters, changed: hung up, described, placed, given another file, taken down."""

from portal.access import Actor
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Conflict
from portal.events import Eviction
from portal.files.actions import drop, keep
from portal.files.rules import Stashed
from portal.posters.events import FileChanged
from portal.posters.models import Poster, PosterPart
from portal.posters.queries import hall_to_fill, next_position, poster_to_edit, poster_to_place
from portal.posters.rules import Part, Place, PosterDraft, check_presenters
from portal.registrations.queries import people_accepted
from portal.store.work import Work
from portal.threads.actions import open_thread, set_hosts
from portal.threads.rules import room_of


def add(
    work: Work,
    actor: Actor,
    draft: PosterDraft,
    *,
    place: Place | None = None,
    stashed: Stashed | None = None,
) -> Poster:
    """A new poster with a room of its own; `stashed` is its file, already checked."""
    workshop = hall_to_fill(work, actor)
    thread = open_thread(work, workshop.id, "poster")
    position = next_position(work, workshop.id)
    poster = work.add(
        Poster(workshop_id=workshop.id, thread_id=thread.id, position=position, **_values(draft))
    )
    _take(work, actor, poster, place, stashed)
    record(work, actor, "posters.add", draft.title)
    return poster


def change(
    work: Work,
    actor: Actor,
    poster_id: int,
    draft: PosterDraft,
    *,
    place: Place | None = None,
    stashed: Stashed | None = None,
) -> Poster:
    """New words for a poster, and where given a new place and a new file; all of it or nothing."""
    poster = poster_to_edit(work, actor, poster_id)
    values = _values(draft)
    is_other = any(getattr(poster, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(poster, name, value)
    _take(work, actor, poster, place, stashed)
    if is_other and stashed is None:
        work.announce(FileChanged(poster=poster.id, thread=poster.thread_id))
    record(work, actor, "posters.change", poster.title)
    return poster


def hang(work: Work, actor: Actor, poster_id: int, place: Place) -> None:
    """Give a poster its board, its place in the list, and its presenters, who become hosts of its room."""
    poster = poster_to_place(work, actor, poster_id)
    accepted = {person.id: person for person in people_accepted(work, poster.workshop_id)}
    chosen = check_presenters(place.presenter_ids, accepted.keys())
    poster.board, poster.position = place.board, place.position
    poster.presenters = [accepted[person_id] for person_id in chosen]
    work.session.flush()
    set_hosts(work, poster.thread_id, dict.fromkeys(chosen, "presenter"))


def put_file(work: Work, actor: Actor, poster_id: int, stashed: Stashed, part: Part = Part.POSTER) -> None:
    """Give the poster this file; the one before it goes, and open rooms show the new one."""
    poster = poster_to_edit(work, actor, poster_id)
    old, new = poster.file_of(part), keep(work, actor, stashed, poster.workshop_id)
    replaced_at = now() if old is not None else None
    if part is Part.POSTER:
        poster.file, poster.replaced_at = new, replaced_at
    else:
        held = next((one for one in poster.parts if one.part == part), None)
        if held is None:
            poster.parts.append(PosterPart(part=part, file=new))
        else:
            held.file, held.replaced_at = new, replaced_at
    work.session.flush()
    if old is not None:
        drop(work, old)
    work.announce(FileChanged(poster=poster.id, thread=poster.thread_id))
    record(work, actor, "posters.put_file", poster.title, part=str(part))


def remove_file(work: Work, actor: Actor, poster_id: int, part: Part = Part.POSTER) -> None:
    """Take the file away; raises Conflict when there is none."""
    poster = poster_to_edit(work, actor, poster_id)
    old = poster.file_of(part)
    if old is None:
        raise Conflict(f"This poster has no {'file' if part is Part.POSTER else part} any more.")
    if part is Part.POSTER:
        poster.file, poster.replaced_at = None, None
    else:
        poster.parts.remove(next(one for one in poster.parts if one.part == part))
    work.session.flush()
    drop(work, old)
    work.announce(FileChanged(poster=poster.id, thread=poster.thread_id))
    record(work, actor, "posters.remove_file", poster.title, part=str(part))


def take_down(work: Work, actor: Actor, poster_id: int) -> None:
    """Remove the poster, its files, and its room with everything that was said there."""
    poster = poster_to_place(work, actor, poster_id)
    files, thread = [file for part in Part if (file := poster.file_of(part))], poster.thread
    work.session.delete(poster)
    work.session.flush()
    work.session.delete(thread)
    work.announce(Eviction(room=room_of(thread.id)))
    record(work, actor, "posters.take_down", poster.title)
    for file in files:
        drop(work, file)


def _take(work: Work, actor: Actor, poster: Poster, place: Place | None, stashed: Stashed | None) -> None:
    if place is not None:
        hang(work, actor, poster.id, place)
    if stashed is not None:
        put_file(work, actor, poster.id, stashed)


def _values(draft: PosterDraft) -> dict[str, object]:
    return {
        "title": draft.title,
        "summary": draft.summary,
        "abstract": draft.abstract,
        "authors": [dict(author) for author in draft.authors],
        "tags": list(draft.tags),
        "links": [dict(link) for link in draft.links],
    }
