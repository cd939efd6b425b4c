"""What a visitor does: knock, want something else, take it back, and leave."""

from uuid import uuid4

from portal.access import Actor, Permission, require
from portal.clock import now
from portal.errors import Conflict
from portal.knocks.actions.telling import tell_all
from portal.knocks.models import Knock
from portal.knocks.queries import is_deleted, open_knock, poster_to_knock_at, texts_of
from portal.knocks.rules import Draft, Reached, State, Whereabouts, Wish, clean_note, words_of
from portal.notices.actions import forget, tell
from portal.notices.rules import Cause, Kind
from portal.posters.models import Poster
from portal.store.work import Work
from portal.threads.actions import edit, post
from portal.threads.rules import Change, MessageDraft


def knock(work: Work, actor: Actor, draft: Draft, where: Whereabouts) -> Knock:
    """Wait at a poster, or want something else there; the same again is the same knock, and rings nobody.

    A question with words is also a message at the poster. Raises Conflict for its own presenters.
    """
    note = clean_note(draft.note)
    poster = poster_to_knock_at(work, actor, draft.poster_id)
    require(actor, Permission.SPEAK_UP, poster)
    if actor.person_id in poster.presenter_ids:
        raise Conflict("You present this poster: visitors knock here, and you answer.")
    work.lock(poster)  # two tabs at once are one knock
    row = open_knock(work, poster.id, actor.known_id)
    if row is not None and is_deleted(work, row):
        _end(work, poster, row, State.WITHDRAWN)
        row = None
    if row is not None:
        work.lock(row)
        if row.wish == draft.wish and note in {"", texts_of(work, poster.thread_id, [row])[row.id]}:
            return row
    reached = where.reached(poster.presenter_ids)
    if row is None:
        row = work.add(
            Knock(
                workshop_id=poster.workshop_id,
                poster_id=poster.id,
                person_id=actor.known_id,
                person_name=actor.name,
                wish=draft.wish,
                at=now(),
                state=State.WAITING,
                reached=reached,
            )
        )
    row.wish, row.reached, row.later_name = draft.wish, reached, ""
    _write_down(work, actor, poster, row, note)
    _ring(work, poster, row)
    if reached is Reached.MAIL:
        work.queue("knocks.mail_presenters", poster_id=poster.id)
    tell_all(work, poster, row, rings=True)
    return row


def withdraw(work: Work, actor: Actor, poster_id: int) -> None:
    """Do not wait any more; what was asked in the chat stays there. Twice is the same as once."""
    poster = poster_to_knock_at(work, actor, poster_id)
    work.lock(poster)
    row = open_knock(work, poster.id, actor.known_id)
    if row is None:
        return
    _end(work, poster, row, State.WITHDRAWN)


def leave(work: Work, knock_id: int) -> None:
    """Who wanted to talk has left the room: they do not wait any more, but a question that they asked does."""
    row = work.get(Knock, knock_id)
    poster = work.get(Poster, row.poster_id)
    work.lock(poster)
    work.lock(row)
    if not row.is_open or row.wish != Wish.TALK:
        return
    if row.seq is None:
        _end(work, poster, row, State.MISSED)
        return
    row.wish = Wish.QUESTION
    tell_all(work, poster, row)


def _write_down(work: Work, actor: Actor, poster: Poster, row: Knock, note: str) -> None:
    """Keep the words: of a question as a message, else with the knock alone."""
    if row.wish == Wish.TALK:
        row.note = note or row.note
        return
    row.note = ""
    if not note:
        return
    if row.seq is None:
        row.seq = post(work, actor, MessageDraft(poster.thread_id, f"knock-{row.id}", note))
        return
    try:
        edit(work, actor, Change(poster.thread_id, row.seq, uuid4().hex, note))
    except Conflict:  # it was deleted: this is a new one
        row.seq = post(work, actor, MessageDraft(poster.thread_id, uuid4().hex, note))


def _ring(work: Work, poster: Poster, row: Knock) -> None:
    """The bell of the presenters, on whichever page they are; anew when something else is wanted."""
    work.session.flush()
    forget(work, poster.thread_id, row.notice)
    text = words_of(row.wish, texts_of(work, poster.thread_id, [row])[row.id])
    cause = Cause(poster.workshop_id, poster.thread_id, row.notice, row.person_name, text)
    tell(work, cause, Kind.KNOCK, poster.presenter_ids)


def _end(work: Work, poster: Poster, row: Knock, state: State) -> None:
    row.state, row.answered_at = state, now()
    work.session.flush()
    forget(work, poster.thread_id, row.notice)
    tell_all(work, poster, row)
