"""The second step of signing in, for those who have a second factor."""

from flask import request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.accounts import actions, forms
from portal.accounts.actions import factors
from portal.accounts.pages.blueprint import bp
from portal.accounts.pages.tries import count_try, device
from portal.accounts.queries.factors import half_sign_in, half_to_finish
from portal.doors.http import anyone, go, go_on, let_in, next_path, page, prepared
from portal.doors.identity import half_token, let_go
from portal.doors.portal import this_portal
from portal.store.work import Work


@bp.get("/sign-in/code")
@anyone
def ask_code(work: Work, actor: Actor) -> ResponseReturnValue:
    """Ask for a code of the app, or a recovery code."""
    if half_sign_in(work, half_token()) is None:
        return go_on() if actor.is_signed_in else go("accounts.sign_in", next=next_path() or None)
    return page("accounts/code.html", next_path=next_path())


def _read_code(_actor: Actor) -> str:
    with this_portal().store.reading() as work:
        _, person = half_to_finish(work, half_token())
        person_id, email = person.id, person.email
    count_try("accounts.code", str(person_id), email)
    return forms.read_code(request.form)


@bp.post("/sign-in/code")
@prepared(_read_code, is_sign_in_needed=False)
def use_code(work: Work, actor: Actor, code: str) -> ResponseReturnValue:
    """Sign in, for a right code."""
    token = factors.finish_sign_in(work, half_token(), code, device())
    actions.leave(work, actor)
    let_in(work, token)
    return go_on()


@bp.post("/sign-in/code/cancel")
@anyone
def cancel_code(_work: Work, _actor: Actor) -> ResponseReturnValue:
    """Begin anew, as somebody else maybe."""
    let_go()
    return go("accounts.sign_in")
