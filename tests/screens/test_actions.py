"""Links and codes of halls: who makes them, what they open, and what a guest may do."""

import pytest

from portal.access import Actor, Permission, Role, may
from portal.errors import Conflict, NotAllowed, NotFound
from portal.events import Eviction
from portal.polls.queries import board_at as poll_board
from portal.polls.rules import State as PollState
from portal.programme.models import ProgrammeSession
from portal.questions.actions import ask, pin, set_state, withdraw
from portal.questions.queries import board_to_see
from portal.questions.rules import Asked, Change, State
from portal.screens.actions import allow_guests, close_code, end_link, join, make_link, renew_code
from portal.screens.queries import guest_count, read_actor, stage_by_link
from portal.screens.rules import Place
from portal.stage.actions import delete_stage
from portal.stage.models import Stage
from portal.store.work import Store, Work
from portal.workshops.models import Workshop
from tests.made import committed
from tests.screens.made import Hall, make_hall


@pytest.fixture
def hall(store: Store) -> Hall:
    return make_hall(store)


def evicted(work: Work) -> list[Eviction]:
    return [fact for fact in work.announced if isinstance(fact, Eviction)]


def test_a_screen_link_opens_its_stage_until_a_new_one_is_made_or_it_is_stopped(hall: Hall) -> None:
    first = hall.link().rpartition("/")[2]
    second = hall.link(by=hall.polls.chair).rpartition("/")[2]

    with hall.store.reading() as work:
        assert stage_by_link(work, hall.workshop_id, "main", second).id == hall.stage_id
        for workshop_id, slug, token in (
            (hall.workshop_id, "main", first),
            (hall.workshop_id, "other", second),
            (hall.workshop_id + 1, "main", second),
            (hall.workshop_id, "main", ""),
        ):
            with pytest.raises(NotFound, match="does not work any more"):
                stage_by_link(work, workshop_id, slug, token)
    with committed(hall.store) as work:
        end_link(work, hall.organizer, hall.stage_id)
        end_link(work, hall.organizer, hall.stage_id)
    with hall.store.reading() as work, pytest.raises(NotFound):
        stage_by_link(work, hall.workshop_id, "main", second)


def test_only_chairs_and_organizers_run_a_screen_and_only_organizers_let_guests_in(hall: Hall) -> None:
    hall.open(guests=False)
    with hall.store.writing() as work:
        for change in (make_link, end_link, renew_code, close_code):
            with pytest.raises(NotAllowed):
                change(work, hall.polls.attendee, hall.stage_id)
            with pytest.raises(NotFound):
                change(work, hall.polls.stranger, hall.stage_id)
        renew_code(work, hall.polls.chair, hall.stage_id)
        with pytest.raises(NotAllowed):
            allow_guests(work, hall.polls.chair, hall.stage_id, is_on=True)


def test_nobody_comes_in_by_a_code_before_the_organizer_allows_it(hall: Hall) -> None:
    with hall.store.writing() as work, pytest.raises(Conflict, match="Make a code first"):
        allow_guests(work, hall.organizer, hall.stage_id, is_on=True)
    code = hall.open(guests=False)

    with hall.store.writing() as work, pytest.raises(NotFound):
        join(work, code)


def test_a_new_code_a_closed_code_and_no_guests_each_send_the_guests_out(hall: Hall) -> None:
    def renew(work: Work) -> None:
        renew_code(work, hall.organizer, hall.stage_id)

    def close(work: Work) -> None:
        close_code(work, hall.organizer, hall.stage_id)

    def forbid(work: Work) -> None:
        allow_guests(work, hall.organizer, hall.stage_id, is_on=False)

    for send_out in (renew, close, forbid):
        tokens = [hall.join(hall.open()), hall.join(hall.code() or "")]
        guests = [hall.guest(token) for token in tokens]
        assert all(guest.hall for guest in guests)

        with committed(hall.store) as work:
            send_out(work)
            gone = evicted(work)

        assert {one.person_id for one in gone} == {guest.person_id for guest in guests}
        assert [hall.guest(token).person_id for token in tokens] == [None, None]
        with hall.store.reading() as work:
            assert guest_count(work, hall.stage_id) == 0


def test_allowing_guests_is_not_kept_when_the_code_is_closed(hall: Hall) -> None:
    hall.open()
    hall.close()
    with committed(hall.store) as work:
        assert renew_code(work, hall.organizer, hall.stage_id).lets_guests_in is False


