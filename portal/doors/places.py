"""Where organizers work: the places of the console in their groups, and the row of them above each such page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import request, url_for

from portal.access import Actor, AnyStage, Permission, may


class Group(StrEnum):
    """The parts of the console, in the order in which they stand; the value is the word in its address."""

    NOW = "now"
    PROGRAMME = "programme"
    PEOPLE = "people"
    POSTERS = "posters"
    MODERATION = "moderation"
    ANNOUNCEMENTS = "announcements"
    MAIL = "mail"
    STATISTICS = "statistics"
    READINESS = "readiness"
    SET_UP = "set-up"

    @property
    def label(self) -> str:
        return "Set-up" if self is Group.SET_UP else self.value.capitalize()


@dataclass(frozen=True)
class Place:
    """A page on which organizers work, for those who hold the permission; `about` says in a line what it is for.

    The permission is asked of the workshop as a whole. The row of places stands above the page itself and above those
    that `also` names by endpoint, "stage.*" for a whole feature; not above a page that `is_for_all`: the schedule or the
    hall, say, which the console only leads to.
    """

    label: str
    endpoint: str
    group: Group
    permission: Permission
    about: str = ""
    also: tuple[str, ...] = ()
    is_for_all: bool = False

    def stands_above(self, endpoint: str) -> bool:
        if endpoint == self.endpoint:
            return not self.is_for_all
        feature = endpoint.partition(".")[0]
        return endpoint in self.also or f"{feature}.*" in self.also


def places_for(places: Iterable[Place], actor: Actor, workshop_id: int) -> list[Place]:
    """Those that this person may use, in the order of their groups."""
    here = AnyStage(workshop_id)
    order = list(Group)
    return sorted(
        (one for one in places if may(actor, one.permission, here)), key=lambda one: order.index(one.group)
    )


def row_above(places: Sequence[Place], actor: Actor, workshop: Any) -> dict[str, Any] | None:
    """What templates/parts/places.html wants; None on a page that is no place of organizers, or for somebody else."""
    if not may(actor, Permission.SEE_CONSOLE, workshop):
        return None
    mine = places_for(places, actor, workshop.id)
    endpoint = request.endpoint or ""
    current = next((one for one in mine if one.stands_above(endpoint)), None)
    group = current.group if current else _group_in_address(endpoint)
    if group is None:
        return None
    beside = [one for one in mine if one.group is group]
    return {
        "groups": [
            {"label": one.label, "href": _way_into(one, mine, workshop.slug), "is_current": one is group}
            for one in Group
            if any(place.group is one for place in mine)
        ],
        "places": [
            {
                "label": one.label,
                "href": url_for(one.endpoint, slug=workshop.slug),
                "is_current": one is current,
                "is_page": one is current and one.endpoint == endpoint,
            }
            for one in beside
        ]
        if len(beside) > 1
        else [],
    }


GROUP_PAGE = "console.group"


def _group_in_address(endpoint: str) -> Group | None:
    word = (request.view_args or {}).get("word") if endpoint == GROUP_PAGE else None
    return next((one for one in Group if one.value == word), None)


def _way_into(group: Group, places: Sequence[Place], slug: str) -> str:
    """The one page of a group, or the page that leads to all of them."""
    inside = [one for one in places if one.group is group]
    if len(inside) == 1 and not inside[0].is_for_all:
        return url_for(inside[0].endpoint, slug=slug)
    return url_for(GROUP_PAGE, slug=slug, word=group.value)
