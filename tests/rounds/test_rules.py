"""What a board needs, which board first, and how long a call and a pin hold."""

from datetime import UTC, datetime, timedelta

from portal.knocks.rules import Waiting
from portal.posters.rules import Code, Mode, SlotTimes, Standing
from portal.rounds.rules import (
    Around,
    Helper,
    Kind,
    Row,
    WayThere,
    bars_of,
    call_words,
    first_free,
    in_order,
    is_over,
    is_pinned,
    is_running,
    needs_of,
    on_now,
)

AT = datetime(2026, 6, 1, 13, 0, tzinfo=UTC)
ADA, BEN, VISITOR = 1, 2, 9


def ago(**units: float) -> datetime:
    return AT - timedelta(**units)


def slot(
    mode: Mode = Mode.ONLINE, began: float = 60, people: tuple[int, ...] = (), session: int = 7
) -> SlotTimes:
    start = ago(minutes=began)
    end = start + timedelta(hours=2)
    return SlotTimes(1, start, end, mode, "P1", session, "Posters I", presenter_ids=frozenset(people))


def board(number: int = 1, **known: object) -> Around:
    told: dict[str, object] = {
        "slots": (slot(),),
        "presenters": ((ADA, "Ada"),),
        "last_at": ago(minutes=1),
        **known,
    }
    return Around(number, 100 + number, f"P{number}", f"Poster {number}", **told)  # type: ignore[arg-type]


def kinds(around: Around, *here: int) -> list[Kind]:
    return [need.kind for need in needs_of(around, here, AT)]


def test_a_board_is_quiet_from_fifteen_minutes_after_the_last_visitor_on() -> None:
    assert kinds(board(last_at=ago(minutes=14, seconds=59)), ADA) == []
    assert kinds(board(last_at=ago(minutes=15)), ADA) == [Kind.QUIET]


def test_a_board_is_not_quiet_while_a_visitor_stands_there_or_its_slot_has_just_begun() -> None:
    quiet = board(last_at=ago(hours=1))

    assert kinds(quiet, ADA, VISITOR) == []
    assert kinds(quiet, ADA) == [Kind.QUIET]
    assert kinds(board(last_at=ago(hours=5), slots=(slot(began=14.9),)), ADA) == []
    assert kinds(board(last_at=None, slots=(slot(began=15),)), ADA) == [Kind.QUIET]


def test_a_board_without_any_slot_is_quiet_when_nobody_ever_came_and_misses_nobody() -> None:
    never = board(last_at=None, slots=())

    (need,) = needs_of(never, (), AT)

    assert (need.kind, need.since, need.words) == (Kind.QUIET, None, "no visitor yet")
    assert kinds(board(slots=(), last_at=ago(minutes=2))) == []


def test_presenters_are_missing_when_nobody_of_them_is_there_and_nothing_said_explains_it() -> None:
    def said(code: Code, until: datetime | None = None) -> tuple[Standing, ...]:
        return (Standing(ADA, code, until, ago(minutes=5)),)

    assert kinds(board()) == [Kind.MISSING]
    assert kinds(board(), ADA) == []
    assert kinds(board(), VISITOR) == [Kind.MISSING]
    for code in (Code.ONSITE, Code.BACK, Code.GONE):
        assert kinds(board(standings=said(code, AT + timedelta(minutes=9)))) == []
    assert kinds(board(standings=said(Code.BACK, AT))) == [Kind.MISSING]
    assert kinds(board(standings=said(Code.HERE))) == [Kind.MISSING]


def test_only_those_who_stand_at_a_slot_are_missed_there() -> None:
    both = board(presenters=((ADA, "Ada"), (BEN, "Ben")), slots=(slot(people=(BEN,)),))

    assert kinds(both, ADA) == [Kind.MISSING]
    assert needs_of(both, (), AT)[0].words == "Ben is missing"
    assert kinds(both, BEN) == []
    assert needs_of(board(presenters=()), (), AT)[0].words == "nobody presents it"


def test_of_a_board_on_site_only_knocks_are_watched() -> None:
    on_site = (slot(Mode.ONSITE),)

    assert kinds(board(slots=on_site, last_at=None)) == []
    waiting = Waiting(talks=1, questions=2, oldest_at=ago(minutes=3))
    (need,) = needs_of(board(slots=on_site, last_at=None, waiting=waiting), (), AT)
    assert (need.kind, need.words) == (Kind.WAITING, "1 wants to talk, 2 questions wait")


