"""What a poster's form may say, who stands at a board, and how the hall is put in order."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from portal.errors import Invalid
from portal.posters.rules import (
    Board,
    Card,
    HallView,
    Mine,
    Neighbours,
    Sort,
    arrange,
    authors_in,
    authors_text,
    board_of,
    bucket_of,
    check_presenters,
    link_at,
    links_in,
    links_text,
    neighbours,
    seed_of,
    tags_in,
)
from portal.posters.rules.similar import Text, similar
from portal.realtime.presence import Seat

AT = datetime(2026, 6, 1, 13, 0, tzinfo=UTC)

ICE = Card(1, 11, "Ice on Mars", board="P10", authors=("Łukasz Šimić",), tags=("Ice", "Planets"))
SEA = Card(2, 12, "The sea at night", board="P2", authors=("Ada Lin",), tags=("Ocean",))
SKY = Card(3, 13, "A sky of its own", authors=("Ben Ho",), tags=("ice",))
CARDS = (ICE, SEA, SKY)


def ids(view: HallView, boards: dict[int, Board] | None = None, seed: str = "1:2026-01-01") -> list[int]:
    return [card.id for card in arrange(CARDS, boards or {}, view, seed).cards]


def shown(view: HallView, boards: dict[int, Board] | None = None) -> set[int]:
    return set(arrange(CARDS, boards or {}, view, "seed").shown)


def test_authors_are_lines_with_a_place_in_brackets_or_without() -> None:
    authors = authors_in(["Ada Lin (Uni of X (North))", "Ben Ho", "  Cy  ( Lab )"])

    assert authors == (
        {"name": "Ada Lin", "affiliation": "Uni of X (North)"},
        {"name": "Ben Ho", "affiliation": ""},
        {"name": "Cy", "affiliation": "Lab"},
    )
    assert authors_in(authors_text(authors).split("\n")) == authors


@pytest.mark.parametrize(
    "line", ["(Lab)", "Ada (Lab", "Ada (Lab) and Ben (Lab) x", "x" * 121, "A (" + "x" * 201 + ")"]
)
def test_an_author_that_cannot_be_read_is_named_by_its_line(line: str) -> None:
    with pytest.raises(Invalid, match="Author 2"):
        authors_in(["Ben Ho", line])


def test_more_authors_than_a_page_can_hold_are_refused() -> None:
    with pytest.raises(Invalid, match="at most 100"):
        authors_in(["Ada"] * 101)


def test_tags_are_words_between_commas_each_once_as_first_written() -> None:
    assert tags_in("Ice, ocean ;\n deep   sea,ice,, OCEAN") == ("Ice", "ocean", "deep sea")
    assert tags_in("") == ()


@pytest.mark.parametrize("text", [",".join(f"tag {n}" for n in range(13)), "x" * 41])
def test_too_many_or_too_long_tags_are_refused(text: str) -> None:
    with pytest.raises(Invalid):
        tags_in(text)


@pytest.mark.parametrize(
    ("line", "link"),
    [
        ("Code https://example.org/x", {"kind": "code", "url": "https://example.org/x", "label": "Code"}),
        ("https://github.com/a/b", {"kind": "code", "url": "https://github.com/a/b", "label": "Code"}),
        (
            "https://www.arxiv.org/abs/1",
            {"kind": "paper", "url": "https://www.arxiv.org/abs/1", "label": "Paper"},
        ),
        ("Our page: http://x.org", {"kind": "link", "url": "http://x.org", "label": "Our page"}),
        ("https://x.org", {"kind": "link", "url": "https://x.org", "label": "Link"}),
    ],
)
def test_a_link_is_an_address_with_a_word_before_it_or_a_known_host(line: str, link: dict[str, str]) -> None:
    links = links_in([line])

    assert links == (link,)
    assert links_in([links_text(links)]) == links


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//x.org",
        "/posters",
        "x.org",
        "https://",
        "https://" + "x" * 500,
    ],
)
def test_what_is_no_web_address_is_no_link(url: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        link_at(url)
    with pytest.raises(Invalid, match="Link 1"):
        links_in([url])


def test_presenters_are_accepted_people_each_once() -> None:
    assert check_presenters([3, 1, 3], {1, 2, 3}) == (3, 1)
    with pytest.raises(Invalid) as refused:
        check_presenters([3, 4], {1, 2, 3})
    assert list(refused.value.fields) == ["presenters"]


def test_a_board_names_five_people_its_presenters_first() -> None:
    seats = [Seat(number, f"Person {number}", "attendee") for number in range(1, 8)]

    board = board_of(seats, {6}, range(1, 8), at=AT)

    assert (board.count, board.is_presenter_here) == (7, True)
    assert [person["id"] for person in board.people] == [6, 1, 2, 3, 4]
    assert board.people[0] == {"id": 6, "name": "Person 6", "role": "presenter"}


def test_a_board_names_its_presenters_and_those_who_chose_to_be_seen_and_counts_the_others() -> None:
    seats = [Seat(number, f"Person {number}", "attendee") for number in range(1, 5)]

    board = board_of(seats, {4}, {2, 9}, at=AT)

    assert board.count == 4
    assert [person["id"] for person in board.people] == [4, 2]


def test_who_presents_elsewhere_is_a_visitor_here() -> None:
    board = board_of([Seat(1, "Ada", "presenter"), Seat(2, "Ben", "organizer")], {9}, {1, 2}, at=AT)

    assert [person["role"] for person in board.people] == ["attendee", "organizer"]
    assert not board.is_presenter_here


def test_an_empty_board_says_so() -> None:
    assert board_of([], {1}, at=AT).wire() == {
        "count": 0,
        "people": [],
        "is_presenter_here": False,
        "state": {"code": "away", "until": None},
    }


def test_boards_are_in_the_order_of_their_numbers_and_those_without_one_come_last() -> None:
    assert ids(HallView(sort=Sort.BOARD)) == [SEA.id, ICE.id, SKY.id]


def test_titles_are_in_the_order_of_the_alphabet() -> None:
    assert ids(HallView(sort=Sort.TITLE)) == [SKY.id, ICE.id, SEA.id]


def test_the_busiest_poster_comes_first_then_the_one_with_its_presenter() -> None:
    boards = {
        ICE.thread_id: Board(1),
        SEA.thread_id: Board(1, (), is_presenter_here=True),
        SKY.thread_id: Board(2),
    }

    assert ids(HallView(sort=Sort.BUSY), boards) == [SKY.id, SEA.id, ICE.id]


def test_the_fair_order_stays_for_one_visitor_and_day_and_gives_everybody_the_first_place() -> None:
    first = {visitor: ids(HallView(), seed=seed_of(visitor, date(2026, 1, 1)))[0] for visitor in range(60)}

    assert ids(HallView(), seed="7:2026-01-01") == ids(HallView(), seed="7:2026-01-01")
    assert set(first.values()) == {ICE.id, SEA.id, SKY.id}
    orders = [ids(HallView(), seed=seed_of(7, date(2026, 1, day))) for day in range(1, 20)]
    assert any(one != other for one, other in pairwise(orders))


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("ice", {1, 3}),
        ("ICE mars", {1}),
        ("simic", {1}),
        ("Šimić", {1}),
        ("lukasz", set()),
        ("p2", {2}),
        ("ocean", {2}),
        ("nothing", set()),
        ("", {1, 2, 3}),
    ],
)
def test_a_search_looks_through_titles_authors_tags_and_boards(search: str, found: set[int]) -> None:
    assert shown(HallView(search=search)) == found


def test_tag_and_presenter_narrow_the_hall_together_with_the_search() -> None:
    boards = {SKY.thread_id: Board(1, (), is_presenter_here=True)}

    assert shown(HallView(tag="ICE")) == {1, 3}
    assert shown(HallView(tag="ice", search="mars")) == {1}
    assert shown(HallView(is_presenter_here=True), boards) == {3}


def test_tags_are_counted_whatever_their_case_and_the_chosen_one_is_always_there() -> None:
    many = [Card(n, n, "x", tags=(f"tag {n:02}", "Ice")) for n in range(1, 31)]

    chips = arrange(many, {}, HallView(tag="TAG 30"), "seed").chips

    assert chips[0] == ("Ice", 30)
    assert chips[-1] == ("tag 30", 1)
    assert arrange(CARDS, {}, HallView(), "seed").chips == [("Ice", 2), ("Ocean", 1), ("Planets", 1)]


def test_a_list_has_a_beginning_and_an_end() -> None:
    assert neighbours([5, 6, 7], 5) == Neighbours(None, 6, 1, 3)
    assert neighbours([5, 6, 7], 6) == Neighbours(5, 7, 2, 3)
    assert neighbours([5, 6, 7], 7) == Neighbours(6, None, 3, 3)


def test_one_walks_along_the_list_one_came_from_or_along_all_of_it() -> None:
    hall = arrange(CARDS, {}, HallView(tag="ice", sort=Sort.BOARD), "seed")

    assert hall.walk(ICE.id) == Neighbours(None, SKY.id, 1, 2)
    assert hall.walk(SEA.id) == Neighbours(None, ICE.id, 1, 3)


def test_an_address_says_only_what_is_unusual() -> None:
    assert HallView().query() == {}
    view = HallView("ice", "Ocean", is_presenter_here=True, sort=Sort.BUSY)
    assert view.query() == {"q": "ice", "tag": "Ocean", "here": "yes", "sort": "busy"}
    assert view.query(tag="", size="list") == {"q": "ice", "here": "yes", "sort": "busy", "size": "list"}


def test_the_least_visited_posters_come_first_and_those_with_about_as_many_are_shuffled() -> None:
    cards = [Card(number, number, f"Poster {number}") for number in range(40)]
    visitors = {number: number % 4 for number in range(40)}

    def order(seed: str) -> list[int]:
        return [card.id for card in arrange(cards, {}, HallView(), seed, visitors=visitors).cards]

    buckets = [bucket_of(visitors[one]) for one in order("1:2026-01-01")]
    assert buckets == sorted(buckets)
    assert order("1:2026-01-01") == order("1:2026-01-01") != order("2:2026-01-01")


def test_a_visitor_sees_only_what_they_have_not_seen_or_what_they_starred() -> None:
    at = datetime(2026, 6, 1, 9, tzinfo=UTC)
    mine = Mine(7, {1: at}, frozenset({1, 2}))
    own = replace(SKY, presenter_ids=frozenset({7}))

    def found(view: HallView) -> set[int]:
        return set(arrange((ICE, SEA, own), {}, view, "seed", mine=mine).shown)

    assert found(HallView(is_new=True)) == {2}
    assert found(HallView(is_starred=True)) == {1, 2}
    assert found(HallView(is_starred=True, is_new=True)) == {2}
    hall = arrange((ICE, SEA, own), {}, HallView(), "seed", mine=mine)
    assert (hall.not_seen, hall.starred) == (1, 2)
    assert hall.mine.until(at).seen == frozenset()


def test_what_is_asked_of_the_hall_stands_in_its_address() -> None:
    view = HallView(search="ice", is_new=True, is_starred=True, sort=Sort.TITLE)

    assert view.query(tag="sea") == {
        "q": "ice",
        "new": "yes",
        "starred": "yes",
        "sort": "title",
        "tag": "sea",
    }
    assert view.is_narrow


def test_posters_about_the_same_are_alike_by_rare_words_and_by_tags() -> None:
    texts = (
        Text(1, "Tides in a tank", "We measure spring tides with a pendulum.", ("tides",)),
        Text(2, "Neap tides", "A pendulum shows neap tides and spring tides.", ()),
        Text(3, "Learning to walk", "A robot learns to walk on sand.", ("robots",)),
        Text(4, "Grippers", "Soft fingers for fruit.", ("Robots",)),
        Text(5, "Nothing in common", "", ()),
    )

    likeness = similar(texts)

    assert likeness[1][0] == 2
    assert likeness[3] == (4,)
    assert likeness[5] == ()
    assert all(one not in likes for one, likes in likeness.items())
