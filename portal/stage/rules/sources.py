"""Where a stream may come from: pasted addresses become addresses that the portal itself has made, by an allow-list."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum, auto
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

from portal.errors import Invalid

MOST_SOURCES = 8
LONGEST_ADDRESS = 1000


class SourceKind(StrEnum):
    """How a source is shown: played in the page, embedded after a click, or opened in a tab of its own."""

    HLS = auto()
    FILE = auto()
    YOUTUBE = auto()
    VIMEO = auto()
    SLIDESLIVE = auto()
    MEETING = auto()
    PAGE = auto()


KIND_WORDS = {
    SourceKind.HLS: "HLS stream (.m3u8)",
    SourceKind.FILE: "Video file (.mp4, .webm)",
    SourceKind.YOUTUBE: "YouTube",
    SourceKind.VIMEO: "Vimeo",
    SourceKind.SLIDESLIVE: "SlidesLive",
    SourceKind.MEETING: "Meeting (Zoom, Jitsi, BigBlueButton …)",
    SourceKind.PAGE: "Another page",
}

SERVICES = {SourceKind.YOUTUBE: "YouTube", SourceKind.VIMEO: "Vimeo", SourceKind.SLIDESLIVE: "SlidesLive"}
"""The kinds whose player is another site's and is loaded only when somebody asks for it."""


@dataclass(frozen=True)
class SourceDraft:
    """One row of the form, with addresses that were made by `address_of` and `captions_of`."""

    kind: SourceKind
    url: str
    label: str = ""
    captions: str = ""


@dataclass(frozen=True)
class StageDraft:
    """A stage as an organizer describes it; `session_ids` are the sessions that take place on it.

    `meeting_url` leads into the meeting of those who speak.
    """

    name: str
    slug: str
    sources: tuple[SourceDraft, ...] = ()
    session_ids: frozenset[int] = frozenset()
    meeting_url: str = ""


def guess_kind(text: str) -> SourceKind:
    """The kind that an address most likely has, for a form that was filled by pasting."""
    parts = _split(text)
    host = parts.hostname or ""
    if parts.path.endswith(".m3u8"):
        return SourceKind.HLS
    if parts.path.endswith(FILES):
        return SourceKind.FILE
    for names, kind in (
        (YOUTUBE_HOSTS, SourceKind.YOUTUBE),
        (VIMEO_HOSTS, SourceKind.VIMEO),
        ({SLIDESLIVE_HOST}, SourceKind.SLIDESLIVE),
    ):
        if host in names:
            return kind
    is_meeting = any(re.search(rf"(^|\.){re.escape(name)}$", host) for name in MEETING_HOSTS)
    return SourceKind.MEETING if is_meeting or "/b/" in parts.path else SourceKind.PAGE


def address_of(kind: SourceKind, text: str) -> str:
    """The address to keep for a pasted one: for an embedded kind the player's own, else the address as it stands.

    Raises Invalid for every address that is not of this kind, above all for other schemes and other hosts.
    """
    return _checked(text, READERS[kind])


def check_host(address: str, own_origin: str, stream_hosts: Iterable[str]) -> None:
    """What the page plays by itself comes from here or from a host that the operator allowed.

    Raises Invalid with the remedy.
    """
    parts = urlsplit(address)
    origin = f"{parts.scheme}://{parts.netloc}".lower()
    if not parts.netloc or origin in {
        own_origin.lower(),
        *(host.lower().rstrip("/") for host in stream_hosts),
    }:
        return
    raise _bad(
        f"comes from {parts.netloc}, which this portal does not play yet: its operator adds {origin} to the setting "
        "PORTAL_STREAM_HOSTS"
    )


def captions_of(text: str, own_origin: str, stream_hosts: Iterable[str]) -> str:
    """The address of captions: a WebVTT file from where streams may come from, or the page of a captioner.

    Raises Invalid.
    """
    if not text.strip():
        return ""
    address = _checked(text, _web_or_own)
    if is_track(address):
        check_host(address, own_origin, stream_hosts)
    return address


def is_track(captions: str) -> bool:
    """Whether these captions are a file that the page itself shows."""
    return urlsplit(captions).path.endswith(".vtt")


def outside_page(kind: SourceKind, address: str) -> str:
    """The page of an embedded video on its own site, for those who would rather watch it there."""
    last = urlsplit(address).path.rpartition("/")[2]
    match kind:
        case SourceKind.YOUTUBE:
            return f"https://www.youtube.com/watch?v={last}"
        case SourceKind.VIMEO:
            secret = urlsplit(address).query.removeprefix("h=")
            return f"https://vimeo.com/{last}" + (f"/{secret}" if secret else "")
        case _:
            return address


