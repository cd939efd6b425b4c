"""A message that is sent again is the same message: one row, one number, whatever became of the first try.

On SQLite against one process, on PostgreSQL against two.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select, text, update

from portal.cli.bench.client import Client
from portal.cli.bench.crowd import Crowd
from portal.cli.bench.people import Browser, Cast
from portal.store.work import Store
from portal.threads.models import Message, Thread
from tests.faults.record import record
from tests.faults.senders import cast_for, close_all
from tests.made import committed
from tests.servers.fixtures import make_tables
from tests.servers.live import WIDE
from tests.servers.portal import Portal, start_serve
from tests.servers.postgresql import Postgres

PEOPLE = 40
ROOMS = 30
AT_ONCE = 20
PATIENCE_SECONDS = 10
SETTINGS = {**WIDE, "limit_post": "30/3second", "max_sockets_per_person": "50"}

Draft = dict[str, Any]


class Site:
    """The portals of one store, with people and empty threads enough for all tests."""

    def __init__(self, portals: list[Portal], store: Store, cast: Cast) -> None:
        self.portals, self.store = portals, store
        self._people, self._threads = iter(cast.browsers), iter(cast.threads)

    def person(self) -> Browser:
        return next(self._people)

    def thread(self) -> int:
        return next(self._threads)


class Talk:
    """The connections of one test; they are spread over the portals in turn."""

    def __init__(self, site: Site) -> None:
        self.site, self.store = site, site.store
        self.thread = site.thread()
        self.crowd = Crowd()
        self._turns = count()

    def live(self, person: Browser | None = None) -> Client:
        """A connection of this person, or of a new one, to the portal whose turn it is."""
        portals = self.site.portals
        who = person or self.site.person()
        client = Client(portals[next(self._turns) % len(portals)].base_url, who.cookie, who.csrf)
        self.crowd.add(client)
        assert self.crowd.until(lambda: client.is_ready or client.is_closed, PATIENCE_SECONDS)
        assert client.is_ready, client.failure
        return client

    def pair(self) -> tuple[Client, Client]:
        """Two connections of one person, to different portals where there are two."""
        person = self.site.person()
        return self.live(person), self.live(person)

    def draft(self, client_id: str, said: str = "hello", **more: Any) -> Draft:
        return {"thread": self.thread, "client_id": client_id, "text": said, **more}

    def ask(self, client: Client, command: str, payload: Draft) -> dict[str, Any]:
        return self.ask_all([(client, command, payload)])[0]

    def ask_all(self, calls: list[tuple[Client, str, Draft]]) -> list[dict[str, Any]]:
        """Send all of them before any answer is read, and return the answers in the order of the calls."""
        answers: dict[int, dict[str, Any]] = {}
        for number, (client, command, payload) in enumerate(calls):
            client.call(command, payload, partial(answers.__setitem__, number))
        assert self.crowd.until(lambda: len(answers) == len(calls), PATIENCE_SECONDS), answers
        return [answers[number] for number in range(len(calls))]

    def post(self, client: Client, client_id: str, said: str = "hello", **more: Any) -> dict[str, Any]:
        return self.ask(client, "threads.post", self.draft(client_id, said, **more))

    def rows(self, thread: int | None = None) -> list[tuple[int, str, str]]:
        """Number, own id and text of what is kept in the thread, and the head agrees."""
        with self.store.reading() as work:
            here = thread or self.thread
            found = select(Message.seq, Message.client_id, Message.text).where(Message.thread_id == here)
            told = work.session.execute(found.order_by(Message.seq)).all()
            rows = [(row.seq, row.client_id, row.text) for row in told]
            assert work.get(Thread, here).head == len(rows)
        assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
        return rows


def kept(number: int) -> dict[str, Any]:
    return {"ok": True, "data": {"seq": number}}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp(f"idempotency-{request.param}")
    postgres: Postgres | None = None
    if request.param == "sqlite":
        address, number = f"sqlite:///{folder / 'portal-0' / 'portal.sqlite3'}", 1
    else:
        postgres, number = request.getfixturevalue("postgres_server"), 2
        assert postgres is not None
        address = postgres.new_database(postgres.prepared("tables", make_tables))
    told = {**SETTINGS, "database_url": address if postgres else ""}
    portals = [start_serve(folder / f"portal-{one}", **told) for one in range(number)]
    store = Store.at(address)
    try:
        yield Site(portals, store, cast_for(portals[0], store, PEOPLE, ROOMS))
    finally:
        store.dispose()
        for portal in portals:
            portal.stop()
        if postgres:
            postgres.drop(address)


@pytest.fixture
def talk(site: Site) -> Iterator[Talk]:
    made = Talk(site)
    yield made
    close_all(made.crowd)


def test_the_same_id_again_gives_the_same_number_and_is_heard_once(talk: Talk) -> None:
    first, second = talk.pair()
    assert talk.ask(first, "threads.enter", {"thread": talk.thread})["ok"]

    answers = [talk.post(one, "c-1") for one in (first, second, first)]
    assert talk.post(first, "c-2") == kept(2)

    assert answers == [kept(1)] * 3
    assert talk.rows() == [(1, "c-1", "hello"), (2, "c-2", "hello")]
    talk.crowd.until(lambda: len(heard(first)) == 2, PATIENCE_SECONDS)
    assert [b'"seq":1,' in one for one in heard(first)] == [True, False]


def test_twenty_identical_sends_at_once_are_one_row_and_twenty_equal_answers(talk: Talk) -> None:
    person = talk.site.person()
    clients = [talk.live(person) for _ in range(AT_ONCE)]

    answers = talk.ask_all([(client, "threads.post", talk.draft("c-1")) for client in clients])

    rows = talk.rows()
    is_reached = answers == [kept(1)] * AT_ONCE and rows == [(1, "c-1", "hello")]
    value = {
        "portals": len(talk.site.portals),
        "rows": len(rows),
        "answers": len({str(one) for one in answers}),
    }
    record("F-2", value, {"rows": 1, "answers": 1}, is_reached)
    assert is_reached, (answers, rows)


def test_the_same_id_of_another_author_is_another_message(talk: Talk) -> None:
    one, other = talk.live(), talk.live()

    answers = talk.ask_all(
        [(client, "threads.post", talk.draft("c-1")) for client in (one, other, one, other)]
    )

    assert answers[0] == answers[2] != answers[1] == answers[3]
    assert [row[1] for row in talk.rows()] == ["c-1", "c-1"]


def test_the_same_id_in_another_thread_is_another_message(talk: Talk) -> None:
    one, again = talk.pair()
    elsewhere = talk.site.thread()
    assert talk.post(one, "c-0") == kept(1)

    answers = [talk.post(one, "c-1"), talk.post(again, "c-1", thread=elsewhere), talk.post(again, "c-1")]

    assert answers == [kept(2), kept(1), kept(2)]
    assert talk.rows(elsewhere) == [(1, "c-1", "hello")]


def test_what_cannot_be_read_leaves_no_trace_and_its_id_may_be_used(talk: Talk) -> None:
    one, again = talk.pair()

    refused = [talk.post(one, "c-1", said) for said in ("", "  \n ", "x" * 4001)]
    refused.append(talk.post(one, "c-1", more="than there is"))

    assert [answer["code"] for answer in refused] == ["invalid"] * 4
    assert talk.rows() == []
    assert talk.post(again, "c-1") == kept(1)


def test_what_one_may_not_say_leaves_no_trace_and_its_id_may_be_used_when_one_may(talk: Talk) -> None:
    one, again = talk.pair()
    open_or_close(talk, is_open=False)
    assert talk.post(one, "c-1")["code"] == "not-allowed"
    assert talk.rows() == []

    open_or_close(talk, is_open=True)

    assert talk.post(again, "c-1") == kept(1)


def test_what_came_too_fast_leaves_no_trace_and_is_taken_with_the_same_id_after_the_wait(talk: Talk) -> None:
    one = talk.live()

    answers = talk.ask_all([(one, "threads.post", talk.draft(f"c-{number}")) for number in range(40)])
    refused = [f"c-{number}" for number, answer in enumerate(answers) if not answer["ok"]]
    assert {answer["code"] for answer in answers if not answer["ok"]} == {"too-many"}
    assert len(talk.rows()) == 40 - len(refused) < 40
    talk.crowd.until(lambda: False, answers[-1]["retry_after"] + 0.2)

    assert talk.post(one, refused[0]) == kept(len(answers) - len(refused) + 1)


def test_a_transaction_that_fails_keeps_nothing_and_the_same_id_works_afterwards(talk: Talk) -> None:
    one, again = talk.pair()
    bystander = talk.live()
    calls = [
        (one, "threads.post", talk.draft("c-1", "fails once")),
        (bystander, "threads.post", talk.draft("c-1", "passes")),
    ]
    with failing_store(talk):
        answers = talk.ask_all(calls)
        assert [answer["ok"] for answer in answers] == [False, True]
        assert talk.rows() == [(1, "c-1", "passes")]
    refusal = answers[0]
    assert (refusal["code"], refusal["retry_after"] > 0) == ("unavailable", True)

    assert talk.post(again, "c-1", "fails once") == kept(2)
    assert talk.post(one, "c-1", "fails once") == kept(2)


def test_another_text_with_the_same_id_gets_the_old_number_and_the_old_text_stays(talk: Talk) -> None:
    """An id is promised to be used for one text. Who breaks the promise is not told: the first text stands.

    A refusal instead would hit the honest: somebody who sends again after an upgrade that cleans texts differently.
    """
    one, again = talk.pair()

    first, second = talk.post(one, "c-1", "the first"), talk.post(again, "c-1", "another")

    assert first == second == kept(1)
    assert talk.rows() == [(1, "c-1", "the first")]


def test_different_texts_with_one_id_at_once_are_one_of_them(talk: Talk) -> None:
    person = talk.site.person()
    calls = [(talk.live(person), "threads.post", talk.draft("c-1", f"text {number}")) for number in range(8)]

    answers = talk.ask_all(calls)

    assert answers == [kept(1)] * 8
    assert len(talk.rows()) == 1


def test_after_an_edit_and_a_deletion_the_old_answer_still_holds_and_nothing_comes_back(talk: Talk) -> None:
    one, again = talk.pair()
    assert talk.post(one, "c-1", "with a mistake") == kept(1)
    change = {"thread": talk.thread, "seq": 1}
    assert talk.ask(one, "threads.edit", {**change, "client_id": "c-2", "text": "without"}) == kept(2)
    assert talk.post(again, "c-1", "with a mistake") == kept(1)

    assert talk.ask(one, "threads.delete", {**change, "client_id": "c-3"}) == kept(3)
    assert talk.post(again, "c-1", "with a mistake") == kept(1)
    assert talk.ask(again, "threads.edit", {**change, "client_id": "c-2", "text": "without"}) == kept(2)
    assert talk.ask(again, "threads.delete", {**change, "client_id": "c-3"}) == kept(3)

    assert [row[2] for row in talk.rows()] == ["", "", ""]


def test_an_answer_that_never_arrived_is_given_again_to_the_next_connection(talk: Talk) -> None:
    person = talk.site.person()
    first = talk.live(person)
    first.call("threads.post", talk.draft("c-1"), lambda _: None)
    talk.crowd.remove(first)

    answers = [talk.post(talk.live(person), "c-1") for _ in range(2)]

    assert answers == [kept(1)] * 2
    assert talk.rows() == [(1, "c-1", "hello")]


def test_repeats_among_many_others_leave_no_gap(talk: Talk) -> None:
    clients = [talk.live() for _ in range(4)]
    calls = [
        (client, "threads.post", talk.draft(f"c-{number % 5}")) for number in range(15) for client in clients
    ]

    answers = talk.ask_all(calls)

    rows = talk.rows()
    assert len(rows) == 4 * 5
    assert {answer["data"]["seq"] for answer in answers} == {row[0] for row in rows}


def heard(client: Client) -> list[bytes]:
    return [packet for _, packet in client.messages]


def open_or_close(talk: Talk, *, is_open: bool) -> None:
    with committed(talk.store) as work:
        work.session.execute(update(Thread).where(Thread.id == talk.thread).values(is_open=is_open))


@contextmanager
def failing_store(talk: Talk) -> Iterator[None]:
    """While it is on, the store breaks over the text `fails once` when everything else about it was right."""
    if talk.store.engines.writing.dialect.name == "sqlite":
        does = "BEGIN SELECT RAISE(ABORT, 'broken'); END"
        statements = [f"CREATE TRIGGER breaks AFTER INSERT ON messages WHEN NEW.text = 'fails once' {does}"]
        undo = ["DROP TRIGGER breaks"]
    else:
        does = "LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$"
        when = "AFTER INSERT ON messages FOR EACH ROW WHEN (NEW.text = 'fails once')"
        statements = [
            f"CREATE FUNCTION breaks() RETURNS trigger {does}",
            f"CREATE TRIGGER breaks {when} EXECUTE FUNCTION breaks()",
        ]
        undo = ["DROP TRIGGER breaks ON messages", "DROP FUNCTION breaks"]
    run(talk.store, statements)
    yield
    run(talk.store, undo)


def run(store: Store, statements: Sequence[str]) -> None:
    with committed(store) as work:
        for statement in statements:
            work.session.execute(text(statement))
