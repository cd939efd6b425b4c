"""Two people who write to each other, and a third one."""

from dataclasses import dataclass

from portal.access import Actor
from portal.contacts.actions import block
from portal.conversations.actions import write_to
from portal.store.work import Store
from tests.made import committed
from tests.profiles.made import Company, make_company


@dataclass
class Two:
    """Ann is hidden, Ben and Cleo are listed; each change is a transaction of its own."""

    company: Company
    ann: Actor
    ben: Actor
    cleo: Actor

    @property
    def store(self) -> Store:
        return self.company.store

    def write(self, actor: Actor, other: Actor, text: str = "hello", client_id: str = "c-1") -> int:
        with committed(self.store) as work:
            return write_to(work, actor, other.known_id, client_id, text)

    def block(self, actor: Actor, other: Actor) -> None:
        with committed(self.store) as work:
            block(work, actor, other.known_id)


def make_two(store: Store, slug: str = "tides") -> Two:
    company = make_company(store, slug)
    return Two(company, company.add("Ann", None), company.add("Ben"), company.add("Cleo"))
