"""What people say of themselves, read: links, topics and the ORCID iD, each checked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from portal.errors import Invalid

LONGEST_LINE = 160
LONGEST_PRONOUNS = 40
LONGEST_LINK = 300
LONGEST_TOPIC = 40
MOST_LINKS = 5
MOST_TOPICS = 12
WIDTHS = (64, 256)
"""A picture is kept as a square in these sizes: beside a name, and on a profile."""

HOST = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", re.IGNORECASE
)
ORCID = re.compile(r"(?:https://orcid\.org/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])")


@dataclass(frozen=True)
class ProfileDraft:
    """What somebody says of themselves, in every workshop."""

    line: str = ""
    pronouns: str = ""
    orcid: str = ""
    links: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    is_mailed: bool = True


@dataclass(frozen=True)
class ListingDraft:
    """What somebody shows in one workshop; nothing, unless they choose it."""

    is_listed: bool = False
    shows_affiliation: bool = False
    shows_links: bool = False
    shows_picture: bool = False
    shows_place: bool = False
    is_invisible: bool = False
    topics: tuple[str, ...] = ()


def links_in(lines: Iterable[str]) -> tuple[str, ...]:
    """Addresses of pages, one a line, each once; raises Invalid for what is not https on a host with a name."""
    links = tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))
    if len(links) > MOST_LINKS:
        raise Invalid(f"At most {MOST_LINKS} links; these are {len(links)}.")
    for link in links:
        if len(link) > LONGEST_LINK or not _is_a_page(link):
            raise Invalid(f"“{link[:60]}” is not a link of the form https://example.org/you.")
    return links


def link_name(link: str) -> str:
    """A link as one reads it: without the scheme, and not too long."""
    text = link.removeprefix("https://").removeprefix("www.").rstrip("/")
    return text if len(text) <= 48 else f"{text[:47]}…"


def topics_in(text: str) -> tuple[str, ...]:
    """Topics as typed, with commas or in lines, each once; raises Invalid for too many and for long ones."""
    words = [" ".join(part.split()) for part in re.split(r"[,;\n]", text)]
    kept = {word.casefold(): word for word in reversed(words) if word}
    topics = tuple(word for word in words if word and kept[word.casefold()] is word)
    if len(topics) > MOST_TOPICS:
        raise Invalid(f"At most {MOST_TOPICS} topics; these are {len(topics)}.")
    if long := next((one for one in topics if len(one) > LONGEST_TOPIC), None):
        raise Invalid(f"A topic has at most {LONGEST_TOPIC} characters; “{long[:50]}” is longer.")
    return topics


def orcid_in(text: str) -> str:
    """An ORCID iD in its usual form, or nothing; raises Invalid where its last sign does not fit the others.

    The check is ISO 7064 MOD 11-2, as ORCID describes it.
    """
    if not text.strip():
        return ""
    found = ORCID.fullmatch(text.strip().rstrip("/"))
    if found is None:
        raise Invalid("An ORCID iD looks like 0000-0002-1825-0097.")
    signs = "".join(found.groups()).upper()
    total = 0
    for sign in signs[:-1]:
        total = (total + int(sign)) * 2
    last = (12 - total % 11) % 11
    if signs[-1] != ("X" if last == 10 else str(last)):
        raise Invalid("This ORCID iD has a wrong digit; please compare it with orcid.org.")
    return "-".join(signs[at : at + 4] for at in range(0, 16, 4))


def _is_a_page(link: str) -> bool:
    try:
        parts = urlsplit(link)
        port = parts.port
    except ValueError:
        return False
    is_plain = link.isprintable() and " " not in link and "\\" not in link and "@" not in parts.netloc
    is_named = parts.hostname is not None and HOST.fullmatch(parts.hostname) is not None
    return is_plain and is_named and link.startswith("https://") and port in {None, 443}
