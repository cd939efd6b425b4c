"""What was counted, as plots and as the tables that they are drawn from."""

from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.doors.http import page, signed_in
from portal.statistics import queries
from portal.statistics.pages.blueprint import bp
from portal.statistics.rules import Kind
from portal.store.work import Work


@bp.get("/<slug>/statistics")
@signed_in
def statistics(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """The workshop as a whole, then session by session and poster by poster."""
    workshop = queries.workshop_to_count(work, actor)
    whole = queries.attended(work, workshop.id, Kind.WORKSHOP)
    return page(
        "statistics/statistics.html",
        whole=whole,
        attendance=whole.table("attendance", "People with a page of the workshop open"),
        sessions=queries.sessions_table(work, workshop),
        posters=queries.posters_table(work, workshop),
        messages=queries.messages_table(work, workshop),
        questions=queries.questions_table(work, workshop),
        registrations=queries.registrations_table(work, workshop),
    )


@bp.get("/<slug>/statistics/sessions/<int:session_id>")
@signed_in
def session(work: Work, actor: Actor, slug: str, session_id: int) -> ResponseReturnValue:
    """One session in steps of five minutes."""
    found = queries.session_to_count(work, actor, session_id)
    there = queries.attended(work, found.workshop_id, Kind.SESSION, found.id)
    return page(
        "statistics/session.html",
        session=found,
        there=there,
        attendance=there.table("attendance", "People at the session"),
        may_export=may(actor, Permission.EXPORT_TALK, found),
    )
