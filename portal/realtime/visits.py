"""The open WebSockets of this process, from the upgrade to the end: how many, from where, and who is kept out."""

import ipaddress
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from portal.errors import TooMany
from portal.realtime.counters import Seldom

KEY = "portal.visit"
"""Under this name a visit stands in the environment of its request."""

SOON = 2.0
LATER = 10.0
MOST_BLOCKS = 10_000


@dataclass(frozen=True)
class Caps:
    """How many WebSockets there may be, and for how long somebody who floods is kept out."""

    sockets: int
    per_address: int
    half_open: int
    block_seconds: float


@dataclass(eq=False)
class Visit:
    """One WebSocket. `token` reads the sign-in from the request's cookie, which costs, so it is asked seldom."""

    address: str
    token: Callable[[], str | None]
    visits: "Visits"
    person_id: int | None = None

    def check(self, person_id: int) -> None:
        """Raises TooMany while this person is kept out."""
        self.visits.check_person(person_id)

    def connected(self, person_id: int) -> None:
        """Its CONNECT was accepted: it is this person's."""
        self.person_id = person_id
        self.visits.set_half_open(self, is_so=False)

    def disconnected(self) -> None:
        """It left the namespace; the WebSocket itself may still be open."""
        if self.person_id is not None:
            self.person_id = None
            self.visits.set_half_open(self, is_so=True)

    def flood(self) -> None:
        """It sent far too much: whoever it is stays out for a while."""
        self.visits.block(self)

    def refuse(self, kind: str) -> None:
        """It sent what no browser sends."""
        self.visits.note(kind, self.address)


@dataclass
class Visits:
    """Counts the WebSockets of this process; raises TooMany for one that does not fit, and leaves the others alone."""

    caps: Caps
    turned_away: Counter[str] = field(default_factory=Counter)
    _half_open: set[Visit] = field(default_factory=set)
    _by_address: Counter[str] = field(default_factory=Counter)
    _half_open_by_address: Counter[str] = field(default_factory=Counter)
    _count: int = 0
    _blocked_until: dict[tuple[str, str | int], float] = field(default_factory=dict)
    _said: dict[str, Seldom] = field(default_factory=lambda: defaultdict(Seldom))

    def begin(self, address: str, token: Callable[[], str | None]) -> Visit:
        """Take a new WebSocket in; raises TooMany with the seconds after which it may come again."""
        visit = Visit(group_of(address), token, self)
        try:
            self._check_block(visit)
            self._check_room(visit.address)
        except TooMany:
            self.note("too-many", visit.address)
            raise
        self._count += 1
        self._by_address[visit.address] += 1
        self.set_half_open(visit, is_so=True)
        return visit

    def end(self, visit: Visit) -> None:
        self._count -= 1
        _take_one(self._by_address, visit.address)
        self.set_half_open(visit, is_so=False)

    def set_half_open(self, visit: Visit, *, is_so: bool) -> None:
        if is_so and visit not in self._half_open:
            self._half_open.add(visit)
            self._half_open_by_address[visit.address] += 1
        elif not is_so and visit in self._half_open:
            self._half_open.discard(visit)
            _take_one(self._half_open_by_address, visit.address)

    def check_person(self, person_id: int) -> None:
        """Raises TooMany while this person is kept out."""
        self._check_key(("person", person_id))

    def block(self, visit: Visit) -> None:
        """Keep out whoever this is: the person, else the sign-in of the cookie, else the address."""
        until = time.monotonic() + self.caps.block_seconds
        if len(self._blocked_until) >= MOST_BLOCKS:
            self._forget_old_blocks()
        token = visit.token()
        if visit.person_id is not None:
            self._blocked_until["person", visit.person_id] = until
        self._blocked_until[("token", token) if token else ("address", visit.address)] = until
        self.note("flood", visit.address)

    def note(self, kind: str, address: str, **more: Any) -> None:
        """Count what was turned away; the log says so once a second at most."""
        self.turned_away[kind] += 1
        self._said[kind].warn("live.turned_away", kind=kind, address=address, **more)

    def _check_block(self, visit: Visit) -> None:
        if not self._blocked_until:
            return
        token = visit.token()
        self._check_key(("token", token) if token else ("address", visit.address))

    def _check_key(self, key: tuple[str, str | int]) -> None:
        until = self._blocked_until.get(key)
        if until is None:
            return
        left = until - time.monotonic()
        if left <= 0:
            self._blocked_until.pop(key, None)
            return
        raise TooMany(
            f"Too much came from here at once. Please wait {round(left + 0.5)} s.", retry_after=round(left, 1)
        )

    def _check_room(self, address: str) -> None:
        caps = self.caps
        if self._count >= caps.sockets:
            raise TooMany("The portal is full at this moment.", retry_after=LATER)
        if address and self._by_address[address] >= caps.per_address:
            raise TooMany("Too many connections come from this network.", retry_after=LATER)
        # One address has half of these places at most, so that it alone cannot keep everybody else out.
        mine = self._half_open_by_address[address] if address else 0
        if len(self._half_open) >= caps.half_open or mine >= max(1, caps.half_open // 2):
            raise TooMany("Too many are connecting at this moment.", retry_after=SOON)

    def _forget_old_blocks(self) -> None:
        now = time.monotonic()
        self._blocked_until = {key: until for key, until in self._blocked_until.items() if until > now}


def group_of(address: str) -> str:
    """What counts as one network address: of IPv6 the first half, because a subscriber has all of the other."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((int(found), 64), strict=False).network_address)


def _take_one(counts: Counter[str], address: str) -> None:
    counts[address] -= 1
    if counts[address] <= 0:
        del counts[address]
