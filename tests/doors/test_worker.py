"""The worker's script, its page, and the word on each page that says whose it is."""

import re

import pytest

from portal.access import Role
from portal.doors.static import build_hash
from portal.doors.worker import READER
from tests.made import committed, make_actor, make_workshop
from tests.visit import Site, lead


@pytest.fixture
def people(site: Site) -> list[int]:
    """Two attendees of a workshop, and its organizer."""
    with committed(site.store) as work:
        workshop = make_workshop(work)
        roles = (Role.ATTENDEE, Role.ATTENDEE, Role.ORGANIZER)
        return [make_actor(work, workshop, role).known_id for role in roles]


def test_the_script_names_this_build_and_files_that_are_there(site: Site) -> None:
    visitor = site.visitor()
    answer = visitor.get("/worker.js")

    assert answer.content_type.startswith("text/javascript")
    assert f'"build": "{build_hash()}"' in answer.text
    files = re.findall(r'"(/static/[^"]+)"', answer.text)
    assert f"/static/{build_hash()}/programme/programme.css" in files
    assert {visitor.get(path).status_code for path in files} == {200}
    size = sum(len(visitor.get(path, headers={"Accept-Encoding": "gzip"}).data) for path in files)
    assert size < 120_000


def test_the_page_for_later_belongs_to_nobody(site: Site, people: list[int]) -> None:
    answer = site.signed_in(people[0]).get("/out-of-reach")

    assert answer.text == site.visitor().get("/out-of-reach").text
    assert "The portal is out of reach" in lead(answer)
    assert READER not in answer.headers
    assert "csrf" not in answer.text


def test_each_page_says_whose_it_is_and_nothing_more(site: Site, people: list[int]) -> None:
    one, other = site.signed_in(people[0]), site.signed_in(people[1])
    first = one.get("/tides/schedule").headers[READER]

    assert one.get("/tides/agenda").headers[READER] == first
    assert other.get("/tides/schedule").headers[READER] != first
    nobody = site.visitor().get("/tides/schedule").headers[READER]
    assert nobody != first
    one.post("/sign-out")
    assert one.get("/tides/schedule").headers[READER] == nobody
    assert READER not in one.get("/healthz").headers
