"""What those do who answer: wave, ask for patience, reply in writing; of two at once one answers."""

from sqlalchemy import select

from portal.access import Actor
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Conflict
from portal.knocks.actions.telling import tell_all
from portal.knocks.models import Knock
from portal.knocks.queries import knock_to_answer
from portal.knocks.rules import Answer, How, Reply, State, Whereabouts
from portal.notices.actions import forget, tell
from portal.notices.rules import Cause, Kind
from portal.posters.models import Poster
from portal.store.work import Work
from portal.threads.actions import post
from portal.threads.models import Message
from portal.threads.rules import MessageDraft, clean_text


def answer(work: Work, actor: Actor, wanted: Answer) -> None:
    """Answer without words: “come in”, “a little later”, or that it is done. Raises Conflict where another was first."""
    row, poster = _locked(work, actor, wanted.knock_id)
    if not row.is_open and (row.answered_by, row.how) == (actor.person_id, wanted.how):
        return
    _check_open(row)
    if wanted.how is How.LATER:
        row.later_name = actor.name
        work.session.flush()
        forget(work, poster.thread_id, row.notice)
    else:
        _end(work, actor, row, poster, wanted.how)
    if wanted.how is not How.DONE:
        said = "Come in" if wanted.how is How.COME_IN else "A little later"
        cause = Cause(poster.workshop_id, poster.thread_id, row.notice, actor.name, f"{said}: {poster.title}")
        tell(work, cause, Kind.CALLED, {row.person_id})
    tell_all(work, poster, row)
    record(
        work,
        actor,
        "knocks.answer",
        poster.title,
        person=(row.person_id, row.person_name),
        how=str(wanted.how),
    )


def reply(work: Work, actor: Actor, wanted: Reply, where: Whereabouts) -> int:
    """Answer in the chat, which calls the asker; by mail too where they have no page open. Returns the message's number."""
    text = clean_text(wanted.text)
    row, poster = _locked(work, actor, wanted.knock_id)
    if _is_sent(work, poster, row, actor, wanted.client_id):
        return row.answer_seq or 0
    _check_open(row)
    draft = MessageDraft(poster.thread_id, wanted.client_id, f"@{row.person_name} {text}", (row.person_id,))
    row.answer_seq = post(work, actor, draft)
    _end(work, actor, row, poster, How.REPLY)
    # Where two people have one name, or a name is long, its mention calls nobody.
    cause = Cause(poster.workshop_id, poster.thread_id, row.answer_seq, actor.name, text)
    tell(work, cause, Kind.MENTION, {row.person_id})
    if not where.has_a_page(row.person_id):
        work.queue("knocks.mail_asker", knock_id=row.id)
    tell_all(work, poster, row)
    return row.answer_seq


def _locked(work: Work, actor: Actor, knock_id: int) -> tuple[Knock, Poster]:
    row, poster = knock_to_answer(work, actor, knock_id)
    work.lock(poster)
    work.lock(row)
    return row, poster


def _check_open(row: Knock) -> None:
    if row.is_open:
        return
    if row.state == State.ANSWERED:
        raise Conflict(f"{row.answered_name} has answered {row.person_name} already.")
    raise Conflict(f"{row.person_name} does not wait any more.")


def _end(work: Work, actor: Actor, row: Knock, poster: Poster, how: How) -> None:
    row.state, row.how = State.ANSWERED, how
    row.answered_by, row.answered_name, row.answered_at = actor.known_id, actor.name, now()
    work.session.flush()
    forget(work, poster.thread_id, row.notice)


def _is_sent(work: Work, poster: Poster, row: Knock, actor: Actor, client_id: str) -> bool:
    """Whether this very reply is in the chat already."""
    if row.answer_seq is None or row.answered_by != actor.person_id:
        return False
    found = select(Message.client_id).where(
        Message.thread_id == poster.thread_id, Message.seq == row.answer_seq
    )
    return work.session.scalar(found) == client_id
