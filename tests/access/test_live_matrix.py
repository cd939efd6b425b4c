"""The role matrix on the socket: what each kind of person may ask for, and what they hear."""

import ast
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from portal.accounts.actions import make_link
from portal.doors.socket import ServerLeaving
from portal.store.work import Store
from tests.access.matrix import (
    BACKSTAGE_THREAD_COMMANDS,
    COMMAND_ROWS,
    DIRECT_THREAD_COMMANDS,
    EVENT_ROWS,
    FROM_WITHIN,
    Answer,
    Row,
)
from tests.access.world import PEOPLE, World, build_world
from tests.made import committed, sign_in_of
from tests.servers.portal import Portal
from tests.servers.visitor import Live, Visitor

CODES = {"not-allowed": Answer.REFUSED, "not-found": Answer.ABSENT, "not-signed-in": Answer.SIGN_IN}
SIGNED_IN = PEOPLE[1:]


@pytest.fixture(scope="module")
def world(live_portal: Portal, live_store: Store) -> World:
    with committed(live_store) as work:
        return build_world(work, live_portal.data_dir)


@pytest.fixture(scope="module")
def visitors(live_portal: Portal, live_store: Store, world: World) -> dict[str, Visitor]:
    made = {}
    for name in SIGNED_IN:
        with committed(live_store) as work:
            sign_in = sign_in_of(work, world.tokens[name])
            assert sign_in is not None
            token = make_link(work, sign_in.person, 10)
        made[name] = Visitor.signed_in(f"{live_portal.base_url}/sign-in/link/{token}")
    return made


@pytest.fixture(scope="module")
def connections(visitors: dict[str, Visitor]) -> Iterator[dict[str, Live]]:
    opened = {name: visitor.connect() for name, visitor in visitors.items()}
    yield opened
    for connection in opened.values():
        connection.close()


def expected(row: Row) -> dict[str, Answer]:
    told = row.expected()
    return {name: told[name] for name in SIGNED_IN}


def payload_of(row: Row, world: World, person: str) -> dict[str, Any]:
    words = {
        **world.words,
        "seq": world.messages[person],
        "knock_id": world.knocks.get(person, world.knocks["presenter"]),
        "board_id": world.boards.get(person, world.words["board_id"]),
        "thread_id": world.thread_id,
        "workshop_id": world.workshop_id,
    }
    return {name: ast.literal_eval(text.format(**words)) for name, text in row.form.items()}


@pytest.mark.parametrize("name", COMMAND_ROWS)
def test_a_command_answers_each_kind_of_person_as_its_row_says(
    connections: dict[str, Live], world: World, name: str
) -> None:
    row = COMMAND_ROWS[name]

    told = {}
    for person, connection in connections.items():
        if name in FROM_WITHIN:
            connection.call("threads.enter", {"thread": world.thread_id})
        answer = connection.call(name, payload_of(row, world, person))
        told[person] = Answer.YES if answer["ok"] else CODES[answer["code"]]

    assert told == expected(row)


@pytest.mark.parametrize("name", BACKSTAGE_THREAD_COMMANDS)
def test_a_command_on_the_thread_behind_a_stage_is_for_those_who_are_there(
    connections: dict[str, Live], world: World, name: str
) -> None:
    row = BACKSTAGE_THREAD_COMMANDS[name]

    assert told_there(connections, world, name, row) == expected(row)


@pytest.mark.parametrize("name", DIRECT_THREAD_COMMANDS)
def test_a_command_on_the_thread_between_two_people_is_for_these_two(
    connections: dict[str, Live], world: World, name: str
) -> None:
    row = DIRECT_THREAD_COMMANDS[name]

    assert told_there(connections, world, name, row) == expected(row)


def told_there(connections: dict[str, Live], world: World, name: str, row: Row) -> dict[str, Answer]:
    told = {}
    for person, connection in connections.items():
        answer = connection.call(name, payload_of(row, world, person))
        # What the first one has deleted, the next ones may not delete again: they were let in all the same.
        is_let_in = answer["ok"] or answer["code"] == "conflict"
        told[person] = Answer.YES if is_let_in else CODES[answer["code"]]
    return told


OF_A_GUEST = {"questions.enter", "questions.ask", "questions.vote", "polls.enter", "polls.vote"}
"""What a guest of the hall may ask for beside a newcomer: the polls are those of their stage and of the whole workshop.

tests/screens/test_live.py says what of it they hear.
"""


