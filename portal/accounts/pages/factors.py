"""One's own second factor: set up, recovery codes, removed."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.accounts import forms, queries
from portal.accounts.actions import factors
from portal.accounts.models import SecondFactor
from portal.accounts.pages.blueprint import bp
from portal.accounts.pages.tries import count_try
from portal.accounts.queries.factors import factor_to_confirm, own_factor, recovery_codes_left
from portal.doors.http import go, next_path, page, prepared, signed_in
from portal.doors.picture import picture_of
from portal.doors.portal import this_portal
from portal.errors import Conflict
from portal.store.work import Work


@bp.get("/account/second-factor")
@signed_in
def second_factor(work: Work, actor: Actor) -> ResponseReturnValue:
    """What it is, whether one has it, and what to do."""
    factor = own_factor(work, actor)
    return page(
        "accounts/second_factor.html",
        factor=factor if factor and factor.confirmed_at else None,
        codes_left=recovery_codes_left(work, actor),
        is_offered=this_portal().settings.organizer_second_factor != "off",
        is_required=this_portal().settings.organizer_second_factor == "required",
        is_held_back=actor.is_held_back,
        next_path=next_path(),
    )


@bp.post("/account/second-factor")
@signed_in
def begin_factor(work: Work, actor: Actor) -> ResponseReturnValue:
    """Make a new secret, and show it."""
    if this_portal().settings.organizer_second_factor == "off":
        raise Conflict("This portal does not use second factors.")
    factors.begin(work, actor)
    return go("accounts.set_up_factor", next=next_path() or None)


@bp.get("/account/second-factor/set-up")
@signed_in
def set_up_factor(work: Work, actor: Actor) -> ResponseReturnValue:
    """The QR code for the app, and the field for its first code."""
    factor = factor_to_confirm(work, actor)
    return page(
        "accounts/set_up_factor.html",
        picture=picture_of(_address(work, actor, factor)),
        secret=" ".join(factor.secret[at : at + 4] for at in range(0, len(factor.secret), 4)),
        next_path=next_path(),
    )


def _address(work: Work, actor: Actor, factor: SecondFactor) -> str:
    host = this_portal().settings.origin.partition("://")[2]
    return factors.address_of(factor, queries.own_person(work, actor).email, host)


def _read_own_code(actor: Actor) -> str:
    count_try("accounts.code", str(actor.known_id))
    return forms.read_code(request.form)


@bp.post("/account/second-factor/set-up")
@prepared(_read_own_code)
def confirm_factor(work: Work, actor: Actor, code: str) -> ResponseReturnValue:
    """Let it count, and show the recovery codes this once."""
    codes = factors.confirm(work, actor, code)
    return page("accounts/recovery_codes.html", codes=codes, next_path=next_path(), is_new=True)


@bp.get("/account/second-factor/codes")
@signed_in
def new_codes_form(work: Work, actor: Actor) -> ResponseReturnValue:
    """Ask for a code of the app before there are new recovery codes."""
    return _code_form(work, actor, "codes")


@bp.post("/account/second-factor/codes")
@prepared(_read_own_code)
def renew_codes(work: Work, actor: Actor, code: str) -> ResponseReturnValue:
    """Ten new codes, shown this once; the old ones do not work any more."""
    _with_factor(work, actor)
    codes = factors.renew_codes(work, actor, code)
    return page("accounts/recovery_codes.html", codes=codes, next_path="", is_new=False)


@bp.get("/account/second-factor/remove")
@signed_in
def remove_factor_form(work: Work, actor: Actor) -> ResponseReturnValue:
    """Ask for a code before it is taken away."""
    return _code_form(work, actor, "remove")


@bp.post("/account/second-factor/remove")
@prepared(_read_own_code)
def remove_factor(work: Work, actor: Actor, code: str) -> ResponseReturnValue:
    """Take it away, for a right code."""
    _with_factor(work, actor)
    factors.remove(work, actor, code)
    flash("Your second factor is removed.", "success")
    return go("accounts.account")


def _code_form(work: Work, actor: Actor, deed: str) -> ResponseReturnValue:
    _with_factor(work, actor)
    return page("accounts/own_code.html", deed=deed)


def _with_factor(work: Work, actor: Actor) -> None:
    factor = own_factor(work, actor)
    if factor is None or factor.confirmed_at is None:
        raise Conflict("You have no second factor.")
