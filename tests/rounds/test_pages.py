"""The chair's view, its forms without JavaScript, and the figures of one board."""

from datetime import timedelta

import pytest

from portal.accounts.models import Person
from portal.clock import now
from portal.posters.actions import set_star, took
from portal.posters.rules import Took
from portal.programme.models import ProgrammeSession
from portal.rounds.models import RoundCall
from tests.made import committed
from tests.rounds.made import Rounds, make_rounds
from tests.visit import MakeSite, Site, Visitor, lead

HERE = "/tides/rounds"


@pytest.fixture
def rounds(site: Site) -> Rounds:
    return make_rounds(site.store)


def after(visitor: Visitor, path: str, **fields: str) -> str:
    """Send a form; the words of the page that it leads to."""
    answer = visitor.post(path, **fields)
    assert answer.status_code == 303
    return lead(visitor.get(answer.headers["Location"]))


def test_a_chair_reads_which_boards_need_somebody_sends_and_calls_off(site: Site, rounds: Rounds) -> None:
    first, second = rounds.poster_ids
    rounds.visit(first, minutes_ago=20)
    rounds.visit(second)
    rounds.knock(second, minutes_ago=7)
    chair = site.signed_in(rounds.chair.known_id)
    page = lead(chair.get(HERE))
    assert "2 boards need somebody" in page
    assert "1 question waits , for 7 min" in page.replace("waits,", "waits ,")
    assert "no visitor, for 20 min" in page
    assert page.index("P02 Tides") < page.index("P01 Tides")

    sent = after(chair, f"{HERE}/posters/{first}/send", to=str(rounds.volunteer.known_id))

    assert "They are told on whichever page they are." in sent
    assert f"{rounds.chair.name} asked {rounds.volunteer.name} ( less than 1 min ago)" in sent
    again = after(site.signed_in(rounds.organizer.known_id), f"{HERE}/posters/{first}/send", to="")
    assert f"{rounds.chair.name} has asked {rounds.volunteer.name} already." in again
    off = after(chair, f"{HERE}/calls/1/off")
    assert "nobody yet" in off
    assert f"asked {rounds.volunteer.name} to go to P01; called off" in off


def test_a_volunteer_reads_the_notice_opens_the_board_and_says_that_they_go(
    site: Site, rounds: Rounds
) -> None:
    board = rounds.poster_ids[0]
    call = rounds.send(board, rounds.volunteer)
    volunteer = site.signed_in(rounds.volunteer.known_id)
    assert f"{rounds.chair.name} asks you to go to a board" in lead(volunteer.get("/tides/notices"))
    opened = volunteer.get(volunteer.post("/tides/notices/1").headers["Location"])
    room = opened.headers["Location"]
    assert room == f"/tides/posters/{board}"
    assert f"{rounds.chair.name} asks you to go to this board." in lead(volunteer.get(room))

    there = after(volunteer, f"{HERE}/calls/{call}/answer", going="yes")

    assert "You are expected here." in there
    chair = lead(site.signed_in(rounds.chair.known_id).get(HERE))
    assert f"{rounds.volunteer.name} is on the way ( less than 1 min ago)" in chair
    rounds.make_older(RoundCall, 10)
    assert "Nobody is awaited" in after(volunteer, f"{HERE}/calls/{call}/answer", going="no")


def test_a_pinned_board_stands_first_in_the_hall_with_words_and_is_unpinned(
    site: Site, rounds: Rounds
) -> None:
    board = rounds.poster_ids[1]
    chair, visitor = site.signed_in(rounds.chair.known_id), site.signed_in(rounds.visitor.known_id)
    assert 'class="pin"' not in visitor.get("/tides/posters").text

    pinned = after(chair, f"{HERE}/posters/{board}/pin")

    assert f"pinned by {rounds.chair.name} at" in pinned
    assert "Visit these now P02 Tides and time 2 pinned by the chair" in lead(visitor.get("/tides/posters"))
    assert "Unpin the board" in lead(chair.get(f"/tides/posters/{board}"))
    assert "in the hall" not in after(chair, f"{HERE}/posters/{board}/unpin").split("What was done")[1]
    assert 'class="pin"' not in visitor.get("/tides/posters").text


def test_the_parts_alone_are_sent_only_when_something_is_new(site: Site, rounds: Rounds) -> None:
    chair = site.signed_in(rounds.chair.known_id)
    first = chair.get(f"{HERE}/now")

    same = chair.client.get(f"{HERE}/now", headers={"If-None-Match": first.headers["ETag"]})
    rounds.knock(rounds.poster_ids[0])
    other = chair.client.get(f"{HERE}/now", headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, same.status_code, other.status_code) == (200, 304, 200)
    assert "<html" not in first.text


