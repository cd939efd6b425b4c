"""A workshop with an organizer, lists as sites export them, and the steps of an import without a browser."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import config
from portal.access import Actor, Role
from portal.accounts.models import Person
from portal.accounts.queries import person_with
from portal.doors.jobs import Desk
from portal.registrations.models import Registration
from portal.registrations.queries import registration_of
from portal.rosters import actions, jobs
from portal.rosters.actions import applying, undoing
from portal.rosters.models import RosterImport
from portal.rosters.rules.table import Limits
from portal.rosters.rules.upload import read_text
from portal.rosters.rules.workbook import write_workbook
from portal.store.work import Store, Work
from tests.made import committed, make_actor, make_workshop

LIMITS = Limits()


def workbook(rows: Sequence[Sequence[object]], title: str = "Attendees") -> bytes:
    """An XLSX file whose first row is the headings."""
    out = io.BytesIO()
    write_workbook(out, title, [str(one) for one in rows[0]], rows[1:])
    return out.getvalue()


@dataclass(frozen=True)
class Scene:
    """A workshop that an organizer brings lists into."""

    desk: Desk
    organizer: Actor
    workshop_id: int

    @property
    def store(self) -> Store:
        return self.desk.store

    def brought(self, text: str) -> int:
        """A list that was uploaded and looked at; its id."""
        with committed(self.store) as work:
            table = read_text(text, LIMITS)
            found = actions.upload(work, self.organizer, table, "people.csv")
            import_id, version = found.id, actions.check(work, self.organizer, found.id).version
        jobs.check(self.desk, import_id, version)
        return import_id

    def apply(self, import_id: int, *, is_partly: bool = False) -> RosterImport:
        with committed(self.store) as work:
            applying.apply(work, self.organizer, import_id, is_partly=is_partly)
        jobs.apply(self.desk, import_id)
        return self.found(import_id)

    def undo(self, import_id: int) -> RosterImport:
        with committed(self.store) as work:
            undoing.undo(work, self.organizer, import_id)
        jobs.undo(self.desk, import_id)
        jobs.sweep(self.desk, import_id)
        return self.found(import_id)

    def found(self, import_id: int) -> RosterImport:
        with self.store.reading() as work:
            found = work.get(RosterImport, import_id)
            work.session.expunge(found)
            return found

    def standing(self, email: str) -> tuple[str, list[str]] | None:
        """The state and the roles of somebody, None for who is not registered."""
        with self.store.reading() as work:
            found = self.registration(work, email)
            return (found.state, found.role_names) if found else None

    def registration(self, work: Work, email: str) -> Registration | None:
        person = person_with(work, email)
        return registration_of(work, self.workshop_id, person.id) if person else None

    def person(self, email: str) -> Person | None:
        with self.store.reading() as work:
            return person_with(work, email)


def make_scene(store: Store, data_dir: Path) -> Scene:
    with committed(store) as work:
        workshop = make_workshop(work)
        organizer = make_actor(work, workshop, Role.ORGANIZER)
        return Scene(Desk(store, config.testing(data_dir), lambda _: None), organizer, workshop.id)
