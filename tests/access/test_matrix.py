"""The role matrix, walked: every route, command and delivered event for every kind of person."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

import config
from portal.app import COMMANDS, create_app
from portal.audit.models import AuditEntry
from portal.doors.portal import Portal
from portal.events import Event
from portal.store.work import Store
from tests.access.matrix import (
    BACKSTAGE_THREAD_ROUTES,
    COMMAND_ROWS,
    DIRECT_THREAD_ROUTES,
    EVENT_ROWS,
    ROUTE_ROWS,
    Answer,
    Row,
)
from tests.access.world import PEOPLE, World, build_world
from tests.made import committed


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Flask]:
    data_dir = tmp_path_factory.mktemp("matrix")
    shutil.copy(sqlite_template, data_dir / "portal.sqlite3")
    made = create_app(config.testing(data_dir, is_demo=True))
    made.config["WTF_CSRF_ENABLED"] = False
    yield made
    made.extensions["portal"].close()


@pytest.fixture(scope="module")
def world(app: Flask) -> World:
    portal: Portal = app.extensions["portal"]
    with committed(portal.store) as work:
        return build_world(work, portal.settings.data_dir)


@pytest.fixture
def fresh(app: Flask, world: World, tmp_path: Path) -> Iterator[Flask]:
    """The application on a copy of the world, so that no row of the matrix sees what another did."""
    portal: Portal = app.extensions["portal"]
    untouched = portal.store
    source = portal.settings.data_dir / "portal.sqlite3"
    with untouched.engines.writing.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(source, tmp_path / "copy.sqlite3")
    portal.store = Store.at(f"sqlite:///{tmp_path / 'copy.sqlite3'}")
    yield app
    portal.store.dispose()
    portal.store = untouched


def client_of(app: Flask, world: World, person: str) -> FlaskClient:
    client = app.test_client()
    token = world.tokens[person]
    if token is not None:
        with client.session_transaction() as session:
            session["_user_id"] = token
    return client


def answer_of(status: int, location: str) -> Answer:
    """What a person was told, by the status."""
    if status == 401 or (status == 303 and "/sign-in" in location and "next=" in location):
        return Answer.SIGN_IN
    if status in {403, 404}:
        return Answer.REFUSED if status == 403 else Answer.ABSENT
    assert status < 500, f"the portal broke: {status}"
    return Answer.YES


def routes(app: Flask) -> set[tuple[str, str]]:
    """Every (endpoint, method) that the application answers."""
    return {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_route_has_its_row_and_every_row_its_route(app: Flask) -> None:
    declared = set(ROUTE_ROWS)

    assert routes(app) - declared == set(), "routes without a row"
    assert declared - routes(app) == set(), "rows without a route"


def test_every_command_has_its_row() -> None:
    assert set(COMMANDS) == set(COMMAND_ROWS)


def test_every_event_has_its_row() -> None:
    def below(kind: type[Event]) -> set[type[Event]]:
        return {kind}.union(*(below(one) for one in kind.__subclasses__()))

    ours = {kind for kind in below(Event) if kind.__module__.startswith("portal.")}
    named = {kind.name for kind in ours if "name" in vars(kind)}
    assert named == set(EVENT_ROWS)


@pytest.mark.parametrize(
    ("route", "row"), [pytest.param(*item, id="-".join(item[0])) for item in ROUTE_ROWS.items()]
)
def test_a_route_answers_each_kind_of_person_as_its_row_says(
    fresh: Flask, world: World, route: tuple[str, str], row: Row
) -> None:
    assert walk(fresh, world, route, row, {}) == row.expected()


@pytest.mark.parametrize(
    ("route", "row"), [pytest.param(*item, id="-".join(item[0])) for item in BACKSTAGE_THREAD_ROUTES.items()]
)
def test_a_route_of_the_thread_behind_a_stage_is_for_those_who_are_there(
    fresh: Flask, world: World, route: tuple[str, str], row: Row
) -> None:
    here = {"thread_id": world.words["backstage_thread_id"], "seq": world.words["backstage_seq"]}

    assert walk(fresh, world, route, row, here) == row.expected()


@pytest.mark.parametrize(
    ("route", "row"), [pytest.param(*item, id="-".join(item[0])) for item in DIRECT_THREAD_ROUTES.items()]
)
def test_a_route_of_the_thread_between_two_people_is_for_these_two(
    fresh: Flask, world: World, route: tuple[str, str], row: Row
) -> None:
    here = {"thread_id": world.words["direct_thread_id"], "seq": world.words["direct_seq"]}

    assert walk(fresh, world, route, row, here) == row.expected()


def _address(fresh: Flask, world: World, endpoint: str, row: Row, here: dict[str, Any]) -> str:
    words = _words(fresh, endpoint, world)
    words.update({name: value for name, value in here.items() if name in words})
    query = {name: value.format(**world.words) for name, value in row.query.items()}
    return fresh.url_for(endpoint, **{**words, **query})


def walk(
    fresh: Flask, world: World, route: tuple[str, str], row: Row, here: dict[str, Any]
) -> dict[str, Answer]:
    """What each kind of person is told there; `here` stands in place of what the world's own words say."""
    endpoint, method = route
    told = {}
    for person in PEOPLE:
        with fresh.test_request_context():
            address = _address(fresh, world, endpoint, row, here)
        client = client_of(fresh, world, person)
        form = {name: str(value).format(**world.words) for name, value in row.form.items()}
        answer = client.open(address, method=method, data=form if method == "POST" else None)
        told[person] = answer_of(answer.status_code, answer.headers.get("Location", ""))
        answer.close()
        if method == "POST" and told[person] is Answer.YES:
            _undo(fresh, world)
    return told


