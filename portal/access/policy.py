"""The policy: for each permission the rows of which one has to hold, and the two ways to ask it."""

from collections.abc import Mapping
from typing import Any

from portal.access.actors import Actor
from portal.access.permissions import Permission
from portal.access.predicates import (
    Predicate,
    asked_from_its_hall,
    asked_it,
    belongs_backstage,
    both,
    chairs_it,
    helps_here,
    hosts_it,
    is_a_member,
    is_accepted,
    is_for_a_stage,
    is_for_backstage,
    is_for_everybody,
    is_for_help,
    is_for_members,
    is_open,
    is_operator,
    is_public,
    is_published,
    is_somebody,
    moderates_it,
    organizes_a_workshop,
    organizes_it,
    owns_it,
    presents_here,
    presents_it,
    sits_in_a_hall,
    sits_in_its_hall,
    sits_there,
    wrote_it,
)
from portal.errors import NotAllowed, NotSignedIn

INTO_THREAD: tuple[Predicate, ...] = (
    both(is_accepted, is_for_everybody),
    both(belongs_backstage, is_for_backstage),
    both(asked_it, is_for_help),
    both(helps_here, is_for_help),
    both(is_a_member, is_for_members),
    both(organizes_it, is_for_members),
    both(moderates_it, is_for_members),
)
"""Who comes into a thread, by whom it is for; who may not come in may not write there either."""

POLICY: Mapping[Permission, tuple[Predicate, ...]] = {
    Permission.CREATE_WORKSHOP: (is_operator, organizes_a_workshop),
    Permission.EDIT_WORKSHOP: (organizes_it, is_operator),
    Permission.SEE_WORKSHOP: (is_published, is_accepted, is_operator),
    Permission.SEE_PAGE: (is_public, is_accepted, is_operator),
    Permission.REGISTER: (both(is_somebody, is_published),),
    Permission.SEE_REGISTRATIONS: (organizes_it, is_operator),
    Permission.MANAGE_REGISTRATIONS: (organizes_it, is_operator),
    Permission.EDIT_PROGRAMME: (organizes_it, is_operator),
    Permission.RUN_LATE: (organizes_it, both(chairs_it, is_for_a_stage)),
    Permission.EDIT_STAGE: (organizes_it, is_operator),
    Permission.SEE_STAGE: (is_accepted,),
    Permission.SEE_BACKSTAGE: (belongs_backstage,),
    Permission.LEAD_BACKSTAGE: (chairs_it, moderates_it, organizes_it),
    Permission.RAISE_HAND: (is_accepted,),
    Permission.DIRECT_STREAM: (chairs_it, organizes_it),
    Permission.RUN_SCREEN: (organizes_it, chairs_it),
    Permission.LET_GUESTS_IN: (organizes_it,),
    Permission.SEE_HALL: (is_accepted, sits_there),
    Permission.SEE_POSTERS: (is_accepted,),
    Permission.ADD_POSTER: (organizes_it, is_operator),
    Permission.EDIT_POSTER: (organizes_it, presents_it, is_operator),
    Permission.PLACE_POSTER: (organizes_it, is_operator),
    Permission.WALK_MAP: (is_accepted,),
    Permission.STAND_AT_POSTER: (presents_it,),
    Permission.KNOCK: (is_accepted,),
    Permission.ANSWER_KNOCK: (presents_it, chairs_it, organizes_it),
    Permission.POINT_AT_POSTER: (presents_it,),
    Permission.MAKE_CALL: (is_accepted,),
    Permission.HOST_CALL: (hosts_it, moderates_it, organizes_it),
    Permission.SET_UP_CALL: (hosts_it, organizes_it),
    Permission.SEE_LOUNGE: (is_accepted,),
    Permission.OPEN_TABLE: (is_accepted,),
    Permission.SET_UP_TABLE: (organizes_it,),
    Permission.LEAD_TABLE: (owns_it, organizes_it),
    Permission.SIT_AT_TABLE: (is_accepted,),
    Permission.BE_INTRODUCED: (is_accepted,),
    Permission.SEE_VISITORS: (presents_it, organizes_it),
    Permission.SEE_ROUNDS: (helps_here, chairs_it),
    Permission.LEAD_ROUNDS: (chairs_it, moderates_it, organizes_it),
    Permission.VOTE_AWARD: (is_accepted,),
    Permission.LEAD_AWARDS: (organizes_it,),
    Permission.TAKE_TOUR: (is_accepted,),
    Permission.LEAD_TOUR: (is_a_member, presents_it),
    Permission.SEE_FILE: (is_accepted, is_operator),
    Permission.SEE_ANNOUNCEMENTS: (is_accepted,),
    Permission.SEE_FOR_PRESENTERS: (presents_here, organizes_it),
    Permission.ANNOUNCE: (organizes_it, both(chairs_it, is_for_a_stage)),
    Permission.WITHDRAW_ANNOUNCEMENT: (wrote_it, organizes_it),
    Permission.SEE_LOBBY: (is_accepted,),
    Permission.ASK_FOR_HELP: (is_accepted,),
    Permission.GIVE_HELP: (helps_here,),
    Permission.SEE_NOTICES: (is_accepted,),
    Permission.ENTER_THREAD: INTO_THREAD,
    Permission.POST_MESSAGE: tuple(both(comes_in, is_open) for comes_in in INTO_THREAD),
    Permission.REACT_TO_MESSAGE: tuple(both(comes_in, is_open) for comes_in in INTO_THREAD),
    Permission.SEE_SLIDES: (is_accepted,),
    Permission.TURN_SLIDES: (presents_it, chairs_it, organizes_it),
    Permission.EDIT_SLIDES: (presents_it, chairs_it, organizes_it, is_operator),
    Permission.EDIT_MESSAGE: (both(wrote_it, is_open),),
    Permission.DELETE_MESSAGE: (wrote_it, hosts_it, moderates_it, organizes_it),
    Permission.SEE_QUESTIONS: (is_accepted, sits_in_its_hall),
    Permission.ASK_QUESTION: (both(is_accepted, is_open), both(sits_in_its_hall, is_open)),
    Permission.VOTE_QUESTION: (is_accepted, sits_in_its_hall),
    Permission.EDIT_QUESTION: (wrote_it, asked_from_its_hall),
    Permission.ANSWER_QUESTION: (presents_it, chairs_it, moderates_it, organizes_it),
    Permission.CHAIR_QUESTIONS: (chairs_it, moderates_it, organizes_it),
    Permission.SEE_POLLS: (is_accepted, sits_in_its_hall, sits_in_a_hall),
    Permission.VOTE_POLL: (is_accepted, sits_in_its_hall, sits_in_a_hall),
    Permission.LEAD_POLLS: (chairs_it, moderates_it, organizes_it),
    Permission.SEE_SURVEYS: (is_accepted,),
    Permission.ANSWER_SURVEY: (is_accepted,),
    Permission.LEAD_SURVEYS: (organizes_it,),
    Permission.MAKE_ARCHIVE: (organizes_it,),
}


def may(actor: Actor, permission: Permission, thing: Any = None) -> bool:
    """Whether any row of the policy lets this actor do it to this thing."""
    return any(allows(actor, thing) for allows in POLICY[permission])


def require(actor: Actor, permission: Permission, thing: Any = None) -> None:
    """Pass or refuse.

    Raises NotSignedIn for a visitor, since signing in may help, and NotAllowed for everybody else.
    """
    if may(actor, permission, thing):
        return
    raise NotAllowed if actor.is_signed_in else NotSignedIn