def test_a_guest_may_see_ask_and_vote_on_this_stage_and_nothing_else(hall: Hall) -> None:
    guest = hall.guest(hall.join(hall.open()))
    allowed = {
        Permission.SEE_QUESTIONS,
        Permission.ASK_QUESTION,
        Permission.VOTE_QUESTION,
        Permission.SEE_POLLS,
        Permission.VOTE_POLL,
    }

    with hall.store.reading() as work:
        board = board_to_see(work, hall.polls.attendee, hall.board)
        here = Thing(hall.workshop_id, hall.polls.around.session_id)
        elsewhere = Thing(hall.workshop_id, 10**6)
        foreign = Thing(hall.workshop_id + 1, hall.polls.around.session_id)
        whole = poll_board(work, f"w{hall.workshop_id}")
        workshop = work.get(Workshop, hall.workshop_id)
        session = work.get(ProgrammeSession, hall.polls.around.session_id)
        assert {one for one in allowed if may(guest, one, here)} == allowed
        assert may(guest, Permission.SEE_QUESTIONS, board)
        for permission in set(Permission) - {Permission.SEE_HALL}:
            is_allowed = permission in allowed
            # Registering and public pages are for anybody, and are asked of a visitor: no door brings a guest there.
            if permission in {Permission.SEE_WORKSHOP, Permission.SEE_PAGE, Permission.REGISTER}:
                continue
            assert may(guest, permission, here) == is_allowed, permission
            assert not may(guest, permission, elsewhere), permission
            assert not may(guest, permission, foreign), permission
        for thing in (whole, workshop, session):
            assert may(guest, Permission.SEE_POLLS, thing) == (thing is whole)
            assert not may(guest, Permission.SEE_QUESTIONS, thing)
    assert may(guest, Permission.SEE_HALL, Place(hall.workshop_id, hall.stage_id))
    assert not may(guest, Permission.SEE_HALL, Place(hall.workshop_id, hall.stage_id + 1))
    assert not may(guest, Permission.SEE_HALL, Place(hall.workshop_id + 1, hall.stage_id))


class Thing:
    """Whatever a permission may be asked about; everything of it that could open a door is open."""

    audience, is_published, is_public, is_open = "stage", True, True, True
    presenter_ids: frozenset[int] = frozenset()
    host_ids: frozenset[int] = frozenset()
    author_id = 0

    def __init__(self, workshop_id: int, session_id: int) -> None:
        self.id, self.workshop_id, self.session_id, self.stage_id = workshop_id, workshop_id, session_id, 0


def test_what_a_guest_asks_is_from_the_hall_and_only_they_take_it_back(hall: Hall) -> None:
    code = hall.open()
    guest, neighbour = hall.guest(hall.join(code)), hall.guest(hall.join(code))

    with committed(hall.store) as work:
        question = ask(work, guest, Asked(hall.board, "c-1", "From the back row?"))

        assert question.author_name == "In the hall"
        with pytest.raises(NotAllowed):
            withdraw(work, neighbour, question.id)
        withdraw(work, guest, question.id)


def test_a_guest_is_nobody_in_another_workshop_and_everywhere_else(hall: Hall) -> None:
    token = hall.join(hall.open())

    with hall.store.reading() as work:
        other = read_actor(work, token, hall.polls.stranger.workshop_id)
        outside = read_actor(work, token, None)
        forged = read_actor(work, "hall.forged", hall.workshop_id)

    assert (other.hall, other.roles, other.is_accepted) == (None, frozenset(), False)
    assert (outside.hall, outside.organizes_any, outside.is_operator) == (None, False, False)
    assert forged == Actor(workshop_id=hall.workshop_id)


def test_a_session_that_leaves_the_stage_ends_the_rooms_that_guests_were_let_into(hall: Hall) -> None:
    poll = hall.polls.open()

    with committed(hall.store) as work:
        delete_stage(work, hall.organizer, hall.stage_id)
        ended = {one.room for one in evicted(work)}

    around = hall.polls.around
    assert ended >= {
        f"questions:s{around.session_id}",
        f"questions:t{around.talk_id}",
        f"polls:s{around.session_id}",
        f"polls-results:{poll}",
    }


def test_the_screen_shows_the_talk_what_follows_and_the_question_being_answered(hall: Hall) -> None:
    first, second = hall.ask("Pinned?"), hall.ask("Answered now?")
    hall.open(guests=False)
    with committed(hall.store) as work:
        pin(work, hall.polls.chair, Change(first))
    pinned = hall.shown()
    with committed(hall.store) as work:
        set_state(work, hall.polls.chair, Change(second, state=State.ANSWERING))

    shown = hall.shown()

    assert (shown.entry and shown.entry.title, shown.after and shown.after.title) == ("Moon", "Neap")
    assert pinned.question is not None
    assert pinned.question.id == first
    assert shown.question is not None
    assert shown.question.id == second
    assert shown.code is not None
    assert (shown.poll, shown.counts) == (None, None)


def test_the_screen_shows_how_a_poll_stands_only_when_it_is_closed(hall: Hall) -> None:
    poll = hall.polls.open()
    hall.polls.vote(poll, 0)
    running = hall.shown()
    hall.polls.turn(poll, PollState.CLOSED)

    closed = hall.shown()

    assert running.poll is not None
    assert running.counts is None
    assert closed.counts is not None
    assert closed.counts["counts"] == [1, 0]


def test_a_stage_without_anything_on_it_shows_nothing(hall: Hall) -> None:
    with committed(hall.store) as work:
        work.get(ProgrammeSession, hall.polls.around.session_id).stage_id = None

    shown = hall.shown()

    assert (shown.session, shown.entry, shown.after) == (None, None, None)
    with hall.store.reading() as work:
        assert work.get(Stage, hall.stage_id).name == "Main stage"


def test_a_role_is_no_hall() -> None:
    organizer = Actor(person_id=1, workshop_id=1, is_accepted=True, roles=frozenset({Role.ORGANIZER}))

    assert may(organizer, Permission.SEE_HALL, Place(1, 1))
    assert not may(organizer, Permission.SEE_HALL, Place(2, 1))