OF_A_GUEST = {
    ("screens.hall", "GET"),
    ("questions.ask", "POST"),
    ("questions.vote", "POST"),
    ("polls.vote", "POST"),
}
"""What somebody may do who came in by the code of a hall, beside what a visitor may."""

STAFF = ("organizer", "moderator", "chair")

UNWRITTEN: dict[str, str] = {
    "registrations.": "tests/registrations say what is written of each decision about a person",
    "questions.vote": "everybody but the asker votes",
    "slides.draw_again": "the same pages once more",
    "slides.show": "whoever speaks shows and turns slides all the time",
    "slides.stop": "the same",
    "slides.turn": "the same",
    "slides.annotate": "the same",
    "backstage.give_signal": "a signal lasts for minutes, and the next one takes its place",
    "rounds.answer": "who was asked answers for themselves",
    "knocks.reply": "the answer is a message in the room",
    "posters.stand": "a presenter says where they stand",
    "tours.longer": "somebody in the group asks for it",
    "rosters.upload": "nobody on a list is touched before it is applied",
    "rosters.understand": "the same",
    "rosters.cancel": "the same",
    "mailings.add": "nothing of a draft leaves before it is sent",
    "mailings.change": "the same",
    "mailings.delete": "the same",
    "mailings.try_out": "it goes to who writes it alone",
}
"""What staff do that is no decision about others, by the beginning of the route's name, with the reason."""

NOTHING_TO_DO: dict[str, str] = {
    "moderation.reopen": "the case is open; tests/moderation/test_reports.py reopens one",
    "polls.edit": "the poll is open, and an open one is not changed",
    "polls.delete": "the same",
    "polls.show_text": "the poll has no texts",
    "surveys.publish": "the survey is open",
    "surveys.delete": "the same",
    "surveys.delete_question": "the same",
    "delays.move": "the same move once more is no second one",
    "delays.undo": "the same",
    "announcements.restore": "it was not withdrawn",
    "slides.add": "a file is needed; tests/slides send one",
    "posters.send_part": "the same; tests/posters send one",
    "posters.split_slots": "too few posters hang in the session",
    "privacy.ask_for_other": "a word is to be typed; tests/privacy type it",
    "archives.make": "one is being made already",
    "rosters.add": "the form is empty; tests/rosters add somebody",
    "rosters.apply": "the list was not looked at yet; tests/rosters apply one",
    "rosters.undo": "the same",
    "invitations.invite_all_again": "they were invited within the hour",
    "invitations.invite_one_again": "the same",
    "mailings.forget_bounce": "nothing came back from there",
}
"""What cannot be done in this world as it stands."""

OTHERWISE = {"surveys.set_state": {"state": "closed"}, "awards.set_state": {"state": "closed"}}
"""Forms that change something where those of the rows ask for what is so already."""


def of_staff() -> list[tuple[str, Row, str]]:
    """Each route that changes something and that only those may use who keep order or lead, with one of them."""
    found = []
    for (endpoint, method), row in ROUTE_ROWS.items():
        doers = [one for one in STAFF if row.expected()[one] is Answer.YES]
        if method == "POST" and doers and row.expected()["volunteer"] is not Answer.YES:
            found.append((endpoint, row, doers[0]))
    return found


