"""Messages and changes of them, made as short as a test can say them."""

from portal.access import Actor, Role
from portal.store.work import Store
from portal.threads.actions import delete, edit, post, set_hosts
from portal.threads.rules import Change, MessageDraft
from portal.workshops.models import Workshop
from tests.made import Room, committed, make_actor


def say(store: Store, room: Room, text: str, client_id: str = "c-1", actor: Actor | None = None) -> int:
    with committed(store) as work:
        return post(work, actor or room.attendee, MessageDraft(room.thread_id, client_id, text))


def change(
    store: Store, room: Room, seq: int, text: str, client_id: str = "e-1", *, actor: Actor | None = None
) -> int:
    with committed(store) as work:
        return edit(work, actor or room.attendee, Change(room.thread_id, seq, client_id, text))


def remove(store: Store, room: Room, seq: int, client_id: str = "d-1", *, actor: Actor | None = None) -> int:
    with committed(store) as work:
        return delete(work, actor or room.attendee, Change(room.thread_id, seq, client_id))


def somebody(store: Store, room: Room, *roles: Role, hosts: bool = False) -> Actor:
    with committed(store) as work:
        actor = make_actor(work, work.get(Workshop, room.workshop_id), *roles)
        if hosts:
            set_hosts(work, room.thread_id, {actor.known_id: "presenter"})
        return actor
