"""Plain questions about an actor and a thing, of which the policy is made."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from portal.access.actors import Actor, Role
from portal.clock import now

Predicate = Callable[[Actor, Any], bool]


def is_operator(actor: Actor, _thing: Any) -> bool:
    return actor.is_operator


def is_somebody(actor: Actor, _thing: Any) -> bool:
    return actor.is_signed_in


def organizes_a_workshop(actor: Actor, _thing: Any) -> bool:
    return actor.organizes_any


def organizes_it(actor: Actor, thing: Any) -> bool:
    """The workshop itself has no workshop_id but an id; everything inside one has."""
    return Role.ORGANIZER in actor.roles and actor.is_accepted and _workshop_id(thing) == actor.workshop_id


def is_accepted(actor: Actor, thing: Any) -> bool:
    return actor.is_accepted and _workshop_id(thing) == actor.workshop_id


def presents_it(actor: Actor, thing: Any) -> bool:
    return is_accepted(actor, thing) and actor.person_id in thing.presenter_ids


def wrote_it(actor: Actor, thing: Any) -> bool:
    return is_accepted(actor, thing) and actor.person_id == thing.author_id


def hosts_it(actor: Actor, thing: Any) -> bool:
    return is_accepted(actor, thing) and actor.person_id in thing.host_ids


def moderates_it(actor: Actor, thing: Any) -> bool:
    return Role.MODERATOR in actor.roles and is_accepted(actor, thing)


def chairs_it(actor: Actor, thing: Any) -> bool:
    return Role.CHAIR in actor.roles and is_accepted(actor, thing)


def presents_here(actor: Actor, thing: Any) -> bool:
    return Role.PRESENTER in actor.roles and is_accepted(actor, thing)


def belongs_backstage(actor: Actor, thing: Any) -> bool:
    """Who gives a talk, leads one or runs the day."""
    return any(allows(actor, thing) for allows in (presents_here, chairs_it, moderates_it, organizes_it))


def helps_here(actor: Actor, thing: Any) -> bool:
    """The people behind the help desk."""
    helpers = {Role.MODERATOR, Role.VOLUNTEER, Role.ORGANIZER}
    return bool(helpers & actor.roles) and is_accepted(actor, thing)


def asked_it(actor: Actor, thing: Any) -> bool:
    return is_accepted(actor, thing) and actor.person_id == thing.asker_id


def is_for_everybody(_actor: Actor, thing: Any) -> bool:
    return bool(thing.audience == "everybody")


def is_for_backstage(_actor: Actor, thing: Any) -> bool:
    return bool(thing.audience == "backstage")


def is_for_help(_actor: Actor, thing: Any) -> bool:
    return bool(thing.audience == "help")


def is_for_members(_actor: Actor, thing: Any) -> bool:
    return bool(thing.audience == "members")


def is_a_member(actor: Actor, thing: Any) -> bool:
    return is_accepted(actor, thing) and actor.person_id in (thing.member_ids or ())


def is_told_of_reports(actor: Actor, thing: Any) -> bool:
    """The contact people of a workshop."""
    return is_accepted(actor, thing) and actor.person_id in thing.contact_ids


def is_for_two(_actor: Actor, thing: Any) -> bool:
    return bool(thing.audience == "direct")


def is_for_several(_actor: Actor, thing: Any) -> bool:
    """Where order is kept for others; two people alone keep their own."""
    return bool(thing.audience != "direct")


def is_it(actor: Actor, thing: Any) -> bool:
    """For somebody's own profile."""
    return is_accepted(actor, thing) and actor.person_id == thing.person_id


def may_look_at_it(actor: Actor, thing: Any) -> bool:
    """For a person who lets this one see them."""
    return is_accepted(actor, thing) and actor.person_id != thing.person_id and thing.is_in_sight


def owns_it(actor: Actor, thing: Any) -> bool:
    return is_accepted(actor, thing) and actor.person_id == thing.owner_id


def sits_in_its_hall(actor: Actor, thing: Any) -> bool:
    """For questions and polls of a session that takes place on the guest's stage."""
    here = actor.hall.session_ids if actor.hall else ()
    return _workshop_id(thing) == actor.workshop_id and getattr(thing, "session_id", None) in here


def sits_in_a_hall(actor: Actor, thing: Any) -> bool:
    """For the polls of the workshop itself, which stand on the screens of all its halls."""
    is_whole = hasattr(thing, "session_id") and thing.session_id is None
    return actor.hall is not None and is_whole and _workshop_id(thing) == actor.workshop_id


def sits_there(actor: Actor, thing: Any) -> bool:
    here = actor.hall.stage_id if actor.hall else None
    return bool(thing.workshop_id == actor.workshop_id and thing.stage_id == here)


def asked_from_its_hall(actor: Actor, thing: Any) -> bool:
    """A guest's own question; that its board still belongs to the hall is asked beside it."""
    is_guest = actor.hall is not None and thing.workshop_id == actor.workshop_id
    return is_guest and bool(actor.person_id == thing.author_id)


def is_for_a_stage(_actor: Actor, thing: Any) -> bool:
    return bool(thing.audience == "stage")


def is_published(_actor: Actor, thing: Any) -> bool:
    return bool(thing.is_published)


def is_public(_actor: Actor, thing: Any) -> bool:
    return bool(thing.is_public)


def is_open(_actor: Actor, thing: Any) -> bool:
    return bool(thing.is_open)


def is_not_silenced(actor: Actor, _thing: Any) -> bool:
    return not actor.is_silenced


def is_not_removed(actor: Actor, thing: Any) -> bool:
    return removal_of(actor, thing) is None


def is_not_locked_out(actor: Actor, thing: Any) -> bool:
    """In a locked room only those write who keep order there."""
    if not getattr(thing, "is_locked", False):
        return True
    return any(allows(actor, thing) for allows in (chairs_it, moderates_it, organizes_it))


def is_about_another(actor: Actor, thing: Any) -> bool:
    return bool(actor.person_id != thing.person_id)


def is_no_organizer(_actor: Actor, thing: Any) -> bool:
    """The thing is a person with roles, or what one of them wrote."""
    return Role.ORGANIZER not in thing.roles


def removal_of(actor: Actor, thing: Any) -> tuple[datetime, str] | None:
    """Until when this person may not be in the thread, and why; None for somebody who may."""
    found = (getattr(thing, "removals", None) or {}).get(str(actor.person_id))
    if found is None:
        return None
    until = datetime.fromisoformat(found["until"])
    return (until, found["why"]) if until > now() else None


def both(first: Predicate, second: Predicate) -> Predicate:
    def holds(actor: Actor, thing: Any) -> bool:
        return first(actor, thing) and second(actor, thing)

    # docs/protocol.md says by this name who may use a command.
    holds.__name__ = f"{first.__name__} and {second.__name__}"
    return holds


def _workshop_id(thing: Any) -> int | None:
    return getattr(thing, "workshop_id", getattr(thing, "id", None))
