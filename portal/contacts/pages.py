"""Meeting somebody, on their profile; and one's own contacts with their cards as files."""

from io import BytesIO
from typing import Any

import segno
from flask import Blueprint, Response, flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.contacts import actions, forms, queries
from portal.contacts.rules import LONGEST_NOTE, Most, State, vcard, vcards
from portal.doors.http import go_on, page, signed_in
from portal.doors.portal import this_portal
from portal.errors import Conflict, NotFound
from portal.profiles.rules import link_name
from portal.store.work import Work
from portal.workshops.queries import workshop_of

bp = Blueprint("contacts", __name__)

TOLD = {
    State.ACCEPTED: "They see that you are glad. You can write to each other now.",
    State.LATER: "It stays on this page. They see that you answer later.",
    State.DECLINED: "It is gone. They are not told.",
}


def contact_here(work: Work, actor: Actor, _slug: str, person_id: int) -> dict[str, Any]:
    """What templates/contacts/_aside.html wants of somebody: what is between them and the one who looks."""
    return {"between": queries.between(work, actor, person_id), "longest": LONGEST_NOTE}


@bp.get("/<slug>/contacts")
@signed_in
def mine(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Who said hello, who is a contact, and whom one has blocked."""
    return page("contacts/contacts.html", contacts=queries.contacts_of(work, actor), link_name=link_name)


@bp.post("/<slug>/directory/<int:person_id>/hello")
@signed_in
def say_hello(work: Work, actor: Actor, slug: str, person_id: int) -> ResponseReturnValue:
    settings = _limit("contacts.hello", actor)
    most = Most(settings.hellos_per_person, settings.hellos_per_workshop)
    note = forms.read_note(request.form)
    try:
        actions.say_hello(work, actor, person_id, note, most)
    except Conflict as refusal:
        flash(refusal.message, "warning")
    else:
        flash("They are told that you say hello.", "success")
    return _back(slug, person_id)


@bp.post("/<slug>/hellos/<int:hello_id>")
@signed_in
def answer(work: Work, actor: Actor, slug: str, hello_id: int) -> ResponseReturnValue:
    _limit("contacts.answer", actor)
    state = forms.read_answer(request.form)
    try:
        actions.answer(work, actor, hello_id, state)
    except Conflict as refusal:
        flash(refusal.message, "warning")
    else:
        flash(TOLD[state], "success")
    return go_on("contacts.mine", slug=slug)


@bp.post("/<slug>/directory/<int:person_id>/card")
@signed_in
def give_card(work: Work, actor: Actor, slug: str, person_id: int) -> ResponseReturnValue:
    _limit("contacts.card", actor)
    is_exchanged = actions.give_card(work, actor, person_id, forms.read_email(request.form))
    told = (
        "You have each other's cards."
        if is_exchanged
        else "They are told. Once they give theirs, you see both."
    )
    flash(told, "success")
    return _back(slug, person_id)


@bp.post("/<slug>/directory/<int:person_id>/card/withdraw")
@signed_in
def withdraw_card(work: Work, actor: Actor, slug: str, person_id: int) -> ResponseReturnValue:
    _limit("contacts.card", actor)
    actions.withdraw_card(work, actor, person_id)
    flash("Your card is taken back.", "success")
    return go_on("contacts.mine", slug=slug)


@bp.post("/<slug>/directory/<int:person_id>/block")
@signed_in
def block(work: Work, actor: Actor, slug: str, person_id: int) -> ResponseReturnValue:
    """They are not told; from now on neither finds the other."""
    _limit("contacts.block", actor)
    actions.block(work, actor, person_id)
    flash("Blocked. They are not told. You can undo it on this page.", "success")
    return go_on("contacts.mine", slug=slug)


@bp.post("/<slug>/directory/<int:person_id>/unblock")
@signed_in
def unblock(work: Work, actor: Actor, slug: str, person_id: int) -> ResponseReturnValue:
    _limit("contacts.block", actor)
    actions.unblock(work, actor, person_id)
    flash("Not blocked any more.", "success")
    return go_on("contacts.mine", slug=slug)


@bp.get("/<slug>/contacts.vcf")
@signed_in
def all_cards(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """The cards of all contacts in one file, for an address book."""
    return _file(vcards(queries.cards_to_keep(work, actor)), f"{workshop_of(work, actor).slug}-contacts.vcf")


@bp.get("/<slug>/contacts/<int:person_id>.vcf")
@signed_in
def one_card(work: Work, actor: Actor, slug: str, person_id: int) -> ResponseReturnValue:
    cards = queries.cards_to_keep(work, actor, person_id)
    if not cards:
        raise NotFound
    return _file(vcards(cards), f"contact-{person_id}.vcf")


@bp.get("/<slug>/contacts/card")
@signed_in
def own_card(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """One's own card with a code for the telephone of somebody who stands beside one."""
    card, addresses = queries.own_card(work, actor, request.args.get("email", ""))
    return page("contacts/card.html", card=card, addresses=addresses, link_name=link_name)


@bp.get("/<slug>/contacts/card.svg")
@signed_in
def own_code(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """The code: the card itself, which a telephone keeps without asking anybody."""
    card, _ = queries.own_card(work, actor, request.args.get("email", ""))
    drawn = BytesIO()
    segno.make_qr(vcard(card), error="l").save(drawn, kind="svg", border=4, dark="#000", light="#fff")
    answer = Response(drawn.getvalue(), content_type="image/svg+xml")
    answer.headers["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    )
    answer.cache_control.no_store = True
    return answer


def _file(text: str, name: str) -> Response:
    answer = Response(text, content_type="text/vcard; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.cache_control.no_store = True
    return answer


def _limit(what: str, actor: Actor) -> Any:
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_meet, what, str(actor.known_id))
    return portal.settings


def _back(slug: str, person_id: int) -> ResponseReturnValue:
    return go_on("profiles.one", slug=slug, person_id=person_id)