def test_a_guest_of_a_hall_may_ask_for_no_more_than_a_newcomer_but_for_questions_and_polls(
    live_portal: Portal, world: World
) -> None:
    guest = Visitor(live_portal.base_url)
    assert guest.post(f"/j/{world.words['code']}").status_code == 303
    connections: list[Live] = []

    told, wanted = {}, {}
    for number, (name, row) in enumerate(COMMAND_ROWS.items()):
        if number % 20 == 0:
            # One connection alone would be taken for a flood.
            connections.append(guest.connect(auth={"csrf": guest.csrf(), "as": "hall"}))
        answer = connections[-1].call(name, payload_of(row, world, "visitor"))
        # What was done with the world before may be in the way: then it was no matter of permission.
        told[name] = CODES.get(answer.get("code", ""), Answer.YES)
        wanted[name] = Answer.YES if name in OF_A_GUEST else expected(row)["newcomer"]
    for connection in connections:
        connection.close()

    assert told == wanted


def test_a_visitor_gets_no_connection(live_portal: Portal) -> None:
    answer = requests.get(
        f"{live_portal.base_url}/socket.io/?EIO=4&transport=polling",
        headers={"Origin": live_portal.base_url},
        timeout=10,
    )

    assert answer.status_code == 400, "long polling is off, so there is no second way in"


def on_and_behind_the_stage(connections: dict[str, Live], world: World) -> None:
    """Slides, signals, hands and applause; of what may be lost on a busy server, until it was heard."""
    attendee, chair = connections["attendee"], connections["chair"]
    deck, stage = {"deck": world.words["deck_id"]}, {"stage": world.words["stage_id"]}
    assert connections["presenter"].call("slides.show", deck)["ok"]
    assert chair.call("slides.note", {**deck, "page": 1, "text": "Look here"})["ok"]
    attendee.wait_for("slides.head_told")
    for signal in ("stop", "none"):
        chair.call("backstage.give_signal", {**stage, "signal": signal})
    attendee.call("backstage.lower_hand", stage)
    for person in ("presenter", "other_presenter", "chair", "moderator", "organizer"):
        connections[person].wait_for("backstage.told", seconds=30)
    for person in ("attendee", "presenter", "other_presenter", "chair", "moderator", "organizer"):
        connections[person].wait_for("backstage.hand_told", seconds=30)
    for _ in range(60):
        attendee.call("stage.react", {**stage, "kind": "clap"})
        time.sleep(0.7)
        if "stage.reacted" in {name for name, _ in attendee.heard}:
            break


def walk(connections: dict[str, Live], world: World) -> None:
    """Be gone from the map for others, come back and walk; of what may be lost, until all have heard it."""
    attendee, hall = connections["attendee"], {"hall": world.workshop_id}
    attendee.call("maps.hide", {**hall, "hidden": True})
    attendee.wait_for("maps.appeared", lambda event: event["gone"], seconds=30)
    attendee.call("maps.hide", {**hall, "hidden": False})
    there = attendee.call("maps.look", hall)["data"]
    for number in range(120):
        attendee.call("maps.move", {**hall, "x": there["x"] + number % 2, "y": there["y"]})
        time.sleep(0.25)
        if is_heard_by_all(connections, "maps.moved", "maps.appeared", "maps.counted"):
            break


def is_heard_by_all(connections: dict[str, Live], *events: str) -> bool:
    """Whether everybody has heard these of whom their rows say so."""
    return all(
        event in {name for name, _ in connections[person].heard}
        for event in events
        for person, told in expected(EVENT_ROWS[event]).items()
        if told is Answer.YES
    )


def point(connections: dict[str, Live], world: World) -> None:
    """Point and lead until it was heard, since what may be lost on a busy server comes again; then end it."""
    presenter = connections["presenter"]
    spot = {"thread": world.thread_id, "page": 1, "x": 0.25, "y": 0.75}
    for _ in range(30):
        presenter.call("pointers.point", spot)
        presenter.call("pointers.show", {**spot, "width": 0.5, "height": 0.5})
        presenter.call("pointers.hide", {"thread": world.thread_id, "part": "pointer"})
        time.sleep(0.7)
        if is_heard_by_all(connections, "pointers.pointed", "pointers.shown", "pointers.hidden"):
            break


