"""The policy: for each permission the rows of which one has to hold, and the two ways to ask it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
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
    is_about_another,
    is_accepted,
    is_for_a_stage,
    is_for_backstage,
    is_for_everybody,
    is_for_help,
    is_for_members,
    is_for_several,
    is_for_two,
    is_it,
    is_no_organizer,
    is_not_locked_out,
    is_not_removed,
    is_not_silenced,
    is_open,
    is_operator,
    is_public,
    is_published,
    is_somebody,
    is_told_of_reports,
    may_look_at_it,
    moderates_it,
    organizes_a_workshop,
    organizes_it,
    owns_it,
    presents_here,
    presents_it,
    removal_of,
    sits_in_a_hall,
    sits_in_its_hall,
    sits_there,
    wrote_it,
)
from portal.clock import now
from portal.errors import NotAllowed, NotSignedIn, SecondFactorNeeded

AT_THE_HELP_DESK: tuple[Predicate, ...] = (both(asked_it, is_for_help), both(helps_here, is_for_help))
ELSEWHERE: tuple[Predicate, ...] = tuple(
    both(comes_in, is_not_removed)
    for comes_in in (
        both(is_accepted, is_for_everybody),
        both(belongs_backstage, is_for_backstage),
        both(is_a_member, is_for_members),
        both(organizes_it, is_for_members),
        both(moderates_it, is_for_members),
        both(is_a_member, is_for_two),
    )
)
INTO_THREAD = (*ELSEWHERE, *AT_THE_HELP_DESK)
"""Who comes into a thread, by whom it is for; who may not come in may not write there either."""

WRITES: tuple[Predicate, ...] = (
    *(both(both(comes_in, is_open), both(is_not_locked_out, is_not_silenced)) for comes_in in ELSEWHERE),
    *(both(comes_in, is_open) for comes_in in AT_THE_HELP_DESK),
)
"""Who is silenced can still write to the helpers, and to nobody else."""

SPEAKING = frozenset(
    {
        Permission.POST_MESSAGE,
        Permission.EDIT_MESSAGE,
        Permission.REACT_TO_MESSAGE,
        Permission.ASK_QUESTION,
        Permission.EDIT_QUESTION,
        Permission.OPEN_TABLE,
        Permission.SPEAK_UP,
    }
)
"""What a silence takes away for its time."""


def unless_silenced(*rows: Predicate) -> tuple[Predicate, ...]:
    return tuple(both(row, is_not_silenced) for row in rows)


POLICY: Mapping[Permission, tuple[Predicate, ...]] = {
    Permission.RESET_SECOND_FACTOR: (is_operator,),
    Permission.INVITE_OPERATOR: (is_operator,),
    Permission.CREATE_WORKSHOP: (is_operator, organizes_a_workshop),
    Permission.EDIT_WORKSHOP: (organizes_it, is_operator),
    Permission.COPY_WORKSHOP: (organizes_it, is_operator),
    Permission.REHEARSE: (organizes_it, is_operator),
    Permission.SEE_WORKSHOP: (is_published, is_accepted, is_operator),
    Permission.AGREE_TO_CONDUCT: (is_accepted,),
    Permission.READ_REPORTS: (is_told_of_reports,),
    Permission.ERASE_PERSON: (organizes_it, is_operator),
    Permission.SEE_PAGE: (is_public, is_accepted, is_operator),
    Permission.REGISTER: (both(is_somebody, is_published),),
    Permission.SEE_REGISTRATIONS: (organizes_it, is_operator),
    Permission.MANAGE_REGISTRATIONS: (organizes_it, is_operator),
    Permission.INVITE: (organizes_it, is_operator),
    Permission.SEND_MAILINGS: (organizes_it, is_operator),
    Permission.SEE_OUTBOX: (organizes_it, is_operator),
    Permission.SEE_WHOLE_OUTBOX: (is_operator,),
    Permission.SET_UP_CERTIFICATES: (organizes_it, is_operator),
    Permission.HAVE_CERTIFICATE: (is_accepted,),
    Permission.KEEP_NOTEBOOK: (is_accepted,),
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
    Permission.OPEN_TABLE: unless_silenced(is_accepted),
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
    Permission.SEE_DIRECTORY: (is_accepted,),
    Permission.SEE_PROFILE: (is_it, may_look_at_it),
    Permission.MEET_PERSON: (may_look_at_it,),
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
    Permission.POST_MESSAGE: WRITES,
    Permission.REACT_TO_MESSAGE: WRITES,
    Permission.SEE_SLIDES: (is_accepted,),
    Permission.TURN_SLIDES: (presents_it, chairs_it, organizes_it),
    Permission.EDIT_SLIDES: (presents_it, chairs_it, organizes_it, is_operator),
    Permission.EDIT_MESSAGE: (
        both(both(wrote_it, is_open), both(is_not_locked_out, is_not_silenced)),
        both(both(wrote_it, is_open), is_for_help),
    ),
    Permission.DELETE_MESSAGE: (
        wrote_it,
        hosts_it,
        both(moderates_it, is_for_several),
        both(organizes_it, is_for_several),
    ),
    Permission.SEE_QUESTIONS: (is_accepted, sits_in_its_hall),
    Permission.ASK_QUESTION: unless_silenced(both(is_accepted, is_open), both(sits_in_its_hall, is_open)),
    Permission.VOTE_QUESTION: (is_accepted, sits_in_its_hall),
    Permission.EDIT_QUESTION: unless_silenced(wrote_it, asked_from_its_hall),
    Permission.ANSWER_QUESTION: (presents_it, chairs_it, moderates_it, organizes_it),
    Permission.CHAIR_QUESTIONS: (chairs_it, moderates_it, organizes_it),
    Permission.SEE_POLLS: (is_accepted, sits_in_its_hall, sits_in_a_hall),
    Permission.VOTE_POLL: (is_accepted, sits_in_its_hall, sits_in_a_hall),
    Permission.LEAD_POLLS: (chairs_it, moderates_it, organizes_it),
    Permission.SEE_SURVEYS: (is_accepted,),
    Permission.ANSWER_SURVEY: (is_accepted,),
    Permission.LEAD_SURVEYS: (organizes_it,),
    Permission.SEE_CONSOLE: (organizes_it, is_operator),
    Permission.SEE_STATISTICS: (organizes_it, is_operator),
    Permission.EXPORT_TALK: (organizes_it,),
    Permission.SEE_READINESS: (organizes_it, is_operator),
    Permission.EDIT_READINESS: (organizes_it,),
    Permission.SPEAK_UP: unless_silenced(is_accepted),
    Permission.REPORT: (is_accepted,),
    Permission.SEE_REPORTS: (moderates_it, organizes_it),
    Permission.MODERATE: (
        both(both(moderates_it, is_about_another), is_no_organizer),
        both(organizes_it, is_about_another),
    ),
    Permission.LOCK_ROOM: (moderates_it, organizes_it),
    Permission.SEE_TRAIL: (organizes_it, is_operator),
    Permission.SEE_ROLES: (organizes_it, is_operator),
    Permission.MAKE_ARCHIVE: (organizes_it,),
}


def may(actor: Actor, permission: Permission, thing: Any = None) -> bool:
    """Whether any row of the policy lets this actor do it to this thing."""
    return any(allows(actor, thing) for allows in POLICY[permission])


def require(actor: Actor, permission: Permission, thing: Any = None) -> None:
    """Pass or refuse.

    Raises NotSignedIn for a visitor, since signing in may help, SecondFactorNeeded for an organizer who lacks one, and
    NotAllowed for everybody else.
    """
    if may(actor, permission, thing):
        return
    if actor.is_held_back:
        raise SecondFactorNeeded
    if not actor.is_signed_in:
        raise NotSignedIn
    told = measure_against(actor, permission, thing)
    raise NotAllowed(told) if told else NotAllowed


def measure_against(actor: Actor, permission: Permission, thing: Any = None) -> str:
    """The measure of the moderators that is in the way of somebody who otherwise might, in words; "" for none."""
    if permission in {Permission.ENTER_THREAD, *SPEAKING} and (removal := removal_of(actor, thing)):
        return f"You were removed from this room until {_told(*removal)}"
    if actor.is_silenced and permission in SPEAKING:
        if may(replace(actor, is_silenced=False), permission, thing) and actor.silenced_until:
            return f"You are silenced until {_told(actor.silenced_until, actor.silence_reason)}"
    elif permission in SPEAKING and getattr(thing, "is_locked", False) and is_accepted(actor, thing):
        return "This chat is locked: for now only organizers, chairs and moderators write here."
    return ""


def _told(until: datetime, reason: str) -> str:
    on = "" if until.date() == now().date() else f"{until.day} {until:%B}, "
    return f"{on}{until:%H:%M} UTC." + (f" Reason: {reason}" if reason else "")
