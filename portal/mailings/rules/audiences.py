"""The groups that a mailing may go to."""

from enum import StrEnum, auto

from portal.errors import Invalid

ROLE = "role:"
ROLE_WORDS = {
    "attendee": "attendees",
    "presenter": "presenters",
    "chair": "chairs",
    "moderator": "moderators",
    "volunteer": "volunteers",
    "organizer": "organizers",
}


class Audience(StrEnum):
    """A group by its word; one with a role is `role:` and the role."""

    ACCEPTED = auto()
    NO_FILE = auto()
    REQUESTED = auto()
    INVITED = auto()
    WAITLISTED = auto()
    ONSITE = auto()
    ONLINE = auto()
    ABSENT = auto()
    PICKED = auto()


class Skip(StrEnum):
    """Why somebody in a group gets no mail."""

    UNSUBSCRIBED = auto()
    BOUNCED = auto()
    NO_ADDRESS = auto()


AUDIENCES: dict[str, str] = {
    Audience.ACCEPTED: "Everybody who is accepted",
    **{f"{ROLE}{role}": f"Accepted {words}" for role, words in ROLE_WORDS.items()},
    Audience.NO_FILE: "Presenters whose poster has no file",
    Audience.INVITED: "Invited and not accepted yet",
    Audience.REQUESTED: "Waiting for a decision",
    Audience.WAITLISTED: "On the waiting list",
    Audience.ONSITE: "Accepted, on site",
    Audience.ONLINE: "Accepted, online",
    Audience.ABSENT: "Accepted and not seen today",
    Audience.PICKED: "A list picked by hand",
}
"""Every group with its words."""


def audience_words(audience: str) -> str:
    """A group as people call it."""
    return AUDIENCES.get(audience, audience)


def check_audience(audience: str) -> str:
    """The group, if there is one of this word; raises Invalid."""
    if audience not in AUDIENCES:
        told = f"There is no group “{audience[:40]}”."
        raise Invalid(told, fields={"audience": told})
    return audience
