"""What the pages of viewers say of a stream, on a real server."""

import itertools

from portal.store.work import Store
from tests.console.made import make_running
from tests.made import committed, sign_in_link
from tests.servers.portal import Portal
from tests.servers.visitor import Visitor

SLUGS = (f"console-{number}" for number in itertools.count(1))


def test_a_viewer_says_that_a_source_fails_and_the_organizer_reads_who(
    live_portal: Portal, live_store: Store
) -> None:
    running = make_running(live_store, next(SLUGS))
    with committed(live_store) as work:
        links = [sign_in_link(work, one) for one in (running.attendee, running.organizer)]
    viewer, organizer = (Visitor.signed_in(live_portal.base_url + link) for link in links)
    live = viewer.connect()
    told = {"stage": running.stage_id, "source": running.sources[0]}

    def read() -> str:
        return " ".join(organizer.get(f"/{running.slug}/console/part").text.split())

    assert live.call("stage.report", {**told, "state": "fails"})["ok"]
    assert "on the page that tried it" in read()
    assert live.call("stage.report", {**told, "state": "plays"})["ok"]
    assert "on 1 page" in read()
    assert "that tried it" not in read()
    assert live.call("stage.report", {**told, "source": 10**6, "state": "fails"})["code"] == "not-found"
    assert live.call("stage.report", {**told, "state": "sings"})["code"] == "invalid"
    live.close()


def test_a_test_of_the_devices_is_kept_and_the_last_one_counts(
    live_portal: Portal, live_store: Store
) -> None:
    running = make_running(live_store, next(SLUGS))
    with committed(live_store) as work:
        links = [sign_in_link(work, one) for one in (running.chair, running.organizer)]
    chair, organizer = (Visitor.signed_in(live_portal.base_url + link) for link in links)
    live = chair.connect()
    told = {"workshop": running.workshop_id, "microphone": True, "browser": "Firefox 131 on Linux"}

    assert live.call("calls.checked", {**told, "camera": False, "way": True})["ok"]
    assert "microphone only" in organizer.get(f"/{running.slug}/readiness").text
    assert live.call("calls.checked", {**told, "camera": True})["ok"]

    assert "both work, Firefox 131 on Linux" in organizer.get(f"/{running.slug}/readiness").text
    live.close()
