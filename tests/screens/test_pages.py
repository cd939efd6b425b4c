"""The pages of a hall: its screen with and without a link, the code, and the telephones."""

import re

import pytest
from sqlalchemy import select

from portal.accounts.actions import make_link
from portal.polls.rules import State
from portal.questions.models import Question
from portal.registrations.rules import State as Registered
from portal.workshops.models import Workshop
from tests.made import committed, make_actor, make_person
from tests.screens.made import Hall, make_hall
from tests.visit import MakeSite, Site, Visitor, lead


@pytest.fixture
def hall(site: Site) -> Hall:
    return make_hall(site.store)


@pytest.fixture
def organizer(site: Site, hall: Hall) -> Visitor:
    return site.signed_in(hall.organizer.known_id)


def test_an_accepted_person_opens_the_screen_and_a_visitor_does_not(site: Site, hall: Hall) -> None:
    screen = f"/{hall.slug}/screen/main"
    attendee = site.signed_in(hall.polls.attendee.known_id)

    assert "Moon" in lead(attendee.get(screen))
    assert "Neap" in lead(attendee.get(f"{screen}/now"))
    assert attendee.get(f"/{hall.slug}/screen/nowhere").status_code == 404
    assert "/sign-in" in site.visitor().get(screen).location
    assert site.signed_in(hall.polls.stranger.known_id).get(screen).status_code == 403


def test_a_link_opens_the_screen_without_a_sign_in_and_only_while_it_lasts(
    site: Site, hall: Hall, organizer: Visitor
) -> None:
    organizer.post(f"{hall.manage_path}/link")
    page = organizer.get(hall.manage_path).text
    found = re.search(r'id="link-address"[^>]*value="[^"]*?(/tides/screen/main/link/[^"]+)"', page)
    assert found
    kiosk = site.visitor()

    answer = kiosk.get(found[1])

    assert "Moon" in lead(answer)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert found[1] not in organizer.get(hall.manage_path).text, "it is shown once"
    organizer.post(f"{hall.manage_path}/link/end")
    for path in (found[1], f"{found[1]}/now"):
        assert kiosk.get(path).status_code == 404


def test_a_screen_that_looks_again_is_told_only_what_is_new(site: Site, hall: Hall) -> None:
    now = f"{hall.link()}/now"
    kiosk = site.visitor()
    first = kiosk.get(now)
    etag = {"If-None-Match": first.headers["ETag"]}

    same = kiosk.get(now, headers=etag)
    hall.open(guests=False)
    other = kiosk.get(now, headers=etag)

    assert (same.status_code, same.data) == (304, b"")
    assert other.status_code == 200
    assert f"/j/{hall.code()}" in other.text
    assert "data-build" in first.text


def test_the_screen_says_nothing_of_how_an_open_poll_stands(site: Site, hall: Hall) -> None:
    poll = hall.polls.open()
    hall.polls.vote(poll, 1)

    shown = lead(site.visitor().get(hall.link()))

    assert "1 person has voted" in shown
    assert "100" not in shown


def test_a_plain_screen_is_for_obs(site: Site, hall: Hall) -> None:
    link = hall.link()

    assert " data-plain" in site.visitor().get(f"{link}?plain").text
    assert "Full screen" not in lead(site.visitor().get(f"{link}?plain"))
    assert " data-plain" not in site.visitor().get(link).text


def test_a_code_leads_those_who_are_accepted_into_the_hall_as_themselves(site: Site, hall: Hall) -> None:
    code = hall.open(guests=False)
    attendee = site.signed_in(hall.polls.attendee.known_id)

    typed = attendee.post(f"/{hall.slug}/join", code=code.lower())
    led = attendee.get(typed.location)
    page = attendee.get(led.location)

    assert led.location == hall.path
    assert "Moon" in lead(page)
    assert "live-as" not in page.text
    assert "<video" not in page.text


