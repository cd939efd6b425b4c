"""The console's pages, and the row of places above each page on which organizers work."""

import re
from datetime import date

from portal.access import Role
from portal.access.actors import Actor
from portal.clock import now
from portal.console.jobs import Watcher
from portal.doors.jobs import Desk
from portal.help.actions import ask as ask_for_help
from portal.mail.models import Mail
from portal.notices.rules import room_of as pages_of
from portal.questions.actions import ask
from portal.questions.rules import Asked
from portal.realtime.presence import Presence, Seat
from portal.stage.rules import report_room
from portal.store.jobs import Job
from portal.threads.rules import room_of
from portal.workshops.models import Workshop
from tests.console.made import Running, make_running
from tests.made import committed, make_actor, make_workshop
from tests.visit import MakeSite, Site, lead

ROW = re.compile(r'<div class="places" id="organizer-places".*?</div>', re.DOTALL)


def seat(actor: Actor) -> Seat:
    return Seat(actor.known_id, actor.name, "")


def presence_of(site: Site) -> Presence:
    found: Presence = site.app.extensions["presence"]
    return found


def test_an_organizer_reads_who_is_here_what_is_on_and_what_waits(site: Site) -> None:
    running = make_running(site.store)
    presence = presence_of(site)
    for actor in (running.attendee, running.chair):
        presence.enter(pages_of(running.workshop_id, actor.known_id), actor.name, seat(actor))
    presence.enter(room_of(running.stage_thread_id), "one", seat(running.attendee))
    with committed(site.store) as work:
        ask(work, running.attendee, Asked(f"s{running.session_id}", "q-1", "Why?"))
        ask_for_help(work, running.attendee, "h-1", "Where is the link?")
        work.session.add(Job(name="mail.send", arguments={}, due_at=now(), failure="broken", done_at=now()))
        work.session.add(
            Mail(recipient="a@example.org", subject="s", text="t", message_id="<1>", created_at=now())
        )
    organizer = site.signed_in(running.organizer.known_id)

    page = lead(organizer.get("/tides/console"))

    for words in (
        "connected now 2",
        "Opening , until",
        "1 person here · 1 question unanswered",
        "1 question unanswered",
        "1 person at the help desk",
        "mail waits 1",
        "job failed 1",
    ):
        assert words in page, page
    text = organizer.get("/tides/console").text
    assert f"/tides/late/{running.stage_id}?minutes=5" in text
    assert f"audience=stage:{running.stage_id}" in text


def test_what_viewers_say_of_a_stream_is_read_and_outlives_their_pages(site: Site) -> None:
    running = make_running(site.store)
    presence = presence_of(site)
    watcher = Watcher(Desk(site.store, site.portal.settings, site.portal.after_commit), presence)
    first, second = running.sources
    presence.enter(report_room(first, "fails"), "one", seat(running.attendee))
    presence.enter(report_room(second, "plays"), "one", seat(running.attendee))
    watcher.look(now())
    watcher.look(now())
    organizer = site.signed_in(running.organizer.known_id)

    during = lead(organizer.get("/tides/console"))
    presence.drop("one")
    after = lead(organizer.get("/tides/console"))

    assert f"Fails Stream on the page that tried it; {running.attendee.name} said so first" in during
    assert "Plays Second stream on 1 page" in during
    assert "Not watched Stream by anybody now; it failed at" in after
    assert "Not watched Second stream by anybody now; last played at" in after
    presence.enter(report_room(first, "plays"), "two", seat(running.chair))
    watcher.look(now())
    assert "Plays Stream on 1 page" in lead(organizer.get("/tides/console"))
    presence.drop("two")
    assert "it failed" not in lead(organizer.get("/tides/console"))


def test_the_moving_parts_alone_are_sent_only_when_something_is_new(make_site: MakeSite) -> None:
    site = make_site()
    running = make_running(site.store)
    organizer = site.signed_in(running.organizer.known_id)
    first = organizer.get("/tides/console/part")

    def again() -> int:
        headers = {"If-None-Match": first.headers["ETag"]}
        return organizer.client.get("/tides/console/part", headers=headers).status_code

    assert again() == 304
    presence_of(site).enter(room_of(running.stage_thread_id), "one", seat(running.attendee))
    assert again() == 200
    assert "<html" not in first.text


