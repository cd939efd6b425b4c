"""The schedule and its forms, as a browser without scripts sees them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from portal.access import Actor, Role
from portal.clock import now
from portal.programme.actions import add_session, add_talk
from portal.programme.models import ProgrammeSession, Talk
from portal.programme.queries import sessions_of
from portal.programme.rules import EntryDraft, LinkDraft, SpeakerDraft
from portal.workshops.models import Workshop
from tests.made import committed, make_actor, make_workshop
from tests.visit import Site, Visitor, lead

NINE = datetime(2023, 12, 16, 15, tzinfo=UTC)
"""Nine in the morning in Chicago."""

HALF = timedelta(minutes=30)


def _made(site: Site, *drafts: EntryDraft, registered_pages: tuple[str, ...] = ()) -> int:
    with committed(site.store) as work:
        workshop = make_workshop(work, time_zone="America/Chicago", registered_pages=list(registered_pages))
        actor = Actor(name="Operator", is_operator=True, workshop_id=workshop.id)
        for draft in drafts:
            add_session(work, actor, draft)
        return workshop.id


def _organizer(site: Site, workshop_id: int, *roles: Role) -> Visitor:
    with committed(site.store) as work:
        person = make_actor(work, work.get(Workshop, workshop_id), *(roles or (Role.ORGANIZER,))).known_id
    return site.signed_in(person)


def _session(site: Site, workshop_id: int) -> ProgrammeSession:
    with site.store.reading() as work:
        return sessions_of(work, workshop_id)[0]


def test_a_workshop_without_a_programme_invites_to_make_one(site: Site) -> None:
    made = _made(site)

    assert "No programme yet" in lead(site.visitor().get("/tides/schedule"))
    assert "Add the first session" in lead(_organizer(site, made).get("/tides/schedule"))


def test_the_schedule_shows_times_people_marks_and_links(site: Site) -> None:
    speaker = SpeakerDraft("Demo Speaker", "Institute")
    slides = LinkDraft("slides", "https://example.org/a.pdf")
    draft = EntryDraft(
        "Ebb and flow", "invited-talk", NINE, NINE + HALF, (speaker,), "Water *moves*.", (slides,)
    )
    _made(site, replace(draft, mode="hybrid", is_streamed=True))

    answer = site.visitor().get("/tides/schedule")

    assert "Saturday, 16 December 2023 09:00 09:30" in lead(answer)
    assert "Invited talk On site and online Streamed Ebb and flow Demo Speaker (Institute) Abstract" in lead(
        answer
    )
    assert "<em>moves</em>" in answer.text
    assert 'href="https://example.org/a.pdf"' in answer.text
    assert "is-past" in answer.text


def test_the_times_are_those_of_the_zone_that_the_visitor_chose_and_the_other_stands_beside(
    site: Site,
) -> None:
    _made(site, EntryDraft("Evening", "panel", NINE + 18 * HALF, NINE + 20 * HALF))
    visitor = site.visitor()
    visitor.post("/preferences", tz="Europe/Vienna")

    theirs = lead(visitor.get("/tides/schedule"))
    visitor.post("/preferences", zone="mine", tz="Europe/Vienna")
    mine = lead(visitor.get("/tides/schedule"))

    assert "Saturday, 16 December 2023 18:00 19:00 Live Panel Sun 01:00–02:00 in Vienna" in theirs
    assert "Sunday, 17 December 2023 01:00 02:00 Live Panel Sat 18:00–19:00 in Chicago" in mine


def test_what_is_on_and_the_line_of_now_are_drawn_by_the_server(site: Site) -> None:
    start = now() - HALF
    before, on = (
        EntryDraft("Before", "talk", start - HALF, start),
        EntryDraft("On", "talk", start, start + 2 * HALF),
    )
    _made(site, before, on, EntryDraft("After", "talk", start + 2 * HALF))

    text = site.visitor().get("/tides/schedule").text

    assert text.count("is-past") == 1
    assert text.count(" is-now") == 1
    assert text.count(" is-next") == 1
    assert text.index(">On</a>") < text.index('id="now"') < text.index(">After</a>")


def test_entries_without_a_date_stand_apart_with_their_time_of_day(site: Site) -> None:
    made = _made(site, EntryDraft("Later", "keynote"))
    with committed(site.store) as work:
        sessions_of(work, made)[0].local_time = "9:00"

    assert "Date not settled" in (words := lead(site.visitor().get("/tides/schedule")))
    assert "9:00 Live Keynote Later" in words


def test_an_inferred_end_is_shown_as_such(site: Site) -> None:
    made = _made(site, EntryDraft("Ebb", "talk", NINE, NINE + HALF))
    with committed(site.store) as work:
        sessions_of(work, made)[0].is_end_inferred = True

    assert "09:00 ~09:30" in lead(site.visitor().get("/tides/schedule"))


def test_the_link_into_a_stream_is_for_those_who_are_let_in(site: Site) -> None:
    made = _made(site, EntryDraft("Ebb", "talk", NINE, links=(LinkDraft("stream", "https://zoom.us/j/1"),)))

    assert "zoom.us" not in site.visitor().get("/tides/schedule").text
    assert "zoom.us" in _organizer(site, made, Role.ATTENDEE).get("/tides/schedule").text


def test_the_schedule_may_be_for_registered_people(site: Site) -> None:
    made = _made(site, EntryDraft("Ebb", "talk", NINE), registered_pages=("schedule",))

    assert site.visitor().get("/tides/schedule").status_code == 303
    assert _organizer(site, made, Role.ATTENDEE).get("/tides/schedule").status_code == 200


def test_an_organizer_adds_a_session_in_the_time_of_the_workshop(site: Site) -> None:
    made = _made(site)
    organizer = _organizer(site, made)

    answer = organizer.post(
        "/tides/schedule/sessions/new", title="Ebb", kind="keynote", starts_at="2023-12-16T09:00",
        ends_at="2023-12-16T09:30", speakers="Demo Speaker (Institute)\nSecond Speaker", mode="hybrid",
        links="slides https://example.org/a.pdf The slides\nhttps://example.org", is_streamed="yes",
    )  # fmt: skip

    session = _session(site, made)
    assert answer.location == f"/tides/schedule#session-{session.id}"
    assert (session.starts_at, session.ends_at, session.is_streamed) == (NINE, NINE + HALF, True)
    assert session.speakers == [
        {"name": "Demo Speaker", "affiliation": "Institute"},
        {"name": "Second Speaker", "affiliation": ""},
    ]
    assert session.links == [
        {"kind": "slides", "url": "https://example.org/a.pdf", "label": "The slides"},
        {"kind": "page", "url": "https://example.org", "label": ""},
    ]


def test_the_form_of_a_session_sends_back_what_it_showed(site: Site) -> None:
    slides = LinkDraft("slides", "https://example.org/a.pdf", "Mine")
    made = _made(
        site, EntryDraft("Ebb", "talk", NINE, NINE + HALF, (SpeakerDraft("A", "B"),), links=(slides,))
    )
    organizer, session = _organizer(site, made), _session(site, made)

    text = organizer.get(f"/tides/schedule/sessions/{session.id}/edit").text

    assert 'value="2023-12-16T09:00"' in text
    assert ">A (B)</textarea>" in text
    assert ">slides https://example.org/a.pdf Mine</textarea>" in text


def test_a_mistake_in_a_session_keeps_what_was_typed(site: Site) -> None:
    made = _made(site, EntryDraft("Ebb", "talk", NINE, NINE + HALF))
    organizer, session = _organizer(site, made), _session(site, made)

    answer = organizer.post(
        f"/tides/schedule/sessions/{session.id}/edit", title="Flow", starts_at="2024-03-10T02:30",
        ends_at="yesterday", mode="", links="slides", abstract="Typed with care",
    )  # fmt: skip

    words = lead(answer)
    assert answer.status_code == 422
    assert "02:30 on 2024-03-10 is left out in America/Chicago" in words
    assert "The end is not a date with a time" in words
    assert "has no web address" in words
    assert ">Typed with care</textarea>" in answer.text
    assert _session(site, made).title == "Ebb"


def test_a_time_that_comes_twice_is_told(site: Site) -> None:
    organizer = _organizer(site, _made(site))

    organizer.post("/tides/schedule/sessions/new", title="Ebb", starts_at="2024-11-03T01:30", mode="")

    assert "01:30 comes twice that day in America/Chicago" in lead(organizer.get("/tides/schedule"))


def test_talks_are_added_changed_and_deleted(site: Site) -> None:
    made = _made(site, EntryDraft("Ebb", "session", NINE, NINE + HALF))
    organizer, session = _organizer(site, made), _session(site, made)

    organizer.post(
        f"/tides/schedule/sessions/{session.id}/talks/new",
        title="Talk",
        starts_at="2023-12-16T09:10",
        mode="",
    )
    with site.store.reading() as work:
        talk = sessions_of(work, made)[0].talks[0]
    organizer.post(
        f"/tides/schedule/talks/{talk.id}/edit", title="Better talk", starts_at="2023-12-16T09:10", mode=""
    )
    assert "09:10 Better talk" in lead(organizer.get("/tides/schedule"))

    assert "Delete “Better talk”?" in lead(organizer.get(f"/tides/schedule/talks/{talk.id}/delete"))
    assert organizer.post(f"/tides/schedule/talks/{talk.id}/delete").location == "/tides/schedule"
    assert "Better talk" not in lead(organizer.get("/tides/schedule"))


def test_a_session_is_deleted_after_a_question(site: Site) -> None:
    made = _made(site, EntryDraft("Ebb", "session", NINE, NINE + HALF))
    organizer, session = _organizer(site, made), _session(site, made)
    with committed(site.store) as work:
        add_talk(work, Actor(is_operator=True, workshop_id=made), session.id, EntryDraft("Talk"))

    asked = lead(organizer.get(f"/tides/schedule/sessions/{session.id}/delete"))
    organizer.post(f"/tides/schedule/sessions/{session.id}/delete")

    assert "with its 1 talk" in asked
    with site.store.reading() as work:
        assert sessions_of(work, made) == []


def test_nobody_else_reaches_the_forms(site: Site) -> None:
    made = _made(site, EntryDraft("Ebb", "session", NINE, NINE + HALF))
    session, attendee = _session(site, made), _organizer(site, made, Role.ATTENDEE)
    with committed(site.store) as work:
        talk = work.add(Talk(workshop_id=made, session_id=session.id, title="Talk"))
        paths = [
            "sessions/new",
            f"sessions/{session.id}/edit",
            f"sessions/{session.id}/delete",
            f"sessions/{session.id}/talks/new",
            f"talks/{talk.id}/edit",
            f"talks/{talk.id}/delete",
        ]

    for path in paths:
        assert attendee.get(f"/tides/schedule/{path}").status_code == 403
        assert attendee.post(f"/tides/schedule/{path}", title="Mine", mode="").status_code == 403
    assert "Edit Ebb" not in attendee.get("/tides/schedule").text