def call_each_other(connections: dict[str, Live], world: World) -> None:
    """Two sit down, one speaks to the other's seat alone, and mutes it as the host."""
    there: dict[str, Any] = {"thread": world.thread_id}
    seats: dict[str, int] = {}
    for number in range(30):
        for person, seat in seats.items():
            assert connections[person].call("calls.leave", {**there, "seat": seat})["ok"]
        for person in ("presenter", "attendee"):
            wish = {**there, "client_id": f"event-{person}-{number}", "audio": True}
            seats[person] = connections[person].call("calls.join", wish)["data"]["seat"]
            assert connections[person].call("calls.hear", {**there, "seat": seats[person]})["ok"]
        time.sleep(0.3)
        # What may be lost on a busy server is said again with the next change.
        if is_heard_by_all(connections, "calls.changed"):
            break
    letter = {"seat": seats["presenter"], "to": seats["attendee"], "data": "[]"}
    assert connections["presenter"].call("calls.signal", {**there, **letter})["ok"]
    assert connections["presenter"].call("calls.mute", {**there, "seat": seats["attendee"]})["ok"]
    connections["attendee"].wait_for("calls.told")


def run_late(chair: Live, world: World) -> None:
    line = {"workshop": world.workshop_id, "stage": world.words["line_id"], "minutes": 5}
    shown = chair.call("delays.plan", line)["data"]
    assert chair.call(
        "delays.move", {**line, **{name: shown[name] for name in ("at", "seen")}, "client_id": "event"}
    )["ok"]


def enter_everything(connection: Live, world: World) -> None:
    """Listen to all rooms that there are; one that refuses is not heard."""
    connection.call("threads.enter", {"thread": world.thread_id})
    connection.call("calls.look", {"thread": world.thread_id})
    for command in ("backstage.enter", "backstage.watch_hand", "backstage.raise_hand"):
        connection.call(command, {"stage": world.words["stage_id"]})
    connection.call("stage.watch_reactions", {"stage": world.words["stage_id"]})
    connection.call("posters.watch", {"hall": world.workshop_id})
    connection.call("maps.enter", {"hall": world.workshop_id})
    connection.call("knocks.enter", {"poster": world.words["poster_id"]})
    for command in ("questions.enter", "questions.enter_queue"):
        connection.call(command, {"board": world.words["address"]})
    connection.call("slides.enter", {"session": world.words["session_id"]})
    connection.call("polls.enter", {"board": f"s{world.words['session_id']}"})
    connection.call("polls.results", {"poll": world.words["poll_id"]})
    connection.call("stage.enter", {"stage": world.words["stage_id"]})
    connection.call("announcements.enter", {"workshop": world.workshop_id})
    connection.call("programme.enter", {"workshop": world.workshop_id})
    connection.call("lounge.watch", {"lounge": world.workshop_id})
    for command in ("notices.enter", "help.watch", "moderation.watch", "awards.enter", "tours.watch"):
        connection.call(command, {"workshop": world.workshop_id})


def talk(connections: dict[str, Live], world: World) -> None:
    """Say something, change it, react to it, mention somebody, and ask for help."""
    attendee = connections["attendee"]
    attendee.call("threads.post", {"thread": world.thread_id, "client_id": "event", "text": "hello"})
    change = {"thread": world.thread_id, "seq": world.messages["visitor"]}
    attendee.call("threads.edit", {**change, "client_id": "event-2", "text": "hello again"})
    attendee.call("threads.delete", {**change, "client_id": "event-3"})
    hello = {"thread": world.thread_id, "seq": world.messages["newcomer"]}
    attendee.call("threads.react", {**hello, "client_id": "event-4", "reaction": "heart", "is_on": True})
    mention = {"client_id": "event-5", "text": "@The presenter look"}
    attendee.call("threads.post", {"thread": world.thread_id, **mention})
    noticed = connections["presenter"].wait_for("notices.added")["notice"]["id"]
    connections["presenter"].call("notices.read", {"workshop": world.workshop_id, "notices": [noticed]})
    in_need = {"thread": world.words["help_thread_id"], "client_id": "event-6", "text": "Nobody there?"}
    assert attendee.call("threads.post", in_need)["ok"]


