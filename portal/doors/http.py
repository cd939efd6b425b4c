"""The HTTP door: one Work and one Actor for each request, a commit at the end, and the rooms hear after it."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import wraps
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import current_app, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect

from portal.access import Actor
from portal.doors.identity import guest_token, hold, hold_half, token_of_request
from portal.doors.portal import this_portal
from portal.errors import Conflict, Invalid, NotSignedIn, Refusal, SecondFactorNeeded, TooMany
from portal.store.work import Work

View = Callable[..., ResponseReturnValue]
Result = TypeVar("Result")

FORM_REFUSALS = (Invalid, Conflict)
"""Refusals after which the same form is shown again, with what was typed and what to mend."""


def anyone(view: View) -> View:
    """A page for everybody; the view is called with (work, actor, …)."""

    @wraps(view)
    def enter(**arguments: Any) -> ResponseReturnValue:
        return _answer(view, arguments)

    return enter


def signed_in(view: View) -> View:
    """A page for people who are signed in; the view is called with (work, actor, …)."""

    @wraps(view)
    def enter(**arguments: Any) -> ResponseReturnValue:
        return _answer(view, arguments, is_sign_in_needed=True)

    return enter


def guests_too(view: View) -> View:
    """The same, and for the guests of a hall; whoever is accepted comes as themselves."""

    @wraps(view)
    def enter(**arguments: Any) -> ResponseReturnValue:
        return _answer(view, arguments, is_sign_in_needed=True, takes_guests=True)

    return enter


def prepared(prepare: Callable[..., Any], *, is_sign_in_needed: bool = True) -> Callable[[View], View]:
    """For slow work that may not run inside a transaction: `prepare(actor, …)` runs first, with no Work open.

    The view is called with (work, actor, prepared, …). Hashing, uploads and everything that yields goes there.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def enter(**arguments: Any) -> ResponseReturnValue:
            try:
                with this_portal().store.reading() as work:
                    actor = _actor(work, arguments)
                    if is_sign_in_needed:
                        _ = actor.known_id
                ready = prepare(actor, **arguments)
            except FORM_REFUSALS as refusal:
                return _form_again(refusal)
            return _answer(view, arguments, is_sign_in_needed=is_sign_in_needed, extra=(ready,))

        return enter

    return decorate


def written_first(change: Callable[[Work], Result]) -> Result:
    """What a page needs before it can be read, made in a transaction of its own; for `prepare`, with no Work open."""
    portal = this_portal()
    with portal.store.writing() as work:
        made = change(work)
        work.commit()
    portal.after_commit(work)
    return made


def page(template: str, **context: Any) -> ResponseReturnValue:
    """The page, inside the furniture that every page has (navigation, what is on now, zone and theme)."""
    furniture = this_portal().furnish(g.work, g.actor)
    status = g.refusal.status if "refusal" in g else 200
    forms = {"refusal": g.get("refusal"), "errors": _errors(), "typed": typed, "ticked": ticked}
    return render_template(template, **{**furniture, **forms, **context}), status


def go(endpoint: str, **values: Any) -> ResponseReturnValue:
    """See the result of a change elsewhere: 303 to a route by its name."""
    return redirect(url_for(endpoint, **values), 303)


def go_on(endpoint: str = "workshops.home", **values: Any) -> ResponseReturnValue:
    """303 to the page that `next` in the form or the address names, if it is one of ours; else to a route."""
    return redirect(next_path() or url_for(endpoint, **values), 303)


def next_path() -> str:
    """The page of ours that `next` names, or nothing."""
    return local_path(request.values.get("next"), "")


def let_in(work: Work, sign_in_token: str) -> None:
    """Give the browser its new sign-in, and take over what it kept for its person until now.

    Where a second factor is still to come, the browser is asked for it first.
    """
    if this_portal().is_half(sign_in_token):
        hold_half(sign_in_token)
        return
    this_portal().at_sign_in(work, sign_in_token)
    hold(sign_in_token)


def client_key() -> str:
    """Who limits are counted for before anybody is known: an IPv4 address, or the /64 that one IPv6 user has."""
    told = request.remote_addr or ""
    try:
        address = ip_address(told)
    except ValueError:  # a Unix socket has none
        return told
    return str(ip_network((address, 64), strict=False)) if isinstance(address, IPv6Address) else told


def typed(name: str, default: str = "") -> str:
    """What the person typed into a form that is shown again, or the stored value."""
    return str(request.form.get(name, default)) if "refusal" in g else default


def ticked(name: str, value: str, default: bool) -> bool:
    """Whether a box was ticked in a form that is shown again, or as the store has it."""
    return value in request.form.getlist(name) if "refusal" in g else default


