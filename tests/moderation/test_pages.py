"""Reporting and keeping order by plain forms, without JavaScript; and what the queue hears on the socket."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from portal.access import Actor
from portal.store.work import Store
from tests.made import committed, sign_in_link
from tests.moderation.made import Scene, make_scene
from tests.servers.portal import Portal
from tests.servers.visitor import Live, Visitor

SOON_SECONDS = 2


@dataclass
class Site:
    """The scene on a running portal."""

    portal: Portal
    store: Store
    slug: str
    scene: Scene
    open: list[Live] = field(default_factory=list)

    def come(self, actor: Actor) -> Visitor:
        with committed(self.store) as work:
            link = sign_in_link(work, actor)
        return Visitor.signed_in(self.portal.base_url + link)

    def live(self, visitor: Visitor) -> Live:
        connection = visitor.connect()
        self.open.append(connection)
        return connection

    @property
    def message(self) -> str:
        return f"/{self.slug}/threads/{self.scene.thread_id}/messages/{self.scene.seq}"


@pytest.fixture(scope="module")
def site(live_portal: Portal, live_store: Store) -> Iterator[Site]:
    made = Site(live_portal, live_store, "queue", make_scene(live_store, "queue"))
    yield made
    for connection in made.open:
        connection.close()


def test_a_case_that_is_new_reaches_the_queue_at_once_and_nobody_else(site: Site) -> None:
    moderator, attendee = site.come(site.scene.moderator), site.come(site.scene.attendee)
    workshop = {"workshop": site.scene.workshop_id}
    queue, outside = site.live(moderator), site.live(attendee)
    assert queue.call("moderation.watch", workshop) == {"ok": True, "data": {"open": 0}}
    assert outside.call("moderation.watch", workshop)["code"] == "not-allowed"

    assert attendee.post(f"{site.message}/report", reason="spam").status_code == 303

    heard = queue.wait_for("moderation.queue_changed", seconds=SOON_SECONDS)
    assert (heard["workshop"], heard["open"]) == (site.scene.workshop_id, 1)
    assert "moderation.queue_changed" not in {name for name, _ in outside.heard}


def test_a_report_says_what_is_wrong_and_a_bad_form_says_what_to_mend(site: Site) -> None:
    attendee = site.come(site.scene.other_moderator)

    form = attendee.get(f"{site.message}/report").text
    refused = attendee.post(f"{site.message}/report", reason="other")

    assert "Only the moderators and organizers see your report" in form
    assert (refused.status_code, "Say in a few words what is wrong." in refused.text) == (422, True)


def test_a_moderator_goes_from_the_report_to_a_measure_and_its_undo(site: Site) -> None:
    scene, moderator, attendee = site.scene, site.come(site.scene.moderator), site.come(site.scene.attendee)
    attendee.post(f"{site.message}/report", reason="spam", words="Third time")
    case_id = site.scene.report(scene.attendee)
    case = f"/{site.slug}/moderation/{case_id}"
    page = moderator.get(case).text
    assert all(words in page for words in ("Buy my book", "Spam or advertising", "Around it", "Ban "))

    hidden = moderator.post(
        f"/{site.slug}/moderation{site.message.removeprefix('/' + site.slug)}/hide",
        reason="Spam",
        case=str(case_id),
        next=case,
    )

    assert (hidden.status_code, hidden.headers["Location"]) == (303, case)
    page = moderator.get(case).text
    assert "message hidden" in page
    undo = page.split('/undo"')[0].rsplit('"', 1)[1] + "/undo"
    assert moderator.post(undo, next=case).status_code == 303
    assert "ended by" in moderator.get(case).text
    assert moderator.post(f"{case}/resolve", outcome="acted").status_code == 303
    assert "The moderators have acted on it." in attendee.get(f"/{site.slug}/reports").text


def test_reports_of_one_person_are_bounded(site: Site) -> None:
    organizer = site.come(site.scene.organizer)
    person = f"/{site.slug}/report/person/{site.scene.author.known_id}"

    answers = [organizer.post(person, reason="insult").status_code for _ in range(14)]

    assert answers[0] == 303
    assert answers[-1] == 429
