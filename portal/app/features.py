"""What every feature brings: its pages, commands, events, digests, heartbeats, jobs and places in the navigation."""

from collections.abc import Mapping

from portal.accounts import jobs as accounts_jobs
from portal.accounts import pages as accounts
from portal.accounts.actions.merging import BeforeMerge
from portal.announcements import events as announcements_events
from portal.announcements import live as announcements_live
from portal.announcements import pages as announcements
from portal.app.whereabouts import whereabouts
from portal.applause import events as applause_events
from portal.applause import live as applause_live
from portal.archives import jobs as archives_jobs
from portal.archives import pages as archives
from portal.audit import pages as audit
from portal.awards import events as awards_events
from portal.awards import live as awards_live
from portal.awards import pages as awards
from portal.backstage import events as backstage_events
from portal.backstage import live as backstage_live
from portal.backstage import pages as backstage
from portal.calls import events as calls_events
from portal.calls import jobs as calls_jobs
from portal.calls import live as calls_live
from portal.calls import pages as calls
from portal.certificates import pages as certificates
from portal.clones import pages as clones
from portal.conduct import pages as conduct
from portal.console import pages as console
from portal.contacts import pages as contacts
from portal.contacts import queries as contacts_queries
from portal.conversations import pages as conversations
from portal.delays import live as delays_live
from portal.delays import pages as delays
from portal.doors import (
    health,
    metrics,
    worker,
)
from portal.doors.jobs import Handler
from portal.doors.socket import RoomEnded, ServerLeaving
from portal.events import Event
from portal.files import jobs as files_jobs
from portal.files import pages as files
from portal.help import live as help_live
from portal.help import pages as help_desk
from portal.invitations import jobs as invitations_jobs
from portal.invitations import pages as invitations
from portal.knocks import events as knocks_events
from portal.knocks import jobs as knocks_jobs
from portal.knocks import live as knocks_live
from portal.knocks import pages as knocks
from portal.knocks import queries as knocks_queries
from portal.lobby import pages as lobby
from portal.lounge import events as lounge_events
from portal.lounge import live as lounge_live
from portal.lounge import pages as lounge
from portal.mail import jobs as mail
from portal.mailings import jobs as mailings_jobs
from portal.mailings import pages as mailings
from portal.maps import events as maps_events
from portal.maps import live as maps_live
from portal.maps import pages as maps
from portal.moderation import events as moderation_events
from portal.moderation import live as moderation_live
from portal.moderation import pages as moderation
from portal.notebooks import pages as notebooks
from portal.notices import events as notices_events
from portal.notices import live as notices_live
from portal.notices import pages as notices
from portal.pointers import events as pointers_events
from portal.pointers import live as pointers_live
from portal.polls import events as polls_events
from portal.polls import live as polls_live
from portal.polls import pages as polls
from portal.posters import events as posters_events
from portal.posters import live as posters_live
from portal.posters import pages as posters
from portal.posters import queries as posters_queries
from portal.privacy import jobs as privacy_jobs
from portal.privacy import pages as privacy
from portal.profiles import pages as profiles
from portal.programme import events as programme_events
from portal.programme import live as programme_live
from portal.programme import pages as programme
from portal.questions import events as questions_events
from portal.questions import live as questions_live
from portal.questions import pages as questions
from portal.questions import queries as questions_queries
from portal.readiness import pages as readiness
from portal.registrations import jobs as registrations_jobs
from portal.registrations import pages as registrations
from portal.registrations.actions.merging import merge_people as merge_registrations
from portal.rehearsals import jobs as rehearsals_jobs
from portal.rehearsals import pages as rehearsals
from portal.rosters import jobs as rosters_jobs
from portal.rosters import pages as rosters
from portal.rounds import events as rounds_events
from portal.rounds import jobs as rounds_jobs
from portal.rounds import live as rounds_live
from portal.rounds import pages as rounds
from portal.screens import pages as screens
from portal.search import pages as search
from portal.slides import events as slides_events
from portal.slides import jobs as slides_jobs
from portal.slides import live as slides_live
from portal.slides import pages as slides
from portal.stage import events as stage_events
from portal.stage import live as stage_live
from portal.stage import pages as stage
from portal.statistics import pages as statistics
from portal.surveys import jobs as surveys_jobs
from portal.surveys import pages as surveys
from portal.threads import events as threads_events
from portal.threads import live as threads_live
from portal.threads import pages as threads
from portal.threads.actions.merging import merge_people as merge_threads
from portal.tours import events as tours_events
from portal.tours import live as tours_live
from portal.tours import pages as tours
from portal.workshops import pages as workshops

