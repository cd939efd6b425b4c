"""What somebody needs who speaks, presents or chairs, and whether they have it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

LONGEST_NAME = 200


class Kind(StrEnum):
    """What a row is about."""

    TALK = auto()
    POSTER = auto()
    CHAIR = auto()


class Page(StrEnum):
    """A page that somebody has to find on the day: the live page, the poster's room, the one with their own times."""

    STAGE = auto()
    POSTER = auto()
    OWN = auto()


class Sign(StrEnum):
    """One of the signs that somebody is ready."""

    PEOPLE = auto()
    INVITATION = auto()
    LINK = auto()
    DEVICES = auto()
    SLOT = auto()
    FILE = auto()
    PREVIEW = auto()


SIGN_WORDS = {
    Sign.PEOPLE: "Presenter known",
    Sign.INVITATION: "Invitation opened",
    Sign.LINK: "Link tested",
    Sign.DEVICES: "Camera and microphone",
    Sign.SLOT: "Time known",
    Sign.FILE: "File sent",
    Sign.PREVIEW: "Preview made",
}


@dataclass(frozen=True)
class Found:
    """Whether a sign is there, in words; it does not matter where `is_wanted` is False."""

    is_there: bool
    words: str
    at: datetime | None = None
    is_wanted: bool = True

    @property
    def is_missing(self) -> bool:
        return self.is_wanted and not self.is_there


NOT_WANTED = Found(False, "", is_wanted=False)


@dataclass(frozen=True)
class Devices:
    """How somebody's last test of camera and microphone ended."""

    at: datetime
    has_camera: bool
    has_microphone: bool
    browser: str = ""

    @property
    def words(self) -> str:
        if self.has_camera and self.has_microphone:
            return "both work"
        if self.has_microphone:
            return "microphone only"
        return "camera only" if self.has_camera else "neither works"


@dataclass(frozen=True)
class Ready:
    """What is known of one person; what is None has not happened."""

    id: int
    name: str
    email: str
    invited_at: datetime | None = None
    opened_at: datetime | None = None
    signed_in_at: datetime | None = None
    stage_at: datetime | None = None
    room_at: datetime | None = None
    own_at: datetime | None = None
    devices: Devices | None = None


@dataclass(frozen=True)
class Row:
    """A talk, a poster or a chair: who is concerned, and each sign."""

    kind: Kind
    about_id: int
    title: str
    board: str
    starts_at: datetime | None
    people: Sequence[Ready]
    signs: dict[Sign, Found]
    stand_in: str = ""

    @property
    def missing(self) -> list[Sign]:
        return [sign for sign, found in self.signs.items() if found.is_missing]

    @property
    def is_ready(self) -> bool:
        return not self.missing


def signs_of_people(people: Sequence[Ready], *, kind: Kind) -> dict[Sign, Found]:
    """The signs that one presenter is enough for; of several the one who is furthest counts."""
    if not people:
        nobody = "nobody with an account"
        return {Sign.PEOPLE: Found(False, nobody)}
    opened = _first(one.opened_at or one.signed_in_at for one in people)
    was_invited = any(one.invited_at for one in people)
    link = _first(one.room_at if kind is Kind.POSTER else one.stage_at for one in people)
    slot = _first(one.own_at for one in people)
    return {
        Sign.PEOPLE: Found(True, ", ".join(one.name for one in people)),
        Sign.INVITATION: Found(
            opened is not None,
            "opened" if opened else "not yet" if was_invited else "never signed in",
            opened,
        ),
        Sign.LINK: Found(link is not None, "opened" if link else "not yet", link),
        Sign.DEVICES: _devices(people),
        Sign.SLOT: NOT_WANTED
        if kind is Kind.CHAIR
        else Found(slot is not None, "seen" if slot else "not yet", slot),
    }


def _devices(people: Sequence[Ready]) -> Found:
    tests = [one.devices for one in people if one.devices]
    if not tests:
        return Found(False, "not tested")
    best = max(tests, key=lambda one: (one.has_microphone, one.has_camera, one.at))
    words = f"{best.words}, {best.browser}" if best.browser else best.words
    return Found(best.has_microphone and best.has_camera, words, best.at)


def _first(moments: Iterable[datetime | None]) -> datetime | None:
    return min((one for one in moments if one), default=None)


@dataclass(frozen=True)
class Wanted:
    """Which rows are shown: those of one kind, those that are not ready, those that miss one sign."""

    kind: Kind | None = None
    is_missing: bool = False
    sign: Sign | None = None

    def fits(self, row: Row) -> bool:
        if self.kind is not None and row.kind is not self.kind:
            return False
        if self.sign is not None and self.sign not in row.missing:
            return False
        return not (self.is_missing and row.is_ready)


def to_remind(rows: Iterable[Row]) -> list[Ready]:
    """Everybody behind the rows that are not ready, each once."""
    found = {one.id: one for row in rows if not row.is_ready for one in row.people}
    return sorted(found.values(), key=lambda one: one.name)
