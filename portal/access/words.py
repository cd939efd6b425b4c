"""The policy in plain words, for the page that shows organizers who may do what."""

from collections.abc import Mapping

from portal.access.permissions import Permission
from portal.access.policy import POLICY
from portal.access.predicates import Predicate

WORDS: Mapping[Permission, str] = {
    Permission.CREATE_WORKSHOP: "Make a new workshop",
    Permission.EDIT_WORKSHOP: "Change the workshop's pages, dates and settings",
    Permission.SEE_WORKSHOP: "See that the workshop exists",
    Permission.SEE_PAGE: "Read one of its public pages",
    Permission.REGISTER: "Register",
    Permission.SEE_REGISTRATIONS: "See who has registered",
    Permission.MANAGE_REGISTRATIONS: "Accept, decline, add and change registrations and roles",
    Permission.EDIT_PROGRAMME: "Change the programme",
    Permission.RUN_LATE: "Move a running programme",
    Permission.EDIT_STAGE: "Set up stages and streams",
    Permission.SEE_STAGE: "Watch a stage",
    Permission.SEE_BACKSTAGE: "Go behind a stage",
    Permission.LEAD_BACKSTAGE: "Give signals and call hands",
    Permission.RAISE_HAND: "See and lower one's own hand",
    Permission.DIRECT_STREAM: "Choose what a stage shows",
    Permission.RUN_SCREEN: "Run the screen of a hall",
    Permission.LET_GUESTS_IN: "Let guests of a hall in without an account",
    Permission.SEE_HALL: "Read questions and polls in a hall",
    Permission.SEE_POSTERS: "See the posters",
    Permission.ADD_POSTER: "Add posters and take them down",
    Permission.EDIT_POSTER: "Change a poster and its files",
    Permission.PLACE_POSTER: "Give posters their boards and times",
    Permission.WALK_MAP: "Walk on the map",
    Permission.STAND_AT_POSTER: "Say that one stands at a poster",
    Permission.KNOCK: "Wait at a poster",
    Permission.ANSWER_KNOCK: "Answer who knocks at a poster",
    Permission.POINT_AT_POSTER: "Point at a poster and lead the view",
    Permission.MAKE_CALL: "Join calls and test camera and microphone",
    Permission.HOST_CALL: "Mute and remove people in a call",
    Permission.SET_UP_CALL: "Name a meeting elsewhere",
    Permission.SEE_LOUNGE: "Be in the lounge",
    Permission.OPEN_TABLE: "Open a table",
    Permission.SET_UP_TABLE: "Set up tables that last",
    Permission.LEAD_TABLE: "Change, lock and close a table",
    Permission.SIT_AT_TABLE: "Sit down at a table",
    Permission.BE_INTRODUCED: "Be introduced to somebody",
    Permission.SEE_VISITORS: "See how many visited a poster",
    Permission.SEE_ROUNDS: "See which boards need somebody",
    Permission.LEAD_ROUNDS: "Send helpers to boards and pin boards",
    Permission.VOTE_AWARD: "Vote for the best poster",
    Permission.LEAD_AWARDS: "Open and close the vote for the best poster",
    Permission.TAKE_TOUR: "Walk with a group",
    Permission.LEAD_TOUR: "Lead a group along the posters",
    Permission.SEE_FILE: "Open files",
    Permission.SEE_ANNOUNCEMENTS: "Read announcements",
    Permission.SEE_FOR_PRESENTERS: "Read announcements for presenters",
    Permission.ANNOUNCE: "Announce something",
    Permission.WITHDRAW_ANNOUNCEMENT: "Take an announcement back",
    Permission.SEE_LOBBY: "Be in the lobby",
    Permission.ASK_FOR_HELP: "Ask the helpers",
    Permission.GIVE_HELP: "Answer at the help desk",
    Permission.SEE_NOTICES: "Be told of mentions and answers",
    Permission.SEE_SLIDES: "See slides",
    Permission.TURN_SLIDES: "Show and turn slides",
    Permission.EDIT_SLIDES: "Send slides in and remove them",
    Permission.ENTER_THREAD: "Read a chat",
    Permission.POST_MESSAGE: "Write in a chat",
    Permission.EDIT_MESSAGE: "Edit a message",
    Permission.DELETE_MESSAGE: "Delete a message",
    Permission.REACT_TO_MESSAGE: "React to a message",
    Permission.SEE_QUESTIONS: "Read questions to a talk",
    Permission.ASK_QUESTION: "Ask a question to a talk",
    Permission.VOTE_QUESTION: "Vote for a question",
    Permission.EDIT_QUESTION: "Change a question or take it back",
    Permission.ANSWER_QUESTION: "Answer a question in writing",
    Permission.CHAIR_QUESTIONS: "Lead the questions to a talk",
    Permission.SEE_POLLS: "See polls",
    Permission.VOTE_POLL: "Vote in a poll",
    Permission.LEAD_POLLS: "Make, open and close polls",
    Permission.SEE_SURVEYS: "See surveys",
    Permission.ANSWER_SURVEY: "Answer a survey",
    Permission.LEAD_SURVEYS: "Make surveys and read their answers",
    Permission.SPEAK_UP: "Knock, raise a hand, be introduced, and speak in a call",
    Permission.REPORT: "Report something to the moderators",
    Permission.SEE_REPORTS: "See reports and resolve them",
    Permission.MODERATE: "Hide messages, silence, remove and ban people",
    Permission.LOCK_ROOM: "Lock a room",
    Permission.SEE_TRAIL: "Read the audit trail",
    Permission.SEE_ROLES: "See who has which role",
}
"""What each permission is about."""

WHO: Mapping[str, str] = {
    "is_operator": "the operator",
    "is_somebody": "everybody with an account",
    "organizes_a_workshop": "organizers of any workshop",
    "organizes_it": "organizers",
    "is_accepted": "everybody who is let in",
    "presents_it": "its presenters",
    "presents_here": "presenters",
    "wrote_it": "who wrote it",
    "hosts_it": "its hosts",
    "moderates_it": "moderators",
    "chairs_it": "chairs",
    "belongs_backstage": "presenters, chairs, moderators and organizers",
    "helps_here": "volunteers, moderators and organizers",
    "asked_it": "who asked",
    "is_a_member": "its members",
    "owns_it": "who opened it",
    "sits_in_its_hall": "guests of its hall",
    "sits_in_a_hall": "guests of a hall",
    "sits_there": "guests of this hall",
    "asked_from_its_hall": "the guest who asked it",
    "is_published": "everybody, once the workshop is published",
    "is_public": "everybody, where the organizers made it public",
    "is_for_everybody": "where it is for everybody",
    "is_for_backstage": "behind a stage",
    "is_for_help": "at the help desk",
    "is_for_members": "where it is for some",
    "is_for_a_stage": "for a stage",
    "is_open": "while it is open",
    "is_not_silenced": "unless silenced",
    "is_not_removed": "unless removed from it",
    "is_not_locked_out": "unless it is locked",
    "is_about_another": "never about themselves",
    "is_no_organizer": "not about organizers",
}
"""Each predicate: who it is, or under which condition."""

PASSED_OVER = frozenset({"is_for_everybody"})
"""What goes without saying."""


def who_may(permission: Permission) -> list[str]:
    """Those who hold a permission, in plain words, one line for each row of the policy."""
    return list(dict.fromkeys(_row(row) for row in POLICY[permission]))


def _row(row: Predicate) -> str:
    names = [name for name in row.__name__.split(" and ") if name not in PASSED_OVER]
    return ", ".join(WHO[name] for name in names)
