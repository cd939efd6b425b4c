"""What people type about themselves and whom they look for, read."""

from collections.abc import Collection, Mapping

from portal.doors.fields import Fields
from portal.profiles.rules import (
    LONGEST_LINE,
    LONGEST_PRONOUNS,
    ListingDraft,
    ProfileDraft,
    Wanted,
    folded,
    links_in,
    orcid_in,
    topics_in,
)

LONGEST_SEARCH = 80


def read_profile(form: Mapping[str, str]) -> ProfileDraft:
    """What somebody says of themselves; raises Invalid with every bad field."""
    fields = Fields(form)
    draft = ProfileDraft(
        line=fields.line("line", "The line", LONGEST_LINE),
        pronouns=fields.line("pronouns", "The pronouns", LONGEST_PRONOUNS),
        orcid=fields.take("orcid", lambda: orcid_in(form.get("orcid", "")), ""),
        links=fields.take("links", lambda: links_in(fields.lines("links")), ()),
        topics=fields.take("topics", lambda: topics_in("\n".join(fields.lines("topics"))), ()),
        is_mailed=fields.is_ticked("is_mailed"),
    )
    fields.check()
    return draft


def read_listing(form: Mapping[str, str], topics: Collection[str]) -> ListingDraft:
    """What somebody shows; `topics` are those of the workshop."""
    fields = Fields(form)
    return ListingDraft(
        is_listed=fields.is_ticked("is_listed"),
        shows_affiliation=fields.is_ticked("shows_affiliation"),
        shows_links=fields.is_ticked("shows_links"),
        shows_picture=fields.is_ticked("shows_picture"),
        shows_place=fields.is_ticked("shows_place"),
        is_invisible=fields.is_ticked("is_invisible"),
        topics=fields.choices("topic", topics),
    )


def read_wanted(query: Mapping[str, str], roles: Collection[str]) -> Wanted:
    """Whom the address of a list asks for; nonsense is as good as nothing."""
    typed = " ".join(query.get("q", "").split())[:LONGEST_SEARCH]
    page = query.get("page", "")
    role = query.get("role", "")
    return Wanted(
        typed=typed,
        words=tuple(folded(typed.replace("-", " ").replace(",", " ")).split()),
        role=role if role in roles else "",
        is_same_topics=query.get("topics") == "same",
        is_here=query.get("here") == "yes",
        is_contact=query.get("contacts") == "yes",
        page=int(page) if page.isdecimal() and len(page) < 6 else 1,
    )
