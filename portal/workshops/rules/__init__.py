"""What a workshop may be called and hold, where it stands in time, and how its prose is shown."""

from portal.workshops.rules.drafts import (
    ACCENTS,
    PAGES,
    REGISTRATIONS,
    RESERVED_SLUGS,
    DateDraft,
    MemberDraft,
    NewsDraft,
    PageLink,
    WorkshopDraft,
    check_slug,
    check_web_address,
    slug_from,
)
from portal.workshops.rules.pages import PARTS, heading_of, moment_of, parts_in, time_of
from portal.workshops.rules.prose import html_of

__all__ = [
    "ACCENTS",
    "PAGES",
    "PARTS",
    "REGISTRATIONS",
    "RESERVED_SLUGS",
    "DateDraft",
    "MemberDraft",
    "NewsDraft",
    "PageLink",
    "WorkshopDraft",
    "check_slug",
    "check_web_address",
    "heading_of",
    "html_of",
    "moment_of",
    "parts_in",
    "slug_from",
    "time_of",
]
