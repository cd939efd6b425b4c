"""People who come to a running portal with a browser, signed in already."""

from typing import Any

from portal.access import Actor
from portal.store.work import Store
from tests.made import committed, sign_in_link
from tests.servers.chromium import People, Person
from tests.servers.portal import Portal
from tests.servers.visitor import Visitor


def come(people: People, portal: Portal, store: Store, actor: Actor, **options: Any) -> Person:
    """Somebody with a fresh browser who has just signed in by a one-time link; `options` are those of People.open.

    The link is pressed without the browser, which saves each test two pages; tests/browser/test_main_job.py presses it.
    """
    with committed(store) as work:
        link = sign_in_link(work, actor)
    person = people.open(portal.base_url, **options)
    person.context.add_cookies(
        [
            {"name": one.name, "value": one.value or "", "url": portal.base_url, "httpOnly": True}
            for one in Visitor.signed_in(portal.base_url + link).http.cookies
        ]
    )
    return person
