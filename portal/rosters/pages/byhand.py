"""One person whom an organizer adds."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor, Role
from portal.accounts.queries import left_among
from portal.doors.http import go, page, signed_in
from portal.doors.portal import this_portal
from portal.registrations.forms import read_attendee
from portal.registrations.queries import workshop_to_manage
from portal.rosters.actions import bring_in
from portal.rosters.pages.blueprint import bp
from portal.store.work import Work


@bp.get("/<slug>/registrations/new")
@signed_in
def new(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    """The form for somebody who is added by hand."""
    workshop_to_manage(work, actor)
    return page("rosters/new.html", roles=list(Role))


@bp.post("/<slug>/registrations/new")
@signed_in
def add(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Let one person in; somebody with an account already gets no second one."""
    attendee = read_attendee(request.form, request.form.getlist("role"))
    base_url = this_portal().settings.base_url
    bring_in(work, actor, [attendee], base_url=base_url, is_told=bool(request.form.get("is_told")))
    flash(f"{attendee.name} is accepted.", "success")
    if left_among(work, [attendee.email], this_portal().settings.secret_key.get_secret_value()):
        flash("Somebody with this address asked to be erased here. Make sure that they want to come back.")
    return go("registrations.listing", slug=slug)
