"""Who looks at the page of the vote hears when it is opened and closed, on a real server."""

import itertools

from portal.accounts.actions import make_link
from portal.accounts.models import Person
from portal.store.work import Store
from tests.awards.made import make_vote
from tests.made import committed
from tests.servers.portal import Portal
from tests.servers.visitor import Visitor

SLUGS = (f"awards-{number}" for number in itertools.count(1))


def test_the_page_hears_that_the_vote_is_closed(live_portal: Portal, live_store: Store) -> None:
    slug = next(SLUGS)
    scene = make_vote(live_store, slug)

    def visitor(person_id: int) -> Visitor:
        with committed(live_store) as work:
            token = make_link(work, work.get(Person, person_id), 10)
        return Visitor.signed_in(f"{live_portal.base_url}/sign-in/link/{token}")

    live = visitor(scene.voters[0].known_id).connect()
    here = {"workshop": scene.posters.workshop_id}
    assert live.call("awards.enter", here) == {"ok": True, "data": {"head": 1, "state": "open"}}

    visitor(scene.organizer.known_id).post(f"/{slug}/awards/state", state="closed")

    moved = live.wait_for("awards.vote_moved", lambda event: event["state"] == "closed")
    assert moved == {**here, "head": 2, "state": "closed"}
    stranger = visitor(scene.posters.stranger.known_id).connect()
    assert stranger.call("awards.enter", here)["code"] == "not-allowed"
    live.close()
    stranger.close()
