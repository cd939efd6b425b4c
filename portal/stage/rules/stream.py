"""Who hears of a stage's stream, which source comes first, and what is played once a session is over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from portal.errors import Invalid, NotFound
from portal.stage.rules.sources import SourceDraft, SourceKind, address_of, check_host, guess_kind

RECORDED = frozenset({"recording", "video"})
"""The kinds of links that lead to a recording once the session is over."""


class Numbered(Protocol):
    """A source, as far as its place is chosen by it."""

    @property
    def id(self) -> int: ...


Source = TypeVar("Source", bound=Numbered)


@dataclass(frozen=True)
class SourceChoice:
    """This source of this stage is the one that everybody sees first."""

    stage_id: int
    source_id: int


@dataclass(frozen=True)
class SourceReport:
    """What one viewer's page says of a source: it plays, it fails, or nobody watches it there any more."""

    stage_id: int
    source_id: int
    state: str


PLAYS, FAILS = "plays", "fails"


def report_room(source_id: int, state: str) -> str:
    """Those on whose page this source plays, or fails; only counted, nothing is told there."""
    return f"source:{source_id}:{state}"


def report_in(room: str) -> tuple[int, str] | None:
    """The source and the state of such a room, or None for another kind of room."""
    kind, _, rest = room.partition(":")
    number, _, state = rest.partition(":")
    return (int(number), state) if kind == "source" else None


def stream_room(stage_id: int) -> str:
    """Everybody who follows where the stream of a stage comes from."""
    return f"stream:{stage_id}"


def stage_in(room: str) -> int | None:
    kind, _, number = room.partition(":")
    return int(number) if kind == "stream" else None


def with_first(sources: Sequence[Source], source_id: int) -> list[Source]:
    """The same sources with this one before the others; raises NotFound when it is not among them."""
    chosen = next((one for one in sources if one.id == source_id), None)
    if chosen is None:
        raise NotFound("This source is no longer there. Please open the page again.")
    return [chosen, *(one for one in sources if one is not chosen)]


def recordings_among(
    links: Iterable[Mapping[str, Any]], title: str, own_origin: str, stream_hosts: Iterable[str]
) -> list[SourceDraft]:
    """The recordings that links lead to; one that the page may not play itself is a page elsewhere."""
    found = []
    for link in links:
        if link.get("kind") not in RECORDED:
            continue
        label = str(link.get("label") or title)
        for kind in (guess_kind(str(link["url"])), SourceKind.PAGE):
            try:
                url = address_of(kind, str(link["url"]))
                if kind in {SourceKind.HLS, SourceKind.FILE}:
                    check_host(url, own_origin, stream_hosts)
            except Invalid:
                continue
            found.append(SourceDraft(kind, url, label))
            break
    return found
