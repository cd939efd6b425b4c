"""Where people are, in words: open rooms by their name, closed ones and other workshops not at all."""

from portal.access import Actor
from portal.app.whereabouts import whereabouts
from portal.notices.rules import room_of as pages_of
from portal.posters.models import Poster
from portal.profiles.rules import Spot
from portal.realtime.presence import Presence, Seat
from portal.threads.actions import open_thread, set_members
from portal.threads.rules import room_of
from tests.made import committed
from tests.profiles.made import EVERYTHING, Company, make_company
from tests.visit import Site, lead


def sit(site: Site, actor: Actor, room: str) -> None:
    presence: Presence = site.app.extensions["presence"]
    presence.enter(room, f"{actor.known_id}-{room}", Seat(actor.known_id, actor.name, ""))


def spots(site: Site, company: Company, *actors: Actor) -> dict[int, Spot]:
    with site.app.app_context(), site.store.reading() as work:
        return dict(whereabouts(work, company.workshop_id, [one.known_id for one in actors]))


def test_a_board_is_named_and_a_closed_room_is_not(site: Site) -> None:
    company, elsewhere = make_company(site.store), make_company(site.store, "lakes")
    ann, ben, cleo, dan = (company.add(name, EVERYTHING) for name in ("Ann", "Ben", "Cleo", "Dan"))
    with committed(site.store) as work:
        board = open_thread(work, company.workshop_id, "poster").id
        work.add(Poster(workshop_id=company.workshop_id, thread_id=board, title="Tides", board="P12"))
        table = open_thread(work, company.workshop_id, "table")
        set_members(work, table, [ben.known_id])
        closed = table.id
        foreign = open_thread(work, elsewhere.workshop_id, "lobby").id
    sit(site, ann, room_of(board))
    sit(site, ben, room_of(closed))
    sit(site, ben, pages_of(company.workshop_id, ben.known_id))
    sit(site, cleo, room_of(foreign))

    assert spots(site, company, ann, ben, cleo, dan) == {
        ann.known_id: Spot(board, "at P12"),
        ben.known_id: Spot(0, "here"),
    }


def test_the_list_says_where_somebody_is_and_leads_there_who_shows_it_too(site: Site) -> None:
    company = make_company(site.store)
    ann, ben, cleo = company.add("Ann", EVERYTHING), company.add("Ben", EVERYTHING), company.add("Cleo")
    with committed(site.store) as work:
        lobby = open_thread(work, company.workshop_id, "lobby").id
    sit(site, ben, room_of(lobby))
    sit(site, cleo, room_of(lobby))

    seen = site.signed_in(ann.known_id).get("/tides/directory?here=yes")

    assert "in the lobby" in lead(seen)
    assert f'href="/tides/threads/{lobby}"' in seen.text
    assert "Cleo" not in lead(seen)
    told = site.signed_in(cleo.known_id).get("/tides/directory?here=yes")
    assert "in the lobby" in lead(told)
    assert f'href="/tides/threads/{lobby}"' not in told.text
