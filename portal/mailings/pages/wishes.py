"""What somebody gets: the way out that each mailing carries, and the same choice on one's own page."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.accounts.rules import hash_of
from portal.doors.http import anyone, go, page, signed_in
from portal.mailings import actions, forms, queries
from portal.mailings.pages.blueprint import bp
from portal.store.work import Work
from portal.workshops.queries import workshop_of


@bp.get("/<slug>/unsubscribe/<unsubscribe_token>")
@anyone
def unsubscribe_page(work: Work, actor: Actor, unsubscribe_token: str, **_: str) -> ResponseReturnValue:
    """Ask first: mail programs open links too, and only by GET."""
    recipient = queries.recipient_at(work, actor.workshop_id, hash_of(unsubscribe_token))
    return page(
        "mailings/unsubscribe.html",
        to=workshop_of(work, actor),
        is_ended=queries.wants_none(work, actor.workshop_id, recipient.person_id),
        token=unsubscribe_token,
    )


@bp.post("/<slug>/unsubscribe/<unsubscribe_token>")
@anyone
def unsubscribe(work: Work, actor: Actor, unsubscribe_token: str, **_: str) -> ResponseReturnValue:
    """End the mailings, or have them again.

    Mail programs send this with one press and without a cookie (RFC 8058), so it carries no form token; the secret in
    its address, which only the reader of the mail has, stands in for one.
    """
    is_wanted = request.form.get("is_wanted") == "yes"
    actions.end_mail(work, actor.workshop_id, unsubscribe_token, is_wanted=is_wanted)
    return page(
        "mailings/unsubscribe.html",
        to=workshop_of(work, actor),
        is_ended=not is_wanted,
        token=unsubscribe_token,
        is_done=True,
    )


@bp.get("/me/mail")
@signed_in
def own_mail(work: Work, actor: Actor) -> ResponseReturnValue:
    """Which workshops may write to one."""
    return page("mailings/own.html", workshops=queries.own_mail(work, actor))


@bp.post("/me/mail")
@signed_in
def choose_mail(work: Work, actor: Actor) -> ResponseReturnValue:
    """Have the mailings of a workshop, or not."""
    workshop_id, is_wanted = forms.read_wish(request.form)
    actions.choose_mail(work, actor, workshop_id, is_wanted=is_wanted)
    flash("Saved.", "success")
    return go("mailings.own_mail")
