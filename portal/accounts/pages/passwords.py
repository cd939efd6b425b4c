"""One's own password: set, changed, removed."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.accounts import actions, forms, queries
from portal.accounts.actions import passwords
from portal.accounts.pages.blueprint import bp
from portal.accounts.pages.tries import count_try
from portal.accounts.rules import PasswordChange
from portal.doors.http import go, page, prepared, signed_in
from portal.doors.offload import offload
from portal.doors.portal import this_portal
from portal.errors import Invalid
from portal.store.work import Work


@bp.get("/account/password")
@signed_in
def password(work: Work, actor: Actor) -> ResponseReturnValue:
    """The form for a password, the first or a new one."""
    person = queries.own_person(work, actor)
    return page("accounts/password.html", person=person, has_password=person.password_hash is not None)


def _hash_new_password(actor: Actor) -> str:
    portal = this_portal()
    with portal.store.reading() as work:
        person = queries.own_person(work, actor)
        password_hash = person.password_hash
        about = (person.name, person.affiliation, *(one.email for one in person.addresses))
    count_try("accounts.set_password", str(actor.known_id))
    change = forms.read_password_change(request.form, about)
    offload(forms.check_strength, change.new, (*about, portal.settings.origin))
    if password_hash is not None and not _is_right(password_hash, change):
        told = "This is not your present password."
        raise Invalid(told, fields={"old_password": told})
    return offload(actions.hash_password, change.new)


def _is_right(password_hash: str, change: PasswordChange) -> bool:
    return offload(actions.is_password_right, password_hash, change.old)


@bp.post("/account/password")
@prepared(_hash_new_password)
def change_password(work: Work, actor: Actor, password_hash: str) -> ResponseReturnValue:
    """Take the new password, hashed already; other devices are signed out."""
    actions.set_password(work, actor, password_hash)
    flash("Your new password works from now on. Your other devices were signed out.", "success")
    return go("accounts.account")


@bp.post("/account/password/remove")
@signed_in
def remove_password(work: Work, actor: Actor) -> ResponseReturnValue:
    """Sign in by links alone from now on."""
    passwords.remove_password(work, actor)
    flash("Your password is removed. You sign in by a link from now on.", "success")
    return go("accounts.account")
