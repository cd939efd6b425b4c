"""Ask for help, and have helped."""

from portal.access import Actor, Permission, require
from portal.audit.actions import record
from portal.clock import now
from portal.help.models import HelpRequest
from portal.help.queries import own_thread, request_to_help, workshop_to_ask_in
from portal.store.work import Work
from portal.threads.actions import open_thread, post, tell_desk
from portal.threads.models import Thread
from portal.threads.rules import HELP, MessageDraft
from portal.workshops.queries import workshop_of


def ask(work: Work, actor: Actor, client_id: str, text: str) -> int:
    """Say something to the helpers, in the person's own thread, which the first question makes; returns the thread."""
    workshop = workshop_to_ask_in(work, actor)
    # The same person in two tabs: the second waits for the workshop's row and then finds the thread.
    work.lock(workshop)
    thread_id = own_thread(work, actor)
    if thread_id is None:
        asker = actor.known_id
        thread_id = open_thread(work, workshop.id, HELP, audience=HELP, asker_id=asker).id
        work.add(
            HelpRequest(
                thread_id=thread_id, workshop_id=workshop.id, asker_id=asker, done_seq=0, opened_at=now()
            )
        )
    post(work, actor, MessageDraft(thread_id, client_id, text))
    return thread_id


def set_done(work: Work, actor: Actor, thread_id: int, *, is_done: bool) -> None:
    """Close a request until its person writes again, or open it again; twice is the same as once."""
    require(actor, Permission.GIVE_HELP, workshop_of(work, actor))
    request, _ = request_to_help(work, actor, thread_id)
    request.done_seq = work.get(Thread, thread_id).head if is_done else 0
    record(work, actor, "help.set_done", f"thread {thread_id}", is_done=is_done)
    tell_desk(work, request.workshop_id, thread_id)
