"""A workshop as a form or an import describes it, and what its address may be."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from portal.errors import Invalid

PAGES = ("about", "schedule", "topics", "dates", "news", "people", "papers")
"""The pages that an organizer opens to everybody or keeps for registered people."""

ACCENTS = ("teal", "ochre", "plum", "moss", "slate", "brick")
REGISTRATIONS = ("approval", "open", "code", "domains", "invitation", "closed")

RESERVED_SLUGS = frozenset(
    """
    account accounts audit demo files healthz help j link live login me metrics new operator password preferences readyz
    register sign-in sign-out socket.io static workshops
    """.split()  # noqa: SIM905 - a list of words reads best as words
)


@dataclass(frozen=True)
class PageLink:
    """An address that belongs to the workshop as a whole: its call, its proceedings, its parent conference."""

    url: str
    label: str = ""


@dataclass(frozen=True)
class WorkshopDraft:
    """A workshop as an organizer describes it in a form or an import does."""

    slug: str
    title: str
    time_zone: str
    short_title: str = ""
    subtitle: str = ""
    about: str = ""
    place: str = ""
    contact: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    accent: str = "teal"
    is_published: bool = True
    registration: str = "approval"
    registered_pages: tuple[str, ...] = ()
    links: tuple[PageLink, ...] = ()


@dataclass(frozen=True)
class DateDraft:
    """An important date: a day, or an instant."""

    title: str
    on: date | None = None
    at: datetime | None = None
    text: str = ""


@dataclass(frozen=True)
class NewsDraft:
    """A piece of news in Markdown."""

    on: date | None
    text: str


@dataclass(frozen=True)
class MemberDraft:
    """A person whom the pages name: `part` is organizer, speaker, panelist or what the page says."""

    part: str
    name: str
    affiliation: str = ""
    url: str = ""


def check_slug(text: str) -> str:
    """A slug for an address: lower-case letters, digits and hyphens; raises Invalid with a proposal."""
    if re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?", text) and text not in RESERVED_SLUGS:
        return text
    proposal = slug_from(text)
    hint = f"try “{proposal}”" if proposal and proposal != text else "choose another word"
    raise Invalid(
        f"“{text}” cannot be an address: use small letters, digits and hyphens; {hint}.",
        fields={"slug": f"cannot be an address; {hint}"},
    )


def slug_from(title: str) -> str:
    """A slug proposed from a title; empty when no letter is left."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-")
    return f"{words}-workshop" if words in RESERVED_SLUGS else words


def check_web_address(text: str) -> str:
    """An address that a link may lead to: http, https or mail; raises Invalid."""
    parts = None
    try:
        parts = urlsplit(text)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_web = False
    is_mail = parts is not None and parts.scheme == "mailto" and "@" in parts.path
    if (is_web or is_mail) and not re.search(r"[\s<>\"]", text):
        return text
    raise Invalid(f"“{text[:80]}” is not a web address; it should begin with https://.")
