"""The fields of one workshop; the form for a new one has the same (workshops/_fields.html)."""

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any
from zoneinfo import available_timezones

from portal.clock import check_zone
from portal.doors.fields import Fields, iso_day
from portal.workshops.models import Workshop
from portal.workshops.rules import (
    ACCENTS,
    PAGES,
    REGISTRATIONS,
    PageLink,
    WorkshopDraft,
    check_slug,
    check_web_address,
    slug_from,
)

NEW_WORKSHOP: Mapping[str, Any] = {
    "accent": "teal",
    "registration": "approval",
    "is_published": False,
    "registered_pages": (),
}
"""What the form of a new workshop begins with."""

SHOWN_AS_STORED = (
    *("title", "slug", "short_title", "subtitle", "about", "place", "contact", "time_zone"),
    *("accent", "registration", "is_published", "registered_pages"),
)


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """The time zones that a form proposes: those named after places, and UTC."""
    places = {
        "Africa",
        "America",
        "Antarctica",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    }
    return ("UTC", *sorted(name for name in available_timezones() if name.partition("/")[0] in places))


def choices() -> dict[str, Any]:
    """What the form lets one choose from; its template needs these beside `values`."""
    accents = [(accent, accent.capitalize()) for accent in ACCENTS]
    return {"zones": zone_names(), "accents": accents, "pages": PAGES}


def read_workshop(form: Mapping[str, str]) -> WorkshopDraft:
    """A workshop; an address that is left empty is made from the title. Raises Invalid with every bad field."""
    fields = Fields(form)
    title = fields.line("title", "The title", 300, is_needed=True)
    slug = form.get("slug", "").strip() or slug_from(title)
    contact = fields.line("contact", "The contact", 254)
    draft = WorkshopDraft(
        slug=fields.take("slug", lambda: check_slug(slug), slug) if title else slug,
        title=title,
        time_zone=fields.take("time_zone", lambda: check_zone(form.get("time_zone", "").strip()), "UTC"),
        short_title=fields.line("short_title", "The short title", 60),
        subtitle=fields.line("subtitle", "The subtitle", 300),
        about=fields.text("about", "The text of the about page", 60_000),
        place=fields.line("place", "The place", 200),
        contact=contact,
        starts_on=fields.day("starts_on", "The first day"),
        ends_on=fields.day("ends_on", "The last day"),
        accent=fields.choice("accent", "The colour", ACCENTS, "teal"),
        is_published=fields.is_ticked("is_published"),
        registration=fields.choice("registration", "Registration", REGISTRATIONS, "approval"),
        registered_pages=fields.choices("registered_pages", PAGES),
        links=_read_links(fields),
    )
    if draft.starts_on and draft.ends_on and draft.ends_on < draft.starts_on:
        fields.refuse("ends_on", "The last day is before the first day.")
    if draft.ends_on and not draft.starts_on:
        fields.refuse("starts_on", "The first day is missing.")
    fields.check()
    return draft


def values_of(workshop: Workshop) -> dict[str, Any]:
    """A stored workshop as the fields of the form show it."""
    return {
        **{name: getattr(workshop, name) for name in SHOWN_AS_STORED},
        "starts_on": iso_day(workshop.starts_on),
        "ends_on": iso_day(workshop.ends_on),
        "links": "\n".join(f"{link['url']} {link.get('label', '')}".strip() for link in workshop.links),
    }


def read_preferences(form: Mapping[str, str]) -> dict[str, str]:
    """The cookies that a choice of colours, keys, Lite or a time zone sets; an empty value takes the cookie away."""
    chosen = {}
    if form.get("theme") in {"light", "dark", "system"}:
        chosen["theme"] = "" if form["theme"] == "system" else form["theme"]
    if form.get("lite") in {"on", "off"}:
        chosen["lite"] = form["lite"]
    if form.get("keys") in {"on", "off"}:
        chosen["keys"] = "" if form["keys"] == "on" else "off"
    if form.get("zone") in {"mine", "workshop"}:
        chosen["zone"] = form["zone"]
    if form.get("tz"):
        chosen["tz"] = check_zone(form["tz"])
    return chosen


def _read_links(fields: Fields) -> tuple[PageLink, ...]:
    links = []
    for line in fields.lines("links"):
        url, _, label = line.partition(" ")
        links.append(PageLink(fields.take("links", partial(check_web_address, url), url), label[:200]))
    return tuple(links)