def talk_in_order(connections: dict[str, Live], visitors: dict[str, Visitor], world: World) -> None:
    """The chair reports a message of the attendee, and the moderator hides it and shows it again."""
    talk(connections, world)
    seq = world.messages["stranger"]
    message = f"threads/{world.thread_id}/messages/{seq}"
    assert visitors["chair"].post(f"/{world.slug}/{message}/report", reason="spam").status_code == 303
    hidden = visitors["moderator"].post(f"/{world.slug}/moderation/{message}/hide", reason="Spam")
    assert hidden.status_code == 303
    undo = f"/{world.slug}/moderation/measures/{int(str(world.words['measure_id'])) + 1}/undo"
    assert visitors["moderator"].post(undo).status_code == 303


def test_each_event_reaches_just_those_whom_its_row_names(
    connections: dict[str, Live], visitors: dict[str, Visitor], world: World
) -> None:
    for person in ("attendee", "presenter"):
        visitors[person].post(f"/{world.slug}/lounge/introduce/leave")
    for connection in connections.values():
        enter_everything(connection, world)
        connection.heard.clear()

    attendee = connections["attendee"]
    talk_in_order(connections, visitors, world)
    poster_here = {"poster": world.words["poster_id"]}
    assert attendee.call("knocks.knock", {**poster_here, "wish": "question", "note": "Why?"})["ok"]
    assert connections["presenter"].call("posters.stand", {**poster_here, "code": "here"})["ok"]
    assert connections["chair"].call("rounds.pin", poster_here)["ok"]
    board = {"board": world.words["address"]}
    asked = attendee.call("questions.ask", {**board, "client_id": "event", "text": "Who hears this?"})
    vote = {"question": asked["data"]["question"], "is_for": True}
    connections["presenter"].call("questions.vote", vote)
    rules = {"is_open": True, "allows_anonymous": False, "is_moderated": True}
    connections["chair"].call("questions.set_up", {**board, **rules})
    on_and_behind_the_stage(connections, world)
    walk(connections, world)
    point(connections, world)
    poll = {"poll": world.words["poll_id"]}
    attendee.call("polls.vote", {**poll, "numbers": [1]})
    attendee.wait_for("polls.results_counted", lambda event: event["results"]["counts"][1] == 1)
    connections["chair"].call("polls.set_state", {**poll, "state": "closed"})
    attendee.wait_for("polls.head_told")
    turned = {"stage": world.words["stage_id"], "source": world.words["other_source_id"]}
    connections["chair"].call("stage.choose_source", turned)
    attendee.wait_for("stage.sources_told")
    for audience in ("all", "presenters"):
        words = {"text": "Lunch", "audience": audience, "minutes": "stay"}
        assert visitors["organizer"].post(f"/{world.slug}/announcements/new", **words).status_code == 303
    told = attendee.wait_for("announcements.changed", lambda event: event["is_for_all"])
    attendee.call("announcements.dismiss", {"workshop": world.workshop_id, "announcements": [told["id"]]})
    call_each_other(connections, world)
    run_late(connections["chair"], world)
    attendee.call("threads.leave", {"thread": world.thread_id})
    time.sleep(1.5)
    attendee.call("threads.enter", {"thread": world.thread_id})
    for step in ("introduce", "introduce/leave"):
        assert visitors["attendee"].post(f"/{world.slug}/lounge/{step}").status_code == 303
    assert visitors["attendee"].post(f"/{world.slug}/tours/led", led="yes").status_code == 303
    removed = visitors["organizer"].post(f"/{world.slug}/posters/{world.words['poster_id']}/file/remove")
    assert removed.status_code == 303
    time.sleep(1.5)
    taken_down = visitors["organizer"].post(f"/{world.slug}/posters/{world.words['poster_id']}/take-down")
    assert taken_down.status_code == 303
    attendee.wait_for("announcements.head_told")
    attendee.wait_for("programme.head_told")
    attendee.wait_for("awards.vote_moved", seconds=30)
    time.sleep(0.5)

    for event, row in EVENT_ROWS.items():
        if event == ServerLeaving.name:
            continue  # the server would be gone for the other tests: tests/access/test_ending.py
        heard = {
            person: Answer.YES if event in {name for name, _ in connection.heard} else Answer.REFUSED
            for person, connection in connections.items()
        }
        assert heard == expected(row), event