def test_whatever_staff_decide_is_in_the_trail(fresh: Flask, world: World) -> None:
    portal: Portal = fresh.extensions["portal"]
    unwritten = []

    for endpoint, row, person in of_staff():
        if endpoint in NOTHING_TO_DO or endpoint.startswith(tuple(UNWRITTEN)):
            continue
        with fresh.test_request_context():
            address = _address(fresh, world, endpoint, row, {})
        asked = {**row.form, **OTHERWISE.get(endpoint, {})}
        form = {name: str(value).format(**world.words) for name, value in asked.items()}
        before = _entries(portal)
        answer = client_of(fresh, world, person).open(address, method="POST", data=form)
        if answer.status_code in {200, 303} and _entries(portal) == before:
            unwritten.append(endpoint)
        if answer.status_code not in {200, 303}:
            unwritten.append(f"{endpoint} was not done: {answer.status_code}")
        answer.close()
        _undo(fresh, world)

    assert not unwritten, "\n".join(unwritten)


def _entries(portal: Portal) -> int:
    with portal.store.reading() as work:
        return work.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


NOT_THEIR_OWN = {
    ("questions.edit_form", "GET"),
    ("questions.edit", "POST"),
    ("questions.withdraw", "POST"),
}
"""What they may do with their own question alone: nobody sends them to sign in, and another's is refused."""


def test_a_guest_of_a_hall_is_a_visitor_everywhere_but_in_the_hall(fresh: Flask, world: World) -> None:
    told, expected = {}, {}
    for route, row in ROUTE_ROWS.items():
        endpoint, method = route
        client = fresh.test_client()
        with client.session_transaction() as session:
            session["hall_guest"] = world.guest_token
        with fresh.test_request_context():
            address = _address(fresh, world, endpoint, row, {})
        form = {name: str(value).format(**world.words) for name, value in row.form.items()}
        answer = client.open(address, method=method, data=form if method == "POST" else None)
        told[route] = answer_of(answer.status_code, answer.headers.get("Location", ""))
        expected[route] = Answer.YES if route in OF_A_GUEST else row.expected()["visitor"]
        if route in NOT_THEIR_OWN:
            expected[route] = Answer.REFUSED
        answer.close()
        if method == "POST" and told[route] is Answer.YES:
            _undo(fresh, world)

    assert told == expected


NAMES_NOTHING_OF_A_WORKSHOP = {
    "slug",
    "word",
    "kind",
    "build",
    "path",
    "number",
    "width",
    "name",
    "part",
    "next",
}
"""What stands in an address and is no thing that a workshop owns."""

OF_NO_WORKSHOP = {
    ("announcements.dismiss", "POST"): "what one cannot see is passed over",
    ("contacts.withdraw_card", "POST"): "where there is no card there is nothing to do",
    ("contacts.unblock", "POST"): "the same",
    ("registrations.open_confirmation", "GET"): "the link belongs to whoever has the address",
    ("registrations.confirm", "POST"): "the same",
}
"""Routes that answer under any name, and why they may."""


def test_a_thing_of_this_workshop_is_not_found_under_the_name_of_another(fresh: Flask, world: World) -> None:
    told = {}
    for route, row in ROUTE_ROWS.items():
        endpoint, method = route
        words = _words(fresh, endpoint, world)
        if "slug" not in words or not words.keys() - NAMES_NOTHING_OF_A_WORKSHOP:
            continue
        client = client_of(fresh, world, "foreign_organizer")
        with fresh.test_request_context():
            address = _address(fresh, world, endpoint, row, {"slug": "lakes"})
        form = {name: str(value).format(**world.words) for name, value in row.form.items()}
        answer = client.open(address, method=method, data=form if method == "POST" else None)
        told[route] = answer_of(answer.status_code, answer.headers.get("Location", ""))
        answer.close()
        if method == "POST" and told[route] is Answer.YES:
            _undo(fresh, world)

    assert len(told) > 100
    found = {route for route, how in told.items() if how not in {Answer.ABSENT, Answer.REFUSED}}
    assert found == set(OF_NO_WORKSHOP)


def _words(app: Flask, endpoint: str, world: World) -> dict[str, Any]:
    wanted: set[str] = set()
    for rule in app.url_map.iter_rules(endpoint):
        wanted |= rule.arguments
    return {name: value for name, value in world.words.items() if name in wanted}


def _undo(app: Flask, world: World) -> None:
    """Put the copy of the world back to how it was, for the next person."""
    portal: Portal = app.extensions["portal"]
    address = str(portal.store.engines.writing.url.database)
    portal.store.dispose()
    shutil.copy(portal.settings.data_dir / "portal.sqlite3", address)
    for suffix in ("-wal", "-shm"):
        Path(address + suffix).unlink(missing_ok=True)
    portal.store = Store.at(f"sqlite:///{address}")
