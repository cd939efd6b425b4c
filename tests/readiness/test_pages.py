"""The board of who is ready, and the signs that presenters leave."""

import re

from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.calls.actions import keep_check
from portal.calls.rules import Checked
from portal.posters.actions import add
from portal.posters.rules import Place, PosterDraft
from portal.programme.models import Talk
from portal.questions.actions import set_speakers
from portal.readiness.models import PageOpening
from portal.readiness.pages import MAIL_WAY
from portal.registrations.models import Registration
from tests.console.made import Running, make_running
from tests.made import committed
from tests.visit import Site, lead

HERE = "/tides/readiness"


def poster_of(site: Site, running: Running, title: str = "Tides in a tank") -> int:
    with committed(site.store) as work:
        place = Place("P01", 1, (running.presenter.known_id,))
        return add(work, running.organizer, PosterDraft(title), place=place).id


def row_of(text: str, name: str) -> str:
    """The words of one row of the board."""
    found = re.search(rf'<tr id="{name}".*?</tr>', text, re.DOTALL)
    assert found, text
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def test_what_a_presenter_finds_and_tests_stands_on_the_board_at_once(site: Site) -> None:
    running = make_running(site.store)
    poster = poster_of(site, running)
    with committed(site.store) as work:
        set_speakers(work, running.organizer, f"t{running.talk_id}", [running.presenter.known_id])
    organizer = site.signed_in(running.organizer.known_id)
    before = organizer.get(HERE).text
    assert "Missing: never signed in" in row_of(before, f"poster-{poster}")
    assert "Missing: not tested" in row_of(before, f"talk-{running.talk_id}")
    assert "Missing: no slides" in row_of(before, f"talk-{running.talk_id}")
    assert "3 of 3 not ready yet." in lead(organizer.get(HERE))

    presenter = site.signed_in(running.presenter.known_id)
    for path in ("my-posters", f"posters/{poster}", "stage/main"):
        assert presenter.get(f"/tides/{path}").status_code == 200
    with committed(site.store) as work:
        keep_check(
            work, running.presenter, Checked(running.workshop_id, True, False, None, "Firefox 131 on Linux")
        )
        keep_check(
            work, running.presenter, Checked(running.workshop_id, True, True, True, "Firefox 131 on Linux")
        )

    after = organizer.get(HERE).text
    for name in (f"poster-{poster}", f"talk-{running.talk_id}"):
        row = row_of(after, name)
        assert "Missing: not yet" not in row
        assert "opened" in row
        assert "both work, Firefox 131 on Linux" in row
    assert "Missing: no poster" in row_of(after, f"poster-{poster}")


def test_only_those_with_a_part_leave_a_sign_and_only_once(site: Site) -> None:
    running = make_running(site.store)
    for actor in (running.attendee, running.organizer, running.presenter, running.presenter):
        site.signed_in(actor.known_id).get("/tides/stage/main")

    with site.store.reading() as work:
        found = [(one.person_id, one.page) for one in work.session.scalars(select(PageOpening))]
    assert found == [(running.presenter.known_id, "stage")]


def test_a_speaker_is_known_by_the_name_in_the_programme(site: Site) -> None:
    running = make_running(site.store)
    with committed(site.store) as work:
        talk = work.get(Talk, running.talk_id)
        talk.speakers = [{"name": running.presenter.name.upper(), "affiliation": ""}]
    organizer = site.signed_in(running.organizer.known_id)

    assert running.presenter.name in row_of(organizer.get(HERE).text, f"talk-{running.talk_id}")


def test_the_board_is_filtered_and_those_behind_it_are_written_to(site: Site) -> None:
    running = make_running(site.store)
    poster = poster_of(site, running)
    organizer = site.signed_in(running.organizer.known_id)

    posters = organizer.get(f"{HERE}?kind=poster&show=missing").text
    with_no_file = organizer.get(f"{HERE}?sign=file&kind=chair").text

    assert f'id="poster-{poster}"' in posters
    assert f'id="talk-{running.talk_id}"' not in posters
    assert re.search(r'href="/tides/mailings/new\?people=\d+"', posters)
    assert "Nothing of this kind is missing." in with_no_file
    site.app.extensions[MAIL_WAY] = lambda slug, ids: f"/{slug}/mail?to={ids[0]}"
    assert f'href="/tides/mail?to={running.presenter.known_id}"' in organizer.get(f"{HERE}?kind=poster").text


def test_who_steps_in_is_written_down_with_who_said_so(site: Site) -> None:
    running = make_running(site.store)
    organizer = site.signed_in(running.organizer.known_id)

    sent = organizer.post(f"{HERE}/talk/{running.talk_id}/stand-in", name=" Person   Z ")

    assert sent.status_code == 303
    assert "Person Z" in row_of(organizer.get(HERE).text, f"talk-{running.talk_id}")
    with site.store.reading() as work:
        entry = work.session.scalars(select(AuditEntry)).one()
        assert (entry.action, entry.about, entry.details) == (
            "readiness.set_stand_in",
            "Tides in a tank",
            {"stand_in": "Person Z"},
        )
    assert organizer.post(f"{HERE}/talk/{running.talk_id}/stand-in", name="x" * 201).status_code == 422
    assert organizer.post(f"{HERE}/talk/99/stand-in", name="x").status_code == 404
    assert organizer.post(f"{HERE}/chair/1/stand-in", name="x").status_code == 404


def test_the_board_is_taken_along_and_runs_no_formula(site: Site) -> None:
    running = make_running(site.store)
    poster_of(site, running, "=1+1")
    organizer = site.signed_in(running.organizer.known_id)

    text = organizer.get(f"{HERE}.csv?kind=poster").data.decode("utf-8-sig")

    lines = text.splitlines()
    assert lines[0].startswith("kind,board,title,time,addresses,Presenter known,Invitation opened,")
    assert lines[1].startswith("poster,P01,'=1+1,")
    assert lines[1].endswith(",no")
    assert len(lines) == 2


def test_a_workshop_without_parts_says_what_will_stand_there(site: Site) -> None:
    running = make_running(site.store)
    with committed(site.store) as work:
        work.session.delete(work.get(Talk, running.talk_id))
        mine = select(Registration).where(Registration.person_id == running.chair.known_id)
        work.session.delete(work.session.scalars(mine).one())
    organizer = site.signed_in(running.organizer.known_id)

    assert "Nobody has a part yet" in lead(organizer.get(HERE))


def test_the_store_is_asked_no_more_for_many_posters(site: Site) -> None:
    running = make_running(site.store)
    organizer = site.signed_in(running.organizer.known_id)
    asked = []
    for many in (1, 40):
        for number in range(many):
            poster_of(site, running, f"Tides {many} {number}")
        with site.questions() as of_page:
            organizer.get(HERE)
        asked.append(len(of_page))

    assert asked[0] == asked[1], asked