def test_the_most_urgent_board_comes_first_and_one_to_which_somebody_goes_last() -> None:
    knocked = Waiting(talks=1, oldest_at=ago(minutes=3))
    older = Waiting(questions=1, oldest_at=ago(minutes=20))
    going = WayThere(1, 6, "Cleo", AT, ("Dan",), frozenset({4}))
    rows = {
        "quiet": Row(board(1), needs_of(board(1, last_at=ago(minutes=30)), (ADA,), AT)),
        "missing": Row(board(2), needs_of(board(2), (VISITOR,), AT)),
        "knock": Row(board(3), needs_of(board(3, waiting=knocked), (ADA,), AT)),
        "old knock": Row(board(4), needs_of(board(4, waiting=older), (ADA,), AT)),
        "in vain": Row(board(5), needs_of(board(5, waiting=knocked), (), AT)),
        "going": Row(board(6), needs_of(board(6, waiting=older), (), AT), going),
    }

    ordered = in_order(rows.values())

    names = {id(row): name for name, row in rows.items()}
    assert [names[id(row)] for row in ordered] == [
        "in vain",
        "old knock",
        "knock",
        "missing",
        "quiet",
        "going",
    ]


def test_what_is_watched_is_what_is_on_now_or_a_session_or_all_where_nothing_has_a_slot() -> None:
    on, later, bare = board(1), board(2, slots=(slot(began=-30, session=8),)), board(3, slots=())

    assert [one.poster_id for one in on_now([on, later, bare], AT).boards] == [1]
    assert [one.poster_id for one in on_now([on, later, bare], AT, session=8).boards] == [2]
    assert on_now([later], AT).boards == []
    assert on_now([bare], AT).boards == [bare]
    assert not on_now([bare], AT).has_slots


def test_a_call_and_a_pin_end_by_themselves() -> None:
    assert not is_over(ago(minutes=9, seconds=59), AT)
    assert is_over(ago(minutes=10), AT)
    assert is_pinned(AT + timedelta(seconds=1), None, AT)
    assert not is_pinned(AT, None, AT)
    assert not is_pinned(AT + timedelta(minutes=9), ago(minutes=1), AT)
    call = WayThere(1, 1, "Cleo", ago(minutes=2), ("Dan",), frozenset({4}))
    assert call.is_open(AT)
    assert not call.is_open(AT, here={4})
    assert not call.is_open(AT + timedelta(minutes=8))


def test_a_call_is_told_in_words() -> None:
    one = WayThere(1, 1, "Cleo", AT, ("Dan",), frozenset({4}))
    all_ = WayThere(1, 1, "Cleo", AT, ("Dan", "Eve", "Fay"), frozenset({4, 5, 6}), declined=("Eve",))
    going = WayThere(1, 1, "Cleo", AT, ("Dan",), frozenset({4}), going="Dan", going_at=AT)

    assert [call_words(call) for call in (one, all_, going)] == [
        "Cleo asked Dan",
        "Cleo asked 2 people who help",
        "Dan is on the way",
    ]


def test_whoever_is_free_is_all_who_are_connected_else_all() -> None:
    dan, eve = Helper(4, "Dan", is_connected=True), Helper(5, "Eve")

    assert first_free([dan, eve], ()) == [dan]
    assert first_free([dan, eve], {4}) == [eve]
    assert first_free([dan, eve], {4, 5}) == []


def test_visitors_are_counted_by_the_quarter_of_an_hour() -> None:
    bars = bars_of([AT, AT + timedelta(minutes=14), AT + timedelta(minutes=15), AT - timedelta(seconds=1)])

    assert [(bar.at.strftime("%H:%M"), bar.people) for bar in bars] == [
        ("12:45", 1),
        ("13:00", 2),
        ("13:15", 1),
    ]


def test_figures_are_so_far_until_the_last_slot_is_over() -> None:
    assert is_running([], AT)
    assert is_running([slot(began=119)], AT)
    assert not is_running([slot(began=120)], AT)
    assert is_running([slot(began=300), slot(began=-300)], AT)
