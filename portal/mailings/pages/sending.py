"""Sending a mailing, after its people were shown; and stopping it."""

from typing import cast

from flask import current_app, flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.clock import now
from portal.doors.http import go, page, signed_in
from portal.doors.portal import this_portal
from portal.doors.wording import count
from portal.mailings import actions, forms, queries
from portal.mailings.pages.blueprint import bp
from portal.mailings.queries import readers
from portal.mailings.rules import AUDIENCES, Audience, MailingState, Skip
from portal.mailings.rules.letters import names_shown
from portal.realtime.presence import Presence
from portal.store.work import Work

WHY = {
    Skip.UNSUBSCRIBED: "want no mail to all",
    Skip.BOUNCED: "have an address to which mail came back",
    Skip.NO_ADDRESS: "have no address",
}


@bp.get("/<slug>/mailings/<int:mailing_id>/send")
@signed_in
def ask(work: Work, actor: Actor, slug: str, mailing_id: int) -> ResponseReturnValue:
    """How many people get it and who they are, before anything leaves."""
    mailing = queries.mailing_to_send(work, actor, mailing_id)
    workshop = queries.workshop_to_mail(work, actor)
    if mailing.state != MailingState.DRAFT:
        return go("mailings.one", slug=slug, mailing_id=mailing_id)
    picked = _who_is_here() if mailing.audience == Audience.ABSENT else mailing.picked
    group = readers.group_of(work, workshop, mailing.audience, picked)
    per_minute = this_portal().settings.mail_per_minute
    return page(
        "mailings/send.html",
        mailing=mailing,
        names=names_shown(group.reached),
        left_out=[(WHY[why], names_shown(people)) for why, people in group.left_out().items()],
        audience=AUDIENCES[mailing.audience],
        minutes=-(-len(group.reached) // per_minute),
        zone_name=workshop.time_zone,
    )


@bp.post("/<slug>/mailings/<int:mailing_id>/send")
@signed_in
def send(work: Work, actor: Actor, slug: str, mailing_id: int) -> ResponseReturnValue:
    """Send it now, or at a time."""
    workshop = queries.workshop_to_mail(work, actor)
    at = forms.read_time(request.form, workshop.zone, now())
    mailing = actions.send(work, actor, mailing_id, at, _who_is_here())
    flash(
        "It leaves at that time." if at and mailing.state == MailingState.SCHEDULED else "It is on its way.",
        "success",
    )
    return go("mailings.one", slug=slug, mailing_id=mailing_id)


@bp.post("/<slug>/mailings/<int:mailing_id>/cancel")
@signed_in
def cancel(work: Work, actor: Actor, slug: str, mailing_id: int) -> ResponseReturnValue:
    """Stop what has not left."""
    held = actions.cancel(work, actor, mailing_id)
    flash(f"Stopped. {count(held, 'mail')} stayed here." if held else "Stopped.", "success")
    return go("mailings.one", slug=slug, mailing_id=mailing_id)


def _who_is_here() -> frozenset[int]:
    """Who is connected at this moment, anywhere in the portal."""
    presence = cast(Presence, current_app.extensions["presence"])
    return frozenset(seat.id for room in presence.rooms() for seat in presence.people(room).seats)
