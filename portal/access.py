"""Who may do what: the single place. Actions and queries ask here, on the loaded thing; nobody else compares roles."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any

from portal.errors import NotAllowed, NotSignedIn


class Role(StrEnum):
    """What a registration makes of a person, within one workshop."""

    ATTENDEE = auto()
    PRESENTER = auto()
    CHAIR = auto()
    MODERATOR = auto()
    VOLUNTEER = auto()
    ORGANIZER = auto()


class Permission(StrEnum):
    """Every question that can be asked; a word here is a good thing to search for."""

    CREATE_WORKSHOP = auto()
    EDIT_WORKSHOP = auto()
    SEE_WORKSHOP = auto()
    SEE_PAGE = auto()
    REGISTER = auto()
    SEE_REGISTRATIONS = auto()
    MANAGE_REGISTRATIONS = auto()
    EDIT_PROGRAMME = auto()
    RUN_LATE = auto()
    EDIT_STAGE = auto()
    SEE_STAGE = auto()
    SEE_BACKSTAGE = auto()
    LEAD_BACKSTAGE = auto()
    RAISE_HAND = auto()
    DIRECT_STREAM = auto()
    RUN_SCREEN = auto()
    LET_GUESTS_IN = auto()
    SEE_HALL = auto()
    SEE_POSTERS = auto()
    ADD_POSTER = auto()
    EDIT_POSTER = auto()
    PLACE_POSTER = auto()
    SEE_FILE = auto()
    SEE_ANNOUNCEMENTS = auto()
    SEE_FOR_PRESENTERS = auto()
    ANNOUNCE = auto()
    WITHDRAW_ANNOUNCEMENT = auto()
    SEE_LOBBY = auto()
    ASK_FOR_HELP = auto()
    GIVE_HELP = auto()
    SEE_NOTICES = auto()
    SEE_SLIDES = auto()
    TURN_SLIDES = auto()
    EDIT_SLIDES = auto()
    ENTER_THREAD = auto()
    POST_MESSAGE = auto()
    EDIT_MESSAGE = auto()
    DELETE_MESSAGE = auto()
    REACT_TO_MESSAGE = auto()
    SEE_QUESTIONS = auto()
    ASK_QUESTION = auto()
    VOTE_QUESTION = auto()
    EDIT_QUESTION = auto()
    ANSWER_QUESTION = auto()
    CHAIR_QUESTIONS = auto()
    SEE_POLLS = auto()
    VOTE_POLL = auto()
    LEAD_POLLS = auto()
    SEE_SURVEYS = auto()
    ANSWER_SURVEY = auto()
    LEAD_SURVEYS = auto()


@dataclass(frozen=True)
class Hall:
    """The stage in front of which a guest sits, and the sessions that take place on it."""

    stage_id: int
    session_ids: frozenset[int]


@dataclass(frozen=True)
class Actor:
    """Who is asking, as read from the store for this one request or event.

    `roles` and `is_accepted` belong to the workshop with `workshop_id`; outside a workshop there are none. A guest came
    in by the code of a `hall`, has no account and may do nothing elsewhere.
    """

    person_id: int | None = None
    name: str = ""
    sign_in_id: int | None = None
    is_operator: bool = False
    organizes_any: bool = False
    workshop_id: int | None = None
    is_accepted: bool = False
    roles: frozenset[Role] = frozenset()
    hall: Hall | None = None

    @property
    def is_signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def known_id(self) -> int:
        """The person's id, where a person is needed at all.

        Raises NotSignedIn for a visitor.
        """
        if self.person_id is None:
            raise NotSignedIn
        return self.person_id


VISITOR = Actor()

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


def sits_in_its_hall(actor: Actor, thing: Any) -> bool:
    """For questions and polls of a session that takes place on the guest's stage; a workshop's own have no session."""
    here = actor.hall.session_ids if actor.hall else ()
    return _workshop_id(thing) == actor.workshop_id and getattr(thing, "session_id", None) in here


def sits_there(actor: Actor, thing: Any) -> bool:
    here = actor.hall.stage_id if actor.hall else None
    return bool(thing.workshop_id == actor.workshop_id and thing.stage_id == here)


def is_for_a_stage(_actor: Actor, thing: Any) -> bool:
    return bool(thing.audience == "stage")


def is_published(_actor: Actor, thing: Any) -> bool:
    return bool(thing.is_published)


def is_public(_actor: Actor, thing: Any) -> bool:
    return bool(thing.is_public)


def is_open(_actor: Actor, thing: Any) -> bool:
    return bool(thing.is_open)


def both(first: Predicate, second: Predicate) -> Predicate:
    def holds(actor: Actor, thing: Any) -> bool:
        return first(actor, thing) and second(actor, thing)

    # docs/protocol.md says by this name who may use a command.
    holds.__name__ = f"{first.__name__} and {second.__name__}"
    return holds


INTO_THREAD: tuple[Predicate, ...] = (
    both(is_accepted, is_for_everybody),
    both(belongs_backstage, is_for_backstage),
    both(asked_it, is_for_help),
    both(helps_here, is_for_help),
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
    Permission.EDIT_QUESTION: (wrote_it,),
    Permission.ANSWER_QUESTION: (presents_it, chairs_it, moderates_it, organizes_it),
    Permission.CHAIR_QUESTIONS: (chairs_it, moderates_it, organizes_it),
    Permission.SEE_POLLS: (is_accepted, sits_in_its_hall),
    Permission.VOTE_POLL: (is_accepted, sits_in_its_hall),
    Permission.LEAD_POLLS: (chairs_it, moderates_it, organizes_it),
    Permission.SEE_SURVEYS: (is_accepted,),
    Permission.ANSWER_SURVEY: (is_accepted,),
    Permission.LEAD_SURVEYS: (organizes_it,),
}


@dataclass(frozen=True)
class PageAccess:
    """One of a workshop's pages, which its organizer opens to everybody or keeps for registered people."""

    workshop_id: int
    is_public: bool


@dataclass(frozen=True)
class AnyStage:
    """A stage of the workshop, whichever it is."""

    workshop_id: int
    audience: str = "stage"


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


def title_of(roles: frozenset[Role]) -> Role:
    """The one role that is shown beside a name where several are held."""
    for role in (Role.ORGANIZER, Role.CHAIR, Role.PRESENTER, Role.MODERATOR, Role.VOLUNTEER):
        if role in roles:
            return role
    return Role.ATTENDEE


def _workshop_id(thing: Any) -> int | None:
    return getattr(thing, "workshop_id", getattr(thing, "id", None))
