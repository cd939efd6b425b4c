"""What an organizer types about a session or a talk, and what a page that follows the programme sends."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from portal.clock import instant_in
from portal.doors.fields import Fields
from portal.doors.parse import Reader
from portal.programme.models import ProgrammeEntry
from portal.programme.rules import (
    KINDS,
    MODES,
    EntryDraft,
    Key,
    LinkDraft,
    SpeakerDraft,
    check_span,
    read_key,
)
from portal.workshops.models import Workshop
from portal.workshops.rules import check_web_address

SPEAKER = re.compile(r"(?P<name>[^()]+?)\s*(?:\((?P<affiliation>.*)\))?")
LINK = re.compile(r"(?:(?P<kind>[a-z]+(?:-[a-z]+)*)\s+)?(?P<url>\S+:\S+)(?:\s+(?P<label>.*))?", re.IGNORECASE)


class _Enter(BaseModel):
    model_config = ConfigDict(extra="forbid")
    workshop: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
    head: Annotated[int, Field(strict=True, ge=0)] | None = None


@dataclass(frozen=True)
class Entrance:
    """A wish to follow the programme of a workshop, by a page that knows it up to the change `head`."""

    workshop_id: int
    head: int | None = None


read_entrance = Reader(_Enter, lambda wanted: Entrance(wanted.workshop, wanted.head))


def read_entry(form: Mapping[str, str], zone: ZoneInfo) -> EntryDraft:
    """A session or a talk, its times as wall clocks of the workshop; raises Invalid with every bad field."""
    fields = Fields(form)
    starts, ends = fields.moment("starts_at", "The start"), fields.moment("ends_at", "The end")
    kind = fields.line("kind", "The kind", 40).lower() or "talk"
    draft = EntryDraft(
        title=fields.line("title", "The title", 500, is_needed=True),
        kind=kind,
        starts_at=fields.take("starts_at", partial(instant_in, zone, starts, "starts_at"), None)
        if starts
        else None,
        ends_at=fields.take("ends_at", partial(instant_in, zone, ends, "ends_at"), None) if ends else None,
        speakers=_read_speakers(fields),
        abstract=fields.text("abstract", "The abstract", 20_000),
        links=_read_links(fields),
        mode=fields.choice("mode", "Where it takes place", MODES, ""),
        is_streamed=fields.is_ticked("is_streamed"),
        is_social=fields.is_ticked("is_social"),
    )
    fields.take("ends_at", lambda: check_span(draft.starts_at, draft.ends_at), None)
    fields.check()
    return draft


def read_star(form: Mapping[str, str]) -> tuple[Key, bool]:
    """Which session or talk, and whether it is to have a star; raises Invalid."""
    return read_key(form.get("entry", "")), form.get("is_on") != "no"


def values_of(entry: ProgrammeEntry, zone: ZoneInfo) -> dict[str, Any]:
    """A stored entry as the fields of the form show it."""
    return {
        "title": entry.title,
        "kind": entry.kind,
        "starts_at": f"{entry.starts_at.astimezone(zone):%Y-%m-%dT%H:%M}" if entry.starts_at else "",
        "ends_at": f"{entry.ends_at.astimezone(zone):%Y-%m-%dT%H:%M}" if entry.ends_at else "",
        "speakers": "\n".join(_speaker_line(speaker) for speaker in entry.speakers),
        "abstract": entry.abstract,
        "links": "\n".join(
            f"{one['kind']} {one['url']} {one.get('label') or ''}".strip() for one in entry.links
        ),
        "mode": entry.mode,
        "is_streamed": getattr(entry, "is_streamed", False),
        "is_social": getattr(entry, "is_social", False),
    }


def new_values(workshop: Workshop) -> dict[str, Any]:
    """What the form of a new session begins with."""
    return {
        "kind": "talk",
        "starts_at": f"{workshop.starts_on.isoformat()}T09:00" if workshop.starts_on else "",
    }


def kinds_with(kind: str) -> list[tuple[str, str]]:
    """The kinds to choose from; one that an import brought is among them."""
    return [*KINDS.items(), *([] if kind in KINDS else [(kind, kind.replace("-", " ").capitalize())])]


def _read_speakers(fields: Fields) -> tuple[SpeakerDraft, ...]:
    speakers = []
    for line in fields.lines("speakers"):
        found = SPEAKER.fullmatch(line)
        name, affiliation = (found["name"], found["affiliation"] or "") if found else (line, "")
        if len(name) > 120 or len(affiliation) > 200:
            fields.refuse("speakers", f"“{line[:40]}…” is too long: a name has at most 120 characters.")
        speakers.append(SpeakerDraft(name, affiliation.strip()))
    return tuple(speakers)


def _read_links(fields: Fields) -> tuple[LinkDraft, ...]:
    links = []
    for line in fields.lines("links"):
        found = LINK.fullmatch(line)
        if found is None:
            fields.refuse(
                "links",
                f"“{line[:60]}” has no web address; a line looks like: slides https://example.org/a.pdf",
            )
            continue
        url = fields.take("links", partial(check_web_address, found["url"]), "")
        links.append(LinkDraft((found["kind"] or "page").lower()[:20], url, (found["label"] or "")[:200]))
    return tuple(links)


def _speaker_line(speaker: Mapping[str, Any]) -> str:
    affiliation = speaker.get("affiliation")
    return f"{speaker['name']} ({affiliation})" if affiliation else str(speaker["name"])
