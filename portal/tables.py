"""Every table once, for migrations and tests; beside portal.app the only place that knows all features."""

from portal.accounts import models as accounts
from portal.announcements import models as announcements
from portal.archives import models as archives
from portal.audit import models as audit
from portal.awards import models as awards
from portal.backstage import models as backstage
from portal.calls import models as calls
from portal.certificates import models as certificates
from portal.conduct import models as conduct
from portal.console import models as console
from portal.contacts import models as contacts
from portal.conversations import models as conversations
from portal.delays import models as delays
from portal.files import models as files
from portal.help import models as help_desk
from portal.imports import models as imports
from portal.invitations import models as invitations
from portal.knocks import models as knocks
from portal.lounge import models as lounge
from portal.mail import models as mail
from portal.mailings import models as mailings
from portal.moderation import models as moderation
from portal.notebooks import models as notebooks
from portal.notices import models as notices
from portal.polls import models as polls
from portal.posters import models as posters
from portal.privacy import models as privacy
from portal.profiles import models as profiles
from portal.programme import models as programme
from portal.questions import models as questions
from portal.readiness import models as readiness
from portal.registrations import models as registrations
from portal.rehearsals import models as rehearsals
from portal.rosters import models as rosters
from portal.rounds import models as rounds
from portal.screens import models as screens
from portal.slides import models as slides
from portal.stage import models as stage
from portal.statistics import models as statistics
from portal.store import evictions, jobs
from portal.store.base import Base
from portal.surveys import models as surveys
from portal.threads import models as threads
from portal.tours import models as tours
from portal.workshops import models as workshops

MODULES = (
    jobs,
    evictions,
    audit,
    mail,
    files,
    accounts,
    workshops,
    registrations,
    rosters,
    profiles,
    invitations,
    archives,
    notices,
    threads,
    contacts,
    conversations,
    help_desk,
    conduct,
    moderation,
    programme,
    announcements,
    questions,
    polls,
    surveys,
    slides,
    stage,
    backstage,
    delays,
    screens,
    posters,
    knocks,
    calls,
    lounge,
    awards,
    tours,
    rounds,
    statistics,
    readiness,
    console,
    privacy,
    mailings,
    rehearsals,
    certificates,
    notebooks,
    imports,
)
METADATA = Base.metadata
