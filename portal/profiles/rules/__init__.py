"""What people say of themselves, what others see of it, and who is found."""

from portal.profiles.rules.finding import (
    PAGE,
    Found,
    Spot,
    Wanted,
    fits,
    folded,
    page_of,
    shared,
)
from portal.profiles.rules.seen import Circle, Glance, Shown
from portal.profiles.rules.words import (
    LONGEST_LINE,
    LONGEST_LINK,
    LONGEST_PRONOUNS,
    MOST_LINKS,
    MOST_TOPICS,
    WIDTHS,
    ListingDraft,
    ProfileDraft,
    link_name,
    links_in,
    orcid_in,
    topics_in,
)

__all__ = [
    "LONGEST_LINE",
    "LONGEST_LINK",
    "LONGEST_PRONOUNS",
    "MOST_LINKS",
    "MOST_TOPICS",
    "PAGE",
    "WIDTHS",
    "Circle",
    "Found",
    "Glance",
    "ListingDraft",
    "ProfileDraft",
    "Shown",
    "Spot",
    "Wanted",
    "fits",
    "folded",
    "link_name",
    "links_in",
    "orcid_in",
    "page_of",
    "shared",
    "topics_in",
]
