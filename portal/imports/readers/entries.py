"""What one row of a schedule says: its title, kind, people, links and abstract, without its time."""

import re
from collections.abc import Iterator, Sequence

from portal.imports.readers.inline import tidy
from portal.imports.readers.kinds import SOCIAL, STREAMED, TALK_KINDS, kind_of, link_kind, mode_of
from portal.imports.readers.titles import HEADING_KINDS, Columns, is_label, read_title
from portal.imports.rules import DraftSession, Link, Mode, Part, Role, Speaker

LONG = 150
QUOTES = re.compile(r"[\"“](.+)[\"”]")
ABSTRACT = re.compile(r"^abstract\s?[:.]\s*", re.IGNORECASE)
IN_PARENTHESES = re.compile(r"\s*\(([^()]*)\)")
# A talk may be called "Social learning"; only these kinds are believed of a title that has a speaker.
KINDS_WITH_SPEAKERS = frozenset(
    {"panel", "opening", "closing", "keynote", "tutorial", "awards", "discussion"}
)


def read_entry(columns: Columns, file: str, line: int) -> DraftSession:
    """Read one row; nothing in its cells is dropped but the marks and labels that were understood."""
    text = " ".join(cell.text for cell in columns.cells())
    reading = read_title(columns)
    title = reading.title or reading.kind_text
    quoted = QUOTES.fullmatch(title)
    parts = _parts(title)
    kind = reading.kind or _kind_of_title(title, reading.speakers, columns.hint)
    if parts:
        kind = next((part.kind for part in parts if part.kind == "poster-session"), parts[0].kind)
    details = [columns.title.details, columns.abstract.text if columns.abstract else ""]
    abstract = "\n\n".join(filter(None, [*details, *reading.extra]))
    return DraftSession(
        title=quoted[1] if quoted else title,
        kind=kind,
        speakers=reading.speakers,
        links=tuple(_links(columns)),
        abstract=ABSTRACT.sub("", abstract) or None,
        mode=_mode(parts, text if columns.mode is None else f"{title} {columns.mode.text}"),
        is_streamed=STREAMED in text,
        is_social=SOCIAL in text,
        room=(columns.room.text or None) if columns.room else None,
        parts=parts,
        file=file,
        line=line,
    )


def role_of(entry: DraftSession, cells: int) -> Role:
    """What a row without a time is to the row above it; `cells` is how many of its cells hold something."""
    if entry.speakers or cells > 1:
        return Role.ENTRY
    if entry.kind in HEADING_KINDS:
        return Role.HEADING
    return Role.ABSTRACT if len(entry.title) > LONG else Role.ENTRY


def _kind_of_title(title: str, speakers: Sequence[Speaker], hint: str) -> str:
    kind = kind_of(title)
    if speakers:
        return (
            kind if kind in KINDS_WITH_SPEAKERS or (kind and kind in TALK_KINDS) else kind_of(hint) or "talk"
        )
    return kind or kind_of(hint) or "other"


def _parts(title: str) -> tuple[Part, ...]:
    """The things that a title names at once: "Lunch (offline) | Poster session (online)"."""
    pieces = [tidy(piece) for piece in title.split("|") if piece.strip()]
    kinds = [kind_of(piece) for piece in pieces]
    if len(pieces) < 2 or None in kinds:
        return ()
    return tuple(
        Part(_without_mode(piece), kind or "other", mode_of(piece))
        for piece, kind in zip(pieces, kinds, strict=True)
    )


def _without_mode(text: str) -> str:
    return tidy(IN_PARENTHESES.sub(lambda match: "" if mode_of(match[1]) else match[0], text))


def _mode(parts: Sequence[Part], text: str) -> Mode | None:
    modes = {part.mode for part in parts if part.mode}
    if len(modes) > 1:
        return Mode.HYBRID
    return modes.pop() if modes else mode_of(text)


def _links(columns: Columns) -> Iterator[Link]:
    for cell in columns.cells():
        for text, url in cell.links:
            kind = link_kind(text, url) if is_label(text, url) else link_kind("", url)
            if url.startswith(("http://", "https://")) or (
                kind != "page" and not url.startswith(("#", "mailto:", "javascript:"))
            ):
                yield Link(kind, url)
