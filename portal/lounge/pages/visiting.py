"""The lounge with all its tables, and one table with its chat; sitting down and standing up."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.clock import now
from portal.doors.furniture import NavItem
from portal.doors.http import go, local_path, page, signed_in
from portal.doors.portal import this_portal
from portal.errors import Conflict
from portal.lounge import actions, queries
from portal.lounge.pages.blueprint import bp
from portal.lounge.rules import chairs
from portal.stage.rules import minutes_until
from portal.store.work import Work
from portal.threads.models import Thread
from portal.threads.pages import chat_here
from portal.workshops.models import Workshop

NAVIGATION = (NavItem("lounge.lounge", "Lounge", "coffee", Permission.SEE_LOUNGE),)


def count(actor: Actor) -> None:
    """One more of what one person may do at tables in a minute."""
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_lounge, "lounge", str(actor.known_id))


def around(work: Work, actor: Actor, workshop: Workshop) -> dict[str, Any]:
    """What every page of the lounge shows: the pause that is on, where one sits, and who one is introduced to."""
    at = now()
    pause = queries.pause_now(work, actor, workshop, at)
    seat = queries.seat_of(work, workshop.id, actor.known_id)
    return {
        "pause": pause,
        "minutes_left": minutes_until(pause.ends_at, at) if pause else 0,
        "my_table_id": seat.table_id if seat else None,
        "introducing": queries.introducing(work, actor, at),
        "chairs": chairs,
    }


@bp.get("/<slug>/lounge")
@signed_in
def lounge(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """All tables with who sits there, and the way to somebody new."""
    workshop = queries.lounge_to_enter(work, actor)
    # Read before the tables: a change in between is told again by the socket, and never missed.
    revision = queries.revisions(work, [workshop.id])[workshop.id]
    return page(
        "lounge/lounge.html",
        tables=queries.tables_in(work, workshop.id),
        revision=revision,
        choices=queries.topics_to_choose(work, workshop.id),
        own=queries.own_tables(work, workshop.id, actor.known_id),
        may_set_up=may(actor, Permission.SET_UP_TABLE, workshop),
        **around(work, actor, workshop),
    )


@bp.get("/<slug>/lounge/tables/<int:table_id>")
@signed_in
def table(work: Work, actor: Actor, slug: str, table_id: int) -> ResponseReturnValue:
    """One table: who sits there, the chat, the call; who stands by reads along unless it is locked."""
    workshop = queries.lounge_to_enter(work, actor)
    revision = queries.revisions(work, [workshop.id])[workshop.id]
    found = queries.table_to_see(work, actor, table_id)
    thread = work.get(Thread, found.thread_id)
    is_within = may(actor, Permission.ENTER_THREAD, thread)
    return page(
        "lounge/table.html",
        table=queries.card_of(work, found),
        revision=revision,
        thread_id=found.thread_id,
        is_within=is_within,
        is_awaited=queries.is_awaited(work, found, actor.known_id),
        chat=chat_here(work, actor, slug, found.thread_id) if is_within else None,
        may_lead=may(actor, Permission.LEAD_TABLE, found),
        **around(work, actor, workshop),
    )


@bp.post("/<slug>/lounge/tables/<int:table_id>/sit")
@signed_in
def sit(work: Work, actor: Actor, slug: str, table_id: int) -> ResponseReturnValue:
    """Take a seat and be at the table; where there is none any more, one is told so and sees the others."""
    count(actor)
    try:
        actions.sit(work, actor, table_id)
    except Conflict as refusal:
        flash(refusal.message, "error")
        return go("lounge.lounge", slug=slug)
    return go("lounge.table", slug=slug, table_id=table_id)


@bp.post("/<slug>/lounge/stand")
@signed_in
def stand(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Give the seat back, and stay on the page."""
    count(actor)
    actions.stand_up(work, actor)
    return redirect(local_path(request.form.get("next"), url_for("lounge.lounge", slug=slug)), 303)


def path_of_thread(work: Work, actor: Actor, slug: str, thread_id: int) -> str:
    """The page on which a message at a table is read."""
    found = queries.table_of_thread(work, actor, thread_id)
    return url_for("lounge.table", slug=slug, table_id=found.id)
