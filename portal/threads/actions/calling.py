"""Who is called by a message: those whom its text names, and at the help desk those on the other side."""

from collections import defaultdict
from typing import Any

from sqlalchemy import String, cast, or_, select

from portal.access import Actor, Permission, Role, may
from portal.accounts.models import Person
from portal.notices.actions import tell, tell_once
from portal.notices.rules import Cause, Kind
from portal.registrations.models import Registration
from portal.registrations.queries import actor_of
from portal.registrations.rules import State
from portal.store.work import Work
from portal.threads.events import HelpAsked, Mention
from portal.threads.rules import DIRECT, HELP, check_count, named, names_in

HELPERS = (Role.MODERATOR, Role.VOLUNTEER, Role.ORGANIZER)


def mentions_in(
    work: Work, actor: Actor, thread: Any, text: str, picked: tuple[int, ...]
) -> list[Mention] | None:
    """Whom the text names of those who may be in the thread; None for a text without a name. Raises Invalid for too many.

    Only a text with an @ asks the store anything. Between two people a name calls nobody.
    """
    names = names_in(text) if "@" in text and thread.audience != DIRECT else ()
    if not names:
        return None
    found = (
        select(Person)
        .join(Registration, Registration.person_id == Person.id)
        .where(
            Registration.workshop_id == actor.workshop_id,
            Registration.state == State.ACCEPTED,
            Person.name.in_(names),
        )
    )
    people = {
        person.id: person
        for person in work.session.scalars(found)
        if may(actor_of(work, person, actor.workshop_id), Permission.ENTER_THREAD, thread)
    }
    by_name: dict[str, list[int]] = defaultdict(list)
    for person in people.values():
        by_name[person.name].append(person.id)
    mentions: list[Mention] = [{"id": one, "name": name} for one, name in named(text, by_name, picked)]
    check_count(mentions)
    return mentions or None


def call(work: Work, actor: Actor, thread: Any, entry: dict[str, Any]) -> None:
    """Tell those whom a message calls. A message in an ordinary thread that names nobody asks nothing."""
    cause = Cause(
        thread.workshop_id, entry["thread_id"], entry["target"] or entry["seq"], actor.name, entry["text"]
    )
    mentioned = {one["id"] for one in entry["mentions"] or ()} - {actor.known_id}
    if mentioned:
        tell(work, cause, Kind.MENTION, mentioned)
    if thread.audience == HELP and entry["kind"] == "message":
        _call_to_desk(work, actor, thread, cause, mentioned)
    if thread.audience == DIRECT and entry["kind"] == "message":
        tell(work, cause, Kind.DIRECT, set(thread.member_ids or ()) - {actor.known_id})


def _call_to_desk(work: Work, actor: Actor, thread: Any, cause: Cause, mentioned: set[int]) -> None:
    is_question = actor.person_id == thread.asker_id
    if is_question:
        tell_once(
            work, cause, Kind.ASKED, set(helpers_of(work, thread.workshop_id)) - mentioned - {actor.known_id}
        )
    elif thread.asker_id not in mentioned:
        tell_once(work, cause, Kind.ANSWERED, {thread.asker_id})
    tell_desk(work, thread.workshop_id, cause.thread_id)


def tell_desk(work: Work, workshop_id: int, thread_id: int) -> None:
    """The helpers who look at the desk look again."""
    work.announce(HelpAsked(workshop=workshop_id, thread=thread_id))


def helpers_of(work: Work, workshop_id: int) -> list[int]:
    """The people behind the help desk of a workshop."""
    names = cast(Registration.role_names, String)
    found = select(Registration.person_id).where(
        Registration.workshop_id == workshop_id,
        Registration.state == State.ACCEPTED,
        or_(*(names.like(f'%"{role}"%') for role in HELPERS)),
    )
    return list(work.session.scalars(found))
