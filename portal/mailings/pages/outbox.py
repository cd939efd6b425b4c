"""The outbox of a workshop and that of the portal: what waits, what left, what came back."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.doors.http import go, page, signed_in
from portal.doors.portal import this_portal
from portal.doors.wording import count
from portal.mailings import actions, forms
from portal.mailings.pages.blueprint import bp
from portal.mailings.queries.outbox import outbox_to_see, whole_outbox
from portal.store.work import Work


@bp.get("/<slug>/outbox")
@signed_in
def outbox(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    """The mails of the workshop, narrowed to a state by the address."""
    wanted = forms.read_outbox_filter(request.args)
    found, bounced, hold = outbox_to_see(work, actor, wanted.state, wanted.number)
    is_mail_sent = bool(this_portal().settings.smtp_url)
    return page(
        "mailings/outbox.html",
        outbox=found,
        bounced=bounced,
        hold=hold,
        wanted=wanted,
        is_whole=False,
        is_mail_sent=is_mail_sent,
    )


@bp.post("/<slug>/outbox/retry")
@signed_in
def retry_all(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Try again whatever has not left."""
    flash(f"{count(actions.retry_mails(work, actor), 'mail')} to be sent again.", "success")
    return go("mailings.outbox", slug=slug)


@bp.post("/<slug>/outbox/<int:mail_id>/retry")
@signed_in
def retry_one(work: Work, actor: Actor, slug: str, mail_id: int) -> ResponseReturnValue:
    """Try one again."""
    actions.retry_mail(work, actor, mail_id)
    flash("It is tried again.", "success")
    return go("mailings.outbox", slug=slug)


@bp.post("/<slug>/outbox/<int:mail_id>/good-address")
@signed_in
def forget_bounce(work: Work, actor: Actor, slug: str, mail_id: int) -> ResponseReturnValue:
    """Write to this address again."""
    mail = actions.forget_bounce(work, actor, mail_id)
    flash(f"{mail.recipient} gets mail to all again.", "success")
    return go("mailings.outbox", slug=slug)


@bp.get("/operator/outbox")
@signed_in
def whole(work: Work, actor: Actor) -> ResponseReturnValue:
    """All mail of the portal, for who runs it."""
    wanted = forms.read_outbox_filter(request.args)
    found, bounced = whole_outbox(work, actor, wanted.state, wanted.number)
    is_mail_sent = bool(this_portal().settings.smtp_url)
    return page(
        "mailings/outbox.html",
        outbox=found,
        bounced=bounced,
        hold="",
        wanted=wanted,
        is_whole=True,
        is_mail_sent=is_mail_sent,
    )


@bp.post("/operator/outbox/retry")
@signed_in
def retry_whole(work: Work, actor: Actor) -> ResponseReturnValue:
    """Try again whatever has not left anywhere."""
    flash(f"{count(actions.retry_whole(work, actor), 'mail')} to be sent again.", "success")
    return go("mailings.whole")


@bp.post("/operator/outbox/<int:mail_id>/retry")
@signed_in
def retry_any(work: Work, actor: Actor, mail_id: int) -> ResponseReturnValue:
    """Try any one again."""
    actions.retry_whole(work, actor, mail_id)
    flash("It is tried again.", "success")
    return go("mailings.whole")
