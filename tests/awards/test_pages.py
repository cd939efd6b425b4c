"""The page of the vote, as a browser without scripts sees it."""

from portal.awards.events import VoteMoved
from tests.awards.made import make_vote
from tests.visit import Site, lead


def test_a_vote_from_its_opening_to_its_winner(site: Site) -> None:
    scene = make_vote(site.store, is_open=False)
    organizer = site.signed_in(scene.organizer.known_id)
    attendee = site.signed_in(scene.voters[0].known_id)
    assert "The vote is not open yet" in lead(attendee.get("/tides/awards"))

    organizer.post("/tides/awards/state", state="open")
    assert attendee.post("/tides/awards", poster=str(scene.ids[1])).status_code == 303

    assert "Change my vote" in lead(attendee.get("/tides/awards"))
    assert "1 person has voted so far" in lead(organizer.get("/tides/awards"))

    organizer.post("/tides/awards/state", state="closed")

    assert "The winner Best poster B2 Poster 2 1 vote" in lead(attendee.get("/tides/awards"))
    assert "B2 Best poster" in lead(attendee.get("/tides/posters"))
    assert "B2 Best poster Poster 2" in lead(attendee.get(f"/tides/posters/{scene.ids[1]}"))
    assert [one.state for one in site.heard if isinstance(one, VoteMoved)] == ["open", "closed"]


def test_a_vote_that_cannot_count_says_why_on_the_page(site: Site) -> None:
    scene = make_vote(site.store)
    presenter = site.signed_in(scene.posters.presenter.known_id)
    assert "Visit some posters first" in lead(presenter.get("/tides/awards"))

    answers = [presenter.post("/tides/awards", poster=poster) for poster in (str(scene.ids[0]), "")]

    assert [answer.status_code for answer in answers] == [409, 422]
    assert "Nobody votes for their own poster" in lead(answers[0])
    assert "Choose a poster first" in lead(answers[1])