def test_states_without_boards_or_sessions_are_told(make_site: MakeSite) -> None:
    site = make_site()
    none = make_rounds(site.store, "empty", 0)
    bare = make_rounds(site.store, "bare", 1, has_slots=False)
    later = make_rounds(site.store, "later", 1, began=-60)

    def read(rounds: Rounds, query: str = "") -> str:
        return lead(site.signed_in(rounds.chair.known_id).get(f"/{rounds.slug}/rounds{query}"))

    assert "The boards are still empty" in read(none)
    assert "No board has a time yet" in read(bare)
    assert "No poster session is on now" in read(later)
    assert "Every board has somebody" in read(later, f"?session={later.session_id}")


def test_the_limit_on_what_a_chair_does_is_told(make_site: MakeSite) -> None:
    site = make_site(limit_rounds="1/minute")
    rounds = make_rounds(site.store)
    chair = site.signed_in(rounds.chair.known_id)

    told = [chair.post(f"{HERE}/posters/{board}/pin").status_code for board in rounds.poster_ids]

    assert told == [303, 429]


def test_the_store_is_asked_no_more_for_two_hundred_boards(site: Site) -> None:
    asked = []
    for count in (1, 3, 200):
        rounds = make_rounds(site.store, f"tides-{count}", count)
        rounds.knock(rounds.poster_ids[0])
        rounds.send(rounds.poster_ids[0])
        rounds.pin(rounds.poster_ids[-1])
        chair = site.signed_in(rounds.chair.known_id)
        with site.questions() as of_page:
            assert chair.get(f"/tides-{count}/rounds").status_code == 200
        with site.questions() as of_parts:
            assert chair.get(f"/tides-{count}/rounds/now").status_code == 200
        asked.append((len(of_page), len(of_parts)))

    assert len(set(asked)) == 1, asked
    assert asked[0][1] <= 12


def test_a_presenter_reads_visits_downloads_and_questions_and_nobody_else_does(
    site: Site, rounds: Rounds
) -> None:
    board = rounds.poster_ids[0]
    rounds.visit(board, minutes_ago=5)
    rounds.visit(board, rounds.volunteer)
    rounds.knock(board, "=HYPERLINK(1)")
    with committed(site.store) as work:
        work.get(Person, rounds.volunteer.known_id).is_shown = True
        took(work, rounds.visitor, board, Took.POSTER)
        set_star(work, rounds.visitor, board, is_on=True)
    presenter = site.signed_in(rounds.presenter.known_id)
    assert f"/tides/posters/{board}/figures" in presenter.get("/tides/my-posters").text
    assert f"/tides/posters/{board}/figures" in presenter.get(f"/tides/posters/{board}").text

    page = lead(presenter.get(f"/tides/posters/{board}/figures"))
    sheet = presenter.get(f"/tides/posters/{board}/figures.csv")

    assert "So far" in page
    assert "2 people have been here so far" in page
    assert f"{rounds.volunteer.name}, and 1 other who did not choose to be seen." in page
    assert "Poster 1 person" in page
    assert "=HYPERLINK(1)" in page
    assert "1 open" in page
    assert f"open question,{rounds.visitor.name}: =HYPERLINK(1),1" in sheet.text
    assert rounds.volunteer.name in sheet.text
    for person in (rounds.visitor, rounds.chair):
        assert site.signed_in(person.known_id).get(f"/tides/posters/{board}/figures").status_code == 403
    with committed(site.store) as work:
        session = work.get(ProgrammeSession, rounds.session_id)
        session.ends_at = now() - timedelta(minutes=1)
    after_it = lead(site.signed_in(rounds.organizer.known_id).get(f"/tides/posters/{board}/figures"))
    assert "In all" in after_it
    assert "so far" not in after_it


def test_a_sheet_of_figures_runs_no_formula(site: Site, rounds: Rounds) -> None:
    board = rounds.poster_ids[0]
    rounds.visit(board, rounds.volunteer)
    with committed(site.store) as work:
        person = work.get(Person, rounds.volunteer.known_id)
        person.name, person.is_shown = "=1+1", True

    sheet = site.signed_in(rounds.presenter.known_id).get(f"/tides/posters/{board}/figures.csv")

    assert "visitor,'=1+1,1" in sheet.text


def test_a_board_that_nobody_saw_has_figures_too(site: Site, rounds: Rounds) -> None:
    page = lead(
        site.signed_in(rounds.presenter.known_id).get(f"/tides/posters/{rounds.poster_ids[0]}/figures")
    )

    for words in ("Nobody has been here so far", "Nobody has taken a file along", "Nobody has knocked"):
        assert words in page