YOUTUBE_HOSTS = frozenset(
    {"youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be", "www.youtube-nocookie.com"}
)
VIMEO_HOSTS = frozenset({"vimeo.com", "www.vimeo.com", "player.vimeo.com"})
FILES = (".mp4", ".webm")
SLIDESLIVE_HOST = "recorder-v3.slideslive.com"
MEETING_HOSTS = (
    "zoom.us",
    "zoom.com",
    "meet.jit.si",
    "meet.google.com",
    "teams.microsoft.com",
    "webex.com",
    "gather.town",
)


def _youtube(address: str) -> str:
    parts = _web(address)
    found = ""
    if parts.hostname in YOUTUBE_HOSTS:
        path = parts.path.strip("/").split("/")
        if parts.hostname == "youtu.be":
            found = path[0]
        elif path[0] == "watch":
            found = parse_qs(parts.query).get("v", [""])[0]
        elif path[0] in {"embed", "live", "shorts"} and len(path) > 1:
            found = path[1]
    if not re.fullmatch(r"[A-Za-z0-9_-]{11}", found):
        raise _bad("is not the address of one YouTube video, as in https://youtu.be/… with eleven signs")
    return f"https://www.youtube-nocookie.com/embed/{found}"


def _vimeo(address: str) -> str:
    parts = _web(address)
    path = parts.path.strip("/").removeprefix("video/").split("/")
    if parts.hostname not in VIMEO_HOSTS or not re.fullmatch(r"[0-9]{5,12}", path[0]):
        raise _bad("is not the address of one Vimeo video, as in https://vimeo.com/… with its number")
    secret = path[1] if len(path) > 1 else parse_qs(parts.query).get("h", [""])[0]
    hidden = f"?h={secret}" if re.fullmatch(r"[0-9a-f]{6,16}", secret) else ""
    return f"https://player.vimeo.com/video/{path[0]}{hidden}"


def _slideslive(address: str) -> str:
    parts = _web(address)
    asked = parse_qs(parts.query) or parse_qs(parts.fragment.partition("?")[2])
    share, key = (asked.get(name, [""])[0] for name in ("share", "s"))
    is_good = re.fullmatch(r"[0-9]{1,10}", share) and re.fullmatch(r"[0-9a-fA-F-]{8,40}", key)
    if parts.hostname != SLIDESLIVE_HOST or not is_good:
        raise _bad(f"is not a shared recording of SlidesLive, as in https://{SLIDESLIVE_HOST}/?share=…&s=…")
    return f"https://{SLIDESLIVE_HOST}/?{urlencode({'share': share, 's': key})}"


def _hls(address: str) -> str:
    if not urlsplit(_web_or_own(address)).path.endswith(".m3u8"):
        raise _bad("is not an HLS playlist: such an address ends with .m3u8")
    return address


def _file(address: str) -> str:
    if not urlsplit(_web_or_own(address)).path.endswith(FILES):
        raise _bad("is not a video file: such an address ends with .mp4 or .webm")
    return address


def _web_or_own(address: str) -> str:
    """An address of this portal may be written without its host."""
    if address.startswith("/") and not address.startswith("//"):
        _split(address)
    else:
        _web(address)
    return address


def _link(address: str) -> str:
    _web(address)
    return address


READERS: dict[SourceKind, Callable[[str], str]] = {
    SourceKind.HLS: _hls,
    SourceKind.FILE: _file,
    SourceKind.YOUTUBE: _youtube,
    SourceKind.VIMEO: _vimeo,
    SourceKind.SLIDESLIVE: _slideslive,
    SourceKind.MEETING: _link,
    SourceKind.PAGE: _link,
}


def _checked(text: str, read: Callable[[str], str]) -> str:
    address = text.strip()
    if not address:
        raise _bad("is empty")
    if len(address) > LONGEST_ADDRESS:
        raise _bad(f"has more than {LONGEST_ADDRESS} characters")
    if re.search(r"[\s\x00-\x1f\x7f\\<>\"]", address):
        raise _bad("holds a space or a sign that no address has")
    return read(address)


def _web(address: str) -> SplitResult:
    """The parts of an http or https address without a name and password in it."""
    parts = _split(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise _bad("needs the form https://…")
    if parts.username is not None or parts.password is not None:
        raise _bad("holds a name or a password, which everybody would read")
    return parts


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address.strip())
        _ = parts.port
    except ValueError:
        raise _bad("cannot be read as an address") from None
    return parts


def _bad(reason: str) -> Invalid:
    return Invalid(f"The address {reason}.", fields={"url": reason})
