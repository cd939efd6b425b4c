"""The pages of the calls: the test of camera and microphone, the relays, and the ways into larger rooms."""

from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from flask import Blueprint, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may, require
from portal.calls import actions, forms, queries
from portal.calls.rules import Provider, room_name, turn_words
from portal.clock import now
from portal.doors.http import page, prepared, signed_in
from portal.doors.offload import offload
from portal.doors.portal import this_portal
from portal.errors import NotFound, Unavailable
from portal.store.work import Work
from portal.workshops.queries import workshop_of

bp = Blueprint("calls", __name__)

PATIENCE_SECONDS = 5


@bp.get("/<slug>/check")
@signed_in
def check(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Try camera, microphone and connection before anybody waits."""
    require(actor, Permission.MAKE_CALL, workshop_of(work, actor))
    return page("calls/check.html")


@bp.get("/<slug>/calls/ice")
@signed_in
def ice(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """The servers by which two browsers find each other, with a password of this person that ends by itself."""
    require(actor, Permission.MAKE_CALL, workshop_of(work, actor))
    settings = this_portal().settings
    servers: list[dict[str, object]] = []
    if settings.stun_urls:
        servers.append({"urls": list(settings.stun_urls)})
    if settings.turn_urls:
        expires = int(now().timestamp()) + settings.turn_minutes * 60
        secret = settings.turn_secret.get_secret_value()
        name, password = turn_words(secret, actor.known_id, expires)
        servers.append({"urls": list(settings.turn_urls), "username": name, "credential": password})
    return jsonify(servers=servers)


@bp.get("/<slug>/calls/<int:thread_id>")
@signed_in
def ways(work: Work, actor: Actor, slug: str, thread_id: int) -> ResponseReturnValue:
    """How else one may talk to those at this thread; hosts name a meeting of their own here."""
    thread = queries.call_to_enter(work, actor, thread_id)
    _, seats = queries.state_of(work, thread_id, now())
    return page(
        "calls/ways.html",
        thread_id=thread_id,
        back=url_for("threads.message", slug=slug, thread_id=thread_id, seq=thread.head),
        seats=seats,
        link=queries.elsewhere_of(work, thread_id),
        provider=_provider(),
        elsewhere_host=urlsplit(queries.elsewhere_of(work, thread_id) or _provider().url).netloc,
        may_set_up=may(actor, Permission.SET_UP_CALL, queries.hosting_of(work, thread)),
    )


@bp.post("/<slug>/calls/<int:thread_id>")
@signed_in
def set_link(work: Work, actor: Actor, slug: str, thread_id: int) -> ResponseReturnValue:
    """Name a meeting elsewhere, or none."""
    actions.set_link(work, actor, forms.read_link(thread_id, request.form))
    return redirect(url_for("calls.ways", slug=slug, thread_id=thread_id), 303)


def address_elsewhere(actor: Actor, slug: str, thread_id: int) -> str:
    """Where the larger room is, for this person. BigBlueButton is told first that there is such a meeting."""
    portal, provider = this_portal(), _provider()
    with portal.store.reading() as work:
        queries.call_to_enter(work, actor, thread_id)
        if link := queries.elsewhere_of(work, thread_id):
            return link
        if not provider.kind:
            raise NotFound
        room = room_name(portal.settings.secret_key.get_secret_value(), thread_id)
        there = queries.room_to_join(work, actor, thread_id, room)
    first, address = queries.signed_address(provider, there, now())
    if first:
        offload(_ask, first)
    return address


@bp.get("/<slug>/calls/<int:thread_id>/elsewhere")
@prepared(address_elsewhere)
def elsewhere(work: Work, actor: Actor, address: str, slug: str, thread_id: int) -> ResponseReturnValue:
    """Into the larger room."""
    return redirect(address)


def _provider() -> Provider:
    settings = this_portal().settings
    return Provider(
        settings.call_provider,
        settings.call_provider_url.rstrip("/"),
        settings.call_provider_key,
        settings.call_provider_secret.get_secret_value(),
        settings.call_provider_page.rstrip("/"),
    )


def _ask(address: str) -> None:
    try:
        # The operator's own server, as the settings name it.
        with urlopen(Request(address), timeout=PATIENCE_SECONDS) as answer:  # noqa: S310
            answer.read(10_000)
    except (URLError, TimeoutError, OSError):
        raise Unavailable(
            "BigBlueButton does not answer just now. The call on the page itself works without it.",
            retry_after=10,
        ) from None
