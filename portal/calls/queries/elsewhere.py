"""Rooms on other servers, for calls that are too large for people's own lines."""

from datetime import datetime

from joserfc import jwt
from joserfc.jwk import OctKey
from sqlalchemy import select

from portal.access import Actor
from portal.calls.models import CallRoom
from portal.calls.queries.seats import call_to_enter, is_host
from portal.calls.rules import (
    Provider,
    RoomElsewhere,
    bigbluebutton_addresses,
    jitsi_address,
    livekit_address,
    livekit_claims,
)
from portal.store.work import Work


def elsewhere_of(work: Work, thread_id: int) -> str:
    """The meeting elsewhere that the hosts of a thread named; empty for none."""
    found = select(CallRoom.link).where(CallRoom.thread_id == thread_id)
    return work.session.scalar(found) or ""


def room_to_join(work: Work, actor: Actor, thread_id: int, room: str) -> RoomElsewhere:
    """The room of this name, as this person enters it."""
    thread = call_to_enter(work, actor, thread_id)
    return RoomElsewhere(room, "Workshop", actor.known_id, actor.name, is_host(work, actor, thread))


def signed_address(provider: Provider, there: RoomElsewhere, at: datetime) -> tuple[str, str]:
    """What the portal has to ask first, or empty, and the address by which the person joins."""
    if provider.kind == "bigbluebutton":
        return bigbluebutton_addresses(provider, there)
    if provider.kind == "livekit":
        claims = livekit_claims(provider, there, int(at.timestamp()))
        key = OctKey.import_key(provider.secret)
        return "", livekit_address(provider, jwt.encode({"alg": "HS256"}, claims, key))
    return "", jitsi_address(provider, there)
