"""Give a card, and take it back."""

from sqlalchemy import select

from portal.access import Actor
from portal.accounts.models import Address
from portal.clock import now
from portal.contacts.actions.pairs import begin, meet
from portal.contacts.models import CardGiven
from portal.errors import Invalid
from portal.notices.actions import tell
from portal.notices.rules import Cause, Kind
from portal.profiles.queries import workshop_of_people
from portal.store.work import Work


def give_card(work: Work, actor: Actor, person_id: int, email: str) -> bool:
    """Give somebody one's card, with one of one's own addresses or none; whether both see each other's now.

    Given again it has the new address. Raises Invalid for an address that is not one's own.
    """
    pair = meet(work, actor, person_id)
    if email and email not in _addresses(work, actor):
        told = "This is not one of your addresses."
        raise Invalid(told, fields={"email": told})
    card = work.session.get(CardGiven, (pair.workshop_id, actor.known_id, person_id))
    if card is None:
        given = CardGiven(
            workshop_id=pair.workshop_id,
            giver_id=actor.known_id,
            receiver_id=person_id,
            email=email,
            at=now(),
        )
        work.add(given)
        words = (
            "You have exchanged cards." if _has_card_of(work, actor, person_id) else "Give yours to see it."
        )
        cause = Cause(pair.workshop_id, pair.thread_id, 0, actor.name, words)
        tell(work, cause, Kind.CARD, {person_id})
    else:
        card.email = email
    is_exchanged = _has_card_of(work, actor, person_id)
    if is_exchanged:
        begin(work, pair)
    return is_exchanged


def withdraw_card(work: Work, actor: Actor, person_id: int) -> None:
    """Take one's card back: neither sees the other's any more. Without one it is the same."""
    workshop = workshop_of_people(work, actor)
    card = work.session.get(CardGiven, (workshop.id, actor.known_id, person_id))
    if card is not None:
        work.session.delete(card)


def _has_card_of(work: Work, actor: Actor, person_id: int) -> bool:
    return work.session.get(CardGiven, (actor.workshop_id, person_id, actor.known_id)) is not None


def _addresses(work: Work, actor: Actor) -> set[str]:
    return set(work.session.scalars(select(Address.email).where(Address.person_id == actor.known_id)))
