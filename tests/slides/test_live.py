"""The wire of slides, on a real server: a turn reaches everybody, and who missed one learns of it."""

import itertools

from portal.access import Actor
from portal.accounts.actions import make_link
from portal.accounts.models import Person
from portal.store.work import Store
from tests.made import committed
from tests.servers.portal import Portal
from tests.servers.visitor import Live, Visitor
from tests.slides.made import make_scene

SLUGS = (f"turned-{number}" for number in itertools.count(1))
PATIENCE = 20


def connection(portal: Portal, store: Store, actor: Actor) -> Live:
    with committed(store) as work:
        token = make_link(work, work.get(Person, actor.known_id), 10)
    return Visitor.signed_in(f"{portal.base_url}/sign-in/link/{token}").connect()


def test_a_turn_reaches_everybody_and_a_missed_one_is_told_by_the_heartbeat(
    live_portal: Portal, live_store: Store
) -> None:
    scene = make_scene(live_store, live_portal.data_dir, next(SLUGS))
    deck_id, session = scene.upload(pages=2), {"session": scene.session_id}
    speaker, follower = (connection(live_portal, live_store, one) for one in (scene.speaker, scene.attendee))
    assert follower.call("slides.enter", session)["data"]["shown"] is None
    follower.wait_for("slides.board_changed", lambda event: event["decks"][0]["drawn"] == 2, seconds=PATIENCE)

    assert speaker.call("slides.show", {"deck": deck_id})["ok"]
    assert speaker.call("slides.turn", {"deck": deck_id, "page": 2})["ok"]
    turned = follower.wait_for("slides.page_changed", lambda event: event["current"] == 2, seconds=PATIENCE)
    entered = follower.call("slides.enter", session)["data"]

    assert (entered["head"], entered["shown"]) == (turned["head"], deck_id)
    assert [page["text"] for page in entered["pages"]] == ["Moon, page 1", "Moon, page 2"]
    assert follower.call("slides.turn", {"deck": deck_id, "page": 1})["code"] == "not-allowed"
    assert speaker.call("slides.turn", {"deck": deck_id, "page": 3})["code"] == "invalid"
    assert speaker.call("slides.turn", {"deck": deck_id, "page": "2"})["code"] == "invalid"

    missed = scene.turn(deck_id, 1)  # beside the running portal, so that nobody hears it

    assert len(missed) == 1
    follower.wait_for("slides.head_told", lambda event: event["head"] == turned["head"] + 1, seconds=PATIENCE)
    assert speaker.call("slides.stop", session)["ok"]
    follower.wait_for("slides.board_changed", lambda event: event["shown"] is None, seconds=PATIENCE)
    assert speaker.call("slides.turn", {"deck": deck_id, "page": 2})["code"] == "conflict"
    for live in (speaker, follower):
        live.close()
