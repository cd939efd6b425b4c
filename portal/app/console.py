"""The console's places, what may wait there, and what a workshop needs: one line for each, whichever feature it is of."""

from portal.access import Permission as May
from portal.console.queries import (
    CHECKS,
    MakeCheck,
    Waiting,
    knocks_waiting,
    messages_at_the_desk,
    questions_open,
    questions_to_let_through,
)
from portal.doors.places import Group, Place

CONSOLE_PLACES: tuple[Place, ...] = (
    Place("Now", "console.now", Group.NOW, May.SEE_CONSOLE, "Who is here, what is on, what waits"),
    Place(
        "Schedule",
        "programme.schedule",
        Group.PROGRAMME,
        May.EDIT_PROGRAMME,
        "Every session and talk, with the ways to change them",
        is_for_all=True,
    ),
    Place(
        "New session",
        "programme.new_session",
        Group.PROGRAMME,
        May.EDIT_PROGRAMME,
        "Add a session, then its talks",
        also=tuple(
            f"programme.{page}"
            for page in (
                "edit_session",
                "change_session",
                "add_session",
                "confirm_session",
                "new_talk",
                "add_talk",
                "edit_talk",
                "change_talk",
                "confirm_talk",
            )
        ),
    ),
    Place(
        "Stages",
        "stage.stages",
        Group.PROGRAMME,
        May.EDIT_STAGE,
        "Where the streams come from, and what is tried when one dies",
        also=("stage.new", "stage.add", "stage.edit", "stage.change", "stage.confirm", "screens.manage"),
    ),
    Place(
        "Run late",
        "delays.late_here",
        Group.PROGRAMME,
        May.RUN_LATE,
        "Move what is on and everything after it",
        also=("delays.late",),
    ),
    Place(
        "Polls",
        "polls.polls",
        Group.PROGRAMME,
        May.LEAD_POLLS,
        "Ask the audience, and see what it said",
        also=("polls.edit_form",),
        is_for_all=True,
    ),
    Place(
        "Surveys",
        "surveys.surveys",
        Group.PROGRAMME,
        May.LEAD_SURVEYS,
        "What people think of the workshop, with results as CSV",
        also=("surveys.new", "surveys.edit", "surveys.new_question", "surveys.edit_question"),
        is_for_all=True,
    ),
    Place(
        "Registrations",
        "registrations.listing",
        Group.PEOPLE,
        May.SEE_REGISTRATIONS,
        "Who is let in, and as what",
        also=("registrations.one", "registrations.set_roles"),
    ),
    Place(
        "Add one", "registrations.new", Group.PEOPLE, May.MANAGE_REGISTRATIONS, "Let one person in by hand"
    ),
    Place(
        "Import",
        "registrations.import_form",
        Group.PEOPLE,
        May.MANAGE_REGISTRATIONS,
        "Bring a list of people from elsewhere",
    ),
    Place(
        "Hall",
        "posters.hall",
        Group.POSTERS,
        May.PLACE_POSTER,
        "All posters, as everybody sees them",
        is_for_all=True,
    ),
    Place(
        "New poster",
        "posters.new_form",
        Group.POSTERS,
        May.ADD_POSTER,
        "Hang a poster up by hand",
        also=("posters.new", "posters.take_down_form"),
    ),
    Place(
        "Sessions and boards",
        "posters.board_sessions",
        Group.POSTERS,
        May.PLACE_POSTER,
        "When and where each poster is presented",
        also=("posters.boards", "posters.slot_form"),
    ),
    Place(
        "Labels",
        "posters.labels",
        Group.POSTERS,
        May.PLACE_POSTER,
        "Codes to print and put up at the boards",
        is_for_all=True,
    ),
    Place(
        "Round",
        "rounds.rounds",
        Group.POSTERS,
        May.LEAD_ROUNDS,
        "Which boards need somebody now",
        also=("rounds.*",),
    ),
    Place(
        "Awards",
        "awards.awards",
        Group.POSTERS,
        May.LEAD_AWARDS,
        "Let people vote, and count",
        is_for_all=True,
    ),
    Place("Help desk", "help.desk", Group.MODERATION, May.GIVE_HELP, "Who asks for help", also=("help.one",)),
    Place(
        "Announce",
        "announcements.new",
        Group.ANNOUNCEMENTS,
        May.ANNOUNCE,
        "Say something to everybody, to a stage, the hall or the presenters",
        also=("announcements.announce",),
    ),
    Place(
        "What was said",
        "announcements.inbox",
        Group.ANNOUNCEMENTS,
        May.ANNOUNCE,
        "Every announcement, to take back or say again",
        is_for_all=True,
    ),
    Place(
        "Figures",
        "statistics.statistics",
        Group.STATISTICS,
        May.SEE_STATISTICS,
        "Who was where and when, and what they did, as plots and tables",
        also=("statistics.session",),
    ),
    Place(
        "Files",
        "statistics.exports",
        Group.STATISTICS,
        May.SEE_STATISTICS,
        "Chats, questions, presenters and all tables, as CSV and XLSX",
    ),
    Place(
        "Readiness",
        "readiness.board",
        Group.READINESS,
        May.SEE_READINESS,
        "Who has opened the invitation, tested link and camera, and sent files",
    ),
    Place(
        "What is missing",
        "console.set_up",
        Group.SET_UP,
        May.SEE_CONSOLE,
        "What is still to do before the day",
    ),
    Place(
        "The workshop",
        "workshops.edit",
        Group.SET_UP,
        May.EDIT_WORKSHOP,
        "Name, dates, time zone, colours, who may see what",
        also=("workshops.change",),
    ),
    Place(
        "Topics, dates, news, people",
        "workshops.edit_lists",
        Group.SET_UP,
        May.EDIT_WORKSHOP,
        "What the public pages list",
        also=("workshops.change_lists",),
    ),
)

CONSOLE_WAITING: tuple[Waiting, ...] = (
    Waiting(
        "question to let through",
        "questions to let through",
        "programme.schedule",
        May.CHAIR_QUESTIONS,
        questions_to_let_through,
    ),
    Waiting(
        "question unanswered",
        "questions unanswered",
        "programme.schedule",
        May.CHAIR_QUESTIONS,
        questions_open,
    ),
    Waiting("knock at a poster", "knocks at posters", "rounds.rounds", May.LEAD_ROUNDS, knocks_waiting),
    Waiting(
        "person at the help desk", "people at the help desk", "help.desk", May.GIVE_HELP, messages_at_the_desk
    ),
)

CONSOLE_CHECKS: tuple[MakeCheck, ...] = tuple(CHECKS)