def test_a_refusal_and_a_fault_are_counted_for_the_console(site: Site) -> None:
    running = make_running(site.store)
    organizer = site.signed_in(running.organizer.known_id)

    site.signed_in(running.attendee.known_id).get("/tides/console")
    site.portal.counters.errors += 2

    page = lead(organizer.get("/tides/console"))
    assert "refused 1" in page
    assert "errors 2" in page


def test_the_row_of_places_stands_above_the_pages_of_organizers_and_nowhere_else(site: Site) -> None:
    running = make_running(site.store)
    organizer = site.signed_in(running.organizer.known_id)
    attendee = site.signed_in(running.attendee.known_id)

    listing = ROW.findall(organizer.get("/tides/registrations").text)[0]

    assert 'href="/tides/console/people" aria-current="true">People' in listing
    assert 'href="/tides/registrations" aria-current="page"' in listing
    assert 'href="/tides/registrations/import"' in listing
    for path in ("/tides/registrations/import", "/tides/stages/new", "/tides/edit", "/tides/rounds"):
        assert "<nav" in ROW.findall(organizer.get(path).text)[0], path
    for visitor, path in (
        (organizer, "/tides/schedule"),
        (organizer, "/tides/stage"),
        (attendee, "/tides/help"),
    ):
        assert "hidden" in ROW.findall(visitor.get(path).text)[0]


def test_a_chair_who_does_not_organize_has_no_console(site: Site) -> None:
    running = make_running(site.store)
    chair = site.signed_in(running.chair.known_id)

    assert chair.get("/tides/console").status_code == 403
    assert "<nav" not in ROW.findall(chair.get(f"/tides/late/{running.stage_id}").text)[0]


def test_a_part_of_the_console_leads_to_its_pages_and_an_unknown_one_is_not_there(site: Site) -> None:
    running = make_running(site.store)
    organizer = site.signed_in(running.organizer.known_id)

    page = organizer.get("/tides/console/programme")

    assert "Move what is on and everything after it." in lead(page)
    assert 'href="/tides/stages"' in page.text
    assert organizer.get("/tides/console/nonsense").status_code == 404


def test_the_set_up_says_what_is_missing_and_where_it_is_done(make_site: MakeSite) -> None:
    site = make_site(smtp_url="", turn_urls=("turn:turn.example",), turn_secret="s" * 32)
    with committed(site.store) as work:
        organizer = make_actor(work, make_workshop(work, "bare"), Role.ORGANIZER)
    visitor = site.signed_in(organizer.known_id)
    before = lead(visitor.get("/bare/console/set-up"))
    running: Running = make_running(
        site.store, time_zone="Europe/Oslo", contact="us@example.org", starts_on=date(2026, 6, 1)
    )

    after = lead(site.signed_in(running.organizer.known_id).get("/tides/console/set-up"))

    for words in (
        "Missing Dates It has no days yet.",
        "Look Time zone All times are in UTC.",
        "Missing Contact",
        "Missing Programme There is no session yet.",
        "Missing Stages There is no stage",
        "Missing Mail The portal has no mail server",
        "Done Relay for calls",
        "Missing Code of conduct",
    ):
        assert words in before, before
    for words in (
        "Done Dates From 2026-06-01 to 2026-06-01.",
        "Done Time zone All times are in Europe/Oslo.",
        "Done Contact Questions go to us@example.org.",
        "Done Programme 1 session with 1 talk.",
        "Done Stream of Main stage 2 sources",
        "Done Chairs 1 chair.",
    ):
        assert words in after, after
    with committed(site.store) as work:
        workshop = work.get(Workshop, running.workshop_id)
        workshop.links = [{"kind": "page", "url": "https://conduct.example/", "label": "Code of Conduct"}]
    assert "Done Code of conduct" in lead(
        site.signed_in(running.organizer.known_id).get("/tides/console/set-up")
    )


def test_the_store_is_asked_no_more_for_many_stages(site: Site) -> None:
    running = make_running(site.store)
    organizer = site.signed_in(running.organizer.known_id)

    with site.questions() as asked:
        organizer.get("/tides/console/part")

    assert len(asked) <= 25, "\n".join(asked)