def test_a_code_that_lets_nobody_in_leads_to_the_sign_in_and_back(site: Site, hall: Hall) -> None:
    code = hall.open(guests=False)
    stranger = site.visitor()

    page = stranger.get(f"/j/{code}")

    assert "Ask and vote without an account" not in lead(page)
    assert (
        f"/sign-in?next=%2F{hall.slug}%2Fhall%2Fmain" in page.text
        or f"next=/{hall.slug}/hall/main" in page.text
    )
    assert stranger.post(f"/j/{code}").status_code == 404
    assert "/sign-in" in stranger.get(hall.path).location
    with committed(hall.store) as work:
        workshop = work.get(Workshop, hall.workshop_id)
        waiting = make_actor(work, workshop, state=Registered.REQUESTED)
    assert "not accepted yet" in lead(site.signed_in(waiting.known_id).get(f"/j/{code}"))


def test_a_guest_asks_and_votes_with_plain_forms_and_is_shown_as_in_the_hall(site: Site, hall: Hall) -> None:
    code, poll = hall.open(), hall.polls.open()
    question = hall.ask("Somebody else's?")
    guest = site.visitor()
    assert "Ask and vote without an account" in lead(guest.get(f"/j/{code}"))
    assert guest.get(hall.path).status_code == 303, "looking makes nobody a guest"

    came = guest.post(f"/j/{code}")
    assert guest.post(f"/j/{code}").status_code == 303
    base = f"/{hall.slug}"
    asked = guest.post(
        f"{base}/questions/{hall.board}", text="From the back?", client_id="c-1", next=hall.path
    )
    voted = guest.post(f"{base}/questions/{question}/vote", next=hall.path)
    chosen = guest.post(f"{base}/polls/{poll}", numbers="0", next=hall.path)

    assert {one.location for one in (came, asked, voted, chosen)} == {hall.path}
    page = lead(guest.get(hall.path))
    assert "From the back?" in page
    assert "In the hall (you)" in page
    assert "Change my vote" in page
    assert page.count("Change your question") == 1, "the own one can be changed, another's not"
    assert hall.polls.results(poll)["voters"] == 1
    assert hall.polls.around.question(question).votes == 1


def test_a_guest_changes_their_own_question_and_takes_it_back_on_pages_of_the_hall(
    site: Site, hall: Hall
) -> None:
    # given
    code, foreign = hall.open(), hall.ask("Somebody else's?")
    guest = site.visitor()
    guest.post(f"/j/{code}")
    base = f"/{hall.slug}/questions"
    guest.post(f"{base}/{hall.board}", text="From the bakc?", client_id="c-1", next=hall.path)
    with hall.store.reading() as work:
        own = work.session.scalars(select(Question.id).where(Question.text == "From the bakc?")).one()

    # when
    form = guest.get(f"{base}/{own}/edit?next={hall.path}")
    changed = guest.post(f"{base}/{own}/edit", text="From the back?", next=hall.path)
    page = lead(guest.get(hall.path))
    taken_back = guest.post(f"{base}/{own}/withdraw", next=hall.path)

    # then
    assert "Sign in" not in lead(form)
    assert [changed.location, taken_back.location] == [hall.path, hall.path]
    assert "From the back?" in page
    assert "From the" not in lead(guest.get(hall.path))
    assert guest.post(f"{base}/{foreign}/withdraw").status_code == 403
    assert site.visitor().post(f"{base}/{foreign}/withdraw").status_code == 401


def test_a_poll_of_the_whole_workshop_is_on_the_screen_of_its_halls_and_guests_vote_in_it(
    site: Site, hall: Hall
) -> None:
    # given
    guest = site.visitor()
    guest.post(f"/j/{hall.open()}")
    poll = hall.polls.draft("Which harbour?", address=f"w{hall.workshop_id}")
    assert "Which harbour?" not in lead(guest.get(hall.path))

    # when
    hall.polls.turn(poll, State.OPEN)

    # then
    assert "Which harbour?" in lead(site.visitor().get(hall.link()))
    assert "Which harbour?" in lead(guest.get(hall.path))
    assert guest.post(f"/{hall.slug}/polls/{poll}", numbers="0", next=hall.path).location == hall.path
    assert hall.polls.results(poll)["voters"] == 1

    hall.polls.open("Which tide?")
    screen = lead(site.visitor().get(hall.link()))
    assert ("Which tide?" in screen, "Which harbour?" in screen) == (True, False), (
        "the session's own comes first"
    )


