"""Reporting, and the pages of those who keep order."""

from flask import url_for

from portal.access import Actor, Permission, may
from portal.moderation.pages import acting, queue, reporting, roles
from portal.moderation.pages.blueprint import bp
from portal.moderation.pages.reporting import REPORTABLE, Describe, way_to_report
from portal.store.work import Work
from portal.workshops.queries import workshop_of


def path_of_thread(work: Work, actor: Actor, slug: str, _thread_id: int) -> str:
    """Where a notice about reports leads: to the queue, or to one's own reports and what was decided about oneself."""
    leads = may(actor, Permission.SEE_REPORTS, workshop_of(work, actor))
    return url_for("moderation.queue" if leads else "moderation.own", slug=slug)


__all__ = [
    "REPORTABLE",
    "Describe",
    "acting",
    "bp",
    "path_of_thread",
    "queue",
    "reporting",
    "roles",
    "way_to_report",
]