PAGES = (
    health.bp,
    metrics.bp,
    worker.bp,
    audit.bp,
    accounts.bp,
    files.bp,
    workshops.bp,
    registrations.bp,
    rosters.bp,
    profiles.bp,
    invitations.bp,
    notices.bp,
    threads.bp,
    contacts.bp,
    conversations.bp,
    lobby.bp,
    help_desk.bp,
    conduct.bp,
    moderation.bp,
    programme.bp,
    announcements.bp,
    questions.bp,
    polls.bp,
    surveys.bp,
    slides.bp,
    stage.bp,
    backstage.bp,
    delays.bp,
    screens.bp,
    posters.bp,
    knocks.bp,
    calls.bp,
    lounge.bp,
    maps.bp,
    awards.bp,
    tours.bp,
    rounds.bp,
    mailings.bp,
    certificates.bp,
    notebooks.bp,
    search.bp,
    statistics.bp,
    readiness.bp,
    console.bp,
    privacy.bp,
    clones.bp,
    rehearsals.bp,
    archives.bp,
)
COMMANDS = {
    **notices_live.COMMANDS,
    **threads_live.COMMANDS,
    **help_live.COMMANDS,
    **moderation_live.COMMANDS,
    **programme_live.COMMANDS,
    **announcements_live.COMMANDS,
    **questions_live.COMMANDS,
    **polls_live.COMMANDS,
    **applause_live.COMMANDS,
    **backstage_live.COMMANDS,
    **stage_live.COMMANDS,
    **delays_live.COMMANDS,
    **slides_live.COMMANDS,
    **posters_live.COMMANDS,
    **knocks_live.COMMANDS,
    **pointers_live.COMMANDS,
    **calls_live.COMMANDS,
    **lounge_live.COMMANDS,
    **maps_live.COMMANDS,
    **awards_live.COMMANDS,
    **tours_live.COMMANDS,
    **rounds_live.COMMANDS,
}
EVENTS: tuple[type[Event], ...] = (
    RoomEnded,
    ServerLeaving,
    *notices_events.EVENTS,
    *threads_events.EVENTS,
    *moderation_events.EVENTS,
    *programme_events.EVENTS,
    *announcements_events.EVENTS,
    *questions_events.EVENTS,
    *polls_events.EVENTS,
    *applause_events.EVENTS,
    *backstage_events.EVENTS,
    *stage_events.EVENTS,
    *slides_events.EVENTS,
    *posters_events.EVENTS,
    *knocks_events.EVENTS,
    *pointers_events.EVENTS,
    *calls_events.EVENTS,
    *lounge_events.EVENTS,
    *maps_events.EVENTS,
    *awards_events.EVENTS,
    *tours_events.EVENTS,
    *rounds_events.EVENTS,
)
DIGESTS = (threads_live.digest,)
OVERVIEWS = (posters_live.digest,)
HEARTBEATS = (
    threads_live.heartbeat,
    programme_live.heartbeat,
    announcements_live.heartbeat,
    questions_live.heartbeat,
    polls_live.heartbeat,
    backstage_live.heartbeat,
    stage_live.heartbeat,
    slides_live.heartbeat,
    lounge_live.heartbeat,
    awards_live.heartbeat,
)
MERGES: tuple[BeforeMerge, ...] = (merge_registrations, merge_threads)
"""What features settle by themselves before two accounts of one person become one."""
JOBS: Mapping[str, Handler] = {
    **mail.JOBS,
    **files_jobs.JOBS,
    **accounts_jobs.JOBS,
    **registrations_jobs.JOBS,
    **rosters_jobs.JOBS,
    **invitations_jobs.JOBS,
    **surveys_jobs.JOBS,
    **slides_jobs.JOBS,
    **calls_jobs.JOBS,
    **knocks_jobs.JOBS,
    **rounds_jobs.JOBS,
    **privacy_jobs.JOBS,
    **mailings_jobs.JOBS,
    **rehearsals_jobs.JOBS,
    **archives_jobs.JOBS,
}
NAVIGATION = (
    *workshops.NAVIGATION[:1],
    *programme.NAVIGATION,
    *stage.NAVIGATION,
    *posters.NAVIGATION,
    *lounge.NAVIGATION,
    *lobby.NAVIGATION,
    *polls.NAVIGATION,
    *announcements.NAVIGATION,
    *rounds.NAVIGATION,
    *profiles.NAVIGATION,
    *notebooks.NAVIGATION,
    *workshops.NAVIGATION[1:],
    *console.NAVIGATION,
)

POSTER_ASIDES: Mapping[str, posters.Aside] = {
    "knocks": knocks.knocks_here,
    "tours": tours.tour_here,
    "rounds": rounds.rounds_here,
}
HALL_ASIDES: Mapping[str, posters.HallAside] = {
    "pins": rounds.pins_here,
}
POSTER_WAITING: posters.WaitingAt = knocks_queries.waiting_at

PROFILE_CIRCLE: profiles.CircleOf = contacts_queries.circle_of
PROFILE_WHEREABOUTS: profiles.SpotsHere = whereabouts
PROFILE_ASIDES: Mapping[str, profiles.Aside] = {
    "contact": contacts.contact_here,
}
CONVERSATION_REPORT: conversations.ReportOf = moderation.way_to_report

THREAD_PLACES: Mapping[str, threads.PathOf] = {
    "lobby": lobby.path_of_thread,
    "help": help_desk.path_of_thread,
    "report": conduct.path_of_thread,
    "privacy": privacy.path_of_thread,
    "direct": conversations.path_of_thread,
    "stage": stage.path_of_thread,
    "backstage": backstage.path_of_thread,
    "poster": posters.path_of_thread,
    "table": lounge.path_of_thread,
    "moderation": moderation.path_of_thread,
}
REPORTABLE: Mapping[str, moderation.Describe] = {
    "question": questions_queries.question_to_report,
    "poster": posters_queries.poster_to_report,
}
