"""What stands around every page: navigation, who is signed in, what is on now, theme and time zone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from flask import g, request, url_for
from flask_wtf.csrf import generate_csrf

from portal.access import Actor, AnyStage, PageAccess, Permission, may
from portal.clock import now
from portal.doors.places import Place, row_above
from portal.doors.wording import hue_of, initials_of, zone_choice
from portal.store.work import Work

MOST_IN_ROW = 9
"""So many places stand beside the title of a page 1280 pixels wide."""


@dataclass(frozen=True)
class NavItem:
    """A place in a workshop: shown to those who hold the permission, in the order that portal.app gives.

    `page` names a public page whose access the organizer sets; `is_phone` puts it into the bar at the bottom;
    `has_unread` shows beside it how many announcements wait. Without `is_wide` it stands there alone; a wide page has it
    as an icon at the end of the masthead. What `is_minor` moves into a menu where more than MOST_IN_ROW are wide.
    `is_shown` is asked besides, for a place that few people need.
    """

    endpoint: str
    label: str
    icon: str
    permission: Permission
    page: str = ""
    is_phone: bool = False
    has_unread: bool = False
    is_wide: bool = True
    is_minor: bool = False
    is_shown: Callable[[Work, Actor, int], bool] | None = None


@dataclass(frozen=True)
class NowBar:
    """What is on now, or next, with the way into it; times are instants. `pause` is the break beside it, with the lounge."""

    state: str
    title: str = ""
    session_title: str = ""
    label: str = ""
    href: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    key: str = ""
    was: datetime | None = None
    pause: str = ""

    @property
    def is_at(self) -> datetime | None:
        """What counts of it: the end of what is on, the start of what is next; `was` is what was planned for that."""
        return self.ends_at if self.state == "now" else self.starts_at


@dataclass(frozen=True)
class Said:
    """What was announced to this person: how many wait unread, and what a page at a place shows of them now."""

    unread: int
    shown: Callable[[str], Sequence[Any]]


class Around(Protocol):
    """What the furniture needs to know of a workshop."""

    id: int
    slug: str
    time_zone: str
    starts_on: date | None
    ends_on: date | None
    registered_pages: list[str]


Furnish = Callable[[Work, Actor], dict[str, Any]]
ReadWorkshop = Callable[[Work, Actor], Any]
ReadNow = Callable[[Work, Actor, Any], NowBar]
ReadSaid = Callable[[Work, Actor, Any], Said]
ReadNotices = Callable[[Work, Actor, Any], int | None]


def furnisher(
    navigation: Sequence[NavItem],
    read_workshop: ReadWorkshop,
    read_now: ReadNow,
    read_said: ReadSaid,
    *,
    read_notices: ReadNotices,
    read_reports: ReadNotices,
    places: Sequence[Place] = (),
) -> Furnish:
    """What the doors call for each page; `read_workshop` answers with an Around, or with None outside one."""

    def furnish(work: Work, actor: Actor) -> dict[str, Any]:
        workshop: Around | None = read_workshop(work, actor)
        g.zone = zone_choice(workshop.time_zone if workshop else "UTC", _in_the_days_of(workshop))

        def may_here(permission: Permission) -> bool:
            return workshop is not None and may(actor, permission, workshop)

        said = read_said(work, actor, workshop) if workshop else None
        theme = request.cookies.get("theme", "system")
        return {
            "workshop": workshop,
            "me": _me(actor),
            "organizer_places": row_above(places, actor, workshop) if workshop else None,
            "nav": _navigation(navigation, work, actor, workshop, said) if workshop else [],
            "now_bar": read_now(work, actor, workshop) if workshop else None,
            "said": said if may_here(Permission.SEE_ANNOUNCEMENTS) else None,
            "notices_waiting": read_notices(work, actor, workshop) if workshop else None,
            "reports_open": read_reports(work, actor, workshop) if workshop else None,
            "zone": g.zone,
            "theme": theme if theme in {"light", "dark"} else "system",
            "lite": _is_lite(),
            "keys": "off" if request.cookies.get("keys") == "off" else "on",
            "server_time": int(now().timestamp() * 1000),
            "csrf_token": generate_csrf,
            "may": {
                "create_workshop": may(actor, Permission.CREATE_WORKSHOP),
                "see_whole_outbox": may(actor, Permission.SEE_WHOLE_OUTBOX),
                "edit_workshop": may_here(Permission.EDIT_WORKSHOP),
                "edit_programme": may_here(Permission.EDIT_PROGRAMME),
                "run_late": workshop is not None and may(actor, Permission.RUN_LATE, AnyStage(workshop.id)),
                "edit_stage": may_here(Permission.EDIT_STAGE),
                "go_backstage": may_here(Permission.SEE_BACKSTAGE),
                "run_screen": may_here(Permission.RUN_SCREEN),
                "add_poster": may_here(Permission.ADD_POSTER),
                "see_registrations": may_here(Permission.SEE_REGISTRATIONS),
                "see_lobby": may_here(Permission.SEE_LOBBY),
                "enter_rooms": may_here(Permission.SEE_POSTERS),
            },
        }

    return furnish


def _in_the_days_of(workshop: Around | None) -> datetime:
    """Now, or the nearest moment of the workshop: the offset beside its times is the one that they will have."""
    at = now()
    if workshop is None or workshop.starts_on is None:
        return at
    first, last = (
        datetime.combine(on, time(12), ZoneInfo(workshop.time_zone))
        for on in (workshop.starts_on, workshop.ends_on or workshop.starts_on)
    )
    return min(max(at, first), max(first, last))


def _is_lite() -> bool:
    """What the person chose; who has not chosen is asked through the browser, which may say "Save-Data: on"."""
    chosen = request.cookies.get("lite")
    return chosen == "on" if chosen in {"on", "off"} else request.headers.get("Save-Data", "").strip() == "on"


def _me(actor: Actor) -> dict[str, Any] | None:
    if actor.person_id is None:
        return None
    return {
        "id": actor.person_id,
        "name": actor.name,
        "initials": initials_of(actor.name),
        "hue": hue_of(actor.person_id),
        "is_operator": actor.is_operator,
    }


def _navigation(
    items: Sequence[NavItem], work: Work, actor: Actor, workshop: Around, said: Said | None
) -> list[dict[str, Any]]:
    shown = [
        item
        for item in items
        if may(actor, item.permission, _place(item, workshop))
        and (item.is_shown is None or item.is_shown(work, actor, workshop.id))
    ]
    is_full = sum(item.is_wide for item in shown) > MOST_IN_ROW
    return [
        {
            "href": url_for(item.endpoint, slug=workshop.slug),
            "label": item.label,
            "icon": item.icon,
            "is_current": request.endpoint == item.endpoint,
            "is_phone": item.is_phone,
            "is_wide": item.is_wide,
            "is_in_menu": is_full and item.is_wide and item.is_minor,
            "unread": said.unread if said and item.has_unread else None,
        }
        for item in shown
    ]


def _place(item: NavItem, workshop: Around) -> Any:
    if not item.page:
        return workshop
    return PageAccess(workshop.id, is_public=item.page not in workshop.registered_pages)
