"""The statistics as an organizer reads them, and the files that they take along."""

import io
from datetime import timedelta
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import insert, select

from portal.access import Actor
from portal.accounts.models import Person
from portal.audit.models import AuditEntry
from portal.clock import now
from portal.help.actions import ask as ask_for_help
from portal.posters.actions import add, visit
from portal.posters.rules import Place, PosterDraft
from portal.questions.actions import ask
from portal.questions.rules import Asked
from portal.statistics.actions import note
from portal.statistics.rules import STEP, Counted, Kind, floor_to
from portal.threads.actions import post
from portal.threads.models import Message
from portal.threads.rules import MessageDraft
from tests.console.made import Running, make_running
from tests.made import committed, make_person
from tests.visit import Site, Visitor, lead


def say(site: Site, actor: Actor, thread: int, text: str) -> None:
    with committed(site.store) as work:
        post(work, actor, MessageDraft(thread, f"c-{text}", text))


def count(site: Site, running: Running) -> None:
    """Ten minutes: two people, then four, at the session and on any page; and two more after a gap."""
    begin = floor_to(now(), STEP)
    for number, people in ((0, 2), (1, 4), (5, 2)):
        with committed(site.store) as work:
            at = begin + STEP * number
            counted = [
                Counted(running.workshop_id, Kind.WORKSHOP, 0, people + 1),
                Counted(running.workshop_id, Kind.SESSION, running.session_id, people),
            ]
            note(work, counted, at)


def take(visitor: Visitor, word: str, kind: str = "csv") -> list[list[Any]]:
    """The rows of a file that was taken along."""
    answer = visitor.post(f"/tides/exports/{word}", kind=kind)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    if kind == "csv":
        return [line.split(",") for line in answer.data.decode("utf-8-sig").splitlines()]
    return [
        list(row) for row in load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True)
    ]


def test_an_organizer_reads_who_was_where_and_what_they_did(site: Site) -> None:
    running = make_running(site.store)
    count(site, running)
    say(site, running.attendee, running.stage_thread_id, "hello")
    with committed(site.store) as work:
        ask(work, running.attendee, Asked(f"s{running.session_id}", "q-1", "Why?"))
        poster = add(work, running.organizer, PosterDraft("Tides in a tank"), place=Place("P01", 1, ()))
        visit(work, running.attendee, poster.id)
    organizer = site.signed_in(running.organizer.known_id)

    page = lead(organizer.get("/tides/statistics"))
    session = lead(organizer.get(f"/tides/statistics/sessions/{running.session_id}"))

    assert "most at once 5" in page
    assert "1 message in all." in page
    assert "1 question at talks, 0 at posters." in page
    assert f"Opening {now():%-d %b %Y}" in page
    assert "P01 Tides in a tank 1 1 0 0 0 0" in page
    assert "4 people at the most." in session
    assert "minutes watched, together 40" in session
    assert running.attendee.name not in page + session


def test_a_table_is_taken_along_as_csv_and_as_a_spreadsheet_with_the_times_of_the_zone(site: Site) -> None:
    running = make_running(site.store, time_zone="Asia/Tokyo")
    count(site, running)
    organizer = site.signed_in(running.organizer.known_id)

    text = organizer.get("/tides/statistics/attendance.csv").data.decode("utf-8-sig")
    book = organizer.get("/tides/statistics/attendance.xlsx")

    first = floor_to(now(), STEP) + timedelta(hours=9)
    lines = text.splitlines()
    assert lines[0] == "kind,place,from,people on average,most at once,times counted"
    assert lines[1].startswith("session,Opening,")
    assert lines[1].endswith(",2.0,2,1")
    assert len(lines) == 7
    sheet = load_workbook(io.BytesIO(book.data)).worksheets[0]
    assert [cell.value for cell in sheet[2]][:2] == ["session", "Opening"]
    assert abs(sheet["C2"].value - first.replace(tzinfo=None)) <= STEP
    assert organizer.get("/tides/statistics/chats.csv").status_code == 404
    assert organizer.get("/tides/statistics/attendance.pdf").status_code == 404


def test_chats_and_questions_run_no_formula_and_that_they_were_taken_is_written_down(site: Site) -> None:
    running = make_running(site.store)
    say(site, running.attendee, running.stage_thread_id, '=HYPERLINK("x")')
    with committed(site.store) as work:
        work.get(Person, running.attendee.known_id).name = "@SUM(1)"
        ask_for_help(work, running.attendee, "h-1", "between us alone")
        ask(work, running.attendee, Asked(f"t{running.talk_id}", "q-1", "+1+1", is_anonymous=True))
    organizer = site.signed_in(running.organizer.known_id)

    chats, asked = take(organizer, "chats", "xlsx"), take(organizer, "asked")

    assert chats[1][0] == "Stage: Main stage"
    assert chats[1][5] == '\'=HYPERLINK("x")'
    assert "between us alone" not in str(chats)
    assert asked[1][:2] == ["Opening", "Tides in a tank"]
    assert asked[1][3:5] == ["anonymous", "'+1+1"]
    with site.store.reading() as work:
        trail = work.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        assert [(one.action, one.about, one.details["rows"]) for one in trail] == [
            ("statistics.export", "Chats", 1),
            ("statistics.export", "Questions and answers", 1),
        ]
        assert trail[0].actor_name == running.organizer.name


def test_a_long_chat_is_taken_along_whole(site: Site) -> None:
    running = make_running(site.store)
    long = [
        {
            "thread_id": running.stage_thread_id,
            "seq": number,
            "author_id": running.attendee.known_id,
            "client_id": f"c-{number}",
            "kind": "message",
            "author_name": "A",
            "author_role": "attendee",
            "text": f"message {number}",
            "posted_at": now(),
        }
        for number in range(1, 4002)
    ]
    with committed(site.store) as work:
        work.session.execute(insert(Message), long)
    organizer = site.signed_in(running.organizer.known_id)

    rows = take(organizer, "chats")

    assert [row[1] for row in rows[1:]] == [str(number) for number in range(1, 4002)]
    assert rows[-1][5] == "message 4001"


def test_presenters_and_talks_are_lists_of_their_own(site: Site) -> None:
    running = make_running(site.store)
    with committed(site.store) as work:
        place = Place("P01", 1, (running.presenter.known_id,))
        add(work, running.organizer, PosterDraft("Tides in a tank"), place=place)
    organizer = site.signed_in(running.organizer.known_id)

    posters, talks = take(organizer, "presenters", "xlsx"), take(organizer, "talks")

    assert posters[1][:2] == ["P01", "Tides in a tank"]
    assert posters[1][3] == running.presenter.name
    assert talks[1][:3] == ["Opening", "Tides in a tank", "talk"]


def test_an_operator_reads_counts_and_takes_nobodys_words(site: Site) -> None:
    running = make_running(site.store)
    with committed(site.store) as work:
        person = make_person(work, is_operator=True).id
    operator = site.signed_in(person)

    page = operator.get("/tides/exports")

    assert "What people wrote" not in lead(page)
    assert "Opening" in operator.get("/tides/statistics/sessions.csv").text
    assert operator.post("/tides/exports/chats", kind="csv").status_code == 403
    wrong = site.signed_in(running.organizer.known_id).post("/tides/exports/chats", kind="pdf")
    assert wrong.status_code == 422