def test_a_refused_form_of_a_guest_says_why(site: Site, hall: Hall) -> None:
    code = hall.open()
    guest = site.visitor()
    guest.post(f"/j/{code}")
    hall.polls.around.lead(is_open=False)

    refused = guest.post(f"/{hall.slug}/questions/{hall.board}", text="Too late?", client_id="c-1")

    assert refused.status_code == 409
    assert "The chair takes no more questions here." in lead(refused)


def test_who_signs_in_is_no_guest_any_more(site: Site, hall: Hall) -> None:
    guest = site.visitor()
    guest.post(f"/j/{hall.open()}")
    assert guest.get(hall.path).status_code == 200
    with committed(hall.store) as work:
        token = make_link(work, make_person(work), 10)

    guest.post(f"/sign-in/link/{token}")

    assert guest.get(hall.path).status_code == 403


def test_every_code_that_is_none_gets_the_same_answer(site: Site, hall: Hall) -> None:
    closed = hall.open()
    hall.close()
    other = make_hall(site.store, "dunes").open()
    visitor = site.visitor()

    answers = {
        (answer.status_code, lead(answer))
        for code in (closed, "ABCDEF", "nothing", "0", "I" * 40)
        for answer in (visitor.get(f"/j/{code}"), visitor.post(f"/j/{code}"))
    }
    typed = {
        (answer.status_code, lead(answer).replace(code, ""))
        for code in (closed, "ABCDEF", other)
        for answer in [visitor.post(f"/{hall.slug}/join", code=code)]
    }

    assert {status for status, _ in answers} == {404}
    assert len(answers) == 1
    assert {status for status, _ in typed} == {422}
    assert len(typed) == 1
    assert visitor.get(f"/j/{other}").status_code == 200


def test_an_unpublished_workshop_is_unknown_to_whoever_has_its_code(site: Site, hall: Hall) -> None:
    code = hall.open()
    with committed(hall.store) as work:
        work.get(Workshop, hall.workshop_id).is_published = False

    assert site.visitor().get(f"/j/{code}").status_code == 404
    assert site.visitor().post(f"/j/{code}").status_code == 404
    assert site.signed_in(hall.polls.attendee.known_id).get(f"/j/{code}").status_code == 303


def test_codes_are_tried_only_so_often_from_one_address(make_site: MakeSite) -> None:
    site = make_site(limit_join="3/minute")
    make_hall(site.store)

    told = [site.visitor().get("/j/ABCDEF").status_code for _ in range(4)]

    assert told == [404, 404, 404, 429]
    assert site.visitor().post("/tides/join", code="ABCDEF").status_code == 429


def test_the_guests_of_one_address_share_a_limit(make_site: MakeSite) -> None:
    site = make_site(limit_hall="2/minute")
    hall = make_hall(site.store)
    code = hall.open()
    told = []
    for number in range(3):
        guest = site.visitor()
        guest.post(f"/j/{code}")
        form = {"text": f"Question {number}?", "client_id": "c-1", "next": hall.path}
        told.append(guest.post(f"/{hall.slug}/questions/{hall.board}", **form).status_code)

    assert told == [303, 303, 429]


def test_the_organizer_finds_the_hall_and_runs_it(hall: Hall, organizer: Visitor) -> None:
    for path in (f"/{hall.slug}/stage/main", f"/{hall.slug}/stages/{hall.stage_id}/edit"):
        assert hall.manage_path in organizer.get(path).text

    organizer.post(f"{hall.manage_path}/code")
    first = hall.code()
    organizer.post(f"{hall.manage_path}/guests", is_on="yes")
    assert "may ask and vote with the code alone" in lead(organizer.get(hall.manage_path))
    organizer.post(f"{hall.manage_path}/code")
    assert first
    assert hall.code() != first
    organizer.post(f"{hall.manage_path}/guests", is_on="no")
    assert "Only people who are signed in" in lead(organizer.get(hall.manage_path))
    organizer.post(f"{hall.manage_path}/code/end")
    assert hall.code() is None


def test_a_chair_runs_the_screen_and_leaves_guests_to_the_organizer(site: Site, hall: Hall) -> None:
    hall.open(guests=False)
    chair = site.signed_in(hall.polls.chair.known_id)

    assert "An organizer decides this." in lead(chair.get(hall.manage_path))
    assert hall.manage_path in chair.get(f"/{hall.slug}/stage/main").text
    assert chair.post(f"{hall.manage_path}/guests", is_on="yes").status_code == 403
