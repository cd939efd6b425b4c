"""Every table once, for migrations and tests; beside portal.app the only place that knows all features."""

from portal.accounts import models as accounts
from portal.announcements import models as announcements
from portal.archives import models as archives
from portal.audit import models as audit
from portal.awards import models as awards
from portal.backstage import models as backstage
from portal.calls import models as calls
from portal.delays import models as delays
from portal.files import models as files
from portal.help import models as help_desk
from portal.imports import models as imports
from portal.knocks import models as knocks
from portal.lounge import models as lounge
from portal.mail import models as mail
from portal.notices import models as notices
from portal.polls import models as polls
from portal.posters import models as posters
from portal.programme import models as programme
from portal.questions import models as questions
from portal.registrations import models as registrations
from portal.rosters import models as rosters
from portal.rounds import models as rounds
from portal.screens import models as screens
from portal.slides import models as slides
from portal.stage import models as stage
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
    archives,
    notices,
    threads,
    help_desk,
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
    imports,
)
METADATA = Base.metadata
