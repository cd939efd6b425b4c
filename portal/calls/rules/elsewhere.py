"""Ways past what people's own lines carry: passwords for a relay, and signed ways into rooms of other servers."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from portal.errors import Invalid

LONGEST_LINK = 500
TICKET_SECONDS = 3600


@dataclass(frozen=True)
class Provider:
    """Whose rooms are used for larger calls; without a kind nobody's."""

    kind: str = ""
    url: str = ""
    key: str = ""
    secret: str = ""
    page: str = ""

    @property
    def name(self) -> str:
        """As it is called in “Join in …”."""
        return {"jitsi": "Jitsi", "livekit": "LiveKit", "bigbluebutton": "BigBlueButton"}.get(self.kind, "")


@dataclass(frozen=True)
class RoomElsewhere:
    """A room on another server, and who comes there how."""

    room: str
    title: str
    person_id: int
    name: str
    is_host: bool


def turn_words(secret: str, person_id: int, expires: int) -> tuple[str, str]:
    """Name and password for a TURN server until `expires` (Unix seconds), as coturn's use-auth-secret reads them."""
    name = f"{expires}:{person_id}"
    digest = hmac.new(secret.encode(), name.encode(), hashlib.sha1).digest()
    return name, base64.b64encode(digest).decode()


def room_name(secret: str, thread_id: int) -> str:
    """The name of a thread's room elsewhere, which nobody can guess."""
    digest = hmac.new(secret.encode(), f"call:{thread_id}".encode(), hashlib.sha256).hexdigest()
    return f"portal-{thread_id}-{digest[:20]}"


def jitsi_address(provider: Provider, there: RoomElsewhere) -> str:
    """The room on a Jitsi server; who knows its name may come in."""
    name = quote(f'"{there.name}"')
    return f"{provider.url}/{there.room}#userInfo.displayName={name}"


def livekit_claims(provider: Provider, there: RoomElsewhere, at: int) -> dict[str, Any]:
    """What a LiveKit token says: who may enter which room until when."""
    video = {"roomJoin": True, "room": there.room, "canPublish": True, "canSubscribe": True}
    return {
        "iss": provider.key,
        "sub": f"person-{there.person_id}",
        "name": there.name,
        "nbf": at - 10,
        "exp": at + TICKET_SECONDS,
        "video": {**video, **({"roomAdmin": True} if there.is_host else {})},
    }


def livekit_address(provider: Provider, token: str) -> str:
    """The page of LiveKit Meet that enters the room of this token."""
    return f"{provider.page}/custom?{urlencode({'liveKitUrl': provider.url, 'token': token})}"


def bigbluebutton_addresses(provider: Provider, there: RoomElsewhere) -> tuple[str, str]:
    """Two signed addresses: one that the portal asks for the meeting to exist, one by which the person joins it."""
    meeting = {"meetingID": there.room, "name": there.title}
    joining = {
        "meetingID": there.room,
        "fullName": there.name,
        "userID": str(there.person_id),
        "role": "MODERATOR" if there.is_host else "VIEWER",
        "redirect": "true",
    }
    return _bigbluebutton(provider, "create", meeting), _bigbluebutton(provider, "join", joining)


def clean_link(text: str) -> str:
    """The address of a meeting, or empty for none; raises Invalid for what is no https address."""
    link = text.strip()
    if not link:
        return ""
    parts = urlsplit(link)
    if (
        len(link) > LONGEST_LINK
        or parts.scheme != "https"
        or not parts.hostname
        or set(link) & set(" \t\r\n")
    ):
        told = "A meeting link looks like https://meeting.example.org/room."
        raise Invalid(told, fields={"link": told})
    return link


def _bigbluebutton(provider: Provider, call: str, words: Mapping[str, str]) -> str:
    query = urlencode(words)
    checksum = hashlib.sha256(f"{call}{query}{provider.secret}".encode()).hexdigest()
    return f"{provider.url}/api/{call}?{query}&checksum={checksum}"
