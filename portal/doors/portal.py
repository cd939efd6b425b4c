"""What every door stands on: one running portal, put together in portal.app and handed to each request."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from flask import current_app

from portal.access import Actor
from portal.doors.providers import Providers
from portal.doors.seen import Seen
from portal.events import Event, Eviction
from portal.realtime.counters import Counters
from portal.realtime.figures import Figures
from portal.realtime.limits import Limits
from portal.settings import Settings
from portal.store.work import Store, Work

ReadActor = Callable[[Work, str | None, str | int | None], Actor]
"""(work, sign-in token, workshop as slug or id) → who is asking; NotFound for a workshop that does not exist."""


@dataclass(frozen=True)
class Measure:
    """One number about this process: a counter only grows, a gauge goes up and down."""

    kind: Literal["counter", "gauge"]
    read: Callable[[], float]


@dataclass
class Portal:
    """One running portal. The callables are the features' answers that the doors may not import."""

    settings: Settings
    store: Store
    limits: Limits
    read_actor: ReadActor
    furnish: Callable[[Work, Actor], dict[str, Any]]
    read_ahead: Callable[[Work, Actor, Any], Sequence[Any]]
    read_surveys: Callable[[Work, Actor, Any], Sequence[Any]]
    publish: Callable[[Sequence[Event | Eviction]], None]
    wake_jobs: Callable[[], None]
    at_sign_in: Callable[[Work, str], None]
    entrance: Callable[[Work, Actor], str | None]
    is_half: Callable[[str], bool]
    seen: Seen
    providers: Providers
    before_merge: Callable[[Work, int, int], None]
    measures: Mapping[str, Measure]
    counters: Counters
    figures: Figures
    closers: list[Callable[[], None]] = field(default_factory=list)

    def after_commit(self, work: Work) -> None:
        """Let the rooms hear and the jobs run; called by a door, after its commit."""
        if work.announced:
            self.publish(tuple(work.announced))
        if work.has_jobs:
            self.wake_jobs()

    def close(self) -> None:
        for close in reversed(self.closers):
            close()
        self.store.dispose()


def this_portal() -> Portal:
    """The portal of the current Flask application."""
    return cast(Portal, current_app.extensions["portal"])
