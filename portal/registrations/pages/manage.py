"""The organizers' list of registrations, and each of them."""

from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, Role, require
from portal.doors.http import go, go_on, next_path, page, signed_in
from portal.doors.portal import this_portal
from portal.doors.wording import count, names
from portal.registrations import actions, forms, queries
from portal.registrations.models import Registration
from portal.registrations.pages.blueprint import bp
from portal.registrations.queries import lists
from portal.registrations.queries.form import answers_of, place_in_line
from portal.registrations.rules import IN_WORDS, State
from portal.store.work import Work
from portal.workshops.forms import NEW_WORKSHOP, choices, read_workshop


@bp.get("/<slug>/registrations")
@signed_in
def listing(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    """Everybody, by name; the filter stands in the address."""
    wanted = forms.read_filter(request.args)
    return page(
        "registrations/listing.html",
        listing=lists.registrations_page(
            work,
            actor,
            wanted.state,
            wanted.search,
            wanted.number,
            role=wanted.role,
            attendance=wanted.attendance,
        ),
        counts=lists.counts_by_state(work, actor),
        wanted=wanted,
        roles=list(Role),
        here=request.full_path.rstrip("?"),
    )


@bp.get("/<slug>/registrations/<int:registration_id>")
@signed_in
def one(work: Work, actor: Actor, registration_id: int, **_: str) -> ResponseReturnValue:
    """One registration with its roles and what can be decided."""
    registration = queries.registration_to_manage(work, actor, registration_id)
    return page(
        "registrations/one.html",
        registration=registration,
        roles=list(Role),
        answers=answers_of(work, registration),
        in_line=place_in_line(work, registration),
        before=IN_WORDS[State(registration.state_before)] if registration.state_before else "",
    )


@bp.post("/<slug>/registrations/<int:registration_id>")
@signed_in
def set_roles(work: Work, actor: Actor, slug: str, registration_id: int) -> ResponseReturnValue:
    """Give the person exactly the roles that are ticked."""
    roles = forms.read_roles(request.form.getlist("role"))
    registration = actions.set_roles(work, actor, registration_id, roles)
    flash(f"{registration.person.name} is now {names(roles)}.", "success")
    return go_on("registrations.one", slug=slug, registration_id=registration_id)


@bp.post("/<slug>/registrations/<int:registration_id>/accept")
@signed_in
def accept(work: Work, actor: Actor, slug: str, registration_id: int) -> ResponseReturnValue:
    """Let somebody in, and tell them."""
    return _decide(work, actor, slug, registration_id, State.ACCEPTED)


@bp.post("/<slug>/registrations/<int:registration_id>/decline")
@signed_in
def decline(work: Work, actor: Actor, slug: str, registration_id: int) -> ResponseReturnValue:
    """Let somebody in no longer, or not at all."""
    return _decide(work, actor, slug, registration_id, State.DECLINED)


@bp.post("/<slug>/registrations/<int:registration_id>/wait")
@signed_in
def put_on_waiting_list(work: Work, actor: Actor, slug: str, registration_id: int) -> ResponseReturnValue:
    """Let somebody wait for a seat."""
    return _decide(work, actor, slug, registration_id, State.WAITLISTED)


@bp.post("/<slug>/registrations/<int:registration_id>/undo")
@signed_in
def undo(work: Work, actor: Actor, slug: str, registration_id: int) -> ResponseReturnValue:
    """Take the last decision back."""
    registration = actions.undo(work, actor, registration_id)
    flash(f"Taken back: {registration.person.name} is {_state(registration)} again.", "success")
    return go_on("registrations.one", slug=slug, registration_id=registration_id)


def undoable(text: str, undo: str) -> Any:
    """What was done, with a button that takes it back; for flash()."""
    return {"text": text, "undo": undo, "next": next_path()}


def _decide(work: Work, actor: Actor, slug: str, registration_id: int, state: State) -> ResponseReturnValue:
    registration = actions.decide(work, actor, registration_id, state, base_url=_base_url())
    told = f"{registration.person.name} is {_state(registration)}."
    address = url_for("registrations.undo", slug=slug, registration_id=registration_id)
    flash(undoable(told, address) if registration.state_before else told, "success")
    return go_on("registrations.one", slug=slug, registration_id=registration_id)


def _state(registration: Registration) -> str:
    word = IN_WORDS[State(registration.state)]
    return f"on the {word}" if registration.state == State.WAITLISTED else word


@bp.post("/<slug>/registrations/accept-all")
@signed_in
def accept_all(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Let everybody in who waits."""
    accepted = actions.accept_all(work, actor, base_url=_base_url())
    still = lists.counts_by_state(work, actor)[State.REQUESTED]
    full = f" {still} still wait, since the seats are taken." if still else ""
    flash(f"{count(accepted, 'registration')} accepted.{full}", "warning" if still else "success")
    return go("registrations.listing", slug=slug)


@bp.get("/new")
@signed_in
def new_workshop(_work: Work, actor: Actor) -> ResponseReturnValue:
    """The form for a workshop that is made by hand."""
    require(actor, Permission.CREATE_WORKSHOP)
    return page("registrations/new_workshop.html", values=NEW_WORKSHOP, **choices())


@bp.post("/new")
@signed_in
def add_workshop(work: Work, actor: Actor) -> ResponseReturnValue:
    """Make the workshop; who makes it is its first organizer."""
    return go("workshops.about", slug=actions.found(work, actor, read_workshop(request.form)).slug)


def _base_url() -> str:
    return this_portal().settings.base_url