def _errors() -> dict[str, str]:
    """What is wrong with the form that is shown again, by field; a refusal that names no field stands alone."""
    refusal: Refusal | None = g.get("refusal")
    return {} if refusal is None else dict(refusal.fields) or {"main": refusal.message}


def local_path(text: str | None, otherwise: str) -> str:
    """`text` if it is a path of this portal that a GET route answers, else `otherwise`.

    Nobody is ever sent to an address that came from outside: the path must match a route (OWASP, unvalidated
    redirects).
    """
    path = text or ""
    if not path.startswith("/") or path.startswith("//") or "\\" in path or not path.isprintable():
        return otherwise
    try:
        _adapter().match(urlsplit(path).path, method="GET")
    except (HTTPException, ValueError):
        return otherwise
    return path


def refused(refusal: Refusal) -> ResponseReturnValue:
    """A refusal as a page, or as JSON for a program; a visitor who may need to sign in is led there."""
    wants_json = request.accept_mimetypes.best == "application/json"
    if isinstance(refusal, NotSignedIn) and request.method == "GET" and not wants_json:
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
    if isinstance(refusal, SecondFactorNeeded) and request.method == "GET" and not wants_json:
        return redirect(url_for("accounts.second_factor", next=request.full_path.rstrip("?")), 303)
    if wants_json:
        answer = make_response(
            {"ok": False, "code": refusal.code, "message": refusal.message}, refusal.status
        )
    else:
        body = _refusal_page(refusal)
        answer = make_response(body, refusal.status)
    if isinstance(refusal, TooMany):
        answer.headers["Retry-After"] = str(max(1, round(refusal.retry_after)))
    return answer


def _refusal_page(refusal: Refusal) -> str:
    portal = this_portal()
    with portal.store.reading() as work:
        try:
            actor = _actor(work, request.view_args or {})
        except Refusal:
            actor = portal.read_actor(work, token_of_request(), None)
        told = {"refusal": refusal, "status": refusal.status, "message": refusal.message}
        return render_template("errors/refusal.html", **{**portal.furnish(work, actor), **told})


def _answer(
    view: View,
    arguments: Mapping[str, Any],
    *,
    is_sign_in_needed: bool = False,
    takes_guests: bool = False,
    extra: tuple[Any, ...] = (),
) -> ResponseReturnValue:
    portal = this_portal()
    is_reading = request.method in {"GET", "HEAD"} or "refusal" in g
    if not is_reading:
        # Every change has this limit; what costs more or reaches further has a narrower one of its own.
        who = token_of_request() or (guest_token() if takes_guests else None) or client_key()
        portal.limits.hit(portal.settings.limit_change, "http.change", who)
    try:
        with ExitStack() as stack:
            work = stack.enter_context(portal.store.reading() if is_reading else portal.store.writing())
            actor = _actor(work, arguments)
            if takes_guests and not actor.is_accepted:
                actor = _guest(work, actor, arguments, is_reading=is_reading)
            if is_sign_in_needed:
                _ = actor.known_id
            if actor.sign_in_id is not None:
                portal.seen.note(actor.sign_in_id)
            work.workshop_id = actor.workshop_id
            g.work, g.actor = work, actor
            if request.method == "GET" and (first := this_portal().entrance(work, actor)):
                return redirect(first, 303)
            answer = view(work, actor, *extra, **arguments)
            if not is_reading:
                work.commit()
    except FORM_REFUSALS as refusal:
        # The page of the form is for people who are signed in; a guest reads the refusal and goes back.
        if is_reading or actor.hall:
            raise
        return _form_again(refusal)
    if not is_reading:
        portal.after_commit(work)
    return answer


def _form_again(refusal: Refusal) -> ResponseReturnValue:
    """Show the form that was sent, through the GET view of the same address; nothing typed is lost."""
    try:
        endpoint, arguments = _adapter().match(request.path, method="GET")
    except (HTTPException, RequestRedirect):
        raise refusal from None
    if "refusal" in g:
        raise refusal
    g.refusal = refusal
    view: Any = current_app.view_functions[endpoint]
    shown: ResponseReturnValue = view(**arguments)
    return shown


def _adapter() -> MapAdapter:
    return current_app.url_map.bind_to_environ(request.environ)


def _actor(work: Work, arguments: Mapping[str, Any]) -> Actor:
    return this_portal().read_actor(work, token_of_request(), arguments.get("slug"))


def _guest(work: Work, actor: Actor, arguments: Mapping[str, Any], *, is_reading: bool) -> Actor:
    """Who sits in a hall of this workshop with this browser, else who asks anyway."""
    portal = this_portal()
    guest = portal.read_actor(work, guest_token(), arguments.get("slug"))
    if guest.hall is None:
        return actor
    if not is_reading:
        portal.limits.hit(portal.settings.limit_hall, "http.hall", client_key())
    return guest
